"""Operators of float, mixed with int, at zeros, infinities and borders."""

INF = float('inf')
NAN = float('nan')
VALUES = [0.0, -0.0, 1.0, -1.0, 0.5, 2.5, -2.5, 3.7, 1e16, 1e300, -1e-300, 5e-324, 1.7976931348623157e308, 2.0**53, INF, -INF, NAN, 0, 3, -7, 2**53 + 1, 2**70]


def attempt(function, *args):
    try:
        return function(*args)
    except Exception as e:
        return f'{type(e).__name__}: {e}'


OPERATORS = {
    '+': lambda a, b: a + b,
    '-': lambda a, b: a - b,
    '*': lambda a, b: a * b,
    '/': lambda a, b: a / b,
    '//': lambda a, b: a // b,
    '%': lambda a, b: a % b,
    '**': lambda a, b: a**b if abs(b) < 1000 or isinstance(a, float) else None,
    'divmod': divmod,
    '<': lambda a, b: a < b,
    '<=': lambda a, b: a <= b,
    '==': lambda a, b: a == b,
    '!=': lambda a, b: a != b,
    '>': lambda a, b: a > b,
    '>=': lambda a, b: a >= b,
}
for a in VALUES:
    for b in VALUES:
        if isinstance(a, int) and isinstance(b, int):
            continue
        print(a, b, *(attempt(operator, a, b) for operator in OPERATORS.values()))
for a in VALUES[:17]:
    print(-a, +a, abs(a), bool(a), attempt(int, a), hash(a) if a == a else 'nan')

# In-place operators are the plain ones.
x = 1.5
x += 1
x -= 0.25
x *= 3
x /= 2
x //= 1
x **= 2
x %= 4
print(x)
print(attempt(pow, 2.0, 3, 5), attempt(pow, 2.0, 3.0, None), attempt(pow, -8.0, 1 / 3), attempt(pow, 0.0, -1.0), attempt(pow, 1e200, 2.0), attempt(pow, 2, 1024.0))
for other in ['x', None, [], b'']:
    for symbol, operator in OPERATORS.items():
        if symbol not in ('==', '!=', '**'):
            print(attempt(operator, 1.5, other), '|', attempt(operator, other, 1.5))
print(attempt(lambda: 1.0 + 10**400), attempt(lambda: 10**400 * 1.0), 1.0 < 10**400, 10**400 == INF, 10**400 < INF, -(10**400) > -INF, 10**400 == NAN)
print(attempt(lambda: 1.5 << 1), attempt(lambda: ~1.5), attempt(lambda: 1.5 & 1))
