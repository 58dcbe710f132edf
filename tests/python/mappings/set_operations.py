"""Sets: methods, operators, comparisons, subclasses, errors. Items are shown sorted where their order is their own."""


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


words = {'spam', 'eggs', 'ham'}
print(sorted(words | {'toast'}), sorted(words & {'ham', 'egg'}), sorted(words - {'ham'}), sorted(words ^ {'ham', 'x'}))
words.add('ham')
words.discard('none')
words.remove('eggs')
print(len(words), 'ham' in words, 'eggs' in words, sorted(words.union('ab', ['c'])), words.isdisjoint('xyz'))
mixed = {'a', 1, (2, 3), None, 4.5}
print(1.0 in mixed, (2.0, 3) in mixed, 4.5 in mixed, True in mixed, 'b' in mixed, len(mixed | {1.0, 'a'}))
mixed -= {'a', None}
print(mixed)
letters = {'x', 3, 1, 2}
letters.discard('x')
print(sorted(letters))
popped = {'p', 'q', 'r'}
print(sorted(popped.pop() for _ in range(3)), popped)
swapped = set('abcdef')
for letter in swapped:
    swapped.remove(letter)
    swapped.add(letter)
print(len(swapped))


def grow(s):
    for item in s:
        s.add(item * 2)


attempt(lambda: grow({1, 3}))
attempt(lambda: grow({'a'}))
attempt(lambda: {1}.remove(2))
attempt(lambda: {1}.remove((1, 2)))
attempt(lambda: set().pop())
for bad in [1], {}, ([],):
    attempt(lambda: {bad})
    attempt(lambda: bad in {1})
    attempt(lambda: {'a'}.discard(bad))
    attempt(lambda: {1} & {1}.intersection([bad]))
    attempt(lambda: {1}.union([bad]))
print({1, 2} in {frozenset({1, 2})}, {1} in {1}, {frozenset('a')} - {frozenset('b')} == {frozenset('a')})
nested = {frozenset({1}), 2}
nested.remove({1})
print(nested, {1, 2} == frozenset([2, 1]), {1} != {1.0}, {1} == [1], set() == frozenset())
print({1} < {1, 2}, {1, 2} <= {1, 2}, {1, 2} > {2}, {1} >= {2}, {1}.issubset([1, 2]), {1, 2}.issuperset((1,)))
attempt(lambda: {1} < [1])
attempt(lambda: {1} | [1])
attempt(lambda: {1}.__ior__([1]))
attempt(lambda: set(1))
attempt(lambda: set([1], [2]))
attempt(lambda: set(items=[1]))
attempt(lambda: frozenset().add)
attempt(lambda: hash({1}))


class Bag(set):
    pass


class Frozen(frozenset):
    def __new__(cls, *items):
        return super().__new__(cls, items)


bag = Bag([1, 2])
bag.label = 'x'
print(bag, type(bag | {3}).__name__, type(bag.copy()).__name__, bag & {2}, bag == {1, 2})
print(Frozen(3, 4), type(Frozen(1) | {2}).__name__, hash(Frozen(1)) == hash(frozenset([1])), frozenset([1]).copy())
f = frozenset([1, 2])
print(frozenset(f) is f, f.copy() is f, f.union() is f, Frozen(1).copy(), repr(frozenset()), repr(set()))
s = {1}
s |= s
s -= s
print(s)
s = {1, 2, 3}
s.difference_update([1], (2,))
s.symmetric_difference_update({3, 4})
s.intersection_update([4, 5], {4})
print(s, {1, 2}.difference(), {1, 2, 3}.difference([1], {2: 0}), {1, 2}.intersection({1: 'dict'}))


class Counting:
    hashed = 0

    def __init__(self, value):
        self.value = value

    def __hash__(self):
        Counting.hashed += 1
        return self.value

    def __eq__(self, other):
        return isinstance(other, Counting) and self.value == other.value


items = [Counting(n) for n in range(10)]
a = set(items)
b = set(items[5:])
print(Counting.hashed, len(a | b), len(a & b), len(a - b), len(a ^ b), a > b, len(set(a)), len(frozenset(b)), Counting.hashed)
a.symmetric_difference_update(dict.fromkeys(b))
a |= b
print(len(a), len(dict.fromkeys(a)), len(a - dict.fromkeys(b).keys()), Counting.hashed > 15)
