"""complex: construction, arithmetic with signed zeros and infinities, methods."""
import warnings

INF = float('inf')
NAN = float('nan')


def attempt(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except Exception as e:
        return f'{type(e).__name__}: {e}'


for text in ['1', '1j', 'j', '-j', '+J', '1+2j', '1-2J', '1+j', '1-j', ' 1+2j ', '(1+2j)', ' ( 1+2j ) ', '(1)', '((1))', '(1', '1)', '()', '', ' ', '1+', '1+2', '1 + 2j', '1+ 2j', 'j1', '1jj', '1e3-2.5e-1j', '.5+.5j', 'inf', 'nan+infj', '-infinity-nanj', 'infj', 'nanj', '1_0+2_0j', '1__0', '_1', '1_', '1_j', '1+_2j', '1+2j\0', '\u0661+\u0662j', '1e400j', '--1', '+-1j', '1+-2j', '1-+2j', '\ud800']:
    print(repr(text), attempt(complex, text))
warnings.simplefilter('ignore')
for args in [(), (1,), (1.5,), (True,), (2**70,), (10**400,), (1j,), (1, 2), (1.5, -0.0), (-0.0, 0.0), (1j, 2), (1, 2j), (1j, 1j), (1 + 2j, 3 + 4j), ('1', 2), (1, '2'), ('1', '2'), (None,), (b'1',), ([],), (1, None), (1, 2, 3)]:
    print(args, attempt(complex, *args))
print(attempt(complex, real=1, imag=2), attempt(complex, imag=2), attempt(complex, real='1'), attempt(complex, foo=1), attempt(complex, 1, real=2))


class Complex:
    def __complex__(self):
        return 1 + 2j


class Wrong:
    def __complex__(self):
        return 1.0


class Float:
    def __float__(self):
        return 2.5


class Index:
    def __index__(self):
        return 3


class C(complex):
    pass


class Sub:
    def __complex__(self):
        return C(3 + 4j)


for cls in [Complex, Wrong, Float, Index, Sub]:
    print(cls.__name__, attempt(complex, cls()), attempt(complex, cls(), 1), attempt(complex, 1, cls()), attempt(complex.from_number, cls()), attempt(C.from_number, cls()))
for value in ['1', 1, 1.5, 1j, C(1j), True, 10**400, None]:
    print(attempt(complex.from_number, value))
warnings.resetwarnings()
for args in [(1j, 2), (1, 2j), (Complex(), 1), (Sub(),)]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        complex(*args)
        print([(w.category.__name__, str(w.message)) for w in caught])

VALUES = [0j, -0j, 1j, 1 + 2j, -1.5 + 0.5j, complex(INF, 0), complex(0, -INF), complex(INF, NAN), complex(NAN, NAN), complex(-0.0, -0.0), 1e300 + 1e300j, 2, 0, -3, 2.5, -0.0, INF, NAN, True]
for a in VALUES:
    for b in VALUES:
        if isinstance(a, complex) or isinstance(b, complex):
            print(a, b, a + b, a - b, a * b, attempt(lambda: a / b), a == b, a != b)
for a in VALUES[:11]:
    print(a, -a, +a, bool(a), attempt(abs, a), a.conjugate(), a.real, a.imag, a.__getnewargs__(), a.__complex__(), str(a))
for a in [0j, 1j, 1 + 1j, -2 + 0j, 3 - 4j, 1e200 + 0j]:
    for b in [0, 1, 2, 3, -1, -2, 10, 0.5, 1j, 1 + 1j, 2 + 0j, 100, 101, -100]:
        print(attempt(lambda: a**b), end=' ')
    print()
print(attempt(pow, 1j, 2, 3), attempt(lambda: 1j // 1), attempt(lambda: 1j % 1), attempt(divmod, 1j, 1), attempt(lambda: 1j + 'x'), attempt(int, 1j), attempt(float, 1j), attempt(round, 1j))
print(attempt(setattr, 1j, 'real', 1), attempt(delattr, 1j, 'imag'), attempt(lambda: 1j + 10**400), 1j == 10**400)
c = C(1, 2)
print(c, repr(c), type(c).__name__, type(c + 1).__name__, type(+c).__name__, type(c.conjugate()).__name__, type(complex(c)).__name__, c == 1 + 2j, hash(c) == hash(1 + 2j), C('1j'), C(c))
print(type(complex.real).__name__, complex.real.__doc__)
