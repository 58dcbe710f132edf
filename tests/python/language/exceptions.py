try:
    raise ValueError('a') from KeyError('b')
except ValueError as e:
    print(repr(e), repr(e.__cause__), e.__context__, e.__suppress_context__)

try:
    try:
        1 / 0
    except ZeroDivisionError:
        [][1]
except IndexError as e:
    print(e, repr(e.__context__))


class Manager:
    def __init__(self, swallow):
        self.swallow = swallow

    def __enter__(self):
        print('in')
        return self

    def __exit__(self, kind, value, traceback):
        print('out', kind and kind.__name__, value)
        return self.swallow


with Manager(True) as m:
    raise RuntimeError('x')
try:
    with Manager(False), Manager(False):
        raise KeyError('y')
except KeyError as e:
    print('through', e)


def order():
    for i in range(3):
        try:
            if i == 1:
                continue
            print('body', i)
        finally:
            print('finally', i)
    try:
        return 'value'
    finally:
        print('last')


print(order())

try:
    raise ExceptionGroup('g', [ValueError(1), TypeError(2), ExceptionGroup('h', [ValueError(3)])])
except* ValueError as eg:
    print('V', eg.exceptions)
except* TypeError as eg:
    print('T', eg.exceptions)


def f(a, b=2, /, c=3, *args, d, e=5, **kw):
    return a, b, c, args, d, e, kw


print(f(1, d=4), f(1, 2, 3, 4, 5, d=6, z=7))
for call in (lambda: f(), lambda: f(1), lambda: f(1, a=2, d=3), lambda: f(1, d=1, **{'d': 2})):
    try:
        print(call())
    except TypeError as e:
        print(e)
try:
    undefined_name
except NameError as e:
    print(e)


def local():
    print(x)
    x = 1


try:
    local()
except UnboundLocalError as e:
    print(e)


def recurse(n):
    return recurse(n + 1)


try:
    recurse(0)
except RecursionError as e:
    print(e)
