"""int() of texts, bytes and objects, and the limit on digits."""


def show(*args, **kwargs):
    try:
        print(args, kwargs, '->', int(*args, **kwargs))
    except Exception as e:
        print(args, kwargs, '->', type(e).__name__, e)


for text in ['0', '-0', '+12', ' 42\n', '1_000', '007', '', ' ', '+', '-', '--1', '+-1', '- 1', '1 2', '1.0', '1e3', 'x']:
    show(text)
for text in ['_1', '1_', '1__0', '0x10', '1\0', '\0', '\x1c1', '\u2003 7\u3000', '\u0661\u0662\u0663', '٣x', '\ud800', '１２', '²']:
    show(text)
for text in ['0x1f', '0X1F', '0o17', '0b101', '010', '00', '0_0', '0', '-0x1', '0x', '0b2', '0x_1f', '0_x1f', '0__0', '1_0']:
    show(text, 0)
    show(text, 16)
for base in [1, -1, 2, 36, 37, 10**30, -(10**30), 2.0, '2', None, True]:
    show('11', base)
for text, base in [('z', 36), ('Zz_Z', 36), ('2', 2), ('0b11', 2), ('0o11', 2), ('12', 3), ('9' * 60, 10), ('zz' * 30, 36), ('6' * 40, 7)]:
    show(text, base)
for source in [b'12', b' -7 ', b'1_0', b'', b'x', b'\xff', b'1\x00', bytearray(b'33'), bytearray(b'y'), 'x' * 300, b'y' * 300]:
    show(source)
show(b'ff', 16)
show(bytearray(b'ff'), 16)
show(12, 10)
show(None)
show([])
show(1j)
show()
show(base=10)
show('5', base=7)
show(x=5)
show(1, 2, 3)
show(2.9)
show(-2.9)
show(1e30)
show(float('inf'))
show(float('nan'))


print(int(memoryview(b'44')))
try:
    int(memoryview(b'ff'), 16)
except TypeError as e:
    print(e)


class Index:
    def __index__(self):
        return 5


class Int:
    def __int__(self):
        return 6


class Both(Int, Index):
    pass


class BadIndex:
    def __index__(self):
        return 'five'


class BadInt:
    def __int__(self):
        return 5.0


class Trunc:
    def __trunc__(self):
        return 7


class Raises:
    def __int__(self):
        raise KeyError('no')


for cls in [Index, Int, Both, BadIndex, BadInt, Trunc, Raises]:
    try:
        print(cls.__name__, int(cls()))
    except Exception as e:
        print(cls.__name__, type(e).__name__, e)


class Text(str):
    def __int__(self):
        return 99


print(int(Text('5')), int(Text('ff'), 16))

# The limit
for count in [640, 4300, 4301, 5000]:
    for text in ['1' * count, '0' * count, '-' + '7' * count, '1_' * (count - 1) + '1', ' ' * count + '1', '1' * count + '_', '1' * count + 'x']:
        try:
            print(count, int(text) % 1000003)
        except ValueError as e:
            print(count, str(e)[:150])
print(int('1' * 6000, 16) % 1000003, int('1' * 6000, 2) % 1000003, int('7' * 6000, 8) % 1000003, int('v' * 6000, 32) % 1000003)
for convert in [str, repr, '{:d}'.format, '{:,}'.format, '%d'.__mod__, ascii]:
    for value in [10**4299, 10**4300, -(10**4300), 2**20000]:
        try:
            print(len(convert(value)))
        except ValueError as e:
            print(e)
print(len(hex(10**6000)), len(f'{10**6000:x}'), len(f'{10**6000:b}'), len(oct(10**6000)))
