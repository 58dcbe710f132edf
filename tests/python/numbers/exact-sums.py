"""math.fsum: rounded once, of lists and of what is iterated, with many partial sums and with what is not finite."""

import math
import random

random.seed(11)
digest = 0
for round in range(300):
    values = [random.choice([1, -1]) * random.random() * 2.0 ** random.randint(-300, 300) for _ in range(round)]
    if round % 3 == 0:
        values += [-value for value in values]
        random.shuffle(values)
    sums = math.fsum(values), math.fsum(tuple(values)), math.fsum(iter(values))
    assert sums[0] == sums[1] == sums[2]
    digest = hash((digest, sums[0]))
print(digest)
# No two of these overlap: as many partial sums as there are values.
print(math.fsum(2.0**-i for i in range(0, 1000, 60)), math.fsum([2.0 ** (1000 - 54 * i) for i in range(38)]))
print(math.fsum([1e16, 1, 1e-16]), math.fsum([0.1] * 10), math.fsum([]), math.fsum([1, True, 2.5, 10**18]))
inf = float('inf')
for values in ([inf, 1], [1, -inf, 2], [inf, -inf], [float('nan'), inf], [1e308, 1e308], [1e308, 1e308, -1e308], ['x'], [10**400]):
    try:
        print(math.fsum(values))
    except (ValueError, OverflowError, TypeError) as error:
        print(type(error).__name__, error)


class Growing:
    """A number that adds to the list which it is in."""

    def __float__(self):
        if len(values) < 5:
            values.append(1)
        return 0.5


values = [Growing(), Growing()]
print(math.fsum(values), len(values))
