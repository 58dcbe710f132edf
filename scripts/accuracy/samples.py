"""Prints results of math's functions and of ** for arguments drawn by chance, for accuracy.ts to compare.

    python3.14 samples.py COUNT SEED

A line is a function and the results in hexadecimal; half of the arguments are spread evenly over a usual range, half
have any exponent that the function takes.
"""
import math
import sys


class Chance:
    """A generator of its own (SplitMix64), so that both Pythons draw the same."""

    def __init__(self, seed):
        self.state = seed

    def bits(self):
        self.state = self.state + 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF
        z = self.state
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & 0xFFFFFFFFFFFFFFFF
        z = (z ^ z >> 27) * 0x94D049BB133111EB & 0xFFFFFFFFFFFFFFFF
        return z ^ z >> 31

    def even(self, low, high):
        return low + (high - low) * ((self.bits() >> 11) * 2.0**-53)

    def scaled(self, least, most):
        """A number whose binary exponent is anything from `least` to `most`, of either sign."""
        value = math.ldexp(1.0 + (self.bits() >> 12) * 2.0**-52, least + self.bits() % (most - least + 1))
        return -value if self.bits() & 1 else value


def power(x, y):
    return x**y


# Function, a usual range, exponents; the second argument likewise where there is one.
ONE = [
    (math.acos, (-1, 1), (-30, -1)),
    (math.acosh, (1, 100), (0, 1000)),
    (math.asin, (-1, 1), (-30, -1)),
    (math.asinh, (-10, 10), (-30, 1000)),
    (math.atan, (-10, 10), (-30, 60)),
    (math.atanh, (-1, 1), (-30, -1)),
    (math.cbrt, (-10, 10), (-1000, 1000)),
    (math.cos, (-10, 10), (-30, 1000)),
    (math.cosh, (-10, 10), (-30, 9)),
    (math.erf, (-4, 4), (-30, 3)),
    (math.erfc, (-4, 26), (-30, 4)),
    (math.exp, (-10, 10), (-30, 9)),
    (math.exp2, (-10, 10), (-30, 9)),
    (math.expm1, (-10, 10), (-30, 9)),
    (math.gamma, (-20, 30), (-30, 7)),
    (math.lgamma, (-20, 30), (-30, 1000)),
    (math.log, (0, 10), (-1000, 1000)),
    (math.log10, (0, 10), (-1000, 1000)),
    (math.log1p, (-1, 10), (-50, 1000)),
    (math.log2, (0, 10), (-1000, 1000)),
    (math.sin, (-10, 10), (-30, 1000)),
    (math.sinh, (-10, 10), (-30, 9)),
    (math.sqrt, (0, 10), (-1000, 1000)),
    (math.tan, (-10, 10), (-30, 1000)),
    (math.tanh, (-10, 10), (-30, 5)),
]
TWO = [
    (math.atan2, (-10, 10), (-500, 500), (-10, 10), (-500, 500)),
    (math.fmod, (-100, 100), (-30, 1000), (-10, 10), (-30, 1000)),
    (math.hypot, (-10, 10), (-500, 500), (-10, 10), (-500, 500)),
    (math.pow, (0, 10), (-30, 30), (-20, 20), (-30, 5)),
    (math.remainder, (-100, 100), (-30, 1000), (-10, 10), (-30, 1000)),
    (power, (0, 10), (-30, 30), (-20, 20), (-30, 5)),
    (math.dist, (-10, 10), (-500, 500), (-10, 10), (-500, 500)),
]


def result(function, *args):
    if function is math.dist:
        args = (args, args[::-1])
    try:
        value = function(*args)
    except (ValueError, OverflowError, ZeroDivisionError) as error:
        return type(error).__name__
    return value.hex() if isinstance(value, float) else f'{value.real.hex()},{value.imag.hex()}'


def samples(count, seed):
    for function, *ranges in ONE + TWO:
        chance = Chance(seed)
        results = []
        for i in range(count):
            if i % 2:
                args = [chance.even(*span) for span in ranges[::2]]
            else:
                args = [chance.scaled(*span) for span in ranges[1::2]]
            results.append(result(function, *args))
        yield function.__name__, results


if __name__ == '__main__':
    for name, results in samples(int(sys.argv[1]), int(sys.argv[2])):
        print(name, *results)
