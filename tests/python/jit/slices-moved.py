"""Slices of lists that are stored into slices at once: compiled code moves the items from list to list."""


class Sub(list):
    def __getitem__(self, key):
        return ['got', key]


class Odd:
    """Changes a list when something is added to it."""

    def __init__(self, items):
        self.items = items

    def __add__(self, other):
        self.items[0] = 'changed'
        return other + 1


def flip(a, k):
    a[:k + 1] = a[k::-1]


def back(a, i, j):
    a[i:j] = a[j - 1:i - 1:-1]


def shift(a, n):
    a[1:n] = a[0:n - 1]


def unshift(a, n):
    a[0:n - 1] = a[1:n]


def turn(a):
    a[:] = a[::-1]


def copy(a, b, i, j):
    a[i:j] = b[i:j]


def grow(a, b, i):
    a[i:i] = b[1:3]


def ends(a):
    a[-3:] = a[:3]


def fixed(a, b):
    a[0:2] = b[2:4]


def late(a, b, k):
    a[0:k + 1] = b[0:2]


def attempt(f, *args):
    try:
        f(*args)
    except Exception as error:
        return f'{type(error).__name__}: {error}'
    return args[0]


def everything(n):
    return list(range(n))


def main():
    for _ in range(150):
        for n in range(1, 9):
            a = everything(n)
            for k in range(n):
                flip(a, k)
            shift(a, n)
            unshift(a, n)
            turn(a)
            copy(a, everything(n), 1, n - 1)
        grow(a, everything(5), 2)
        ends(a)
        fixed(a, everything(6))
        late(a, everything(6), 1)
    print(a)
    for n in (0, 1, 2, 5, 8):
        for k in (-9, -3, -1, 0, 1, 2, 4, 7, 9, 20):
            a = everything(n)
            print(n, k, attempt(flip, a, k), end=' ')
            print(attempt(shift, everything(n), k), attempt(unshift, everything(n), k), end=' ')
            print(attempt(copy, everything(n), [9, 8, 7, 6], k, 3), attempt(grow, everything(n), [9, 8, 7], k))
            for j in (-8, -2, 0, 3, 6):
                print(attempt(back, everything(n), k, j), attempt(copy, everything(n), everything(7), k, j), end=' ')
            print()
        print(attempt(turn, everything(n)), attempt(ends, everything(n)), attempt(fixed, everything(n), everything(3)))
    # Other containers, bounds and steps.
    print(attempt(flip, (1, 2, 3), 1), attempt(flip, 'abc', 1), attempt(flip, bytearray(b'abcd'), 2))
    print(attempt(flip, [1, 2, 3], 1.5), attempt(flip, [1, 2, 3], None), attempt(flip, [1, 2, 3], 2**70))
    print(attempt(flip, [1, 2, 3], True), attempt(copy, [1, 2, 3], Sub([4, 5, 6]), 0, 2))
    print(attempt(copy, Sub([1, 2, 3]), [4, 5, 6], 0, 2), attempt(copy, [1, 2], 'xyz', 0, 2))
    a, b = [1, 2, 3], [4, 5, 6]
    print(attempt(late, a, b, Odd(b)), b)
    same = [1, 2, 3, 4, 5]
    print(attempt(copy, same, same, 1, 3), attempt(grow, same, same, 0))
    watched = [object() for _ in range(3)]
    before = list(watched)
    flip(watched, 2)
    print([one is other for one, other in zip(watched, reversed(before))])


main()
