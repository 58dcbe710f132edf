class Point:
    __match_args__ = ('x', 'y')

    def __init__(self, x, y):
        self.x = x
        self.y = y


def what(value):
    match value:
        case 0 | 1:
            return 'small'
        case int(n) if n < 0:
            return f'negative {n}'
        case str() as s:
            return 'text ' + s
        case [first, *rest]:
            return ('list', first, rest)
        case {'kind': kind, **others}:
            return ('map', kind, others)
        case Point(x=0, y=0):
            return 'origin'
        case Point(x, y):
            return ('point', x, y)
        case None:
            return 'nothing'
        case _:
            return 'other'


for value in (0, True, -5, 'abc', [1, 2, 3], (4,), {'kind': 'k', 'a': 1}, Point(0, 0), Point(1, 2), None, 2.5, []):
    print(what(value))

first, *middle, last = range(5)
print(first, middle, last)
(a, b), c = [1, 2], 3
print(a, b, c)
try:
    a, b = [1, 2, 3]
except ValueError as e:
    print(e)
print(f'{3.14159:.2f}|{42:>5}|{"x":*^5}|{a!r}|{a=}')
total = 0
while (n := total) < 5:
    total += 2
print(n, total, [*range(3), *'ab'], {**{'a': 1}, 'b': 2})


def counter():
    count = 0

    def bump():
        nonlocal count
        count += 1
        return count

    return bump


bump = counter()
bump()
print(bump(), sorted([3, 1, 2], key=lambda v: -v), 2**100, -7 // 2, 7 % -3, 1e16, 0.1 + 0.2)
