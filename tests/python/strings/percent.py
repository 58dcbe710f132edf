"""The % operator: conversions, flags, widths, mappings, errors."""


def show(call):
    try:
        print(ascii(call()))
    except Exception as e:
        print(type(e).__name__, e)


class Index:
    def __index__(self):
        return 65


class Int:
    def __int__(self):
        return 66


class Float:
    def __float__(self):
        return 2.5


class Both(dict):
    def __getitem__(self, key):
        return f'<{key}>'


show(lambda: '%s %r %a' % ('\xe9', '\xe9', '\xe9'))
show(lambda: '%d %i %u' % (1, -2, 3.99))
show(lambda: '%x %X %o %#x %#X %#o' % (255, 255, 8, 255, 255, 8))
show(lambda: '%e %E %f %F %g %G' % (1.5, 1.5, 1.5, float('inf'), 1e10, 1e-10))
show(lambda: '%c%c%c' % (65, 'b', 0x1F600))
show(lambda: '%5d|%-5d|%05d|%+d|% d|%+05d|%- 5d|' % (1, 1, 1, 1, 1, 1, 1))
show(lambda: '%.3d|%8.3d|%-8.3d|%08.3d|%+.3d|%#.3x|%#10x|%#010x|%-#10x|' % ((5,) * 9))
show(lambda: '%5s|%-5s|%.1s|%5.1s|%05s|' % (('ab',) * 5))
show(lambda: '%5.1f|%-8.2e|%+.0f|%#.0f|%010.2f|%g' % (1.25, 1.25, 2.5, 2.5, -1.5, 1e100))
show(lambda: '%*d|%-*d|%.*f|%*.*f' % (5, 1, 5, 1, 2, 1.0, 8, 3, 1.0))
show(lambda: '%*d|' % (-5, 1))
show(lambda: '%(a)s %(b)5d %(a)r %%' % {'a': 'x', 'b': 3})
show(lambda: '%((x))s %(\U0001f600)s' % {'(x)': 1, '\U0001f600': 2})
show(lambda: '%(any)s' % Both())
show(lambda: '%s' % {'a': 1})
show(lambda: '%s %(a)s' % {'a': 1})
show(lambda: '%(a)s %s' % {'a': 1})
show(lambda: '%s' % [1])
show(lambda: 'plain' % [1])
show(lambda: 'plain' % {})
show(lambda: 'plain' % 1)
show(lambda: 'plain' % ())
show(lambda: '%s' % ((1, 2),))
show(lambda: '%s %s' % (1,))
show(lambda: '%s' % (1, 2))
show(lambda: '%d %x %c' % (Index(), Index(), Index()))
show(lambda: '%d' % Int())
show(lambda: '%x' % Int())
show(lambda: '%f %d' % (Float(), 5))
show(lambda: '%d' % Float())
show(lambda: '%d' % True)
show(lambda: '%s' % None)
show(lambda: '%hd %ld %Lf' % (1, 2, 3))
show(lambda: '\U0001f600%s\U0001f600' % '\U00010000')
show(lambda: '%d' % (10**5000) == str)
for text in ('%', '%5', '%(', '%(a', '%(a)', '%.', '%*', '%y', '%\u20ac', '%\n', '%5%', '%l', '%-'):
    show(lambda: text % 1)
    show(lambda: text % {'a': 1})
show(lambda: '%d' % 'a')
show(lambda: '%x' % 1.5)
show(lambda: '%f' % 'a')
show(lambda: '%c' % 'ab')
show(lambda: '%c' % '')
show(lambda: '%c' % -1)
show(lambda: '%c' % 0x110000)
show(lambda: '%c' % 1.5)
show(lambda: '%(a)s' % 1)
show(lambda: '%(a)s' % (1,))
show(lambda: '%(a)s' % {})
show(lambda: '%*d' % ('a', 1))
show(lambda: '%*d' % (2**80, 1))
show(lambda: '%.*d' % (2**40, 1))
show(lambda: '%99999999999999999999d' % 1)
show(lambda: '%.99999999999d' % 1)
show(lambda: '%d' % float('nan'))
show(lambda: '%d' % float('inf'))
show(lambda: 5 % 'a')


class Reflected:
    def __repr__(self):
        return 'Reflected()'

    def __rmod__(self, other):
        return f'rmod {other}'


show(lambda: '%s' % Reflected())


class Derived(str):
    def __rmod__(self, other):
        return f'rmod {other}'


show(lambda: 'a%s' % Derived('b'))
show(lambda: str.__rmod__('b', 'a%s'))
show(lambda: str.__mod__('a%s', 'b'))
