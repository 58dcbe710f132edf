"""reduce, cmp_to_key, partial and the cache behind lru_cache."""

from _functools import Placeholder, _lru_cache_wrapper, _PlaceholderType, cmp_to_key, partial, reduce


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


class Recorder:

    def __call__(self, *a, **k):
        return (a, k)

    def __repr__(self):
        return 'f'


f = Recorder()


class I:

    def __iter__(s):
        raise TypeError('boo')


class I2:

    def __iter__(s):
        raise ValueError('boo')


attempt(lambda: reduce(lambda a, b: a + b, [1, 2, 3]))
attempt(lambda: reduce(f, []))
attempt(lambda: reduce(f, [], 5))
attempt(lambda: reduce(f, [1]))
attempt(lambda: reduce(f, 5))
attempt(lambda: reduce(f, I()))
attempt(lambda: reduce(f, I2()))
attempt(lambda: reduce(f, [1, 2], initial=0))
attempt(lambda: reduce())
attempt(lambda: reduce(f))
attempt(lambda: reduce(5, [1, 2]))
attempt(lambda: reduce(f, [], None))
attempt(lambda: reduce(f, [], initial=1, x=2))
attempt(lambda: reduce(function=f, iterable=[]))
attempt(lambda: reduce(f, [1], 2, 3))
K = cmp_to_key(lambda a, b: (a > b) - (a < b))
attempt(lambda: sorted([3, 1, 2], key=K))
attempt(lambda: K(1) < K(2))
attempt(lambda: K(1) == K(1))
attempt(lambda: K(1) < 5)
attempt(lambda: K(1).obj)
attempt(lambda: K.obj)
attempt(lambda: K < K)
attempt(lambda: K())
attempt(lambda: K(obj=3).obj)
attempt(lambda: K(1, 2))
attempt(lambda: hash(K(1)))
attempt(lambda: cmp_to_key())
attempt(lambda: cmp_to_key(5)(1) < cmp_to_key(5)(2))
attempt(lambda: type(K))
attempt(lambda: K.__text_signature__)
attempt(lambda: K(1) != K(2))
attempt(lambda: K(1) >= K(2))
k1 = K(1)
k1.obj = 5
attempt(lambda: k1.obj)
attempt(lambda: type(K)())
attempt(lambda: cmp_to_key(lambda a, b: 'x')(1) < cmp_to_key(lambda a, b: 'x')(2))
del k1.obj
attempt(lambda: k1.obj)
attempt(lambda: k1 < K(1))
P = Placeholder
attempt(lambda: P)
attempt(lambda: type(P))
attempt(lambda: _PlaceholderType() is P)
attempt(lambda: _PlaceholderType(1))
attempt(lambda: P.__reduce__())
attempt(lambda: type('x', (_PlaceholderType,), {}))
p = partial(f, 1, 2, a=3)
attempt(lambda: p)
attempt(lambda: p(4, b=5))
attempt(lambda: p(a=9))
attempt(lambda: partial())
attempt(lambda: partial(5))
attempt(lambda: partial(partial(f, 1), 2))
attempt(lambda: partial(partial(f, 1, x=1), 2, y=3))
attempt(lambda: p.func is f)
attempt(lambda: p.args)
attempt(lambda: p.keywords)
attempt(lambda: setattr(p, 'func', 1))
attempt(lambda: partial(f, P, 2)(1))
attempt(lambda: partial(f, P, 2)())
attempt(lambda: partial(f, 1, P))
attempt(lambda: partial(f, P, P, 3)(1))
attempt(lambda: partial(partial(f, P, 2), 1))
attempt(lambda: partial(partial(f, P, 2, P, 4), P, 3))
attempt(lambda: partial(partial(f, P, 2, P, 4), P, 3)(0))
attempt(lambda: partial(f, x=P))
attempt(lambda: partial(f, P, 2)(P))
attempt(lambda: p.__reduce__())
attempt(lambda: partial[int])
attempt(lambda: p.__dict__)
p.x = 5
attempt(lambda: p.__dict__)
attempt(lambda: p.__reduce__()[2][3])
attempt(lambda: partial(p, 7).args)


class S(partial):
    pass


attempt(lambda: S(f, 1))
attempt(lambda: S(S(f, 1), 2))
attempt(lambda: partial(S(f, 1), 2))
attempt(lambda: S(f, 1)(2))


class C:
    m = partial(f, 1)


c = C()
attempt(lambda: c.m(2)[0][0])
attempt(lambda: C.m(3))
attempt(lambda: len(c.m(2)[0]))
q = partial(f)
attempt(lambda: q.__setstate__((f, (1,), {}, {})))
attempt(lambda: q())
attempt(lambda: q.__setstate__((f, 1, {}, {})))
attempt(lambda: q.__setstate__(5))
attempt(lambda: q.__setstate__((f, (1,), None, None)))
attempt(lambda: q)
attempt(lambda: q.__setstate__((5, (1,), None, None)))
attempt(lambda: q.__setstate__((f, (1, P), None, None)))
attempt(lambda: q.__setstate__((f, (P, 1), None, None)))
attempt(lambda: q(9))
r = partial(f)
r.__setstate__((r, (1,), {'z': r}, {}))
attempt(lambda: r)
r.__setstate__((f, (r,), {}, {}))
attempt(lambda: r)
attempt(lambda: partial(f, 1) == partial(f, 1))
attempt(lambda: p.__get__(None, int) is p)
attempt(lambda: p.__get__(3, int)(4))
attempt(lambda: partial(f, **{'a b': 1}))
attempt(lambda: partial(f, 1)(2, *[3], **{'x': 1}))
attempt(lambda: partial.__text_signature__)


class NT(tuple):

    def __new__(cls, *a):
        return tuple.__new__(cls, a)

    def __repr__(self):
        return 'NT' + repr(tuple(self))


def mk(maxsize, typed=False):
    calls = []

    def g(*a, **k):
        calls.append((a, k))
        return len(calls)
    w = _lru_cache_wrapper(g, maxsize, typed, NT)
    return (w, calls)


for ms in (None, 0, 2, -5, 100):
    for ty in (False, True):
        w, calls = mk(ms, ty)
        print(ms, ty, [w(1), w(1.0), w(True), w('1'), w(1, 2), w(a=1), w(1), w(a=1, b=2), w(b=2, a=1), w((1,)), w(1), w(x=1.0), w(x=1), w(2), w(1), w(3), w(1)], w.cache_info(), len(calls))
        w.cache_clear()
        print(w.cache_info())
w, calls = mk(3)
for x in (1, 2, 3, 1, 4, 2, 3, 4, 1, 1, 5, 6, 7, 5):
    w(x)
print(w.cache_info(), calls)
attempt(lambda: w([]))
attempt(lambda: w.cache_info())
attempt(lambda: w(([],)))
attempt(lambda: _lru_cache_wrapper())
attempt(lambda: _lru_cache_wrapper(5, 1, 2, 3))
attempt(lambda: _lru_cache_wrapper(f, 'a', False, NT))
attempt(lambda: _lru_cache_wrapper(f, 1.5, False, NT))
attempt(lambda: _lru_cache_wrapper(f, 2 ** 70, False, NT))
attempt(lambda: _lru_cache_wrapper(f, True, False, NT).cache_info())
attempt(lambda: _lru_cache_wrapper(user_function=f, maxsize=3, typed=0, cache_info_type=NT).cache_info())
attempt(lambda: w.__dict__)
w.foo = 1
attempt(lambda: w.__dict__)
attempt(lambda: w.__copy__() is w)
attempt(lambda: w.__deepcopy__(1) is w)
attempt(lambda: type(w))


class D:
    m = _lru_cache_wrapper(lambda self, x: (x,), 2, False, NT)


d = D()
attempt(lambda: d.m(1))
attempt(lambda: d.m(1))
attempt(lambda: D.m.cache_info())
attempt(lambda: w.__reduce__())
w.__qualname__ = 'abc'
attempt(lambda: w.__reduce__())


def rec(n):
    return n if n < 2 else F(n - 1) + F(n - 2)


F = _lru_cache_wrapper(rec, None, False, NT)
attempt(lambda: F(60))
attempt(F.cache_info)
F = _lru_cache_wrapper(rec, 8, False, NT)
attempt(lambda: F(60))
attempt(F.cache_info)


def bad(x):
    raise KeyError(x)


B = _lru_cache_wrapper(bad, 2, False, NT)
attempt(lambda: B(1))
attempt(lambda: B(1))
attempt(B.cache_info)


class H:
    n = 0

    def __init__(s, v):
        s.v = v

    def __hash__(s):
        H.n += 1
        return s.v

    def __eq__(s, o):
        return isinstance(o, H) and s.v == o.v


hs = [H(i) for i in range(3)]
w, calls = mk(2)
[w(h) for h in hs * 3]
print(w.cache_info(), H.n)
H.n = 0
w, calls = mk(None)
[w(h) for h in hs * 3]
[w(h, x=h) for h in hs * 3]
print(w.cache_info(), H.n)
