"""Floats on the operand stack where ways meet, and what array.array does not take."""

from array import array


class Box:
    limit = 2.5

    def __init__(self, value):
        self.value = value * 1.0

    def largest(self, other):
        self.value = self.value if self.value > other.value else other.value
        return self


def choose(a, b, flag):
    x = a * 0.5 if a > b else b * 0.25
    y = x + (a - 1.5 if flag else None or b * 1.0)
    return (x if flag else y), (x, y if x < y else x) if a < b else (y, x), max(x if a > 1 else y, 0.5)


def nested(values):
    total = 0.0
    for a in values:
        for b in values:
            total += (a + 0.5 if a > b else b - 0.5 if a < b else a * b) * (2.0 if a else -1.0)
    return total


def handled(values):
    found = []
    for a in values:
        try:
            found.append((a * 2.0 if a > 1 else a / 2.0) + (1.0 / (a - 2) if a else 0.25))
        except ZeroDivisionError as error:
            found.append(str(error))
    return found


def steps(values):
    for a in values:
        got = yield (a + 0.5 if a > 1 else a - 0.5) + (yield a * 1.5)
        if got:
            yield got if got > 2.0 else a * 1.0


def mixed(values):
    found = []
    for i, a in enumerate(values):
        found.append(a * 0.5 if i % 3 == 0 else a if i % 3 == 1 else "text" if i > 50 else None)
    return found


for i in range(60):
    made = choose(i % 5, 2, i % 2), choose(3.5, i % 4 + 0.5, True), nested([0, 1.5, 2, 0.25])
    made += (handled([0, 1.5, 2, 3]),)
    box = Box(i)
    for j in range(10):
        box = box.largest(Box(j * 3))
    made += (box.value,)
print(made)
for _ in range(4):
    for _ in range(30):
        found = []
        generator = steps([0.5, 1.5, 2, 3])
        sent = None
        try:
            while True:
                sent = generator.send(sent)
                found.append(sent)
        except StopIteration:
            pass
    print(found, mixed([1, 2.5, 3, 0.5] * 15)[40:56])


# Stores into arrays, and what is known behind them.
class Grid:
    def __init__(self, kind, size):
        self.data = array(kind, [0]) * size
        self.size = size

    def __setitem__(self, index, value):
        self.data[index] = value

    def __getitem__(self, index):
        return self.data[index]


def fill(grid, indexes, value):
    done = 0
    for i in indexes:
        grid[i] = value
        done += 1
        grid.size += 1
    return done


def tried(grid, indexes, value):
    before = grid.size
    try:
        return fill(grid, indexes, value), grid.size - before
    except (IndexError, OverflowError, TypeError) as error:
        return type(error).__name__, str(error), grid.size - before


for kind, value in [("d", 1.5), ("i", 7), ("b", 5)]:
    grid = Grid(kind, 8)
    for _ in range(40):
        found = tried(grid, range(8), value)
    print(kind, found, grid.data)
    for _ in range(3):
        print(tried(grid, [0, 3, 8, 1], value), tried(grid, [-1, -8, 2], 3), tried(grid, [1, -9], 4))
    for other in (300, -129, 2**31, 2**70, 2.5, "x", None, True):
        print(tried(grid, [1, 2], other), grid.data)
    for _ in range(40):
        found = tried(grid, [-1, -2], value)
    print(found, tried(grid, range(8), value), grid.data)


class Meddler:
    """Its conversion changes what stands around the store."""

    def __init__(self, grid):
        self.grid = grid

    def __index__(self):
        Grid.__getitem__ = lambda self, index: "changed"
        del self.grid.data[4:]
        return 1

    __float__ = __index__


def meddled(grid, values):
    found = []
    for value in values:
        grid.data[0] = value
        found.append(grid[0])
        found.append(len(grid.data))
    return found


grid = Grid("i", 8)
for _ in range(60):
    found = meddled(grid, [1, 2, 3])
print(found, meddled(grid, [1, Meddler(grid), 3]), grid.data)
