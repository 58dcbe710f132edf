"""Operators of int over the borders between its two forms, with every sign."""

VALUES = [0, 1, -1, 2, -3, 7, 2**31 - 1, -(2**31), 2**32, 2**53 - 1, 2**53, 2**53 + 1, -(2**53), 2**63, -(2**64) - 1, 10**40, -(7**50)]


def attempt(function, *args):
    try:
        return function(*args)
    except Exception as e:
        return f'{type(e).__name__}: {e}'


for a in VALUES:
    print(a, -a, +a, ~a, abs(a), bool(a), a.bit_length(), a.bit_count(), hash(a), float(a), int(a))
for a in VALUES:
    for b in VALUES:
        print(a + b, a - b, a * b, a & b, a | b, a ^ b, end=' ')
        print(attempt(int.__floordiv__, a, b), attempt(int.__mod__, a, b), attempt(divmod, a, b), attempt(int.__truediv__, a, b))
        print(a < b, a <= b, a == b, a != b, a > b, a >= b)

# True division is correctly rounded, also where a double holds neither operand.
for a, b in [(1, 3), (2**53 + 1, 1), (2**54 + 2, 2), (10**400, 10**399), (10**400, 3), (1, 10**400), (3 * 2**1023, 2**1075 * 5), (2**1100 + 1, 2**1100), (7, 2**1076), (-5, 2**1075), (0, -5)]:
    print(attempt(int.__truediv__, a, b))

# Shifts
for a in [0, 1, -1, 5, -5, 2**53 - 1, -(2**53), 2**70, -(2**70) - 1]:
    for count in [0, 1, 30, 31, 32, 52, 53, 63, 64, 100]:
        print(a << count, a >> count, end=' ')
    print(attempt(int.__lshift__, a, -1), attempt(int.__rshift__, a, -(10**20)), a >> 10**20)
print(0 << 10**20)
for count in [10**12, 2**62, 2**63 - 1, 2**63, 2**100]:
    try:
        1 << count
    except (OverflowError, MemoryError) as e:
        print(type(e).__name__, e)

# Powers
for a in [0, 1, -1, 2, -2, 3, 10, -7, 2**40]:
    for b in [0, 1, 2, 3, 10, 31, 64, -1, -2]:
        print(attempt(pow, a, b), end=' ')
    print()
for a in [0, 1, 3, -4, 10**20]:
    for b in [0, 1, 5, -1, -3, 2**70]:
        for m in [1, -1, 2, 7, -7, 10, 2**64 + 13, -(10**20), 0]:
            print(attempt(pow, a, b, m), end=' ')
        print()
print(attempt(pow, 2, 3, 1.0), attempt(pow, 2, 0.5, 3), attempt(pow, 2, 3, None))
print(2**-1, (-2) ** -3, attempt(pow, 10**400, -1), 2**0.5, (-8) ** (1 / 3))

for other in ['x', None, [], 1.5, 1j]:
    for name in ['add', 'sub', 'mul', 'floordiv', 'mod', 'divmod', 'pow', 'lshift', 'rshift', 'and', 'or', 'xor', 'truediv', 'lt', 'eq']:
        print(getattr(5, f'__{name}__')(other), end=' ')
    print()
