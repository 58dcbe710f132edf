"""Small functions in the place of their calls: whatever may happen inside them, nobody must see that."""
import sys
import traceback


def hot(function, *args):
    for _ in range(150):
        result = function(*args)
    return result


def report(label, function, *args):
    try:
        print(label, repr(function(*args)))
    except Exception as error:
        print(label, ''.join(traceback.format_exception(error)).rstrip().replace(__file__, 'FILE'))


# What the arguments are.
def scale(x, factor=2, offset=0):
    return x * factor + offset


def use_defaults(x):
    return scale(x), scale(x, 3), scale(x, offset=5), scale(x, 1, 1)


print(hot(use_defaults, 4), use_defaults(1.5), use_defaults(2**60))
report('text', use_defaults, 'ab')
scale.__defaults__ = (10, 100)
print(use_defaults(4))
scale.__code__ = (lambda x, factor, offset: (x, factor, offset)).__code__
print(use_defaults(4))
scale.__defaults__ = None
report('no defaults', use_defaults, 4)


# Early returns of several kinds.
def kind(n):
    if n < 0:
        return -1.5
    if n == 0:
        return None
    if n < 10:
        return n
    return str(n)


def kinds(values):
    return [kind(value) for value in values]


print(hot(kinds, [1, 2, 3]), kinds([-1, 0, 1, 11]), hot(kinds, [-1, 0, 1, 11]))


def half(x):
    return x / 2


def halves(values):
    total = 0.0
    for value in values:
        total += half(value)
    return total


print(hot(halves, [1.0, 2.0]), halves([1, 2, 2**70, 3.5]), halves([True]))
report('half', halves, [1.0, 'x'])


# Overflow in the middle of an expression.
def add(a, b):
    return a + b


def sums(n, step):
    total = 0
    for i in range(n):
        total = add(add(total, i), step) * 1
    return total


print(hot(sums, 20, 1), sums(3, 2**53), sums(3, 0.5), sums(2, True))
report('sums', sums, 2, 'x')


# Functions that are replaced, before and while they run.
def target(n):
    return n + 1


def caller(n):
    return target(n) * 10 + target(n)


print(hot(caller, 1))


def target(n):
    return n + 2


print(caller(1))


def replacing(n):
    global inner
    if n == 77:
        def inner(n):
            return 'new'
    return n


def inner(n):
    return replacing(n)


def around(n):
    return inner(n), inner(n)


print(hot(around, 1), around(77), around(1))


# Methods, subclasses, instances with a method of their own.
class Shape:
    def __init__(self, width, height=1):
        self.width = width
        self.height = height

    def area(self):
        return self.width * self.height

    @property
    def double(self):
        return self.area() * 2

    def total(self, other):
        return self.area() + other.area() + self.double


class Square(Shape):
    def area(self):
        return self.width ** 2


def areas(a, b):
    return a.total(b), Shape(a.width).area()


print(hot(areas, Shape(2, 3), Shape(4, 5)), areas(Square(3), Shape(1)), areas(Shape(1.5), Square(2.5)))
odd = Shape(1)
odd.area = lambda: 1000
print(areas(odd, odd))
Shape.area = lambda self: 'area'
report('methods', areas, Shape(2), Shape(3))
Shape.area = lambda self: 7
print(areas(Shape(2), Square(3)))
Shape.double = 3
print(areas(Shape(2), Square(3)))


class Wrong:
    def __init__(self, n):
        if n == 13:
            return n
        self.n = n


def wrong(n):
    return Wrong(n).n


print(hot(wrong, 1))
try:
    wrong(13)
except TypeError as error:
    print(error)


# Subscriptions with tuples, which are objects when somebody looks.
class Grid:
    def __init__(self, width, cells):
        self.width = width
        self.cells = cells

    def index(self, x, y):
        if 0 <= x < self.width:
            return y * self.width + x
        raise IndexError((x, y))

    def __getitem__(self, place):
        x, y = place
        return self.cells[self.index(x, y)]

    def __setitem__(self, place, value):
        x, y = place
        self.cells[self.index(x, y)] = value


def blur(grid):
    for y in range(1, 3):
        for x in range(1, 3):
            grid[x, y] = (grid[x - 1, y] + grid[x + 1, y] + grid[x, y - 1] + grid[x, y + 1]) / 4
    return grid.cells


cells = [float(i) for i in range(16)]
print([round(value, 6) for value in hot(blur, Grid(4, cells))])
report('grid', blur, Grid(2, list(range(16))))
report('cells', blur, Grid(4, list(range(5))))
report('odd cells', blur, Grid(4, 'abcdefghijklmnop'))


class Names(Grid):
    def __getitem__(self, place):
        return len(place), place is place


def look(grid):
    return grid[1, 2]


print(hot(look, Grid(4, cells)) == cells[9], look(Names(4, cells)), look({(1, 2): 'dict'}))


# Operators, and operands that are not known to them.
class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        if not isinstance(other, Vector):
            return NotImplemented
        return Vector(self.x + other.x, self.y + other.y)

    def __radd__(self, other):
        return f'{other}+'

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor)

    def __eq__(self, other):
        if other.x is None:
            return NotImplemented
        return self.x == other.x and self.y == other.y

    def __lt__(self, other):
        return self.x < other.x

    def __repr__(self):
        return f'<{self.x} {self.y}>'


class Sum:
    x = y = 1

    def __radd__(self, other):
        return ('radd', other)


def vectors(a, b):
    return a + b * 2, a == b, a < b


print(hot(vectors, Vector(1, 2), Vector(3.5, 4)), vectors(Vector(0, 0), Vector(0, 0)))


def plus(a, b):
    return a + b


print(hot(plus, Vector(1, 2), Vector(3, 4)), plus(Vector(1, 2), Sum()), plus(1, Vector(1, 2)))
report('plus', plus, Vector(1, 2), 5)


# Exceptions: who called whom, and what is on the stack of the caller.
def fails(n):
    return 100 // n


def through(n):
    return 1 + fails(n)


def catches(values):
    results = []
    for value in values:
        try:
            results.append((value, through(value)))
        except ZeroDivisionError as error:
            results.append([frame.name for frame in traceback.extract_tb(error.__traceback__)])
        finally:
            results.append('.')
    return results


print(hot(catches, [1, 2]), catches([5, 0, 7]))
report('through', through, 0)
report('type', through, None)


# Frames.
def name_of_caller():
    return sys._getframe(1).f_code.co_name, sys._getframe(1).f_lineno - sys._getframe(2).f_code.co_firstlineno


def middle(n):
    kept = n * 2
    if n == 5:
        return name_of_caller(), kept
    return n, kept


def outer(n):
    return middle(n)


print(hot(outer, 1), outer(5))


def peek(n):
    if n == 9:
        frame = sys._getframe(1)
        frames = frame, frame.f_back, frame.f_back.f_back
        return [sorted((k, v) for k, v in frame.f_locals.items() if type(v) in (int, float)) for frame in frames]
    return None


def looked_at(a, b, look):
    c = a + b
    return look(c)


def between(n, look):
    e = n / 2
    return looked_at(n, 2 * n, look), e


def looks(n, looker):
    d = n * 2
    return between(n, looker[0]), d


print(hot(looks, 1, [peek]), looks(3, [peek]))


# The depth of recursion is the same as without.
def step(n):
    return n + 1


def deep(n):
    global depth
    depth = step(n)
    return deep(depth)


def measure():
    global depth
    depth = 0
    try:
        deep(0)
    except RecursionError as error:
        return error.__class__.__name__
    return 'none'


sys.setrecursionlimit(300)
first = measure(), depth
for _ in range(20):
    measure()
print(first == (measure(), depth))
sys.setrecursionlimit(1000)


# Generators that call.
def triple(n):
    return n * 3


def numbers(n):
    for i in range(n):
        yield triple(i)
        yield add(triple(i), half(i))


print(hot(lambda: sum(numbers(10))), list(numbers(3)))


def closure(n):
    def shifted(m):
        return m + n
    return [shifted(i) for i in range(3)]


print(hot(closure, 1), closure(0.5))


# Results that are unpacked.
def divided(a, b):
    return a // b, a % b


def unpacks(a, b):
    quotient, rest = divided(a, b)
    pair = divided(b, a)
    return quotient, rest, pair, pair[0]


print(hot(unpacks, 17, 5), unpacks(17.5, 5), unpacks(2**80, 3))
report('unpacks', unpacks, 1, 0)


# Keywords, in any order.
def between(low, high=10, *, step=1):
    return low, high, step


def clamp(value, low=0, high=10):
    return low if value < low else high if value > high else value


def clamps(x):
    return clamp(x, high=5), clamp(high=3, value=x), clamp(x, low=2, high=4), between(x, step=2)


print(hot(clamps, 7), clamps(-1.5), clamps(3))
clamp.__defaults__ = (1, 2)
print(clamps(7))
report('keywords', lambda: [clamp(x, lo=1) for x in hot(range, 3)])
