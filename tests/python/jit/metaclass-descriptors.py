"""Attributes of classes that come from descriptors of their metaclass: assumed by compiled code, and changed."""

import functools
import weakref


class Meta(type):
    @property
    def label(cls):
        return 'label of ' + cls.__name__

    @property
    def size(cls):
        return len(cls.__mro__)


class A(metaclass=Meta):
    pass


class B(A):
    label = 'own'


class C:
    pass


def labels(classes):
    found = []
    for cls in classes:
        found.append(cls.label)
    return found


def sizes(classes):
    total = 0
    for cls in classes:
        total += cls.size
    return total


def names(classes):
    text = ''
    for cls in classes:
        text = cls.__name__ + str(len(cls.__mro__)) + str('label' in cls.__dict__)
    return text


for _ in range(300):
    labels([A, B])
    sizes([A, B])
    names([A, B, C])
print(labels([A, B]), sizes([A, B]), names([A, B, C]))

# A class of another metaclass comes by, and one that has none of the descriptors.
class Other(type):
    label = 'plain'


class D(metaclass=Other):
    pass


print(labels([A, D]), names([D]))
try:
    labels([A, C])
except AttributeError as error:
    print(error)

# The descriptors change.
Meta.size = property(lambda cls: 100)
print(sizes([A, B]))
Meta.label = 'no descriptor any more'
print(labels([A, B]))
del Meta.size
try:
    sizes([A])
except AttributeError as error:
    print(error)
A.size = 7
print(sizes([A, B]))

# The bases change: what was kept of a class does not stay.
before = B.__mro__
print(B.__mro__ is before, [cls.__name__ for cls in before])
class E(metaclass=Meta):
    pass
B.__bases__ = (E,)
print([cls.__name__ for cls in B.__mro__], [cls.__name__ for cls in before])
print(names([B]))

# The dict of a class shows what becomes of the class, also one that was read before.
attributes = C.__dict__
C.added = 1
print('added' in attributes, C.__dict__['added'], attributes == C.__dict__, attributes is C.__dict__)
print(weakref.ref(C) is weakref.ref(C), weakref.ref(C)() is C)


# A cached function that is called with the same arguments again and again.
class Key:
    hashed = 0

    def __hash__(self):
        Key.hashed += 1
        return 1

    def __eq__(self, other):
        return True


@functools.lru_cache(maxsize=2)
def double(value):
    return value * 2 if isinstance(value, int) else 'key'


for value in (1, 1, 2, 1, 1, 3, 1, 2, True, True, 1):
    double(value)
print(double.cache_info())
key = Key()
print(double(key), double(key), Key.hashed)
double.cache_clear()
print(double(1), double.cache_info())


class Callable:
    def __init__(self, result):
        self.result = result

    def __call__(self, *args, **kwargs):
        return self.result, args, kwargs


def call_it(callee):
    return callee(), callee(1), callee(1, 2), callee(*[1, 2, 3], four=4)


for _ in range(300):
    call_it(Callable('first'))
print(call_it(Callable('second')))
Callable.__call__ = lambda self, *args: ('replaced', args)
print(Callable('third')(1))
print(functools.partial(lambda *args, **kwargs: (args, kwargs), 1, a=2)(3, b=4, a=5))
partial = functools.partial(dict, a=1)
print(partial(), partial(b=2), partial(a=3), partial.keywords)
partial.keywords['c'] = 4
print(partial(), partial(b=2))
