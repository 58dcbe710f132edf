"""Classes derived from str: results are plain strings, and special methods can be overridden."""


class Text(str):
    def __new__(cls, value='', extra=None):
        self = super().__new__(cls, value)
        self.extra = extra
        return self

    def __repr__(self):
        return f'Text({str.__repr__(self)})'


class Loud(str):
    def __str__(self):
        return 'loud!'

    def __format__(self, spec):
        return f'<{spec}>'

    def __add__(self, other):
        return 'added'

    def __mod__(self, other):
        return 'modded'

    def __eq__(self, other):
        return 'eq'

    def __hash__(self):
        return 42

    def __len__(self):
        return 99

    def __getitem__(self, index):
        return f'item {index}'

    def __contains__(self, item):
        return True

    def __iter__(self):
        return iter([1, 2])


t = Text('abc', extra=5)
print(repr(t), str(t), t.extra, t.__dict__, len(t), t[1], t[::-1], t + 'd', 'z' + t, t * 2, t == 'abc', 'abc' == t)
for value in (str(t), t.upper(), t[:], t.replace('x', 'y'), t.strip(), t.ljust(0), t.zfill(0), t.expandtabs(), t.translate({}), t * 1, t + '', f'{t}', ''.join([t]), t.join(['a']), t.removeprefix('z'), t.split('x')[0], t.partition('x')[0], t.casefold(), t.__getnewargs__()[0]):
    print(type(value).__name__, end=' ')
print()
print({t: 1}['abc'], {'abc': 1}[t], hash(t) == hash('abc'), t in {'abc'}, 'b' in t, sorted([Text('b'), 'a', Text('c')]))
print(isinstance(t, str), type(t).__mro__[1:], type(iter(t)).__name__)
w = Text('\U0001f600x')
print(ascii(w), len(w), ascii(w[0]), w == '\U0001f600x', ascii(list(w)))

l = Loud('abc')
print(str(l), f'{l}', f'{l!s}', f'{l!r}', f'{l:>5}', '%s' % l, '{}'.format(l), l + 'x', l % 5, l == 'abc', hash(l), len(l), l[5], 1 in l, list(l), str.__len__(l), str.__str__(l) == 'abc')
print('-'.join([l]), l.upper(), 'abc'.startswith(l), 'xabcx'.find(l), ','.join(l.split('b')))


class Made:
    def __str__(self):
        return Text('made')


print(type(str(Made())).__name__, type(Text(Made())).__name__, f'{Made()}', '%s' % Made())
print(str.__new__(Text, 'x').upper(), type(str.__new__(Text, 'x')).__name__)
try:
    str.__new__(int, 'x')
except TypeError as e:
    print(e)
t.name = 1
del t.extra
print(t.__dict__)


class Slotted(str):
    __slots__ = ()


try:
    Slotted('a').x = 1
except AttributeError as e:
    print(e)
