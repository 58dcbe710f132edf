"""`__del__` runs once nobody refers to an object: at the latest in a collection, or at the end of the program."""

import copy
import gc
import sys
import warnings
import weakref


class Plain:
    def __init__(self, name):
        self.name = name
        self.items = []

    def __del__(self):
        print("del", self.name, self.items, self.__dict__)


def use():
    plain = Plain("local")
    plain.items.append(plain.name)
    plain.__dict__["extra"] = 1
    print(plain is plain, isinstance(plain, Plain), plain.extra)
    return weakref.ref(plain)


reference = use()
gc.collect()
print(reference())


class Slotted:
    __slots__ = ("a",)

    def __del__(self):
        print("del slotted", self.a)


class Stack(list):
    def __del__(self):
        print("del list", self + [0])


class Made:
    def __new__(cls, number=0):
        self = super().__new__(cls)
        self.number = number
        return self

    def __del__(self):
        print("del made", self.number)


for kind, value in ((Slotted, None), (Stack, [1]), (Made, 3)):
    thing = kind(*([] if value is None else [value]))
    if kind is Slotted:
        thing.a = "slot"
    del thing
    gc.collect()

gc.collect()
copied = copy.copy(Made(4))
gc.collect()
copied.number = 5
del copied
gc.collect()


class Wrong:
    def __del__(self):
        raise ValueError("in a finalizer")


sys.unraisablehook = lambda args: print(args.err_msg.split(" <")[0], args.exc_type, args.object)
Wrong()
gc.collect()


class Back:
    def __del__(self):
        global saved
        saved = self


Back()
gc.collect()
print(type(saved))


async def forgotten():
    pass


def forget():
    forgotten()


with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    forget()
    gc.collect()
    closed = forgotten()
    closed.close()
    del closed
    gc.collect()
print([str(warning.message) for warning in caught])

sys.unraisablehook = sys.__unraisablehook__
last = Plain("at the end")
