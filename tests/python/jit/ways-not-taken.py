"""Ways that a conditional jump has never gone while the code became hot, and goes then after all."""

import sys


def classify(value, box):
    if value < 0:
        box.append("negative")
        value = -value
    elif value is None:
        return "never"
    return value + (1000 if value > 900 else 0) * 2


def numbers(values):
    total = 0.0
    for number in values:
        if number > 1e6:
            total = str(total)
            break
        total += number * 0.5
    return total


def inside(value):
    try:
        if value == 7777:
            raise KeyError(value, sys._getframe().f_lineno)
        return [value, "x" if value != 8888 else {}[value]]
    except KeyError as error:
        return error.args


def steps(limit):
    at = 0
    while True:
        if at == limit:
            at = yield "limit"
            if at is None:
                return "no number"
        at += 1
        yield at


def many(value):
    found = []
    if value & 1024: found.append(1)
    if value & 2048: found.append(2)
    if value & 4096: found.append(3)
    if value & 8192: found.append(4)
    if value & 16384: found.append(5)
    if value & 32768: found.append(6)
    if not value & 65536: found.append(7)
    return found


def fails(value):
    if value >= 5000:
        local = value * 2
        return local / 0
    return value


def kind(value):
    if isinstance(value, tuple):
        return "tuple"
    if isinstance(value, int):
        return "int"
    if isinstance(value, (str, bytes)):
        return "text"
    return "other"


box = []
for i in range(2000):
    classify(i % 900, box)
print(classify(5, box), classify(950, box), classify(-3, box), box)
try:
    classify(None, box)
except TypeError as error:
    print(error)
print([classify(i * 60, box) for i in range(-3, 20)], box)

print(numbers([1.5] * 5000), numbers([1.5, 1e7, 2.0]), numbers([1e7]), numbers([2, 1, 3]))

for i in range(1000):
    inside(i)
print(inside(3), inside(7777), inside(8888))
print([inside(i) for i in (7777, 8888, 1) * 3])

for _ in range(5):
    running = steps(3000)
    for i in range(3000):
        next(running)
    print(next(running), running.send(10), next(running))
    running = steps(1)
    print(next(running), next(running))
    try:
        next(running)
    except StopIteration as stop:
        print(stop.value)

for i in range(500):
    many(i)
for bit in range(10, 17):
    print([many(1 << bit | n) for n in range(5)])

for i in range(500):
    fails(i)
for i in (5000, 1, 6000, 7000, 8000, 9000):
    try:
        print(fails(i))
    except ZeroDivisionError as error:
        frame = error.__traceback__.tb_next.tb_frame
        print(error, error.__traceback__.tb_next.tb_lineno, frame.f_locals)


class Number(int):
    pass


class Claims:
    __class__ = int


class Meta(type):
    def __instancecheck__(cls, value):
        return value == 3


class ByMeta(metaclass=Meta):
    pass


for i in range(500):
    kind(i)
print([kind(value) for value in (1, True, 2**70, Number(3), Claims(), "a", b"b", 1.5, (), None)])
print([isinstance(i % 5, ByMeta) for i in range(200)].count(True))
