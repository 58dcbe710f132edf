"""isinstance() with several classes, instances that are called, operators by methods, sums of sequences, starred calls."""


class Plain:
    pass


class Sub(Plain):
    pass


class Number(int):
    pass


class Text(str):
    pass


class Claims:
    __class__ = Plain


class Origin:
    pass


class Changing(Origin):
    pass


def kinds(value):
    return (
        isinstance(value, (int, str)),
        isinstance(value, (Plain, float)),
        isinstance(value, str),
        isinstance(value, Plain),
        isinstance(value, ()),
        isinstance(value, (list, (tuple, dict))),
        isinstance(value, object),
    )


values = [1, 2**70, True, 1.5, "a", b"b", None, [], (), {}, Plain(), Sub(), Number(3), Text("t"), Claims(), Plain]
for _ in range(60):
    found = [kinds(value) for value in values]
for value, answers in zip(values, found):
    print(type(value).__name__, "".join("FT"[answer] for answer in answers))


def is_plain(value):
    return isinstance(value, (Plain, bool))


changing = Changing()
for _ in range(300):
    is_plain(changing)
print(is_plain(changing))
Changing.__bases__ = (Sub,)
print(is_plain(changing))
Changing.__bases__ = (Claims,)
print(is_plain(changing))
changing.__class__ = Sub
print(is_plain(changing))
Sub.__bases__ = (Claims,)
print(is_plain(changing), is_plain(Sub()), is_plain(Plain()))


class Calls:
    def __init__(self, base):
        self.base = base

    def __call__(self, *given, **named):
        return (self.base, given, named)

    def __and__(self, other):
        return NotImplemented if other == 0 else ("and", other)

    def __rand__(self, other):
        return ("rand", other)

    def __floordiv__(self, other):
        raise KeyError(other)

    def __mod__(self, other):
        return ("mod", other)

    def __lshift__(self, other):
        return self

    def __matmul__(self, other):
        return None

    def __xor__(self, other):
        return NotImplemented


class Exact:
    def __call__(self, a, b=2):
        return a, b


def use(thing, exact, n):
    out = []
    out.append(thing())
    out.append(thing(1))
    out.append(thing(1, 2, 3, 4))
    out.append(exact(n))
    out.append(exact(n, 3))
    out.append(exact(*(n, 4)))
    out.append(thing(*(1, 2), **{"k": 3}))
    out.append(thing & 1)
    out.append(thing % 2)
    out.append(thing @ 2)
    out.append((thing << 1) is thing)
    return out


thing, exact = Calls(5), Exact()
for n in range(300):
    last = use(thing, exact, n)
print(last)


def attempt(function):
    try:
        return function()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def more():
    return [
        attempt(lambda: thing & 0),
        attempt(lambda: 0 & thing),
        attempt(lambda: thing // 3),
        attempt(lambda: thing ^ 3),
        attempt(lambda: exact()),
        attempt(lambda: exact(1, 2, 3)),
        attempt(lambda: exact(*[1], *[2])),
        attempt(lambda: thing | 1),
    ]


for _ in range(150):
    last = more()
print(last)
Exact.__call__ = lambda self, a, b=7: ("new", a, b)
print(exact(1), use(thing, exact, 1)[3])
Exact.__call__ = 5
print(attempt(lambda: exact(1)))
del Exact.__call__
print(attempt(lambda: exact(1)))


def sums(t, l, n):
    return t + t, t + (), () + t, l + l, l + [], l + [n] * 20, (n,) * 20 + t


for n in range(300):
    last = sums((1, 2, n), [n, None], n)
print(last)
empty = ()
print(((1,) + empty) == (1,), attempt(lambda: (1,) + [1]), attempt(lambda: [1] + (1,)))


# A class with a `__getattr__`, and one that gets a `__getattribute__` later.
class Hooked:
    def __getattr__(self, name):
        return 'asked for ' + name


class Claiming(Hooked):
    __class__ = property(lambda self: int)


def of_two(value):
    return isinstance(value, (int, str)), isinstance(value, Hooked)


hooked = Hooked()
for _ in range(300):
    of_two(hooked)
    of_two(Claiming())
print(of_two(hooked), of_two(Claiming()), hooked.other)
Hooked.__getattribute__ = lambda self, name: str if name == '__class__' else object.__getattribute__(self, name)
print(of_two(hooked))
del Hooked.__getattribute__
print(of_two(hooked))
