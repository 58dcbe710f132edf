"""float() of texts and objects, float.fromhex, float.from_number."""


def show(function, *args, **kwargs):
    try:
        print(args, kwargs, '->', function(*args, **kwargs))
    except Exception as e:
        print(args, kwargs, '->', type(e).__name__, e)


for text in ['1', '-1.5', '.5', '5.', '.', '', ' ', '1e5', '1E+5', '1e-5', '1e', 'e5', '1e5.5', '+.5e1', '1_0.0_1', '1__0', '_1', '1_', '1_.5', '1._5', '1e1_0', '1e_1', ' 2.5\n', '1 2', '0x10', '1\0', '\u0661.\u0665', '\u2003 7 \u3000', '\ud800', '1e400', '-1e400', '1e-400', '4.9e-324', '2.4e-324', '2.5e-324', '1.7976931348623157e308', '1.7976931348623159e308', '9007199254740993', '0.1' + '0' * 60 + '1', '123456789012345678901234567890', '00001.5', '--1', '+-1']:
    show(float, text)
for text in ['inf', '-Infinity', '+INF', 'nan', '-NaN', 'infin', 'infinityx', 'in', 'nan()', ' inf ', '1inf']:
    show(float, text)
for value in [b'1.5', b' 2 ', b'x', bytearray(b'2.5'), 5, 2**70, 10**400, True, 1.5, 1j, None, [], object]:
    show(float, value)
print(float(memoryview(b'3.5')))
show(float)
show(float, 1, 2)
show(float, x=1)


class Float:
    def __float__(self):
        return 2.5


class Index:
    def __index__(self):
        return 7


class Wrong:
    def __float__(self):
        return 2


class WrongIndex:
    def __index__(self):
        return 2.0


class F(float):
    pass


class Returns:
    def __float__(self):
        return F(1.25)


for cls in [Float, Index, Wrong, WrongIndex]:
    for function in [float, float.from_number, F, F.from_number]:
        try:
            result = function(cls())
            print(cls.__name__, result, type(result).__name__)
        except Exception as e:
            print(cls.__name__, type(e).__name__, e)
import warnings

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    print(float(Returns()), type(float(Returns())).__name__)
    print(caught[0].category.__name__, caught[0].message)
for value in ['1.5', b'1', None, 2**70, 10**400, True, F(2.5), 1.5]:
    try:
        result = float.from_number(value)
        print(result, type(result).__name__)
    except Exception as e:
        print(type(e).__name__, e)

for text in ['0x1p0', '0x1.8p1', '-0x.8p+3', '1.8', 'ff', '0xff.8', '0x1P-1074', '0x1p-1075', '0x1.8p-1075', '0x1.fffffffffffffp1023', '0x1.fffffffffffff8p1023', '0x1p1024', 'inf', '-nan', ' 0x1 \n', '0x', '0x.', '', 'x', '0x1p', '0x1p1.5', '1 2', '0x1.00000000000008p0', '0x1.000000000000081p0', '0x1.00000000000018p0', '0x' + 'f' * 50, '0x0.' + '0' * 50 + '1', '0x1p99999999999999999999', '0x1p-99999999999999999999', '0x0p99999999999999999999']:
    show(float.fromhex, text)
show(float.fromhex, 5)
print(type(F.fromhex('0x1p0')).__name__, F.fromhex('0x1p0'))
for value in [0.0, -0.0, 1.0, -0.1, 3.14159, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, float('inf'), float('nan')]:
    print(value.hex(), value != value or float.fromhex(value.hex()) == value)
