"""What classes inherit of the operators of their bases, also when those change afterwards."""


def outcome(function, *args):
    try:
        return function(*args)
    except TypeError as error:
        return f"TypeError: {error}"


class Sized:
    def __len__(self):
        return 3


class Heir(Sized):
    pass


class Comparable(Heir):
    def __iter__(self):
        return iter((1, 2))

    def __eq__(self, other):
        return True


class Hashable(Comparable):
    __hash__ = object.__hash__


print(len(Heir()), len(Comparable()), list(Hashable()), Comparable() == 4, Hashable() == 5)
print(outcome(hash, Comparable()), hash(Hashable()) is not None)
Sized.__add__ = lambda self, other: "sum"
late = type("Late", (Heir,), {})
print(Heir() + 1, Comparable() + 1, late() + 1)
Sized.__getitem__ = lambda self, index: index
print(late()[4], type("Later", (late,), {})()[5])
del Sized.__len__
print([outcome(len, cls()) for cls in (Heir, Comparable, late, type("Last", (late,), {}))])


class Number(int):
    pass


class Adding(Number):
    def __add__(self, other):
        return "added"


class AddingToo(Adding):
    pass


print(Number(3) + 1, Adding(3) + 1, AddingToo(3) + 1, AddingToo(3) - 1, hash(AddingToo(7)), bool(AddingToo(0)))


class Items(list):
    pass


class Storing(Items):
    def __setitem__(self, index, value):
        print("store", index, value)


class StoringToo(Storing):
    pass


items = StoringToo([1, 2])
items[0] = 5
del items[0]
print(items, items == [2], items + [1], 2 in items)


class Meta(type):
    def __call__(cls, *args):
        return "made"

    def __len__(cls):
        return 9


class MetaToo(Meta):
    pass


class Made(metaclass=MetaToo):
    pass


print(Made(), len(Made))


class Dynamic:
    def __getattr__(self, name):
        return name


class Other(type("Between", (Dynamic,), {})):
    def __getattribute__(self, name):
        return f"other {name}"


print(type("Below", (Dynamic,), {})().some, type("Below", (Other,), {})().some)


class Getter:
    def __get__(self, instance, owner):
        return "got"


class GetterToo(Getter):
    pass


Owner = type("Owner", (), {"field": GetterToo()})
owner = Owner()
owner.__dict__["field"] = "own"
print(owner.field)
GetterToo.__set__ = lambda self, instance, value: print("set", value)
print(owner.field)
type("Owner", (), {"field": type("Last", (GetterToo,), {})()})().field = 4


class Steps:
    def __iter__(self):
        return self

    def __next__(self):
        raise StopIteration


class StepsToo(Steps):
    pass


print(list(StepsToo()))
del Steps.__next__
print([outcome(next, cls()) for cls in (Steps, StepsToo, type("Last", (StepsToo,), {}))])


class Ordered(type):
    def mro(cls):
        return [cls, Sized, object]


class First:
    def __len__(self):
        return 1


class Second:
    def __len__(self):
        return 2

    def __call__(self):
        return "called"


class Moved(First):
    pass


class MovedToo(Moved):
    pass


Moved.__bases__ = (Second,)
print(len(Moved()), len(MovedToo()), type("Last", (MovedToo,), {})()())
print(Ordered("Own", (), {})() + 1, Ordered("Own", (Second,), {})() + 1)
print(len(type("Both", (Items, Second), {})()), type("Both", (Items, Second), {})()())
