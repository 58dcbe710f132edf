"""Sets of numbers and tuples show their items in an order that follows from the hashes and the history of the table."""

print({3, 1, 2}, {50, 100, 1000, 8, 16, 0, 24}, {-1, -2, -3, 5}, {2**61 - 1, 2**61, 2**70, -(2**64)})
print({n * 7 % 101 for n in range(60)})
print({0.5, 1.5, 2.25, -0.5, 1e300, float('inf')}, {True, 0, 2.0}, {None, 1, 0})
print({(1, 2), (3, 4), (1, 2, 3), ()}, {(n, n * n) for n in range(12)}, {(1.5, None), ((1,), -1)})
print(frozenset({40, 8, 16, 0}), {frozenset({1, 2}), frozenset({3}), frozenset()})


def constants():
    return [n for n in {1000, 8, 16, 0, 24}], [n for n in frozenset({40, 8, 16, 0})], 8 in {24, 8, 0}


print(constants())

# Deletions leave traces, and resizing clears them.
s = {0, 8, 16, 24}
s.discard(8)
s.add(32)
s.add(8)
print(s, list(s), s.pop(), s.pop(), s)
for n in range(0, 80, 8):
    s.add(n)
print(s, s - {0, 8}, s & {64, 8, 200}, s | {1, 2, 3}, s ^ {72, 80})
s -= set(range(0, 64, 16))
print(s)
s.update(range(5))
s.intersection_update({4, 3, 2, 72, 56})
print(s, s.union([9, 1], {0}), s.symmetric_difference([4, 5]))
emptied = set(range(30))
print([emptied.pop() for _ in range(10)], emptied)
emptied.add(5)
print(emptied.pop(), emptied.pop(), len(emptied))
big = {n * 1234567 for n in range(1000)}
print(list(big)[:8], sum(big), len(big))
print(hash(frozenset()), hash(frozenset({1, 2, 3})), hash(frozenset({(1, 2), None, 0.5})), hash(frozenset({frozenset()})))
