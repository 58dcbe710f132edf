"""Decimal operations on numbers of all lengths, in contexts of several precisions and roundings."""
import decimal
import random
from decimal import Context, Decimal

ROUNDINGS = [getattr(decimal, name) for name in dir(decimal) if name.startswith('ROUND_')]
BINARY = ['add', 'subtract', 'multiply', 'divide', 'divide_int', 'remainder', 'quantize', 'compare', 'fma', 'power']
EXACT = ['7', '5', '25', '125', '1000', '0', '1', '99', '999999999999999', '1000000000000000', '9' * 28, '5e3', '1e-9']

rng = random.Random(20)


def number():
    if rng.random() < 0.3:
        return Decimal(rng.choice(EXACT)).scaleb(rng.choice([0, 0, -2, 3]))
    digits = rng.choice([1, 2, 5, 7, 8, 14, 15, 16, 17, 28, 29, 40])
    coefficient = rng.randrange(10 ** digits)
    if rng.random() < 0.3:
        coefficient -= coefficient % 10 ** (digits // 2)
    exponent = rng.choice([0, 0, -2, -digits, -digits // 2, 3, -30, 20])
    if rng.random() < 0.05:
        exponent *= 30
    return Decimal((rng.randrange(2), [int(d) for d in str(coefficient)], exponent))


def flags(context):
    return ' '.join(signal.__name__ for signal, on in context.flags.items() if on)


def attempt(function, *operands):
    try:
        return repr(function(*operands))
    except (ArithmeticError, ValueError) as error:
        return type(error).__name__


def operations():
    for _ in range(400):
        context = Context(
            prec=rng.choice([1, 3, 9, 14, 15, 16, 28, 28, 50]),
            rounding=rng.choice(ROUNDINGS),
            Emin=rng.choice([-999999, -20]),
            Emax=rng.choice([999999, 20]),
            clamp=rng.choice([0, 0, 1]),
            traps=[],
        )
        name = rng.choice(BINARY)
        a, b = number(), number()
        operands = [a, b]
        if name == 'fma':
            operands.append(number())
        if name == 'power':
            operands = [a, Decimal(rng.randrange(-3, 8)), *rng.choice([(), (Decimal(rng.randrange(1, 100)),)])]
        result = getattr(context, name)(*operands)
        print(name, *operands, context.prec, result, flags(context))


def conversions():
    for _ in range(80):
        a, b = number(), number()
        shown = [str(a), a.to_eng_string(), f'{a:.3f}', f'{a:e}', f'{a:,.2f}', hash(a), attempt(float, a), attempt(int, a)]
        print(*shown, a == b, a < b, a >= b, bool(a), -a, +a, abs(a), attempt(round, a, 2), attempt(round, a))
        print(attempt(divmod, a, b), a == int(a), a + 7, 12345678901234567890 - a, True + a, attempt(lambda: 2 / a))


def texts():
    for text in ['.5', '5.', '+1.0', '-0', '-0.00', '007', '0e5', '1_000.5', ' 3 ', '1e400', '.', '+', '', '-', '1..2',
                 '123456789012345', '1234567890123456', '0.000000000000001', '0.0000001', '0.000001', '٣.٥', 'nan', '-inf']:
        print(repr(text), attempt(Decimal, text), attempt(Context(prec=3).create_decimal, text))


def signals():
    with decimal.localcontext() as context:
        context.traps[decimal.Inexact] = True
        context.prec = 4
        print(attempt(lambda: Decimal(1) / 3), attempt(lambda: Decimal(1) / 8), flags(context))
        context.clear_flags()
        print(attempt(lambda: Decimal('1.0000') * 1), flags(context), context.prec)
        context.prec = 6
        print(attempt(lambda: Decimal('1.0000') * 1), attempt(lambda: Decimal('1.2345') * 3), decimal.getcontext().prec)
    print(decimal.getcontext().prec)


operations()
conversions()
texts()
signals()
