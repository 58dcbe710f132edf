"""split, rsplit, splitlines, join."""


def show(call):
    try:
        print(ascii(call()))
    except Exception as e:
        print(type(e).__name__, e)


for text in ('', ' ', 'a', ' a  b\tc\n', 'a b c', '\x1ca\x1d\u2003b\u3000', 'x\U0001f600 y\U0001f600  z'):
    for limit in (-1, 0, 1, 2):
        print(ascii(text), limit, ascii(text.split(None, limit)), ascii(text.rsplit(None, limit)))
for text, sep in (('a,b,,c', ','), ('', ','), (',', ','), ('aaaaa', 'aa'), ('a\U0001f600b', '\U0001f600'), ('abc', '\U0001f600'), ('a--b--c', '--')):
    for limit in (-1, 0, 1, 2):
        print(ascii(text), sep.encode('unicode_escape'), limit, ascii(text.split(sep, limit)), ascii(text.rsplit(sep, maxsplit=limit)))
for text in ('', '\n', 'a\nb', 'a\r\nb\rc\n', 'a\x0bb\x0cc\x1cd\x1de\x1ef\x85g\u2028h\u2029i', '\r\n\r\n', '\U0001f600\n'):
    print(ascii(text.splitlines()), ascii(text.splitlines(keepends=True)))

show(lambda: 'abc'.split(''))
show(lambda: 'abc'.split(1))
show(lambda: 'abc'.rsplit(''))
show(lambda: 'abc'.split(sep=None, maxsplit='x'))
show(lambda: 'abc'.split(bad=1))
show(lambda: 'abc'.split(1, 2, 3))
show(lambda: 'abc'.splitlines(1, 2))


class Weird:
    def __init__(self, items):
        self.items = items

    def __getitem__(self, index):
        return self.items[index]


class Broken:
    def __iter__(self):
        raise TypeError('hidden by join')


class Failing:
    def __iter__(self):
        yield 'a'
        raise TypeError('from the generator')


class Text(str):
    pass


show(lambda: ','.join(['a', 'b', 'c']))
show(lambda: ','.join(('a',)))
show(lambda: ','.join([]))
show(lambda: ','.join('abc'))
show(lambda: ','.join({'k': 1, 'l': 2}))
show(lambda: ','.join(x for x in 'ab'))
show(lambda: ','.join(Weird(['x', 'y'])))
show(lambda: '\U0001f600'.join(['a', 'b']))
show(lambda: ','.join(['a', '\U0001f600']))
show(lambda: type(Text(',').join([Text('a')])).__name__)
show(lambda: type(','.join([Text('a')])).__name__)
show(lambda: ','.join(1))
show(lambda: ','.join(['a', 1]))
show(lambda: ','.join([b'a']))
show(lambda: ','.join(Broken()))
show(lambda: ','.join(Failing()))
