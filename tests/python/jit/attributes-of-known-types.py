"""Attributes of objects whose type is known, while classes and objects change under the hands of hot code."""


class Base:
    shared = 'of Base'

    def __init__(self, number):
        self.number = number

    def method(self):
        return 'Base', self.number

    @property
    def double(self):
        return 2 * self.number

    @classmethod
    def of_class(cls):
        return cls.__name__

    @staticmethod
    def of_nobody():
        return 'static'


class Derived(Base):
    def method(self):
        return 'Derived', self.number


class Slotted:
    __slots__ = ('number', 'other')

    def __init__(self, number):
        self.number = number


def look(thing):
    found = []
    for read in (number, shared, method, double, of_class, of_nobody):
        try:
            found.append(read(thing))
        except (AttributeError, TypeError) as error:
            found.append(f'{type(error).__name__}: {error}')
    return found


def number(thing):
    return thing.number


def shared(thing):
    return thing.shared


def method(thing):
    return thing.method()


def double(thing):
    return thing.double


def of_class(thing):
    return thing.of_class(), Base.of_class()


def of_nobody(thing):
    return thing.of_nobody(), Base.of_nobody()


def write(thing, value):
    thing.number = value
    return thing.number


def hot(*things):
    """Looks often enough to be compiled, and once more."""
    for _ in range(150):
        for thing in things:
            look(thing)
    for thing in things:
        print(look(thing))


hot(Base(1))
hot(Base(1), Derived(2))

print('an object has what its class has')
thing = Base(3)
thing.method = lambda: 'its own'
thing.shared = 'its own'
hot(thing)
del thing.method, thing.shared
hot(thing)
del thing.number
hot(thing)

print('a class changes')
thing = Base(4)
Base.shared = 'another'
hot(thing)
Base.method = lambda self: ('another', self.number)
hot(thing, Derived(5))
Base.double = 'no property'
hot(thing)
Base.double = property(lambda self: 'another property')
hot(thing)
Base.of_class = classmethod(lambda cls: ('another', cls.__name__))
Base.of_nobody = staticmethod(lambda: 'another static')
hot(thing)
del Base.shared
hot(thing)


class Data:
    def __get__(self, instance, owner):
        return 'from a descriptor'

    def __set__(self, instance, value):
        print('set', value)


Base.number = Data()
hot(thing)
print([write(thing, i) for i in range(150)][-1])
del Base.number
hot(thing)

print('a value becomes a descriptor')


class Plain:
    pass


Base.shared = Plain()
print(shared(thing) is Base.shared)
Plain.__get__ = lambda self, instance, owner: 'now it is one'
hot(thing)
Base.shared = 'plain'

print('an object changes its class')
thing = Base(6)
hot(thing)
thing.__class__ = Derived
hot(thing)

print('slots')
slotted = Slotted(7)
for _ in range(150):
    number(slotted), write(slotted, 8)
print(number(slotted), write(slotted, 9))
del slotted.number
try:
    number(slotted)
except AttributeError as error:
    print(error)
print(write(slotted, 10))

print('everything is asked for')
Base.__getattr__ = lambda self, name: f'no {name}'
hot(Base(11))
print(Base(11).missing)
Base.__getattribute__ = lambda self, name: f'asked for {name}'
print(number(Base(12)), shared(Base(12)))
del Base.__getattribute__, Base.__getattr__
hot(Base(13))
Base.__setattr__ = lambda self, name, value: print('writes', name, value)
thing = Derived(14)
try:
    print(write(thing, 15))
except AttributeError as error:
    print(error)
del Base.__setattr__
print(write(thing, 16))

print('bases change')


class Other:
    def __init__(self, number):
        self.number = number

    def method(self):
        return 'Other'


Derived.__bases__ = (Other,)
print(method(Derived(17)), number(Derived(17)))

print('attributes of classes')


class Meta(type):
    pass


class WithMeta(metaclass=Meta):
    value = 1

    def function(x):
        return x


def of_with_meta():
    return WithMeta.value, WithMeta.function(2)


for _ in range(150):
    of_with_meta()
print(of_with_meta())
WithMeta.value = 3
print(of_with_meta())
Meta.function = property(lambda cls: lambda x: ('of the metaclass', x))
print(of_with_meta())
Meta.__getattribute__ = lambda cls, name: lambda *x: (name, x)
print(of_with_meta()[1])

print('a counter in a class')


class Counted:
    count = 0

    def __init__(self):
        Counted.count += 1
        self.number = Counted.count


def make(times):
    for _ in range(times):
        made = Counted()
    return made.number


print(make(500), make(500), Counted.count)


def pairs(first, second):
    total = []
    for i, x in enumerate(first):
        total.append(i * x)
        if i == 3:
            first.append(100)
    for x, y in zip(first, second):
        total.append(x - y)
    for pair in zip(first, second):
        total.append(pair)
    for i, pair in enumerate(zip(first, second), 2**53 - 2):
        total.append((i, pair))
    return total


for _ in range(150):
    pairs([1, 2, 3, 4, 5], [1, 2, 3])
print(pairs([1, 2, 3, 4, 5], [5, 4, 3]))
print(pairs([1.5, 2, 3], (i for i in range(2))))
try:
    for x, y in zip([1, 2], [1], strict=True):
        print(x, y)
except ValueError as error:
    print(error)
print([*reversed([1, 2, 3])], [*reversed(range(3))], [*reversed({1: 2, 3: 4})])
try:
    reversed(5)
except TypeError as error:
    print(error)
