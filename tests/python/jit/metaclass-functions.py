"""Attributes that a class has under the name of something in its metaclass: whose comes first, and when that changes."""


class Meta(type):
    def __getattribute__(cls, name):
        return type.__getattribute__(cls, name)

    def greet(cls):
        return 'meta', cls.__name__

    def only_meta(cls):
        return 'only', cls.__name__

    kept = 'of the metaclass'


class Usual(type):
    def greet(cls):
        return 'usual meta', cls.__name__

    kept = 'of the usual one'


class A(metaclass=Meta):
    def greet(self=None):
        return 'A'

    kept = 'of A'


class B(metaclass=Usual):
    def greet(self=None):
        return 'B'

    kept = 'of B'


class Lacking(metaclass=Usual):
    pass


def named():
    return B.greet(), B.kept, A.greet(), A.kept, object.__getattribute__(B(), '__class__').__name__


def any_of(cls):
    return cls.greet(), cls.kept, getattr(cls, 'kept', 0), hasattr(cls, 'greet'), getattr(cls, 'missing', 'none')


def of_items(found):
    return [f() for f in (getattr(cls, 'greet') for cls in found)]


for _ in range(300):
    named()
    any_of(A)
    any_of(B)
    any_of(Lacking)
    of_items([A, B, Lacking])
print(named(), any_of(A), any_of(B), any_of(Lacking), of_items([A, B, Lacking]))

# The metaclass gets a descriptor that comes first.
Usual.kept = property(lambda cls: 'a property of ' + cls.__name__)
Usual.greet = property(lambda cls: lambda: 'another one of ' + cls.__name__)
print(named(), any_of(B), any_of(Lacking), of_items([B, Lacking]))
del Usual.kept, Usual.greet
print(named(), any_of(B))
try:
    any_of(Lacking)
except AttributeError as error:
    print(error)


class Descriptor:
    def __get__(self, instance, owner):
        return 'got from ' + type(self).__name__


Usual.kept = Descriptor()
for _ in range(300):
    named()
print(named(), Lacking.kept)
Descriptor.__set__ = lambda self, instance, value: None
print(named(), Lacking.kept)


# What is asked for with a name in the source runs `__getattr__` once.
class Counting:
    asked = 0

    def __getattr__(self, name):
        Counting.asked += 1
        raise AttributeError(name)


def ask(value):
    try:
        return getattr(value, 'absent')
    except AttributeError as error:
        return str(error)


for _ in range(200):
    ask(Counting())
print(ask(Counting()), Counting.asked)


# Exceptions with keywords of their own, made without any.
def made(kind):
    errors = []
    for cls in (AttributeError, NameError, kind):
        try:
            raise cls('text', 2)
        except Exception as error:
            errors.append((error.args, getattr(error, 'name', 'none'), str(error)))
    return errors


class Named(NameError):
    pass


for _ in range(200):
    made(Named)
print(made(Named))
Named.__init__ = lambda self, *args: NameError.__init__(self, *args, name='given')
print(made(Named))
