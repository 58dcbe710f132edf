"""Every operation of Context on operands, precisions, limits and roundings drawn by chance: results and signals."""
from decimal import *

UNARY = """
abs exp ln log10 logb logical_invert minus next_minus next_plus normalize plus sqrt to_integral_exact
to_integral_value number_class to_eng_string is_normal is_subnormal create_decimal
""".split()
BINARY = """
add subtract multiply divide divide_int remainder remainder_near divmod compare compare_signal compare_total
compare_total_mag max max_mag min min_mag next_toward quantize copy_sign logical_and logical_or logical_xor rotate
scaleb shift power same_quantum
""".split()
ROUNDINGS = [
    ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_05UP,
]
state = 314


def below(n):
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
    return (state >> 33) % n


def choice(items):
    return items[below(len(items))]


def digits(most):
    return ''.join(choice('0123456789') for _ in range(1 + below(most)))


def number(small=False):
    sign = choice(['', '-'])
    match below(20):
        case 0:
            return sign + choice(['Inf', 'NaN', 'sNaN', 'NaN123', 'sNaN98765432109'])
        case 1:
            return f'{sign}0E{below(60) - 30}'
        case 2:
            return choice(['1', '10', '1.00', '-1', '1E3', '0.1', '1E-5', '2', '5', '0.5', '99999', '100000'])
        case 3:
            return ''.join(choice('01') for _ in range(1 + below(12)))
    text = digits(4 if small else 14)
    if below(3) == 0:
        text += choice(['0' * below(8), '9' * below(8), '5' + '0' * below(5)])
    if below(2) == 0:
        point = below(len(text) + 1)
        text = text[:point] + '.' + text[point:]
    if below(3) == 0:
        text += f'E{below(40) - 20}'
    return sign + text


def context():
    return Context(
        prec=choice([1, 2, 3, 5, 9, 16, 28, 34]),
        rounding=choice(ROUNDINGS),
        Emin=-choice([6, 9, 20, 99, 999999]),
        Emax=choice([6, 9, 20, 99, 999999]),
        clamp=below(2),
        traps=[],
    )


def show(c, name, *args):
    result = getattr(c, name)(*map(Decimal, args))
    signals = [signal.__name__ for signal, happened in c.flags.items() if happened]
    print(name, *args, '->', result, *signals)


for name in UNARY * 8:
    show(context(), name, number(name == 'exp'))
for name in BINARY * 10:
    show(context(), name, number(), number(name in ('rotate', 'shift', 'scaleb', 'power')))
for _ in range(40):
    show(context(), 'fma', number(), number(), number())
for _ in range(20):
    show(context(), 'power', digits(3), digits(2), digits(3))
