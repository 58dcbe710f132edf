"""float(x) and int(x) of numbers in compiled code."""
import math


class F(float):
    pass


def floats(values):
    total = 0.0
    for i in range(40):
        total += float(i) * 0.5
    kept = []
    for value in values:
        x = value * 1.0 if type(value) is float else value
        kept.append(float(x))
    return total, kept


def ints(scale):
    found = []
    for i in range(-20, 20):
        x = i * scale
        n = int(x)
        found.append((n, repr(n / 2 if n else n), int(n)))
    return found


def same(x):
    y = x + 0.0
    z = float(y)
    return z is y, float(x) is x


def outside(x):
    y = x * 2.0
    return int(y)


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as error:
        return f'{type(error).__name__}: {error}'


def shadowed(n):
    float = str
    return [float(i) for i in range(n)]


def main():
    for _ in range(60):
        floats([1.5, 2.5])
        ints(0.75)
        outside(3.5)
        same(1.5)
    print(floats([1.5, 2, True, '2.5', -0.0, F(3.5)]), attempt(floats, ['x']))
    print(ints(0.75))
    print(ints(-0.1)[18:23])
    for x in (0.25, -0.25, -0.0, 1e15, 2.0**51, 2.0**52, -2.0**53, 1e300, math.inf, -math.inf, math.nan):
        print(x, attempt(outside, x))
    print(same(2.5), shadowed(3))


main()
