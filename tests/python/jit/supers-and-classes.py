"""super() where it always finds the same, and elsewhere; attributes of a class that is in a variable; changes of both."""


class Base:
    tag = "base"

    def __init__(self, *given):
        super().__init__()
        self.given = given

    def name(self):
        return "base"

    @classmethod
    def make(cls, value):
        return cls.label(value), cls.tag

    @classmethod
    def label(cls, value):
        return cls.__name__, value


class Left(Base):
    tag = "left"

    def __init__(self, x):
        super().__init__(x)
        self.x = x

    def name(self):
        return "left<" + super().name()


class Right(Base):
    def __init__(self, x, y=2):
        super(Right, self).__init__(x, y)
        self.y = y

    def name(self):
        return "right<" + super().name()


class Both(Left, Right):
    def name(self):
        return "both<" + super().name()


class Words(list):
    def append(self, word):
        super().append(word.upper())

    def __repr__(self):
        return "Words" + super().__repr__()


class Extra(Base):
    def __init__(self):
        super().__init__()

    def fails(self):
        return super().nothing()

    @property
    def view(self):
        return super().name


def use(objects):
    return [thing.name() for thing in objects]


def make(cls, n):
    return [cls.make(i) for i in range(n)][-1]


for _ in range(300):
    use([Left(1), Right(2)])
print(use([Left(1), Right(2), Both(3), Left(4)]))
print(Both(5).given, Right(1, 2).given, Left(7).given, Right(3).y)

words = Words()
for i in range(300):
    words.append("word%d" % i)
print(words[:3], Words("ab"))

extra = [Extra() for _ in range(300)]
print(extra[0].given, extra[0].view())
for _ in range(200):
    try:
        extra[0].fails()
    except AttributeError as error:
        message = str(error)
print(message)

print(make(Left, 300), make(Left, 5), make(Right, 300), make(Both, 300))
Left.tag = "another"
print(make(Left, 300))
Left.label = classmethod(lambda cls, value: "replaced")
print(make(Left, 300), make(Base, 300), make(Both, 3))
del Left.label
print(make(Left, 3))

Base.name = lambda self: "changed"
print(use([Left(1), Right(2), Both(3)]))
Right.name = lambda self: "right"
print(use([Left(1), Right(2), Both(3)]))


class Other(Base):
    def name(self):
        return "other"


class Late(Left, Other):
    pass


print(use([Late(1)] * 3), [Late(1).x])
Left.__bases__ = (Other,)
print(use([Left(1), Late(2)]), Left(3).given)


class Fake:
    def __init__(self, *given):
        pass

    def name(self):
        return "fake"


def super(*given):
    return Fake()


print(use([Left(1), Both(2)]))
del super
print(use([Left(1), Both(2)]))


class Meta(type):
    def label(cls, value):
        return "meta", value


class WithMeta(metaclass=Meta):
    tag = 1
    make = Base.__dict__["make"]


print(make(WithMeta, 300))
Meta.tag = property(lambda cls: "data")
print(make(WithMeta, 300))
