"""Lists and tuples are unpacked in place, as long as they are that and have so many items."""


class Pair(tuple):
    def __iter__(self):
        return iter(("from", "iter"))


def first_two(pairs):
    seen = []
    for pair in pairs:
        try:
            a, b = pair
        except (TypeError, ValueError) as error:
            seen.append(str(error))
        else:
            seen.append((a, b))
    return seen


usual = [(1, 2), [3, 4]] * 60
unusual = [(1,), [1, 2, 3], "xy", Pair((5, 6)), 7, {8: 9, 10: 11}, range(2), (x for x in "pq"), None, (12, 13)]
for _ in range(5):
    first_two(usual)
for _ in range(6):
    print(first_two([*usual[:2], *unusual[:-3], (x for x in "pq"), *unusual[-2:]]))


def twice(items):
    a, b = items
    b, a = items
    items.append(3)
    items.pop()
    c, d = items
    items[0] = a + 1
    e, f = items
    items[:] = [f, e]
    g, h = items
    return a, b, c, d, e, f, g, h


for i in range(200):
    last = twice([i, i + 1])
print(last)


def grown(items):
    a, b = items
    items.append(a)
    try:
        c, d = items
    except ValueError as error:
        return str(error)
    return c, d


for i in range(200):
    last = grown([i, i + 1])
print(last)


def assigned(one, other):
    a, b = one
    one = other
    c, d = one
    return a, b, c, d


for i in range(200):
    last = assigned((i, 1), [i, 2])
print(last)


def swapped(n):
    values = [1, 2]
    for _ in range(n):
        x, y = values
        values = [y, x + y]
    return values


print(swapped(60))


def some(flag, pair):
    if flag:
        a, b = pair
        pair = (b, a)
    c, d = pair
    return c, d


for i in range(200):
    last = some(i % 2, [i, -i]), some(i % 3 == 0, (i, -i))
print(last)
