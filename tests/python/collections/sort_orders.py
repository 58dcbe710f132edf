# Orders of keys that are sorted without comparing them, and of those that must be compared.
import random

random.seed(11)


def by_insertion(items, key=lambda x: x):
    ordered = []
    for item in items:
        at = len(ordered)
        while at > 0 and key(item) < key(ordered[at - 1]):
            at -= 1
        ordered.insert(at, item)
    return ordered


def same(left, right):
    return len(left) == len(right) and all(
        a is b or (a == b and repr(a) == repr(b)) for a, b in zip(left, right)
    )


MAKERS = {
    "small ints": lambda: random.randrange(-9, 9),
    "large ints": lambda: random.randrange(-(2**52), 2**52),
    "beyond doubles": lambda: random.choice([2**70, 5, -(2**80), 2**53 + 1, 2**53]),
    "numbers": lambda: random.choice([0.5, -0.0, 0.0, 0, 1, True, False, 1e300, -1e-300, float("inf")]),
    "words": lambda: "".join(random.choice("ab") for _ in range(random.randrange(9))),
    "long words": lambda: "prefix" * random.randrange(10, 12) + random.choice("xyz"),
    "other scripts": lambda: "".join(random.choice("a\xe9\u0100\u4e00\ufffe") for _ in range(random.randrange(8))),
    "beyond the plane": lambda: random.choice(["\U0001f600a", "\U0001f600", "a", "\ud800", "\uffff"]),
    "tuples": lambda: (random.randrange(3), random.choice("xyz"), random.randrange(2)),
    "uneven tuples": lambda: random.choice([(1,), (1, 2), (0, 5), ()]),
    "nested tuples": lambda: (random.randrange(2), (random.randrange(2), 1)),
}
for name, make in MAKERS.items():
    good = True
    for size in (0, 1, 15, 16, 17, 60, 200):
        items = [make() for _ in range(size)]
        good &= same(sorted(items), by_insertion(items))
        pairs = list(enumerate(items))
        good &= sorted(pairs, key=lambda pair: pair[1]) == by_insertion(pairs, lambda pair: pair[1])
        falling = by_insertion(pairs[::-1], lambda pair: pair[1])[::-1]
        good &= sorted(pairs, key=lambda pair: pair[1], reverse=True) == falling
    print(name, good)

nan = float("nan")
print(sorted([3.0, nan, 1.0, 2.0] * 5))
for keys in ([1] * 20 + ["a"], ["a"] * 20 + [None], [(1, "a")] * 20 + [(1, 2)]):
    try:
        print(sorted(keys))
    except TypeError as error:
        print(error)
items = [3, 1, 2] * 20
try:
    items.sort(key=lambda item: items.append(1) or item)
except ValueError as error:
    print(error, len(items))
