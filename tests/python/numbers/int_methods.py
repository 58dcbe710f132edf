"""Methods and attributes of int."""


def attempt(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except Exception as e:
        return f'{type(e).__name__}: {e}'


for value in [0, 1, -1, 127, 128, -128, -129, 255, 256, 2**31, 2**53, -(2**63), 2**64]:
    for length in [0, 1, 2, 8, 9]:
        for signed in [False, True]:
            print(value, length, attempt(value.to_bytes, length, 'big', signed=signed), attempt(value.to_bytes, length, 'little', signed=signed))
print((5).to_bytes(), (5).to_bytes(2), (5).to_bytes(length=2, byteorder='little'))
print(attempt((5).to_bytes, 2, 'middle'), attempt((5).to_bytes, -1), attempt((5).to_bytes, 2**70), attempt((5).to_bytes, 2, 5))
print(attempt((5).to_bytes, 2.0), attempt((5).to_bytes, 2, 'big', True), attempt((5).to_bytes, 1, signed=2))
for data in [b'', b'\x00', b'\xff', b'\x80\x00', bytes(range(1, 7)), bytes(range(200, 210)), b'\xff' * 16]:
    for order in ['big', 'little']:
        print(int.from_bytes(data, order), int.from_bytes(data, order, signed=True))
print(int.from_bytes([1, 2, 3]), int.from_bytes((255, 0)), int.from_bytes(iter([1])), int.from_bytes(bytearray(b'ab')), int.from_bytes(memoryview(b'ab')))
for wrong in [[256], [-1], ['a'], 'abc', 5, None, 2.5]:
    print(attempt(int.from_bytes, wrong))


class Bytes:
    def __bytes__(self):
        return b'\x01\x02'


class NoBytes:
    def __bytes__(self):
        return 'x'


print(int.from_bytes(Bytes()), attempt(int.from_bytes, NoBytes()), attempt(int.from_bytes, b'', 'x'))

for value in [0, 5, 15, 25, 35, 45, 55, -5, -15, -25, 149, 150, 151, 250, 10**20 + 5 * 10**9, -(10**20) - 5 * 10**9, 99999]:
    print([round(value, n) for n in (None, 0, 1, 5, -1, -2, -3, -10, -30, -1000)])
print(round(7), attempt(round, 7, 1.0), attempt(round, 7, 'x'), attempt((7).__round__, 1, 2))
for value in [0, -17, 2**80]:
    print(value.real, value.imag, value.numerator, value.denominator, value.conjugate(), value.as_integer_ratio(), value.is_integer())
    print(value.__trunc__(), value.__floor__(), value.__ceil__(), value.__int__(), value.__index__(), value.__float__(), value.__getnewargs__())
    print(value.__sizeof__(), value.__bool__(), value.__repr__(), value.__str__(), value.__hash__())
print(attempt((10**400).__float__), attempt(setattr, 5, 'real', 1), attempt(int.bit_length, 'x'), attempt(int.__add__, 'x', 1))
print(attempt(int.__new__), attempt(int.__new__, 5), attempt(int.__new__, float), attempt(int.__new__, bool))
