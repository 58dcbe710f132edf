"""Views of a dict: set operations, comparisons, live contents."""


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


d = {1: 'a', 2: 'b', 3: 'c'}
keys, values, items = d.keys(), d.values(), d.items()
print(keys, values, items)
d[4] = 'd'
print(keys, len(values), items.mapping, 4 in keys, 'd' in values, (4, 'd') in items, (4, 'x') in items, 4 in items)
print(keys & {1, 9}, keys | [9], keys - (1, 2), keys ^ {1, 9}, [9, 1] - keys, {1, 9} & keys)
print(items & {(1, 'a'), (2, 'z')}, sorted(items - [(1, 'a')]), sorted({1: 'a', 5: 'e'}.items() ^ {1: 'a', 5: 'x'}.items()))
print(keys == {1, 2, 3, 4}, keys < {1, 2, 3, 4, 5}, keys >= {1}, keys <= d.items(), keys != [1], items == d.items())
print(keys.isdisjoint([7, 8]), keys.isdisjoint({1}), items.isdisjoint({(1, 'b')}), d.keys().isdisjoint(keys))
print(list(reversed(keys)), list(reversed(items)), values == d.values())
attempt(lambda: keys < [1])
attempt(lambda: keys & 1)
attempt(lambda: keys | 1)
attempt(lambda: values & {1})
attempt(lambda: hash(keys))
attempt(lambda: type(keys)())
attempt(lambda: keys.mapping.__setitem__(1, 2))
attempt(lambda: [1] in keys)
attempt(lambda: ([], 1) in items)
attempt(lambda: {1: []}.items() | set())
print({'a': 1}.items() <= {'a': 1, 'b': 2}.items(), {1: []}.items() == {1: []}.items())
recursive = {}
recursive['v'] = recursive.values()
print(recursive)
floats = {0.5: 1, (1, 2): 2, None: 3}
print(floats.keys() & {None, 0.5}, floats.keys() - {0.5}, floats.items() & {((1, 2), 2)})
