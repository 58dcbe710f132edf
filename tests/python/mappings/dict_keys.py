"""Which keys a dict takes for the same, which key object it keeps, and what it says of keys without a hash."""


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


# Equal keys of different types are one key, and the first key object stays.
print({True: 'a', 1: 'b', 1.0: 'c'}, {1.0: 'x', 1: 'y'}, {0: 1, False: 2, -0.0: 3})
print({1: 'int'}[True], {1: 'int'}[1.0], {1: 'int'}[1 + 0j], 2.5 in {2: 0}, 2**53 in {float(2**53): 0})
print({2**70: 'big'}[float(2**70)], {(1, 2.0): 'tuple'}[1.0, 2])
d = {'a': 1}
d[None] = 2
d[(1, ('b', None))] = 3
d[frozenset({1, 2})] = 4
d[...] = 5
print(d[None], d[1.0, ('b', None)], d[frozenset({2, 1})], d[...], (1, 'b') in d, len(d))


class Same:
    """Equal to whatever it is made of, with the same hash."""

    def __init__(self, value):
        self.value = value

    def __hash__(self):
        return hash(self.value)

    def __eq__(self, other):
        return self.value == (other.value if isinstance(other, Same) else other)

    def __repr__(self):
        return f'Same({self.value!r})'


small = {'x': 1, 5: 2}
print(small[Same('x')], small[Same(5)], Same(6) in small, small.get(Same('y')), small.pop(Same('x')), small)
large = {i: i * i for i in range(20)}
print(large[Same(7)], Same(20) in large, large[7], list(large)[-1])
large[Same(3)] = 'three'
large[Same(50)] = 'fifty'
print(large[3], large[50], [key for key in large if isinstance(key, Same)])
del large[Same(19)]
print(19 in large, len(large))


class Text(str):
    pass


class Number(int):
    pass


print({Text('k'): 1}['k'], {'k': 1}[Text('k')], {Number(4): 1}[4.0], type(list({Text('k'): 1})[0]).__name__)
named = {'k': 0}
named[Text('k')] = 1
print(type(list(named)[0]).__name__, named)


class Counting:
    """Counts how often it is hashed."""

    hashed = 0

    def __hash__(self):
        Counting.hashed += 1
        return 1

    def __eq__(self, other):
        return self is other


key = Counting()
counted = {key: 1}
counted[key] += 1
counted.setdefault(key, 5)
copies = dict(counted), counted.copy(), counted | {}, {**counted}, dict.fromkeys(counted), set(counted)
print(Counting.hashed, [len(copy) for copy in copies])


class Changing:
    """Its comparison changes the dict that it is looked up in."""

    def __hash__(self):
        return 1

    def __eq__(self, other):
        target.clear()
        return False


target = {}
target[Changing()] = 1
print(target.get(Changing(), 'gone'), target)


class Unhashable:
    __hash__ = None


class Failing:
    def __hash__(self):
        raise TypeError('no hash today')


class Raising:
    def __hash__(self):
        raise ValueError('not a TypeError')


for bad in [], ([],), {}, {1}, Unhashable(), Failing(), Raising():
    plain = {1: 2}
    for action in (
        lambda: {bad: 1},
        lambda: plain[bad],
        lambda: bad in plain,
        lambda: plain.get(bad),
        lambda: plain.setdefault(bad),
        lambda: plain.pop(bad, 'default'),
        lambda: {}.pop(bad, 'nothing to look for'),
        lambda: plain.__delitem__(bad),
        lambda: dict.fromkeys([bad]),
        lambda: plain.update([(bad, 1)]),
        lambda: (bad, 1) in plain.items(),
    ):
        attempt(action)


class Missing(dict):
    def __missing__(self, key):
        return f'no {key!r}'


m = Missing(a=1)
print(m['a'], m['b'], m.get('b'), 'b' in m, m.pop('b', None), m)
attempt(lambda: {}['absent'])
attempt(lambda: {}[1, 2])
attempt(lambda: m.pop('b'))
attempt(lambda: {1: 2}.__getitem__())
