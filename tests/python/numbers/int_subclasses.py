"""Subclasses of int: results are plain, overridden methods count, reflected ones come first."""


class I(int):
    pass


x = I(5)
print(x, repr(x), type(x).__name__, isinstance(x, int), x == 5, hash(x) == hash(5), {5: 'a'}[x])
for value in [x + 1, 1 + x, x + x, x - x, x * 2, x // 2, x % 2, x**2, -x, +x, abs(x), ~x, x << 1, x >> 1, x & 4, x | 8, x ^ 1, int(x), round(x), round(x, -1), x.real, x.numerator, x.conjugate(), x.__index__(), x.__trunc__(), divmod(x, 2)[0], x.__getnewargs__()[0], pow(x, 2, 7)]:
    print(value, type(value).__name__, end='; ')
print()
print(x / 2, x < 6, x > 6.5, x == 5.0, x == 5 + 0j, f'{x}', f'{x:3d}|', '%d' % x, [10, 20, 30, 40, 50, 60][x], range(x))
x.note = 'attributes'
print(x.note, x.__dict__)
print(I(), I('7'), I('ff', 16), I('ff', base=16), I(I(3)), I(2.9), I(True), I.from_bytes(b'\x01\x02'), type(I.from_bytes(b'\x01')).__name__)
for args in [('x',), (1, 2), (1, 2, 3), ([],)]:
    try:
        I(*args)
    except Exception as e:
        print(type(e).__name__, e)


class Loud(int):
    def __new__(cls, value=0, *, tag=''):
        self = super().__new__(cls, value)
        self.tag = tag
        return self

    def __add__(self, other):
        return f'{self.tag}+{other!r}'

    def __radd__(self, other):
        return f'{other!r}+{self.tag}'

    def __eq__(self, other):
        return 'equal'

    __hash__ = int.__hash__

    def __lt__(self, other):
        return 'less'

    def __int__(self):
        return 42

    def __index__(self):
        return 43

    def __float__(self):
        return 44.0

    def __bool__(self):
        return False

    def __repr__(self):
        return f'<{self.tag}>'

    def __format__(self, spec):
        return f'({spec})'

    def __neg__(self):
        return 'neg'

    def __pow__(self, other, mod=None):
        return ('pow', other, mod)

    def __rpow__(self, other, mod=None):
        return ('rpow', other, mod)


a = Loud(5, tag='a')
print(a + 1, 1 + a, a + a, 1.5 + a, a == 7, 7 == a, a < 1, 1 > a, hash(a), a - 1, 10 - a, -a, bool(a), not a)
print(int(a), float(a), a, str(a), f'{a:5}', f'{a}', '%d' % a, [1, 2][a - 5], a**2, 2**a, pow(2, a, 7), pow(a, 2, 7), a.real, a & 7)


class Counter(int):
    def __iadd__(self, other):
        return Counter(int(self) + other * 10)


c = Counter(1)
c += 2
print(c, type(c).__name__)
c -= 1
print(c, type(c).__name__)
try:
    class B(bool):
        pass
except TypeError as e:
    print(e)
