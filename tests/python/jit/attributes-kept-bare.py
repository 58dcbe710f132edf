"""Attributes that hold floats are kept as bare numbers once compiled code stores such; nobody can tell."""

import copy
import gc
import math
import pickle
import weakref

ROUNDS = 400


class Vector:
    def __init__(self, x, y):
        self.x = x * 1.5
        self.y = y + 0.25

    def grow(self, factor):
        self.x *= factor
        self.y -= factor * 0.5


class Slotted:
    __slots__ = ("a", "b", "__weakref__")

    def __init__(self, a):
        self.a = a * 0.5
        self.b = -self.a


class Derived(Vector):
    z = 7.5

    def __init__(self, x):
        super().__init__(x, x)
        self.z = self.z + x * 1.0


def warm(cls, *args):
    made = None
    for _ in range(ROUNDS):
        made = cls(*args)
    return made


old = Vector(2, 3)
old_slotted = Slotted(8)
v = warm(Vector, 2, 3)
s = warm(Slotted, 8)
d = warm(Derived, 4)
for _ in range(ROUNDS):
    v.grow(1.0)
    old.grow(1.0)


def show(title, *values):
    print(title, *map(repr, values))


def total(objects):
    found = 0.0
    for one in objects:
        found += one.x - one.y
    return found


show("read", v.x, v.y, s.a, s.b, d.x, d.z, total([old, v, d] * ROUNDS))
show("dict", v.__dict__, vars(old), d.__dict__, list(v.__dict__), len(v.__dict__), "x" in v.__dict__)
show("types", type(v.x), type(s.a), v.x is v.x, v.x == v.__dict__["x"])
show("getattr", getattr(v, "x"), getattr(v, "q", None), hasattr(s, "a"), hasattr(s, "c"))

# Numbers that are no usual ones.
for special in (float("nan"), -0.0, float("inf"), 5e-324, 1.0, 2.0**53, -1e308):
    v.x = special
    v.y = special * 1.0
    show("special", v.x, v.y, math.copysign(1, v.x), v.x in [v.x], [v.x] == [v.x], v.__dict__)
v.x = 3.0
v.y = 1.25


# The order of attributes stays, whatever is stored, and deleted.
class Mixed:
    def __init__(self, i):
        self.first = i * 0.5
        self.name = str(i)
        self.second = i * 0.25
        self.third = i / 4


m = warm(Mixed, 6)
show("order", m.__dict__)
m.fourth = "late"
m.second = 10
show("int stored", m.__dict__, m.first, m.second)
m.first = None
show("none stored", m.__dict__)
n = warm(Mixed, 10)
show("made later", n.__dict__)
n.third = 0.125
show("float stored later", n.__dict__, n.third)


class Deleted(Mixed):
    pass


x = warm(Deleted, 2)
del x.first
show("deleted", x.__dict__, hasattr(x, "first"))
try:
    x.first
except AttributeError as e:
    show("absent", str(e))
try:
    del x.first
except AttributeError as e:
    show("absent twice", str(e))
x.first = 0.75
show("again", x.__dict__)
x.__dict__["second"] = "text"
x.__dict__["fifth"] = 5.5
x.__dict__.pop("third")
show("by dict", x.__dict__, x.second, x.fifth, list(x.__dict__.items()))
x.__dict__.clear()
show("cleared", x.__dict__, hasattr(x, "fifth"))
x.__dict__.update(first=1.5, second=2.5)
show("updated", x.first, x.second)
x.__dict__ = {"first": 9.5, 1: 2}
show("shared", x.first, x.__dict__)
x.first = 4.5
show("shared", x.__dict__)

del s.a
show("slot deleted", hasattr(s, "a"), s.b)
try:
    s.a
except AttributeError as e:
    show("slot absent", str(e))
s.a = 6.5
s.b = "text"
show("slot", s.a, s.b)
t = warm(Slotted, 3)
t.a = t
show("slot holds", t.a is t, t.b)


# Copies, pickles and classes.
class Plain:
    def __init__(self, x, y):
        self.x = x * 1.0
        self.y = y * 1.0
        self.label = "p"

    def __eq__(self, other):
        return self.__dict__ == other.__dict__


class Other:
    kind = "other"

    def norm(self):
        return math.sqrt(self.x * self.x + self.y * self.y)


p = warm(Plain, 3, 4)
for made in (copy.copy(p), copy.deepcopy(p), pickle.loads(pickle.dumps(p))):
    show("copied", made.__dict__, made == p, type(made).__name__)
    made.x += 1.0
    show("changed", made.x, p.x)
p.__class__ = Other
show("class assigned", p.kind, p.norm(), p.__dict__, type(p).__name__)
p.x = 6.0
p.y = 8.0
show("and stored", p.norm(), p.__dict__)
q = warm(Plain, 1, 2)
show("referents", sorted(r for r in gc.get_referents(q.__dict__) if isinstance(r, float)))
show("weak", weakref.ref(q)() is q)


# What a class has instead, and what is asked when there is nothing.
class Default:
    speed = 0.5

    def __getattr__(self, name):
        return "no " + name

    def step(self):
        self.speed = self.speed * 1.25
        return self.speed


def steps():
    one = Default()
    for _ in range(3):
        one.step()
    return one


for _ in range(ROUNDS):
    one = steps()
show("default", one.speed, Default.speed, Default().speed, one.missing)
del one.speed
show("default again", one.speed)
Default.speed = property(lambda self: "property")
show("property", one.speed)


# Ints between floats: exits, and objects of both forms in one loop.
class Counter:
    def __init__(self):
        self.sum = 0.0

    def add(self, value):
        self.sum = self.sum + value


def counted(values):
    counter = Counter()
    for value in values:
        counter.add(value)
    return counter


for _ in range(ROUNDS):
    counted([0.5, 1.5])
both = [counted([0.25]), counted([1, 2.0])]
both[0].sum = 4
both.append(counted([10**30, 1]))
show("ints", [c.sum for c in both], [counted([i, 0.5]).sum for i in range(3)])


def sums(counters):
    found = []
    for counter in counters:
        found.append(counter.sum)
        counter.add(0.5)
    return found


for _ in range(5):
    show("sums", sums(both), sums([Counter(), *both, Counter()]))


class Finalized:
    def __init__(self, x):
        self.x = x * 2.0

    def __del__(self):
        pass


f = warm(Finalized, 3)
show("finalized", f.x, f.__dict__)
f.x = "text"
show("finalized", f.x, f.__dict__)


# A loop that began before the objects were made in another way.
class Late:
    def __init__(self, i):
        self.value = i


def late():
    kept = []
    for i in range(3 * ROUNDS):
        kept.append(Late(i if i < ROUNDS else i * 0.5))
        if i > 2 * ROUNDS:
            kept[-1].value += 0.5
        if i == 3 * ROUNDS - 5:
            kept[-1].value = None
    return [k.value for k in kept[:: ROUNDS // 2]], kept[-1].value, kept[-5].value


for _ in range(3):
    show("late", *late())


# What is bare when an exception comes.
def failing(one, values):
    try:
        for value in values:
            one.x = value / 2.0
            one.y = one.x / (value - 3.0)
    except ZeroDivisionError:
        return one.x, one.y


for _ in range(ROUNDS):
    result = failing(v, [1.0, 2.0, 3.0])
show("failing", result, v.__dict__)
