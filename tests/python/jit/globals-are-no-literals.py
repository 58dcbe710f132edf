"""Ints under global names and in modules change after the code was compiled that reads them."""
import types

module = types.ModuleType('module')
POWER = 2
INDEX = -1
DIVISOR = 3
STEP = 2
module.step = 2


def power(x):
    return x ** POWER


def last(items):
    return items[INDEX]


def ratio(x):
    return x / DIVISOR, x % DIVISOR, x // DIVISOR


def steps():
    return [i for i in range(0, 10, STEP)], [i for i in range(0, 10, module.step)]


def show():
    print(power(3), last([1, 2, 3]), steps())
    try:
        print(ratio(7))
    except ZeroDivisionError as error:
        print(error)


for _ in range(40):
    power(3), last([1, 2, 3]), ratio(5), steps()
show()
POWER, INDEX, DIVISOR, STEP, module.step = 3, -3, -2, 4, 5
show()
DIVISOR = 0
show()
