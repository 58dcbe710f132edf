"""str.format and format_map: fields, conversions, nesting, numbering, errors."""


def show(call):
    try:
        print(ascii(call()))
    except Exception as e:
        print(type(e).__name__, e)


class Point:
    x = 3
    items = [1, {'k': 'v', 5: 'five'}]

    def __format__(self, spec):
        return f'Point<{spec}>'

    def __getitem__(self, key):
        return f'{type(key).__name__}:{key}'


class Mapping(dict):
    def __missing__(self, key):
        return f'missing {key}'


p = Point()
show(lambda: '{} {} {}'.format(1, 'a', None))
show(lambda: '{1} {0} {1}'.format('a', 'b'))
show(lambda: '{a}{b}'.format(a=1, b=2))
show(lambda: '{0.x} {0.items[0]} {0.items[1][k]} {0.items[1][5]}'.format(p))
show(lambda: '{0[a b]} {0[0]} {0[-1]} {0[]]}'.format(p) if False else '{0[a b]} {0[0]} {0[-1]}'.format(p))
show(lambda: '{:spec} {!r} {!s:>5} {!a}'.format(p, 'q', 'r', '\xe9'))
show(lambda: '{:{}} {:>{width}}'.format('a', 3, 'b', width=4))
show(lambda: '{{}} {{{}}}'.format(5))
show(lambda: '{:{{}}}'.format(p))
show(lambda: '\U0001f600{}\U0001f600{:\U0001f600>3}'.format('\U00010000', 'x'))
show(lambda: '{\U0001f600}'.format(**{'\U0001f600': 1}))
show(lambda: '{a.x}{b}'.format_map(Mapping(a=p)))
show(lambda: '{a[0]} {b!r}'.format_map({'a': [7], 'b': 'x'}))
for text in ('{', '}', '{}}', '{0', '{!', '{!r', '{!r:', '{!}', '{!rx}', '{!x}', '{!\x01}', '{!\u20ac}', '{:', '{:{}', '{[', '{0[', '{0[}', '{0.}', '{0[]}', '{0[0]x}', '{a{b}}', '{} {0}', '{0} {}', '{1}', '{b}', '{0.nope}', '{0[nope]}', '{:{:{}}}', '{99999999999999999999}', '{0[99999999999999999999]}', '{-1}', '{ 0}', '{\u0660}'):
    show(lambda: text.format(['item'], a=1))
show(lambda: '{}'.format_map([1]))
show(lambda: '{a}'.format_map(5))
show(lambda: ''.format_map())
show(lambda: '{:d}'.format('a'))
show(lambda: '{:5}'.format([]))

for spec in ('', '5', '<5', '>5', '^5', '*^5', '\U0001f600^5', '.1', '5.1', '05', '=5', '+5', ' 5', '-5', '#5', 'z5', ',', '_', '5s', 's5', 'd', '.', '5.', '\u0665', '>>5', '.9999999999999999999', '99999999999999999999', '.1,'):
    show(lambda: format('ab', spec))
    show(lambda: format('\U0001f600', spec))


class Text(str):
    pass


show(lambda: format(Text('a'), '3') + '|')
show(lambda: format(Text('a'), 'q'))
show(lambda: 'a'.__format__(None))
show(lambda: 'a'.__format__(5))


class NoText:
    def __format__(self, spec):
        return 5


show(lambda: '{}'.format(NoText()))
