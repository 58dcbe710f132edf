"""Loops over ranges that compiled code counts itself: entered in the middle, with steps that are variables, with iterators that somebody else has too."""


def steps(n, step):
    found = []
    for i in range(3):
        for j in range(i, n, step):
            if j % 7 == 0:
                found.append(j)
    return len(found), found[-1:]


print(steps(3000, 1), steps(3000, 3), steps(3000, 2**60))
print(steps(-3000, -1), steps(-3000, -7))
try:
    steps(5, 0)
except ValueError as error:
    print(error)


def sieve(n):
    flags = [True] * n
    for i in range(2, n):
        if flags[i]:
            for j in range(i * i, n, i):
                flags[j] = False
    return sum(flags) - 2


print(sieve(5000))


def shared(n):
    iterator = iter(range(n))
    seen = 0
    for i in iterator:
        seen += 1
        if i % 100 == 50:
            next(iterator)
    return seen, next(iterator, 'exhausted')


print(shared(5000))


def two_at_one_place(n):
    total = 0
    for i in range(n):
        for j in range(3):
            total += j
        for j in range(9, 0, -2):
            total += j * i
        for j in (1, 2):
            total -= j
        for j in range(0, i, 50 + i % 3):
            total += j
    return total


print(two_at_one_place(3000))


def raising(n):
    caught = 0
    for i in range(n):
        try:
            for j in range(i % 5, 40, 1 + i % 3):
                if j == 20:
                    raise KeyError(j)
        except KeyError:
            caught += 1
        for j in range(2):
            caught += j
    return caught


print(raising(3000))


def suspended(n):
    for i in range(0, n, 3):
        for j in range(i, i + 4, 2):
            yield j


print(sum(suspended(5000)))


def left_by_types(values):
    total = 0
    for i in range(0, len(values), 2):
        for j in range(3):
            total = total + values[i]
    return total


print(left_by_types([1] * 3000), left_by_types([1] * 1500 + [0.5] * 1500), left_by_types([2**60] * 3000))


def bounds(limit):
    seen = 0
    for i in range(2**53 - 1500, limit):
        seen += i & 1
    for i in range(2**53 - 3, 2**53 + 3, 2):
        seen += i
    return seen


print(bounds(2**53 - 1), bounds(2**53 + 1500))
