"""Functions that objects have as attributes: called while they stay, change, vanish, and beside methods of that name."""


def twice(x):
    return 2 * x


class Holder:
    def __init__(self, call):
        self.call = call


class Slotted:
    __slots__ = ("call",)

    def __init__(self, call):
        self.call = call


class WithFallback(Holder):
    def __getattr__(self, name):
        return lambda x: (name, x)


class WithMethod:
    def call(self, x):
        return "method", x


def run(holder, x):
    return holder.call(x)


for kind in Holder, Slotted, WithFallback:
    holder = kind(twice)
    assert sum(run(holder, i) for i in range(500)) == 249500
    holder.call = [].append
    assert run(holder, 3) is None
    holder.call = str
    assert run(holder, 3) == "3"
    holder.call = 2.5
    try:
        run(holder, 3)
    except TypeError as error:
        print(kind.__name__, error)
    del holder.call
    try:
        print(kind.__name__, run(holder, 3))
    except AttributeError as error:
        print(kind.__name__, error)

# A class that gets the method later, as data and as a data descriptor.
holder = Holder(twice)
print(run(holder, 4))
Holder.call = lambda self, x: ("class", x)
print(run(holder, 4), run(Holder(str), 4))
Holder.call = property(lambda self: repr)
print(run(holder, 4))
del Holder.call
print(run(holder, 4))

# Objects of several classes, some with the method in the class.
mixed = [Holder(twice), WithMethod(), Slotted(str), WithFallback(repr)] * 60
print([run(holder, 5) for holder in mixed][-4:])
mixed[1].call = hex
print([run(holder, 5) for holder in mixed][:4])


# ── What the class has under a name where many classes come by ─────────────────────────────────────────────────────

def make(i):
    class Many:
        def __init__(self):
            self.number = i

        def __reduce__(self):
            return "reduced", i

    return Many


many = [make(i)() for i in range(12)]


def look(x):
    return x.__dict__["number"], x.__reduce_ex__(4), x.__init__.__name__, x.__doc__, x.__sizeof__() > 0


for _ in range(100):
    seen = [look(x) for x in many]
print(seen[0], seen[-1])
many[3].__dict__.update(number="new", other=1)
many[4].__dict__.update({"number": "mine", "\U0001f600": 1})
many[5].__reduce__ = lambda: "own"
print([look(x)[:2] for x in many[3:6]], many[4].__dict__)


class Borrowed:
    __dict__ = type(many[0]).__dict__["__dict__"]


try:
    for x in many + [Borrowed()]:
        look(x)
except TypeError as error:
    print(error)


class Meta(type):
    __getattribute__ = object.__getattribute__
    shown = property(lambda cls: "of the metaclass")


class Made(metaclass=Meta):
    shown = "of the class"


def shown(x):
    return x.shown


print([shown(x) for x in [Made, Made(), Made] * 50][-3:])
