"""Sorting so many keys that they are inserted, merged or counted: in order, and stable."""

import random

random.seed(5)
KEYS = [
    lambda i: random.random() - 0.5,
    lambda i: random.randint(-50, 50),
    lambda i: str(random.randint(0, 10 ** random.randint(1, 9))),
    lambda i: (random.randint(0, 5), random.choice('abc'), i),
    lambda i: random.choice([1, 1.0, True, 0.0, -0.0, 0, False, -3, -2.5]),
    lambda i: random.randint(-(2**52), 2**52),
]
for count in [1, 2, 7, 8, 9, 48, 49, 50, 63, 64, 65, 100, 127, 300, 1023, 1024, 1025, 3000]:
    for key in KEYS:
        keys = [key(i) for i in range(count)]
        numbered = list(enumerate(keys))
        rising = sorted(numbered, key=lambda pair: pair[1])
        for (i, a), (j, b) in zip(rising, rising[1:]):
            assert a < b or a == b and i < j
        assert list(map(repr, sorted(keys))) == [repr(key) for _, key in rising]
        falling = sorted(numbered, key=lambda pair: pair[1], reverse=True)
        for (i, a), (j, b) in zip(falling, falling[1:]):
            assert a > b or a == b and i < j
print('sorted')
