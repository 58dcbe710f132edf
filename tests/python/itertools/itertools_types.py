"""Every iterator of itertools: results, arguments, errors."""

from itertools import *


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


def L(it, n=8):
    r = []
    for x in it:
        r.append(x)
        if len(r) >= n:
            break
    return r


class F:

    def __init__(s, v):
        s.v = v

    def __index__(s):
        return s.v


attempt(lambda: count('a'))
attempt(lambda: count(1, 'a'))
attempt(lambda: L(count()))
attempt(lambda: L(count(5)))
attempt(lambda: L(count(1.5)))
attempt(lambda: L(count(1, 2)))
attempt(lambda: L(count(1, -1)))
attempt(lambda: count(True))
attempt(lambda: L(count(True), 2))
attempt(lambda: count(1, 1))
attempt(lambda: count(1, True))
attempt(lambda: count(1, 1.0))
attempt(lambda: count(1.0))
attempt(lambda: count(1, 2))
attempt(lambda: L(count(2 ** 63 - 2), 4))
attempt(lambda: L(count(step=3), 3))
attempt(lambda: count(start=3))
attempt(lambda: count(1, 2, 3))
attempt(lambda: count(x=1))
attempt(lambda: L(count(3, 0), 3))
attempt(lambda: L(count(-3), 3))
attempt(lambda: count(-3))
attempt(lambda: L(count(1j), 3))
attempt(lambda: count(2 ** 80))
attempt(lambda: L(count(2 ** 53 - 2), 5))
c = count()
next(c)
next(c)
attempt(lambda: c)
attempt(lambda: cycle())
attempt(lambda: cycle(5))
attempt(lambda: L(cycle([1, 2])))
attempt(lambda: L(cycle([])))
attempt(lambda: cycle(iterable=[1]))
attempt(lambda: cycle([1], 2))
attempt(lambda: repeat())
attempt(lambda: repeat(1))
attempt(lambda: repeat(1, 3))
attempt(lambda: L(repeat(1, 3)))
attempt(lambda: repeat(1, -5))
attempt(lambda: L(repeat(1, -5)))
attempt(lambda: repeat(1, 'a'))
attempt(lambda: repeat(object=1, times=2))
attempt(lambda: repeat(1).__length_hint__())
attempt(lambda: repeat(1, 3).__length_hint__())
attempt(lambda: repeat(1, 2, 3))
attempt(lambda: repeat(1, None))
attempt(lambda: repeat(1, x=2))
attempt(lambda: repeat(times=3))
attempt(lambda: repeat('x', 2 ** 70))
attempt(lambda: L(accumulate([1, 2, 3])))
attempt(lambda: L(accumulate([1, 2, 3], lambda a, b: a * b)))
attempt(lambda: L(accumulate([1, 2, 3], initial=10)))
attempt(lambda: L(accumulate([], initial=10)))
attempt(lambda: L(accumulate([])))
attempt(lambda: accumulate())
attempt(lambda: accumulate(5))
attempt(lambda: L(accumulate([1, 2], 5)))
attempt(lambda: L(accumulate([1, 2], None, initial=None)))
attempt(lambda: accumulate([1], None, 3))
attempt(lambda: L(accumulate('abc')))
attempt(lambda: L(batched('abcdefg', 3)))
attempt(lambda: batched('a', 0))
attempt(lambda: L(batched('abcdefg', 3, strict=True)))
attempt(lambda: L(batched('abcdef', 3, strict=True)))
attempt(lambda: batched('a'))
attempt(lambda: batched('a', 'b'))
attempt(lambda: batched(5, 1))
attempt(lambda: L(batched([], 3)))
attempt(lambda: batched('a', 2 ** 70))
attempt(lambda: L(batched('ab', 2 ** 40)))
attempt(lambda: L(chain('ab', 'cd')))
attempt(lambda: L(chain()))
attempt(lambda: L(chain.from_iterable(['ab', 'cd'])))
attempt(lambda: chain(x=1))
attempt(lambda: L(chain('ab', 5)))
attempt(lambda: chain.from_iterable(5))
attempt(lambda: L(chain.from_iterable([5])))
attempt(lambda: chain[int])
attempt(lambda: chain.from_iterable())
attempt(lambda: L(combinations('abcd', 2), 20))
attempt(lambda: L(combinations('abcd', 0)))
attempt(lambda: L(combinations('ab', 3)))
attempt(lambda: combinations('ab', -1))
attempt(lambda: combinations('ab'))
attempt(lambda: combinations(5, 1))
attempt(lambda: combinations('ab', 'c'))
attempt(lambda: L(combinations([], 0)))
attempt(lambda: L(combinations_with_replacement('abc', 2), 20))
attempt(lambda: L(combinations_with_replacement('abc', 0)))
attempt(lambda: L(combinations_with_replacement([], 2)))
attempt(lambda: combinations_with_replacement('ab', -1))
attempt(lambda: L(combinations_with_replacement([], 0)))
attempt(lambda: L(permutations('abc'), 20))
attempt(lambda: L(permutations('abc', 2), 20))
attempt(lambda: L(permutations('abc', 4)))
attempt(lambda: permutations('abc', 'a'))
attempt(lambda: permutations('abc', -1))
attempt(lambda: L(permutations('abc', None), 3))
attempt(lambda: L(permutations([], 0)))
attempt(lambda: permutations())
attempt(lambda: permutations('ab', 1.5))
attempt(lambda: L(permutations('ab', F(1))))
attempt(lambda: L(permutations('ab', True)))
attempt(lambda: L(product('ab', 'cd')))
attempt(lambda: L(product('ab', repeat=2)))
attempt(lambda: L(product()))
attempt(lambda: L(product('ab', '')))
attempt(lambda: product('a', repeat=-1))
attempt(lambda: L(product('ab', repeat=0)))
attempt(lambda: product('a', x=1))
attempt(lambda: product(5))
attempt(lambda: product('a', repeat='x'))
attempt(lambda: L(product(repeat=3)))
attempt(lambda: product('ab', repeat=2 ** 62))
attempt(lambda: product('a', repeat=None))
attempt(lambda: L(compress('abcdef', [1, 0, 1, 0, 1, 1])))
attempt(lambda: L(compress('abc', [])))
attempt(lambda: compress('abc'))
attempt(lambda: compress(5, 5))
attempt(lambda: L(dropwhile(lambda x: x < 3, [1, 2, 3, 1])))
attempt(lambda: L(takewhile(lambda x: x < 3, [1, 2, 3, 1])))
attempt(lambda: L(filterfalse(lambda x: x % 2, range(6))))
attempt(lambda: L(filterfalse(None, [0, 1, '', 2])))
attempt(lambda: L(filterfalse(bool, [0, 1, '', 2])))
attempt(lambda: dropwhile(1))
attempt(lambda: L(dropwhile(1, [2])))
attempt(lambda: L(starmap(pow, [(2, 3), (3, 2)])))
attempt(lambda: L(starmap(pow, [5])))
attempt(lambda: L(starmap(max, [[1, 2], 'ab'])))
attempt(lambda: takewhile(predicate=1, iterable=2))
attempt(lambda: filterfalse())
attempt(lambda: starmap(1, 2))
it = takewhile(lambda x: x < 3, [1, 2, 3, 1])
attempt(lambda: (list(it), list(it)))
attempt(lambda: [(k, list(g)) for k, g in groupby('aaabbc')])
attempt(lambda: [(k, list(g)) for k, g in groupby([1, 2, 3, 4], lambda x: x // 2)])
attempt(lambda: groupby())
attempt(lambda: groupby(5))
attempt(lambda: [k for k, g in groupby('aaabbc')])
attempt(lambda: [list(g) for k, g in list(groupby('aaabbc'))])
attempt(lambda: [(k, next(g)) for k, g in groupby('aaabbc')])
attempt(lambda: list(groupby('ab', 1)))
attempt(lambda: L(islice('abcdef', 3)))
attempt(lambda: L(islice('abcdef', 1, 4)))
attempt(lambda: L(islice('abcdef', 1, None, 2)))
attempt(lambda: L(islice('abcdef', None)))
attempt(lambda: islice('a'))
attempt(lambda: islice('a', -1))
attempt(lambda: islice('a', 'b'))
attempt(lambda: islice('a', 1, -1))
attempt(lambda: islice('a', -1, 2))
attempt(lambda: islice('a', 1, 2, 0))
attempt(lambda: islice('a', 1, 2, -1))
attempt(lambda: islice('a', 1, 2, 'x'))
attempt(lambda: islice('a', 1, 2, 3, 4))
attempt(lambda: L(islice('abcdef', None, None, None)))
attempt(lambda: islice('a', 'x', 2))
attempt(lambda: islice('a', 2 ** 70))
attempt(lambda: L(islice(count(), 10, 20, 3)))
attempt(lambda: islice(5, 1))
attempt(lambda: L(islice('abc', 5, 2)))
attempt(lambda: islice('a', 1, x=2))
attempt(lambda: islice('a', 1.0))
attempt(lambda: L(islice('abc', F(2))))
attempt(lambda: L(islice('abc', 0)))
i = iter(range(10))
s = islice(i, 2, 5)
attempt(lambda: (list(s), list(i)))
i = iter(range(10))
s = islice(i, 5, 2)
attempt(lambda: (list(s), list(i)))
i = iter(range(10))
s = islice(i, 0, 9, 4)
attempt(lambda: (list(s), list(i)))
attempt(lambda: L(pairwise('abcd')))
attempt(lambda: L(pairwise('a')))
attempt(lambda: L(pairwise('')))
attempt(lambda: pairwise())
attempt(lambda: pairwise(5))
attempt(lambda: L(zip_longest('abc', 'x')))
attempt(lambda: L(zip_longest('abc', 'x', fillvalue='-')))
attempt(lambda: L(zip_longest()))
attempt(lambda: zip_longest('a', x=1))
attempt(lambda: zip_longest(5))
attempt(lambda: L(zip_longest('a', 5)))
attempt(lambda: zip_longest('a', fillvalue=1, x=2))
attempt(lambda: tee())
attempt(lambda: [list(x) for x in tee('abc')])
attempt(lambda: tee('abc', 0))
attempt(lambda: tee('abc', -1))
attempt(lambda: [list(x) for x in tee('abc', 3)])
attempt(lambda: tee(5))
attempt(lambda: tee('a', 'b'))
a, b = tee(range(200))
attempt(lambda: (sum(islice(a, 100)), sum(islice(b, 150)), sum(a), sum(b)))
a, b = tee('abcdef')
next(a)
c = a.__copy__()
attempt(lambda: (list(c), list(a), list(b)))
attempt(lambda: type(a))
attempt(lambda: list(type(a)('xyz')))
attempt(lambda: type(a)())
x, = tee(a, 1)
attempt(lambda: x is a)


def reent():

    class I:

        def __iter__(s):
            return s

        def __next__(s):
            return next(A)
    A, B = tee(I())
    return next(A)


attempt(reent)
for ty in (count, cycle, repeat, accumulate, batched, chain, combinations, combinations_with_replacement, compress, dropwhile, filterfalse, groupby, islice, pairwise, permutations, product, starmap, takewhile, zip_longest):
    attempt(lambda: (ty, ty.__text_signature__))


class S(count):

    def __init__(self, *a, **k):
        pass


attempt(lambda: S(1, 2))
attempt(lambda: S(5))


class S2(chain):

    def __init__(self, *a, **k):
        pass


attempt(lambda: L(S2('ab', 'c', x=1)))


class S3(repeat):

    def __init__(self, *a, **k):
        pass


attempt(lambda: S3(1, 2))
attempt(lambda: list(S3(1, 2)))


class Bad:

    def __iter__(self):
        raise ZeroDivisionError('it')


class Bad2:

    def __iter__(self):
        return self

    def __next__(self):
        raise ZeroDivisionError('nx')


for f in (lambda x: list(chain(x)), lambda x: list(cycle(x)), lambda x: list(accumulate(x)), lambda x: list(batched(x, 2)), lambda x: list(combinations(x, 1)), lambda x: list(compress(x, x)), lambda x: list(dropwhile(bool, x)), lambda x: list(groupby(x)), lambda x: list(islice(x, 2)), lambda x: list(pairwise(x)), lambda x: list(permutations(x)), lambda x: list(product(x)), lambda x: list(starmap(pow, x)), lambda x: list(takewhile(bool, x)), lambda x: list(tee(x)[0]), lambda x: list(zip_longest(x)), lambda x: list(zip_longest('a', x)), lambda x: list(filterfalse(None, x))):
    attempt(lambda: f(Bad()))
    attempt(lambda: f(Bad2()))
