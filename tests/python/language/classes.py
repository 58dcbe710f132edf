class Meta(type):
    def __new__(meta, name, bases, namespace, **kwargs):
        cls = super().__new__(meta, name, bases, namespace)
        cls.tag = name.lower() + str(sorted(kwargs.items()))
        return cls

    def __init__(cls, name, bases, namespace, **kwargs):
        super().__init__(name, bases, namespace)


class Slotted(metaclass=Meta, option=1):
    __slots__ = ('x', 'y')

    def __init__(self):
        self.x = 1

    def __add__(self, other):
        return 'add'

    def __radd__(self, other):
        return 'radd'

    def __getitem__(self, index):
        return index * 2


s = Slotted()
print(Slotted.tag, s.x, s + 1, 1 + s, s[4])
try:
    s.z = 1
except AttributeError as e:
    print(e)
try:
    s.y
except AttributeError as e:
    print(e)


class Fallback:
    def __getattr__(self, name):
        return name.upper()

    def __len__(self):
        return 0


f = Fallback()
print(f.foo, len(f), bool(f))


class Base:
    step = 3
    made = []

    def __init_subclass__(cls, **kwargs):
        cls.made.append((cls.__name__, kwargs))

    def bump(self, by=1):
        return self.step * by


class Left(Base, colour='red'):
    def bump(self, by=1):
        return super().bump(by) + 100


class Right(Base):
    step = 7


class Both(Left, Right):
    pass


print([c.__name__ for c in Both.__mro__], Both().bump(2), Base.made)
Base.step = 1
print(Left().bump(), Both().bump())
Right.extra = 'late'
print(Both.extra, hasattr(Left, 'extra'))


class Kinds:
    def __init__(self):
        self._v = 1

    @property
    def v(self):
        return self._v

    @v.setter
    def v(self, value):
        self._v = value * 2

    @staticmethod
    def static(x):
        return x

    @classmethod
    def cls(cls):
        return cls.__name__


k = Kinds()
k.v = 21
print(k.v, Kinds.static(3), Kinds.cls(), k.cls())
try:
    del k.v
except AttributeError as e:
    print(e)


class Descriptor:
    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner):
        return self.name if instance is None else (self.name, instance.__class__.__name__)

    def __set__(self, instance, value):
        print('set', self.name, value)


class Uses:
    d = Descriptor()


u = Uses()
u.d = 5
print(Uses.d, u.d)
print(type('Dynamic', (Base,), {'step': 9})().bump())
try:
    class Bad(Base, object, Base):
        pass
except TypeError as e:
    print(e)
