"""Operands that are ints at some times and floats at others, and functions that return either."""


def dot(a, b):
    return a[0] * b[0] + a[1] * b[1] - a[2] * b[2]


def scaled(v, factor):
    return v[0] * factor, v[1] * factor, v[2] * factor


def less(a, b):
    return a < b, a <= b, a == b, a != b, a > b, a >= b


INF = float("inf")
VALUES = [0, 1, -3, 0.5, -0.0, 2.0, 2**40, 1e300, INF, -INF, 2**53 - 1, 7.25]
vectors = [(VALUES[i], VALUES[i - 1], VALUES[i - 2]) for i in range(len(VALUES))]


def everything():
    found = []
    for a in vectors:
        for b in vectors:
            found.append(dot(a, b))
        found.append(scaled(a, 3))
        found.append(scaled(a, -0.5))
        found.append(scaled(a, 0))
        found.append(less(a[0], a[1]))
    return found


for _ in range(20):
    found = everything()
for one in found:
    print(one, end=" ")
print()


# Other operands, later.
class Number:
    def __init__(self, value):
        self.value = value

    def __add__(self, other):
        if isinstance(other, Number):
            return Number(self.value + other.value)
        if other == 13:
            return NotImplemented
        return self.value + other

    def __radd__(self, other):
        return "radd", other, self.value

    def __mul__(self, other):
        return self.value * other

    def __lt__(self, other):
        if other == 13:
            return NotImplemented
        return self.value < other


def add(a, b):
    return a + b


for _ in range(5):
    for a, b in [(1, 2), (1.5, 2), (1, 2.5), (True, 1.5), (2, False), (10**20, 1), (1, 0.5), (2**53, -1)]:
        found = [add(a, b) for _ in range(60)]
        print(found[0], found[-1], type(found[-1]).__name__)
print(add("a", "b"), add([1], [2]), add(Number(2), 1.5), add(1, Number(4)))
try:
    add(1, "x")
except TypeError as error:
    print(error)


def sums(numbers, others):
    found = []
    for number in numbers:
        for other in others:
            try:
                found.append(number + other)
            except TypeError as error:
                found.append(str(error))
            try:
                found.append(number < other)
            except TypeError as error:
                found.append(str(error))
    return found


numbers = [Number(1), Number(2.5), Number(-7)]
for _ in range(40):
    found = sums(numbers, [1, 2.5, 13, 0, 13.0])
print(found)


# What is returned is an int, a float, or something else.
def choose(i):
    if i % 3 == 0:
        return i
    if i % 3 == 1:
        return i * 0.5
    return i * (2 if i % 2 else 0.25)


def maybe(i):
    x = choose(i)
    if i == 997:
        x = None
    return x


def total(n):
    result = 0
    kept = []
    for i in range(n):
        value = maybe(i)
        if value is None:
            kept.append(value)
            continue
        result = result + value
        if i % 100 == 99:
            kept.append((result, value, choose(i + 1), -choose(i), abs(choose(i)), not choose(i)))
    return result, kept


for _ in range(3):
    print(total(1000))


class Bad:
    def __init__(self, x):
        self.x = x
        if x > 500:
            return choose(int(x))


def bad(n):
    for i in range(n):
        Bad(i * 1.0)


for n in (400, 501, 520):
    for _ in range(3):
        try:
            bad(n)
            print("fine")
        except TypeError as error:
            print(error)


class Wrong:
    def __init__(self, x):
        return x * 0.5


def wrong():
    for i in range(300):
        try:
            Wrong(i)
        except TypeError as error:
            found = str(error)
    return found


print(wrong(), wrong())
