# A dict that keeps its size while other keys come into it during an iteration: what is given, and how it ends.


def go(name, iterate, d, *steps):
    given = []
    steps = list(steps)
    try:
        for item in iterate(d):
            given.append(item)
            if steps:
                steps.pop(0)(d)
            if len(given) > 20:
                break
        print(name, given)
    except RuntimeError as error:
        print(name, given, error)


def delete_first(d):
    del d[next(iter(d))]


def replace_first(key):
    def step(d):
        delete_first(d)
        d[key] = 'new'
    return step


def replace_last(key):
    def step(d):
        d.popitem()
        d[key] = 'new'
    return step


def come_and_go(key):
    def step(d):
        d[key] = 'new'
        del d[key]
    return step


def move_to_end(d):
    key = next(iter(d))
    d[key] = d.pop(key)


def refill(d):
    count = len(d)
    d.clear()
    for i in range(count):
        d[f'n{i}'] = i


def by_key(d):
    return d


def from_end(d):
    return reversed(d)


makers = {
    'ints': lambda n: {i: i for i in range(n)},
    'strs': lambda n: {str(i): i for i in range(n)},
    'tuples': lambda n: {(i,): i for i in range(n)},
}
ways = [by_key, dict.values, dict.items, from_end, lambda d: reversed(d.items())]

for kind, make in makers.items():
    for size in 3, 6:
        for way in ways:
            go(f'{kind} {size} str for the first', way, make(size), replace_first('s'))
            go(f'{kind} {size} str for the last', way, make(size), replace_last('s'))
            go(f'{kind} {size} tuple comes and goes', way, make(size), come_and_go((1, 2)))
            go(f'{kind} {size} first to the end', way, make(size), move_to_end)
            go(f'{kind} {size} emptied and filled', way, make(size), refill)
            go(f'{kind} {size} emptied and filled later', way, make(size), len, refill)
            if kind != 'strs':
                go(f'{kind} {size} tuple for the first', way, make(size), replace_first((1, 2)))

# An iterator that has not begun goes through what is there then.
for kind, make in makers.items():
    for way in ways:
        d = make(3)
        iterator = iter(way(d))
        refill(d)
        print(kind, list(iterator))
        d = make(4)
        iterator = iter(way(d))
        delete_first(d)
        try:
            next(iterator)
        except RuntimeError as error:
            print(error)


def emptied_and_filled(d, *, given, names):
    """From the end, when the dict was emptied and has other items, as many as before."""
    iterators = reversed(d), reversed(d.keys()), reversed(d.values()), reversed(d.items())
    for iterator in iterators:
        for _ in range(given):
            next(iterator)
    d.clear()
    d.update(dict.fromkeys(names, 0))
    for iterator in iterators:
        try:
            print(list(iterator))
        except RuntimeError as error:
            print(error)


emptied_and_filled({"k": 1}, given=0, names=["k"])
emptied_and_filled({7: None, 8: None, 9: None}, given=1, names=["a", "b", "c"])
emptied_and_filled({"a": 1, "b": 2}, given=1, names=["b", "a"])
