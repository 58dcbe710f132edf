"""__format__ of int, float, bool and complex."""


def show(value, spec):
    try:
        print(repr(value), repr(spec), repr(format(value, spec)))
    except Exception as e:
        print(repr(value), repr(spec), type(e).__name__, e)


INT_SPECS = ['', 'd', 'b', 'o', 'x', 'X', '#b', '#o', '#x', '#X', 'n', 'c', '+', ' ', '-', '+d', ' d', '5', '<5', '>5', '^5', '=5', '05', '+05', ' 05', '#010x', '#010b', '*^15', '*=+15', '*<8x', ',', '_', ',d', '_d', '_x', '_b', '#_x', '020,', '020_x', '#020_b', '+,', '0,', '010,d', 'e', '.2e', 'f', '.0f', 'g', '.3g', '%', '.1%', 'E', 'G', 'F', ',f', '_.2f']
for value in [0, 1, -1, 65, 123456, -1234567, 2**53, -(2**70), True, False]:
    for spec in INT_SPECS:
        show(value, spec)
for spec in ['.2', '.2d', 'z', 'zd', ',x', ',b', ',c', '_c', ',n', '_n', '+c', '#c', ',_', '_,', ',,', '__', 's', 'r', 'é', '\x05', '5 ', 'dd', '10.', '.', '99999999999999999999', '.99999999999999999999f', '5x5', '😀', '._d', '.,f']:
    show(65, spec)
for value in [-1, 0x110000, 2**70, 0x1f600, 0xd800, 0x4e2d]:
    show(value, 'c')
    show(value, '>3c')
show(10**400, 'f')
show(10**400, 'e')

FLOAT_SPECS = ['', 'e', 'E', 'f', 'F', 'g', 'G', 'n', '%', '.0f', '.1f', '.2f', '.10f', '.0e', '.3e', '.0g', '.3g', '.17g', '.0%', '.2%', '.3', '.0', '.20', '+', ' ', '+.2f', ' .2f', '10', '<10', '^10.2f', '=10.2f', '010.2f', '+010.2f', '*=+12.1f', ',', '_', ',.2f', '_.3f', '020,.2f', '#', '#.0f', '#g', '#.3g', '#.0e', '#x', 'z', 'z.0f', 'z.1f', '+z.0f', '.3_f', '.6,f', ',.7_f', '._', '.,', '.10_e', '030,.10_f', '_.5,%']
for value in [0.0, -0.0, 1.0, -1.5, 0.5, 2.5, 1234567.891, -0.0001, 0.00001234, 1e16, 123456789.123456789, 1e22, 1e-10, -0.04, 1.7976931348623157e308, 5e-324, float('inf'), float('-inf'), float('nan')]:
    for spec in FLOAT_SPECS:
        show(value, spec)
for spec in ['d', 'x', 'c', 's', 'b', ',n', '._n', '.,_', '._,', '.', '.2147483647f', '.x', 'ff', '10,,', '1.2.3']:
    show(1.5, spec)

COMPLEX_SPECS = ['', 'e', 'f', 'g', 'n', 'G', '.2f', '+.2f', ' .1f', '>20', '<20.1f', '^20', '*^21.1e', ',.2f', '_', '.3', '#.0f', 'z.0f', '.4_f', '+', '010', '=10', '0', '%', 'd', 's', '.', 'xx']
for value in [0j, 1j, 1 + 2j, -1.5 - 0.25j, complex(-0.0, 0.0), 1234567.5 + 7654321.25j, complex(float('inf'), float('nan')), -0.04 - 0.04j]:
    for spec in COMPLEX_SPECS:
        show(value, spec)
for value in [5, 5.5, 5j]:
    for spec in [5, None, b'']:
        try:
            value.__format__(spec)
        except TypeError as e:
            print(e)


class Spec(str):
    pass


class I(int):
    def __str__(self):
        return 'str of I'


print(format(5, Spec('3d')), format(I(5), ''), format(I(5), 'd'), f'{I(5)}', format(5.5), '{:>{}}'.format(3, 5), f'{3:{"0>4"}}')
show(I(5), 's')
show(I(5), 'xx')
