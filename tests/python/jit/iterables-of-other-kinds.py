"""Loops that met lists only, until something else comes, and what changes inside a round."""


class Item:
    def __init__(self, weight):
        self.weight = weight

    def total(self, other):
        return self.weight + other


def heavier(items, start):
    total = start
    for item in items:
        total = item.total(total)
    return total


def numbered(items):
    found = []
    for i, item in enumerate(items):
        found.append((i, item if isinstance(item, (int, str, tuple)) else item.weight))
    return found


def mutated(items):
    found = []
    for item in items:
        found.append(item.weight)
        if item.weight == 2 and len(items) < 6:
            items.append(Item(9))
            del items[0]
    return found


def renamed(items):
    found = []
    for i, item in enumerate(items):
        found.append(item.total(i))
        if i == 1:
            Item.total = lambda self, other: ("changed", other)
    return found


def generator(items):
    for item in items:
        yield item
    Item.total = Item.total


items = [Item(i) for i in range(5)]
for _ in range(150):
    found = heavier(items, 0), numbered(items), mutated([Item(i) for i in range(4)])
print(found)
for _ in range(5):
    print(heavier(tuple(items), 1.5), heavier(generator(items), 10**20), heavier(iter(items), 2))
    print(numbered(generator(items)), numbered("ab"), numbered((1, 2)), numbered({3: 4}.items()), numbered(range(2)))
    print(heavier({item: 1 for item in items}, 0), heavier([], "nothing"), heavier(reversed(items), 5))
for _ in range(3):
    try:
        heavier([1, 2], 0)
    except AttributeError as error:
        print(error)
    try:
        numbered(None)
    except TypeError as error:
        print(error)
original = Item.total
for _ in range(60):
    Item.total = original
    found = renamed(items)
print(found)
Item.total = original


def pairs(lists):
    found = 0
    for one in lists:
        for i, x in enumerate(one):
            for y in one:
                found += i * x.weight - y.weight
    return found


for _ in range(40):
    found = pairs([items, items[:2], []])
print(found, pairs([tuple(items), iter(items), items]), pairs([dict.fromkeys(items), items]))
