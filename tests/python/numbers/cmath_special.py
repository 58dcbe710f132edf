"""cmath at the borders: infinities, NaN, signed zeros, numbers that overflow or vanish; branch cuts; errors."""
import cmath
import math

values = [-math.inf, -2.0, -0.0, 0.0, 2.0, math.inf, math.nan]
extremes = [1.7e308, -1e308, 1e-320, -1e-310, 710.0, 1e154]


def attempt(function, *args):
    try:
        result = function(*args)
    except (ValueError, OverflowError) as error:
        return type(error).__name__
    return f'{result:.13g}' if isinstance(result, complex) else repr(result)


for name in 'acos acosh asin asinh atan atanh cos cosh exp log log10 sin sinh sqrt tan tanh phase polar'.split():
    function = getattr(cmath, name)
    print(name)
    for a in values:
        print(' ', *(attempt(function, complex(a, b)) for b in values))
    for a in extremes:
        print(' ', *(attempt(function, complex(a, b)) for b in extremes))
print('rect')
for r in values:
    print(' ', *(attempt(cmath.rect, r, phi) for phi in values))

for call in [
    'cmath.log(0, 2)',
    'cmath.log(2, 0)',
    'cmath.log(2, 1)',
    'cmath.log(8, 2)',
    'cmath.log(0)',
    'cmath.exp(1000)',
    'cmath.log("x")',
    'cmath.log()',
    'cmath.log(1, 2, 3)',
    'cmath.sqrt(z=1)',
    'cmath.isclose(1, 2, rel_tol=-1)',
    'cmath.isclose(1 + 1j, 1 + 1.0000000001j)',
    'cmath.isclose(cmath.infj, 5, rel_tol=1e9)',
    'cmath.isnan(cmath.nanj), cmath.isinf(cmath.infj), cmath.isfinite(1j)',
]:
    try:
        print(call, eval(call))
    except Exception as error:
        print(call, type(error).__name__, error)
