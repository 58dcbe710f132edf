"""Numbers of different types compare exactly and hash alike when they are equal."""
from fractions import Fraction

INTS = [0, 1, -1, 2**53 - 1, 2**53, 2**53 + 1, -(2**53) - 1, 2**61 - 1, 2**61, -(2**61) + 1, 2**63, 2**64, 10**22, 10**23, 2**1023, 2**1024 - 2**970, 2**1024, -(2**1024), 10**400]
FLOATS = [0.0, -0.0, 1.0, -1.0, 0.5, 2.0**53, 2.0**53 + 2, 2.0**61, 2.0**63, 1e22, 1e23, 2.0**1023, 1.7976931348623157e308, float('inf'), float('-inf'), float('nan')]
for i in INTS:
    for f in FLOATS:
        print(i < f, i <= f, i == f, i != f, i > f, i >= f, f < i, f == i, i == complex(f), complex(f) == i, end=' ')
    print()
for i in INTS:
    print(hash(i), end=' ')
    if abs(i) < 2**1023 + 1:
        print(hash(float(i)), hash(complex(i)), end=' ')
        if float(i) == i:
            assert hash(float(i)) == hash(i) == hash(complex(i)) == hash(Fraction(i))
print()
for f in FLOATS[:-1]:
    print(hash(f), hash(complex(f, 0)), hash(complex(0, f)), hash(complex(f, f)))
for f in [0.1, -0.1, 1.5, 1e-300, 5e-324, -5e-324, 3.14159, 1e100, -1.7976931348623157e308]:
    print(hash(f), hash(Fraction(f)) == hash(f))
print(hash(-1), hash(-1.0), hash(-2), hash(-1 + 0j), hash(2**61 - 2), hash(-(2**61) + 2), hash(True), hash(False))
print({1: 'int', 1.0: 'float', 1 + 0j: 'complex', True: 'bool'}, {0.5: 1, Fraction(1, 2): 2}, len({0, 0.0, -0.0, 0j, False}))
nan = float('nan')
print(nan in [nan], nan == nan, nan != nan, nan < nan, [nan] == [nan], {nan: 1}[nan])
for op in ['<', '<=', '>', '>=']:
    for left, right in [('1', '"x"'), ('1.5', 'None'), ('1', '1j'), ('1j', '1.5'), ('1j', '2j'), ('True', '[]')]:
        try:
            eval(f'{left} {op} {right}')
        except TypeError as e:
            print(e)
print(sorted([3, 2.5, True, 2**70, -1e300, 0, float('-inf')]), max(1, 1.0), min(2**53 + 1, 2.0**53), 1 == 1.0 == 1 + 0j == True)
