"""Comparisons of objects whose classes have Python methods for them."""


class Number:
    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        if not isinstance(other, Number):
            return NotImplemented
        return self.value < other.value

    def __eq__(self, other):
        return self.value == other.value if isinstance(other, Number) else NotImplemented

    def __le__(self, other):
        return [] if self.value > other.value else ["yes"]

    def __hash__(self):
        return hash(self.value)


class Derived(Number):
    def __gt__(self, other):
        return "derived >"

    def __eq__(self, other):
        return "derived =="


class Refuses:
    def __lt__(self, other):
        return NotImplemented

    def __gt__(self, other):
        return NotImplemented

    def __eq__(self, other):
        raise ValueError("no comparison")


class Half:
    def __gt__(self, other):
        return "half >"

    def __lt__(self, other):
        return NotImplemented


def less(a, b):
    return a < b


def equal(a, b):
    return a == b


def unequal(a, b):
    return a != b


def count(items):
    found = 0
    for a in items:
        for b in items:
            if a < b:
                found += 1
            if a <= b:
                found += 10
            if a == b:
                found += 100
    return found


def attempt(function, *given):
    try:
        return function(*given)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


numbers = [Number(i * 7 % 20) for i in range(20)]
for _ in range(10):
    result = count(numbers)
print(result)
for _ in range(300):
    less(numbers[0], numbers[1])
    equal(numbers[0], numbers[1])
    unequal(numbers[0], numbers[1])
print(less(numbers[0], numbers[1]), equal(numbers[3], numbers[3]), unequal(numbers[3], Number(1)))
one, two = Number(1), Derived(2)
for a, b in [(one, two), (two, one), (one, 1), (1, one), (one, None), (one, 1.5), ("a", one), (2, 3), ("a", "b"), (1.5, 2)]:
    print([attempt(function, a, b) for function in (less, equal, unequal)])
for a, b in [(Refuses(), Refuses()), (Half(), Half()), (Refuses(), Half()), (one, Half()), (Half(), one)]:
    print([attempt(function, a, b) for function in (less, equal) if not (function is equal and type(a) is Half)])
Number.__lt__ = lambda self, other: 7
print(less(numbers[0], numbers[1]), count(numbers))
del Number.__lt__
print(attempt(less, numbers[0], numbers[1]))
del Number.__eq__
print(equal(numbers[3], numbers[3]), equal(numbers[3], numbers[4]))
