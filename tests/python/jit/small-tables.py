"""Dicts whose keys compare in their own way, small and growing: against a list of pairs, at random."""

import random
from collections import OrderedDict


class Key:
    def __init__(self, value, hashed):
        self.value = value
        self.hashed = hashed

    def __hash__(self):
        return self.hashed

    def __eq__(self, other):
        return isinstance(other, Key) and self.value == other.value

    def again(self):
        return Key(self.value, self.hashed)


def check(table, pairs):
    assert [(key.value, value) for key, value in table.items()] == pairs
    assert [key.value for key in reversed(table)] == [value for value, _ in pairs][::-1]
    assert len(table) == len(pairs)


def step(table, pairs, keys, chance):
    key = chance.choice(keys)
    present = [pair for pair in pairs if pair[0] == key.value]
    others = [pair for pair in pairs if pair[0] != key.value]
    way = chance.random()
    assert (key.again() in table) == bool(present)
    if way < 0.5:
        value = chance.random()
        table[key.again()] = value
        if present:
            pairs[pairs.index(present[0])] = (key.value, value)
        else:
            pairs.append((key.value, value))
    elif way < 0.8:
        assert table.pop(key.again(), None) == (present[0][1] if present else None)
        pairs[:] = others
    elif way < 0.85 and pairs:
        last, value = table.popitem()
        assert (last.value, value) == pairs.pop()
    elif way < 0.88:
        table = table.copy()
    elif way < 0.9:
        table.clear()
        pairs.clear()
    elif present and isinstance(table, OrderedDict):
        last = way < 0.95
        table.move_to_end(key.again(), last)
        pairs[:] = others + present if last else present + others
    return table


for seed in range(60):
    chance = random.Random(seed)
    for kind in (dict, OrderedDict):
        keys = [Key(i, chance.choice([1, 2, 3, 1 << 40])) for i in range(chance.choice([3, 8, 9, 12, 40]))]
        table, pairs = kind(), []
        for _ in range(150):
            table = step(table, pairs, keys, chance)
            check(table, pairs)


class Meddling(Key):
    """Changes the dict while it is looked for."""

    __hash__ = Key.__hash__

    def __eq__(self, other):
        if table.get(None) is None:
            table[None] = 1
            for i in range(20):
                table[i, i] = i
        return super().__eq__(other)


table = {Key(1, 5): 'one', Key(2, 5): 'two'}
print(table.get(Meddling(2, 5)), len(table), table[3, 3], table.get(Meddling(3, 5)))
print({(1, 2): 'a', True: 'b', 1: 'c'}, {1.5: 1, (): 2}[()], {True: 1, 1: 2})
