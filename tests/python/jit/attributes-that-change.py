"""Attributes: of numbers, which have none; of a module whose class changes; of slots that are empty."""
import types


def store(o, v):
    o.v = v
    return o.v


class P:
    pass


class S:
    __slots__ = ('v',)


class Getter(types.ModuleType):
    def __getattribute__(self, name):
        return 'got' if name == 'v' else super().__getattribute__(name)


P.__module__ = S.__module__ = 'elsewhere'
for o in (P(), S(), 1, 2.5, True, 'a', None, P, 2**70):
    for k in range(3):
        try:
            print(store(o, k))
        except AttributeError as e:
            print(e)
s = S()
for o in (s, s):
    try:
        print(o.v)
    except AttributeError as e:
        print(e, e.name, e.obj is s)
module = types.ModuleType('module')
module.v = 1


def read():
    return module.v


for k in range(3):
    print(read())
module.__class__ = Getter
for k in range(3):
    print(read())


def enter(context):
    with context:
        pass


for k in range(2):
    try:
        enter(P())
    except TypeError as e:
        print(e)
for sequence in ((1,), 'a', range(3), P()):
    for index in (2**70, 0):
        try:
            sequence[index] = 1
        except (TypeError, IndexError) as e:
            print(type(e).__name__, e)
