"""`isinstance` where compiled code knows the type of the value before it asks."""

import numbers


class Grid:
    def __init__(self, width, height):
        self.width = width
        self.rows = [[float(x * y) for x in range(width)] for y in range(height)]

    def __getitem__(self, index):
        if isinstance(index, tuple):
            x, y = index
            return self.rows[y][x]
        elif isinstance(index, (str, bytes)):
            return "text"
        elif isinstance(index, bool):
            return "bool"
        elif isinstance(index, numbers.Number) and not isinstance(index, int):
            return "number"
        return self.rows[index]


def trace(grid):
    total = 0.0
    for i in range(grid.width):
        total += grid[i, i] - grid[i][0] + grid[0, i]
    return total


def others(grid, i):
    return grid["a"], grid[b"b"], grid[True], grid[i * 0.5], grid[i == 2]


grid = Grid(8, 8)
for i in range(300):
    found = trace(grid), others(grid, i)
print(found)


# What a class says of itself, and its metaclass.
class Meta(type):
    def __instancecheck__(cls, value):
        return value == 3.5


class Claimed(metaclass=Meta):
    pass


class Pretender:
    @property
    def __class__(self):
        return int


class Base:
    pass


class Derived(Base):
    value = 1

    def kinds(self):
        return self.value, isinstance(self, Base), isinstance(self, Derived), isinstance(self, int), isinstance(self, Other)


class Other:
    pass


def ask(x):
    y = x * 0.5
    z = (x, y)
    return (
        isinstance(y, float),
        isinstance(y, int),
        isinstance(y, Claimed),
        isinstance(z, tuple),
        isinstance(z, (int, list)),
        isinstance(y, object),
        isinstance(y, (Claimed, float)),
        isinstance("text", str),
        isinstance(x == 1, int),
        z,
    )


derived = Derived()
pretender = Pretender()
for i in range(300):
    found = ask(i), derived.kinds(), isinstance(pretender, int), isinstance(pretender, Pretender)
print(found)
print(ask(7), ask(2.0), ask(10**20), ask(True))
try:
    ask("x")
except TypeError as error:
    print(error)

# Other bases, and another class under the name.
Derived.__bases__ = (Other, Base)
print(derived.kinds())
Derived.__bases__ = (Other,)
print(derived.kinds())
Base = Claimed
print(derived.kinds())
del Meta.__instancecheck__
print(derived.kinds())
float = int
print(ask(3))
del float
print(ask(3))
