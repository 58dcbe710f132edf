"""The dict of an object while its attributes change: what iterators, lists and copies of it show."""


class Plain:
    def __init__(self, count):
        for i in range(count):
            setattr(self, f"a{i}", i)


class Mixed:
    __slots__ = ("slot", "other", "__dict__")


class Floats:
    def __init__(self):
        self.x = 0.5
        self.y = 1.5


for count in 0, 1, 3, 30:
    o = Plain(count)
    d = o.__dict__
    assert list(d) == list(d.keys()) == [k for k in d] == [k for k, _ in d.items()]
    assert list(d.values()) == [v for v in d.values()] == list(range(count))
    assert dict(d) == d.copy() == {**d} == {k: v for k, v in vars(o).items()} and len(d) == count
    print(count, list(reversed(d))[:3], sorted(d.items())[:3], bool(d))


def through(o, act):
    seen = []
    try:
        for k, v in o.__dict__.items():
            seen.append((k, v))
            act(o, k)
            if len(seen) > 10:
                break
    except RuntimeError as error:
        return seen, str(error)
    return seen, list(o.__dict__.items())


def add(o, k):
    o.new = 1


def delete(o, k):
    delattr(o, k)


def replace(o, k):
    o.a1 = o.a2 = "replaced"


def by_dict(o, k):
    o.__dict__[k] = None
    o.__dict__.update(a2=0)


def clear(o, k):
    o.__dict__.clear()


for act in add, delete, replace, by_dict, clear:
    for _ in range(200):
        shown = through(Plain(3), act)
    print(act.__name__, shown)

# Slots beside a dict are no items of it.
m = Mixed()
m.one = 1
m.slot = 2
m.two = 3
d = m.__dict__
print(len(d), list(d), list(d.items()))
iterator = iter(d)
print(next(iterator))
m.other = 4
del m.slot
print(len(d), next(iterator), next(iterator, "end"))
iterator = iter(d)
next(iterator)
del m.one
m.slot = 5
try:
    next(iterator)
except RuntimeError as error:
    print(error, len(d))

# Attributes that are kept as bare numbers.
for _ in range(300):
    f = Floats()
    f.x += 1.0
    f.y *= 2.0
    d = f.__dict__
    shown = list(d), list(d.values()), dict(d), len(d), d == {"x": 1.5, "y": 3.0}
print(shown)
f.z = None
f.x = "text"
print(list(d.items()), len(d), list(reversed(d)))


class Reduced:
    def __init__(self, args):
        self.args = args

    def __reduce__(self):
        return Reduced, self.args


class Static:
    __reduce__ = staticmethod(lambda: "static")


class Found:
    @property
    def __reduce__(self):
        return lambda: "property"


class Own:
    pass


own = Own()
own.__reduce__ = lambda: "own"
print(Reduced((1,)).__reduce_ex__(2) == (Reduced, (1,)), Static().__reduce_ex__(2), Found().__reduce_ex__(2))
print(own.__reduce_ex__(2)[0].__name__, Own().__reduce_ex__(4)[0].__name__)
