"""Ints of which a mask takes 32 bits, in loops: exact for every int, and for what is no int after all."""

VALUES = [0, 1, -1, 2**31 - 1, -(2**31), 2**32 - 1, -(2**32), 2**53 - 1, 2**53, -(2**60), 98765432123, True]


def generator(x, n):
    for _ in range(n):
        x = (x * 1103515245 + 12345) & 0x7FFFFFFF
    return x


def text_hash(text):
    value = 2166136261
    for char in text:
        value = ((value ^ ord(char)) * 16777619) & 0xFFFFFFFF
    return value


def mixed(x, n):
    result = 0
    for i in range(n):
        k = i % 31 + 1
        result ^= x
        result = ((result << k) & 0xFFFFFFFF) | (result >> (32 - k))
        result = (result + (x << (i % 40))) & 0xFFFFFFFFFF
        result ^= (result * result) & 0xFF
        result = result & 0xFFFFFFF0 | i
        x = (x * -31) & 0xFFFFFFFF
    return result


def products(a, b, c):
    return [
        (a * b) & 0xFFFFFFFF,
        (a << 3) & 255,
        (a * b) & 0x1FFFFFFFF,
        (a * b + c) & 0xFFFFFFFF,
        (a * b - c) & 0x7FFFFFFF,
        (a << 5 ^ c) & 0xFFFF,
        (a * b * c) & 0xFFFFFFFF,
        ((a * b) + 7 | c) & 0xFF,
        (a * b & 0xFF00) & 0xFFF,
        (a * b ^ 2**53) & 0xFF,
    ]


def bits(a, b):
    return [a | b, a ^ b, a & b, a >> 3, a >> 33, a << 20, a & 0xFFFFFFFF, a & 0x7FFFFFFF, a // 7, a % 7]


def shifted(a, count):
    return (a << count) & 0xFFFF


def guarded(a, b):
    try:
        return ((a * b) & 0xFF) // (b - 3)
    except ZeroDivisionError:
        return a


for i in range(60):
    products(i, i, i)
    bits(i, i)
    shifted(i, i)
    guarded(i, i % 7)
print(generator(1, 5000), text_hash("hello world" * 20), mixed(123456789, 3000), mixed(2**40 + 7, 100))
for a in VALUES:
    for b in VALUES:
        print(a, b, products(a, b, b), bits(a, b))
print(shifted(5, 2), shifted(-1, 40), shifted(3, 31), shifted(3, 32), guarded(2**50, 3), guarded(2**50, 5))


class Odd:
    def __mul__(self, other):
        return self

    def __and__(self, other):
        return "and"


def of_product(a):
    return (a * 3) & 0xFF


for i in range(60):
    of_product(i)
print(of_product(Odd()), of_product(2**70), of_product(True))
for arguments in (1.5, 2, 2), (2**50, 2**50, "a"), (2**50, 2**50, 1.5):
    try:
        products(*arguments)
    except TypeError as error:
        print(error)
try:
    shifted(1, -1)
except ValueError as error:
    print(error)
