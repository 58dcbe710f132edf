"""Classes that are out of the ordinary: orders without object, hooks that fail to be found, names that are no names."""


def show(call):
    try:
        print(call())
    except Exception as e:
        print(type(e).__name__, e, getattr(e, "__notes__", []))


def without_object():
    class Alone(type):
        def mro(cls):
            return [cls]

    class C(metaclass=Alone):
        x = 1

    return C.__mro__, C.x


def without_object_keywords():
    class Alone(type):
        def mro(cls):
            return [cls]

    class C(metaclass=Alone, key=1):
        pass


def hook_that_is_not_found():
    class Descriptor:
        @property
        def __set_name__(self):
            raise AttributeError("not here")

    class C:
        d = Descriptor()


def hook_that_fails():
    class Descriptor:
        def __set_name__(self, owner, name):
            raise AttributeError("here")

    class C:
        d = Descriptor()


def abstract_number():
    class C:
        pass

    C.__abstractmethods__ = [1]
    return C()


def own_weakref():
    class C:
        __weakref__ = 3

    return C().__weakref__


def without_module():
    scope = {}
    exec("class C:\n __qualname__ = 'A.B'\nshown = repr(C)", scope)
    return scope["shown"], scope["C"].__qualname__


for case in [
    without_object,
    without_object_keywords,
    hook_that_is_not_found,
    hook_that_fails,
    abstract_number,
    own_weakref,
    without_module,
]:
    print(case.__name__)
    show(case)


def names_in_messages():
    """Messages show the name of a class that stands in a function, not its qualified name."""

    class A:
        __match_args__ = 5

    class B(A):
        __match_args__ = ("a",)
        a = 1

    def subpatterns(value):
        match value:
            case B(x, a=y):
                pass
            case A(x):
                pass

    for call in [
        lambda: A(1),
        lambda: A.__init__(A(), 1),
        lambda: A[1],
        lambda: type("C", (A, A), {}),
        lambda: type("C", (A, B), {}),
        lambda: subpatterns(A()),
        lambda: subpatterns(B()),
        lambda: A.mro(1),
        lambda: type("C", (bytes,), {}).fromhex(),
        lambda: str(b"", None),
        lambda: str(b"", errors=None),
    ]:
        show(call)


names_in_messages()
