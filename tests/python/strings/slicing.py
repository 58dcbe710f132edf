"""Indexing, slicing, iterating, repeating, concatenating, comparing; strings of both widths alike."""


def show(call):
    try:
        print(ascii(call()))
    except Exception as e:
        print(type(e).__name__, e)


class Index:
    def __index__(self):
        return 1


NARROW = 'abcde'
WIDE = 'a\U0001f600c\U00010000e'
for text in (NARROW, WIDE, '', '\ud83d\ude00'):
    print(ascii(text), len(text), ascii(list(text)), ascii([text[i] for i in range(-len(text), len(text))]))
    for start in (None, 0, 1, -2, 9, -9):
        for stop in (None, 0, 3, -1, 9, -9):
            print(*(ascii(text[start:stop:step]) for step in (None, 1, 2, -1, -2, 2**70)))
    print(ascii(text[::-1]), ascii(text[Index() :]), ascii(text * 2), ascii(3 * text), ascii(text * -1))
show(lambda: NARROW[Index()])
show(lambda: NARROW[True])
show(lambda: NARROW[5])
show(lambda: WIDE[-6])
show(lambda: NARROW[2**70])
show(lambda: NARROW['a':])
show(lambda: NARROW[::0])
index = 'x'
show(lambda: NARROW[index])
show(lambda: NARROW[1.0 + len(index)])
show(lambda: 'a' + 1)
show(lambda: 1 + 'a')
show(lambda: 'a' * 1.5)
show(lambda: 'a' * 'b')
show(lambda: 'ab' * 2**62)
show(lambda: 'ab' * 2**70)
show(lambda: 'a' < 1)
show(lambda: 'a' == 1)
show(lambda: 'a' != 1)

# The two surrogates of a pair are not the character that the pair would be in UTF-16.
pair = '\ud83d' + '\ude00'
print(len(pair), pair == '\U0001f600', ascii(pair), ascii(''.join(['\ud83d', '\ude00'])), ascii('\U0001f600' + pair))
words = ['\U0001f600', '\uffff', '\ue000', 'z', '\ud83d\ude00', '\ud83d', '', 'zz']
print(ascii(sorted(words)))
print([[a < b for a in words] for b in words])
print([hash(w[:1] + w[1:]) == hash(w) for w in words], hash(''))
print({'\U0001f600': 1, 'a': 2}['\U0001f6001'[:1]], '\U0001f600' in {'\U0001f600'})

it = iter('ab\U0001f600')
print(type(it).__name__, type(iter('ab')).__name__, it.__length_hint__(), next(it), it.__length_hint__())
print(ascii(it.__reduce__()[1:]))
it.__setstate__(0)
print(ascii(list(it)), it.__length_hint__(), it.__reduce__()[1:], list(it))
it.__setstate__(1)
print(list(it))
