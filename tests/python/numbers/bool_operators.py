"""bool: its own operators, and those it has from int."""
import warnings

for a in (False, True):
    for b in (False, True, 0, 1, 5, 2.5, 1j):
        row = [a + b, a - b, a * b, a == b, a != b]
        if isinstance(b, int):
            row += [a & b, a | b, a ^ b, b & a, b | a, b ^ a, a < b, a >= b, a << b, a >> b, a**b]
        print(a, b, row)
    print(-a, +a, abs(a), not a, int(a), float(a), complex(a), str(a), repr(a), hash(a), round(a), a.real, a.imag, a.numerator, a.denominator, a.conjugate(), a.bit_length(), a.to_bytes(), a.as_integer_ratio())
    print(f'{a}|{a:d}|{a:5}|{a:>6}|{a!s:>6}|{a:x}|{a:.1f}|{a:+}', '%d %s %r' % (a, a, a))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        print(~a)
        print(caught[0].category.__name__, caught[0].message)
for value in [0, 1, '', 'x', None, [], [0], 0.0, -0.0, float('nan'), 0j, (), {}, {0}, b'', object]:
    print(bool(value), end=' ')
print(bool())


class Truth:
    def __bool__(self):
        return True


class Length:
    def __len__(self):
        return 0


class Wrong:
    def __bool__(self):
        return 1


class Negative:
    def __len__(self):
        return -1


class Raises:
    def __bool__(self):
        raise KeyError(1)


for cls in [Truth, Length, Wrong, Negative, Raises]:
    try:
        print(cls.__name__, bool(cls()))
    except Exception as e:
        print(cls.__name__, type(e).__name__, e)
for call in [lambda: bool(1, 2), lambda: bool(x=1), lambda: bool.__new__(int), lambda: bool.__new__(bool, 5), lambda: bool.from_bytes(b'\x05'), lambda: True & 1.5, lambda: True | 'x', lambda: True << 'x']:
    try:
        print(call())
    except TypeError as e:
        print(e)
print(True == 1, True is True, {True: 'a'}[1], [10, 20][True], sum([True, True]), type(True + 0).__name__, isinstance(True, int), bool.__mro__)
