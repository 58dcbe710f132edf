"""Methods and attributes of float, and subclasses."""


def attempt(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except Exception as e:
        return f'{type(e).__name__}: {e}'


INF = float('inf')
NAN = float('nan')
VALUES = [0.0, -0.0, 0.5, 1.5, 2.5, -0.5, -2.5, 2.675, 1e16, 123456.789, -1e22, 5e-324, 1.7976931348623157e308, INF, -INF, NAN]
for x in VALUES:
    print(x, attempt(round, x), attempt(x.__trunc__), attempt(x.__floor__), attempt(x.__ceil__), attempt(x.as_integer_ratio), x.is_integer(), x.real, x.imag, x.conjugate())
    print([attempt(round, x, n) for n in (0, 1, 2, 15, 20, 400, -1, -2, -5, -308, -309, None)])
print(attempt(round, 1.5e308, -308), attempt(round, 1.5, 'x'), attempt(round, 1.5, 1.0), round(2.5, 10**30), round(2.5, -(10**30)))
for x in [1e15, 1e16, 1e17, 123456789012345680.0, 0.0001, 0.00001, 1e22, 1e23, 9007199254740993.0, 1 / 3, 2 / 3, 1e-7, 1.1, 100.0, 5e-324, 1.7976931348623157e308]:
    print(repr(x), str(x), x.__getnewargs__(), eval(repr(x)) == x)
print(float.__getformat__('double'), float.__getformat__('float'), attempt(float.__getformat__, 'x'), attempt(float.__getformat__, 1))
print(attempt(setattr, 1.5, 'real', 2), attempt(setattr, 1.5, 'x', 2), attempt(float.hex, 5), attempt(float.__new__, int), attempt(float.__add__, 5, 1.5))


class F(float):
    pass


f = F(2.5)
for value in [f + 1, 1 + f, f * f, f / 2, f // 2, f % 2, f**2, -f, +f, abs(f), float(f), round(f), round(f, 1), f.real, f.conjugate(), f.__getnewargs__()[0], f + 1j]:
    print(value, type(value).__name__, end='; ')
print()
print(f, repr(f), f == 2.5, hash(f) == hash(2.5), f < 3, {2.5: 'x'}[f], f'{f:.2f}', f'{f}', F(), F('1e3'), F(F(1.5)), type(F(f)).__name__)
f.note = 1
print(f.__dict__, attempt(F, 'x'), attempt(F, 1, 2), attempt(F, x=1))


class Keyword(float):
    def __init__(self, *args, unit=None):
        self.unit = unit


print(Keyword(2.5, unit='m'), Keyword(2.5, unit='m').unit)


class Own(float):
    def __repr__(self):
        return 'own repr'

    def __str__(self):
        return 'own str'

    def __radd__(self, other):
        return 'radd'

    def __eq__(self, other):
        return 'eq'

    def __float__(self):
        return 9.0

    __hash__ = float.__hash__


o = Own(1.5)
print(o, repr(o), f'{o}', f'{o:.1f}', 1.0 + o, 1 + o, o + 1.0, 2.0 == o, float(o), o.real, hash(o) == hash(1.5), [o])
