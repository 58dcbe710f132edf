"""deque, defaultdict, OrderedDict and the helpers of Counter and namedtuple."""

import _collections
from _collections import OrderedDict, defaultdict, deque


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


d = deque([1, 2, 3])
attempt(lambda: deque(1))
attempt(lambda: deque([], 'a'))
attempt(lambda: deque([], -1))
attempt(lambda: deque([], None))
attempt(lambda: deque([1, 2, 3], 2))
attempt(lambda: deque(maxlen=3))
attempt(lambda: deque(x=3))
attempt(lambda: deque([], 1, 2))
attempt(lambda: deque([], 1.5))
attempt(lambda: deque([], 2 ** 70))
attempt(lambda: deque(iterable=[1, 2]))
attempt(lambda: d[5])
attempt(lambda: d['a'])
attempt(lambda: d[1:2])
attempt(lambda: d.index(9))
attempt(lambda: d.index(3, 0, 2))
attempt(lambda: d.index(2, 1))
attempt(lambda: d.index(1, -3, -1))
attempt(lambda: d.remove(9))
attempt(lambda: d + [1])
attempt(lambda: d * 'a')
attempt(lambda: d * 2)
attempt(lambda: d * -1)
attempt(lambda: deque([1, 2], 3) * 2)
attempt(lambda: d.insert(1, 'x'))
attempt(lambda: d)
attempt(lambda: deque([1, 2], 2).insert(0, 1))
attempt(lambda: d.rotate('a'))
attempt(lambda: d.rotate(1, 2))
attempt(lambda: deque().pop())
attempt(lambda: deque().popleft())
attempt(lambda: hash(d))
attempt(lambda: d < [1])
attempt(lambda: d == [1])
attempt(lambda: deque([1]) < deque([1, 2]))
attempt(lambda: d.maxlen)
attempt(lambda: setattr(d, 'maxlen', 1))
attempt(lambda: iter(d).__reduce__())
attempt(lambda: deque[int])


class S(deque):
    pass


attempt(lambda: S([1, 2]).copy())
attempt(lambda: type(S([1, 2]).copy()))
attempt(lambda: S([1], 3) + deque([2]))
attempt(lambda: S([1]) * 2)


class B(deque):

    def __new__(cls, *a):
        return deque.__new__(cls)

    def __init__(self, *a):
        pass


x = deque()
x.append(x)
attempt(lambda: x)


def it():
    d = deque([1, 2, 3])
    for q in d:
        d.append(1)


attempt(it)


def it2():
    d = deque([1, 2, 3])
    for q in d:
        d[0] = q
    return d


attempt(it2)


class E:

    def __init__(s, d):
        s.d = d

    def __eq__(s, o):
        s.d.append(1)
        return False


def m():
    d = deque()
    d.append(E(d))
    d.append(2)
    return d.index(5)


attempt(m)


def m():
    d = deque()
    d.append(E(d))
    d.append(2)
    return d.remove(5)


attempt(m)


def m():
    d = deque()
    d.append(E(d))
    d.append(2)
    return d.count(5)


attempt(m)


def m():
    d = deque()
    d.append(E(d))
    d.append(2)
    return 5 in d


attempt(m)
attempt(lambda: defaultdict(1))
attempt(lambda: defaultdict(None, {1: 2}))
attempt(lambda: defaultdict(int, a=1))
attempt(lambda: defaultdict(int)[3])
attempt(lambda: defaultdict(None)[3])
attempt(lambda: defaultdict())
attempt(lambda: defaultdict(list, {1: []}) | {2: 3})
attempt(lambda: {2: 3} | defaultdict(list, {1: []}))
attempt(lambda: defaultdict(int, {1: 2}).copy())
attempt(lambda: defaultdict(int, 1))
attempt(lambda: defaultdict(int, {1: 2}).__reduce__()[:2])
attempt(lambda: defaultdict(int).__missing__(1))
attempt(lambda: defaultdict(None).__missing__((1, 2)))
dd = defaultdict()
dd.default_factory = lambda: 5
attempt(lambda: dd['x'])
attempt(lambda: len(dd))
del dd.default_factory
attempt(lambda: dd.default_factory)
attempt(lambda: dd['q'])
o = OrderedDict(a=1, b=2, c=3)
attempt(lambda: o)
attempt(lambda: OrderedDict())
attempt(lambda: o.popitem())
attempt(lambda: o.popitem(False))
attempt(lambda: o.popitem(last=False))
attempt(lambda: o.popitem())
attempt(lambda: OrderedDict([(1, 2)]).move_to_end(5))
attempt(lambda: OrderedDict(1))
attempt(lambda: OrderedDict(1, 2))
attempt(lambda: o.pop('zz'))
attempt(lambda: o.pop('zz', 5))
attempt(lambda: OrderedDict(a=1) == OrderedDict(a=1))
attempt(lambda: OrderedDict([(1, 2), (3, 4)]) == OrderedDict([(3, 4), (1, 2)]))
attempt(lambda: OrderedDict([(1, 2), (3, 4)]) == {3: 4, 1: 2})
attempt(lambda: OrderedDict(a=1) | {'b': 2})
attempt(lambda: {'b': 2} | OrderedDict(a=1))
attempt(lambda: OrderedDict(a=1).keys())
attempt(lambda: OrderedDict(a=1).items())
attempt(lambda: OrderedDict(a=1).values())
attempt(lambda: OrderedDict.fromkeys('abc', 1))
attempt(lambda: OrderedDict.fromkeys('abc'))
attempt(lambda: OrderedDict(a=1).setdefault('b', 2))
attempt(lambda: OrderedDict(a=1).setdefault('b'))
attempt(lambda: OrderedDict(a=1).copy())
attempt(lambda: OrderedDict(a=1).update(1))
attempt(lambda: OrderedDict(a=1).update(1, 2))
attempt(lambda: OrderedDict().update(self=1))


def it():
    o = OrderedDict(a=1, b=2)
    for k in o:
        o['c'] = 1


attempt(it)


def it():
    o = OrderedDict(a=1, b=2)
    for k in o:
        o.move_to_end('a')


attempt(it)


def it():
    o = OrderedDict(a=1, b=2, c=3)
    for k in o:
        del o[k]


attempt(it)


def it():
    o = OrderedDict(a=1, b=2, c=3)
    for k in o:
        o[k] = 5
    return o


attempt(it)


def it():
    o = OrderedDict(a=1, b=2, c=3)
    for k in o:
        o.popitem()
        o['z'] = 1
    return o


attempt(it)
oo = OrderedDict(a=1)
oo.x = 5
attempt(lambda: oo.__dict__)
oo['self'] = oo
attempt(lambda: oo)
attempt(lambda: list(reversed(OrderedDict(a=1, b=2))))
attempt(lambda: list(reversed(OrderedDict(a=1, b=2).items())))
attempt(lambda: OrderedDict(a=1).keys() & {'a'})
attempt(lambda: OrderedDict(a=1).keys().mapping)


class M(OrderedDict):

    def __missing__(self, k):
        return 'missing'


attempt(lambda: M()[1])
attempt(lambda: M().pop(1))
attempt(lambda: M(a=1))
attempt(lambda: M(a=1) | {2: 3})
attempt(lambda: iter(OrderedDict(a=1)).__reduce__())
attempt(lambda: OrderedDict(a=1).popitem(1, 2))
attempt(lambda: OrderedDict(a=1).move_to_end())
attempt(lambda: OrderedDict(a=1)[[]])
attempt(lambda: OrderedDict({1: 2}).pop([]))
attempt(lambda: OrderedDict().pop([]))
T = _collections._tuplegetter(0, 'doc')


class P(tuple):
    x = T


attempt(lambda: P((1, 2)).x)
attempt(lambda: T)
attempt(lambda: T.__doc__)
attempt(lambda: T.__reduce__())
attempt(lambda: _collections._tuplegetter(5, 'd').__get__((1,)))
attempt(lambda: T.__get__([1]))
attempt(lambda: setattr(P((1,)), 'x', 1))
attempt(lambda: delattr(P((1,)), 'x'))
attempt(lambda: P.x)
attempt(lambda: _collections._tuplegetter(1))
attempt(lambda: _collections._tuplegetter('a', 'b'))
attempt(lambda: _collections._count_elements({}, 'aab'))
q = {}
_collections._count_elements(q, 'abcab')
print(q)
q = defaultdict(int)
_collections._count_elements(q, 'abcab')
print(q)
attempt(lambda: _collections._count_elements({}, [[]]))
attempt(lambda: _collections._count_elements(5, 'a'))


class C2(dict):

    def get(self, k, d):
        print('get', k, d)
        return 7


q = C2()
_collections._count_elements(q, 'ab')
print(q)
