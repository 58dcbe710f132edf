"""__flags__ of types, and __module__ of the instances of built-in types."""
import abc
import array
import collections
import decimal
import functools
import itertools
import operator
import pickle
import struct
import types


class Plain:
    pass


class Empty:
    __slots__ = ()


class WithSlot(Plain):
    __slots__ = ("a",)


class Int(int):
    pass


class Bytes(bytes):
    pass


class List(list):
    pass


class Dict(dict):
    __slots__ = ("a",)


class Error(Exception):
    pass


class Abstract(abc.ABC):
    @abc.abstractmethod
    def f(self):
        pass


class Meta(type):
    pass


class CallingMeta(type):
    def __call__(cls):
        pass


class Ordered(collections.OrderedDict):
    pass


class Partial(functools.partial):
    pass


TYPES = [
    *(object, type, int, bool, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset, range, slice),
    *(property, staticmethod, classmethod, super, zip, map, filter, enumerate, reversed, memoryview, BaseException),
    *(OSError, ExceptionGroup, types.FunctionType, types.MethodType, types.GeneratorType, types.CodeType, types.FrameType),
    *(types.NoneType, types.ModuleType, types.GenericAlias, types.MappingProxyType, types.SimpleNamespace),
    *(collections.deque, collections.defaultdict, collections.OrderedDict, itertools.count, functools.partial),
    *(array.array, struct.Struct, decimal.Decimal, operator.itemgetter),
    *(Plain, Empty, WithSlot, Int, Bytes, List, Dict, Error, Abstract, Meta, CallingMeta, Ordered, Partial),
]
for cls in TYPES:
    print(cls.__name__, hex(cls.__flags__))
for instance in itertools.count(), functools.partial(len), functools.Placeholder, array.array("i"), decimal.Decimal():
    print(instance.__module__)
for instance in 1, [], collections.OrderedDict():
    print(hasattr(instance, "__module__"))
print(pickle.dumps(functools.Placeholder, 0))
try:
    type("Buffer", (pickle.PickleBuffer,), {})
except TypeError as error:
    print(error)
