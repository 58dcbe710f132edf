"""find, count, replace and their kin: indices, empty parts, characters beyond U+FFFF, errors."""


def show(call):
    try:
        print(ascii(call()))
    except Exception as e:
        print(type(e).__name__, e)


ASTRAL = 'a\U0001f600b\U0001f600c'
LONE = '\ud800\udc00x\udc00\ud800'

for text in ('', 'abcabc', 'aaaa', ASTRAL, LONE, 'a\U00010000\ud800'):
    for part in ('', 'a', 'aa', 'abc', '\U0001f600', '\U0001f600c', '\ud800', '\udc00'):
        print(
            ascii(text),
            ascii(part),
            text.find(part),
            text.rfind(part),
            text.count(part),
            part in text,
            text.startswith(part),
            text.endswith(part),
        )
        print(ascii(text.replace(part, '-')), ascii(text.replace(part, '<>', 2)), ascii(text.replace(part, '\U0001f600', 1)))

text = 'abcabc'
for start, end in ((None, None), (1, None), (-2, None), (2, -1), (7, None), (6, 6), (4, 2), (-100, 100)):
    print(start, end, text.find('c', start, end), text.rfind('a', start, end), text.count('b', start, end), text.find('', start, end), text.count('', start, end))

show(lambda: 'abc'.index('x'))
show(lambda: 'abc'.rindex('x'))
show(lambda: 'abc'.find(1))
show(lambda: 'abc'.find())
show(lambda: 'abc'.find('a', 1, 2, 3))
show(lambda: 'abc'.find('a', 1.5))
show(lambda: 'abc'.startswith(1))
show(lambda: 'abc'.endswith(('x', 1)))
show(lambda: 'abc'.startswith(('x', 'ab')))
show(lambda: 'abc'.startswith(()))
show(lambda: 1 in 'abc')
show(lambda: 'abc'.replace('a'))
show(lambda: 'abc'.replace('a', 1))
show(lambda: 'aXbXc'.replace('X', '', count=1))
show(lambda: 'abc'.partition('b'))
show(lambda: 'abcb'.rpartition('b'))
show(lambda: 'abc'.partition('x'))
show(lambda: 'abc'.rpartition('x'))
show(lambda: 'abc'.partition(''))
show(lambda: 'abc'.partition(1))
show(lambda: ASTRAL.partition('\U0001f600'))
show(lambda: 'prefix-text'.removeprefix('prefix-'))
show(lambda: 'text.py'.removesuffix('.py'))
show(lambda: 'text'.removesuffix(''))
show(lambda: 'text'.removeprefix(b't'))
