"""Lists that hold nothing but floats keep their numbers: nobody can tell, whatever is done with them, cold or hot."""

import array
import copy
import json
import math
import pickle

NAN = float("nan")


def show(*values):
    print(*values)


def attempt(action, *arguments):
    try:
        return action(*arguments)
    except (IndexError, ValueError, TypeError) as error:
        return f"{type(error).__name__}: {error}"


# What all lists do.

numbers = [1.0, 2.5, -0.0, NAN]
show(numbers, len(numbers), numbers[0], numbers[-1], numbers[1:3], numbers[::-1], numbers[::2], numbers * 2)
show(numbers + [1], numbers + [2.0], [1] + numbers, bool(numbers), numbers.copy(), numbers * 0, numbers[2:2])
show(NAN in numbers, numbers == numbers, numbers.index(NAN), numbers.count(NAN), numbers[3] is NAN, 0 in numbers)
show([1.0] == [1], [1.0] < [2.0], [1.0, 2.0] > [1.0], [1.0] != [1.0], [NAN] == [NAN], [NAN] < [NAN], [1.0] <= [1])
show(math.copysign(1, [-0.0][0]), [0.0] == [-0.0], [0.0, -0.0].count(0), [True] == [1.0])
for index in 4, -5:
    show(attempt(numbers.__getitem__, index), attempt(numbers.__setitem__, index, 1.0), attempt(numbers.pop, index))
show(attempt([].pop), attempt(numbers.index, 7.0), attempt(numbers.remove, "x"), attempt(lambda: numbers + (1.0,)))

# What makes them other lists.

for other in 4, None, "s", 10**20, True, [5.0]:
    changed = [1.0, 2.0]
    changed[1] = other
    longer = [1.0]
    longer.append(other)
    longer.insert(0, other)
    wider = [1.0] * 3
    wider[1:2] = [other, 7.0]
    extended = [1.0]
    extended += [other]
    show(changed, longer, wider, extended, sorted([2.0, 1.0] + [3]))


class Degrees(float):
    def __repr__(self):
        return f"{float(self)}°"


show([Degrees(1)], [1.0, Degrees(2)], type([Degrees(3)][0]))
kept = [1.0]
kept.append(Degrees(4))
kept[0] = Degrees(5)
show(kept)

# Changing them.

few = [0.0] * 5
few[2] = 1.5
few.insert(1, 9.0)
few.insert(100, 8.0)
few.insert(-100, 7.0)
show(few, few.pop(), few.pop(0), few.pop(1), few)
few.remove(0.0)
del few[0]
few[1:1] = [1.0, 2.0, 3.0]
show(few)
few[::2] = [0.5] * len(few[::2])
show(few, attempt(few.__setitem__, slice(None, None, 2), [1.0]))
del few[::2]
few *= 3
few += [1.0]
few += (2.0, 3.0)
few += (value * 0.5 for value in range(2))
few.extend(few)
show(few)
few.reverse()
few[:3] = few
show(few)
few[:] = [3.0, -0.0, 0.0, 1.0]
few.sort()
show(few)
few.sort(reverse=True)
show(few)
few[:] = [3.0, 1.0, 2.0]
few.sort(reverse=True)
show(few)
few.sort(key=lambda value: abs(value - 2))
show(few, [2.0, NAN, 1.0] == sorted([2.0, NAN, 1.0]))
few.clear()
few.append(2)
few.append(1.0)
show(few)
iterator = iter(few := [1.0, 2.0])
next(iterator)
few.append("x")
show(list(iterator), list(reversed(few)))

# Handing them out.

pair = [1.5, 2.5]
show(copy.copy(pair), copy.deepcopy(pair), pickle.loads(pickle.dumps(pair)), json.dumps(pair), array.array("d", pair))
show(tuple(pair), {*pair}, list(pair), dict(zip(pair, pair)), list(map(str, pair)), "%s" % pair, f"{pair}", [*pair])
show(sum(pair), max(pair), min(pair), math.fsum(pair), math.prod(pair), math.dist(pair, pair), math.hypot(*pair))
show(list(enumerate(pair)), sorted(pair, reverse=True), any(pair), all(pair), sum([], start=0.5), pair.__sizeof__())

show(sum([0.1] * 10), sum([0.1] * 10, 0.5), sum([-0.0]), sum([-0.0], -0.0), sum([1e308, 1e308]), sum([0.5], 10**20))
show(min([NAN, 1.0]), min([1.0, NAN]), max([0.0, -0.0]), max([-0.0, 0.0]), attempt(max, [1.0][1:]), max(pair, default=1))
show(sorted([0.0, -0.0, -1.0]), sorted([-0.0, 0.0], reverse=True), sorted(pair, key=lambda value: -value))


class Track(list):
    pass


track = Track([1.0, 2.0])
track.append(3.0)
show(track, track[1], track[0:2], type(track + track).__name__, track == [1.0, 2.0, 3.0], track * 2)
track.clear()
track.append(1.0)
show(track, Track(pair), list(track))

# Hot.


def integrate(count):
    values = []
    for i in range(count):
        values.append(i * 0.5)
    total = 0.0
    for value in values:
        total += value
    for i in range(len(values)):
        values[i] += 1.0
        total += values[-1 - i]
    for i, value in enumerate(values):
        total -= i * value
    for value in reversed(values):
        total = total * 0.5 + value
    for left, right in zip(values, reversed(values)):
        total += left * right
    for left, right in zip(values, values):
        total -= left * right
    rows = [[i + 0.25 * j for j in range(4)] for i in range(4)]
    for row in rows:
        a, b, c, d = row
        total += a * b - c * d
    popped = 0.0
    halves = [value / 2 for value in values]
    while len(halves) > 3:
        popped += halves.pop()
    return total, popped, halves, rows[2], [total, popped], values[:2] + values[-2:]


def anything(values):
    """The same instructions meet lists of floats, of ints, of both and of others."""
    total = 0
    for value in values:
        if value is not None:
            total += value
    for i in range(len(values)):
        if values[i] is None:
            values[i] = 0.5
        else:
            values[i] = values[i] * 2
    for i, value in enumerate(values):
        total += i * value
    for value, again in zip(values, values):
        total += value - again
    for value in reversed(values):
        total = total / 2 + value
    first, *_, last = values
    a, b, c = values[:3]
    return total, first, last, a + b + c, values


KINDS = [1.0, 2.0, 3.5], [1, 2, 3], [1.5, 2, 3.0], [None, 1.0, 2.0], [2.0] * 5, [10**20, 1.0, 2.0]
for _ in range(150):
    for kind in KINDS:
        results = anything(list(kind))
    hot = integrate(20)
for kind in KINDS:
    show(anything(list(kind)))
show(hot, integrate(3000)[:2])


def replace(values, index, value):
    before = values[index]
    values[index] = value
    return before


def out_of(values, index):
    try:
        return values[index]
    except IndexError as error:
        return str(error)


shared = [0.5] * 8
for i in range(2000):
    replace(shared, i % 8, i / 4)
show(shared, [replace(shared, 1, value) for value in (1, None, 2.0, "x", NAN)], shared)
shared = [0.5] * 8
for i in range(2000):
    out_of(shared, i % 8)
show(out_of(shared, 8), out_of(shared, -9), out_of(shared, -8), out_of([], 0))


def grow(values, count):
    for i in range(count):
        values.append(i + 0.5)
        if i % 3 == 2:
            values.append(i) if i % 2 else values.append(None)
        if i % 5 == 4:
            values.clear()
    return values


for _ in range(100):
    grown = grow([], 40)
show(grown, grow([], 3), grow([1], 4))
