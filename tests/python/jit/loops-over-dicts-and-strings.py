"""Loops whose iterators compiled code steps by itself, over what changes meanwhile or becomes something else."""


def total(d):
    n = 0
    for key, value in d.items():
        n += value
    return n


def pairs(d):
    made = []
    for pair in d.items():
        made.append(pair)
    return made


def keys(d):
    made = []
    for key in d:
        made.append(key)
    return made


def values(d):
    made = []
    for value in d.values():
        made.append(value)
    return made


def letters(text):
    made = []
    for letter in text:
        made.append(letter)
    return made


small = {'a': 1, 'b': 2, 'c': 3}
for _ in range(300):
    assert total(small) == 6
    assert pairs(small) == [('a', 1), ('b', 2), ('c', 3)]
    assert keys(small) == ['a', 'b', 'c']
    assert values(small) == [1, 2, 3]
    assert letters('abc') == ['a', 'b', 'c']

# The same code, other things.
print(total({(1, 2): 5, 'x': 6}), total({}), total({1: 2, None: 3, 1.5: 4}))
print(pairs({(1, 2): 5, 'x': 6}), keys({(): 1, 0: 2}), values({(): 1, 0: 2}))
print(keys([1, 2]), keys('xy'), keys({7}), letters('aé€😀'), letters(['p']), letters(''))


class Items:
    def items(self):
        yield 'p', 4
        yield ['q', 5]


print(total(Items()))


def triples(d):
    try:
        for a, b in d:
            pass
    except ValueError as error:
        return str(error)


class Odd:
    def items(self):
        return [(1, 2, 3)]


try:
    total(Odd())
except ValueError as error:
    print(error)


def growing(d):
    seen = []
    try:
        for key, value in d.items():
            seen.append(key)
            if len(seen) == 2 and value:
                d[99] = 1
    except RuntimeError as error:
        seen.append(str(error))
    return seen


for _ in range(200):
    growing({1: 0, 2: 0, 3: 0})
print(growing({1: 0, 2: 1, 3: 0}))


# An iterator that somebody else has, too.
def halves(d):
    iterator = iter(d.items())
    made = []
    for key, value in iterator:
        made.append((key, next(iterator, None)))
    return made


def rest(text):
    iterator = iter(text)
    made = []
    for letter in iterator:
        made.append(letter + next(iterator, '-'))
    return made, list(iterator)


for _ in range(200):
    halves(small)
    rest('abc')
print(halves(small), rest('abcde'))

# Lists of one item many times are lists of their own.
for item in (0, None, 1.5, 2**40, 'x', []):
    for count in (0, 1, 7, 8, 64, 65, 1024, 1025, 5000):
        many = [item] * count
        assert len(many) == count and all(one is many[0] or one == item for one in many)
        if many:
            many[0] = 'changed'
            assert ([item] * count)[0] == item
print(([0] * 70)[-1], ((None,) * 2000)[-1], [1, 2] * 40 == [1, 2] * 39 + [1, 2])
