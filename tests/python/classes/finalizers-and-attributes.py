"""Instances of classes with __del__ have their attributes like any others, whatever is done to them."""

import copy
import gc
import io
import pickle


class Plain:
    kind = "plain"

    def __init__(self, x):
        self.x = x
        self.total = 0.5

    def add(self, value):
        self.x += value
        self.total += value
        return self

    @property
    def twice(self):
        return self.x * 2

    @twice.setter
    def twice(self, value):
        self.x = value // 2

    def __del__(self):
        ended.append((type(self).__name__, sorted(vars(self).items())))


class Other:
    kind = "other"

    def add(self, value):
        return "other", value

    def __del__(self):
        ended.append(("other", sorted(vars(self).items())))


class Slotted:
    __slots__ = ("a", "b", "__weakref__")

    def __del__(self):
        ended.append(("slots", getattr(self, "a", None), getattr(self, "b", None)))


class Listed(list):
    def __del__(self):
        ended.append(("list", list(self), vars(self)))


class Texts(io.StringIO):
    def __del__(self):
        if not self.closed:
            ended.append(("text", self.getvalue()))
        super().__del__()


ended = []


def show(*values):
    gc.collect()
    print(*values, sorted(ended, key=repr))
    ended.clear()


def attributes():
    o = Plain(1)
    o.add(2).add(3)
    o.y = "new"
    print(o.x, o.total, o.y, o.twice, o.kind, hasattr(o, "z"), isinstance(o, Plain), type(o) is Plain)
    o.twice = 10
    o.kind = "own"
    print(o.kind, Plain.kind, list(vars(o)), o.__dict__ is o.__dict__)
    del o.kind, o.y
    print(o.kind, list(vars(o)), getattr(o, "y", "gone"))
    try:
        del o.y
    except AttributeError as error:
        print(error)
    o.__dict__["late"] = 1
    o.__dict__.pop("total")
    print(o.late, sorted(vars(o)), hasattr(o, "total"))
    o.__dict__ = {"x": 7, "fresh": 8}
    print(o.x, o.fresh, hasattr(o, "late"))
    p = Plain(0)
    p.__dict__ = o.__dict__
    p.x = 70
    print(o.x, p.x, o.__dict__ is p.__dict__)
    Plain.kind = "changed"
    Plain.extra = 3
    print(o.kind, o.extra)
    Plain.kind = "plain"
    del Plain.extra
    print(hasattr(o, "extra"), o == o, o != p, hash(o) == hash(o), o in [p, o], [p, o].index(o))


def other_class():
    o = Plain(1)
    o.__class__ = Other
    print(o.kind, o.add(1), o.x, isinstance(o, Other), isinstance(o, Plain), type(o).__name__)
    o.new = 1
    o.__class__ = Plain
    print(o.kind, o.add(1).x, o.new, isinstance(o, Plain))


def copies():
    o = Plain([1])
    c, d, e = copy.copy(o), copy.deepcopy(o), pickle.loads(pickle.dumps(o))
    o.x.append(2)
    print(c.x, d.x, e.x, type(e) is Plain, c is not o)


def of_other_kinds():
    s = Slotted()
    s.a = 1
    print(s.a, hasattr(s, "b"))
    s.b = 2
    del s.a
    print(hasattr(s, "a"), s.b)
    n = Listed([3, 1, 2])
    n.sort()
    n.name = "n"
    n += [4]
    print(n, n[0], len(n), n.name, n == [1, 2, 3, 4], sum(n), sorted(n, reverse=True), isinstance(n, list))
    t = Texts("abc\ndef")
    t.note = 1
    print(t.readline(), t.note, t.tell(), isinstance(t, io.StringIO), list(t))


def in_a_loop():
    o = Plain(0)
    for i in range(3000):
        o.add(i)
        if i == 2000:
            o.__class__ = Other
            print(o.add(1))
            o.__class__ = Plain
        if i == 2500:
            o.total = "a"
            try:
                o.add(1)
            except TypeError as error:
                print(error)
            o.total = 0.0
    return o.x, o.total


attributes()
show("attributes")
other_class()
show("class")
copies()
show("copies")
of_other_kinds()
show("kinds")
print(in_a_loop())
show("loop")
for i in range(50):

    class Own:
        def __init__(self, i):
            self.i = i
            setattr(self, f"field{i % 7}", i)

        def __del__(self):
            ended.append(self.i)

    Own(i).more = 1
gc.collect()
print(sorted(ended) == list(range(50)))
ended.clear()
