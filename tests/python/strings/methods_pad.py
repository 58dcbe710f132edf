"""strip, center, ljust, rjust, zfill, expandtabs."""


def show(call):
    try:
        print(ascii(call()))
    except (TypeError, OverflowError, MemoryError) as e:
        print(type(e).__name__, e)


for text in ('', ' a ', '\t\u2003x\x1f\n', 'abcba', '\U0001f600a\U0001f600'):
    print(ascii(text.strip()), ascii(text.lstrip()), ascii(text.rstrip()), ascii(text.strip('ab')), ascii(text.lstrip('a\U0001f600')), ascii(text.rstrip('\U0001f600a')), ascii(text.strip('')))
for width in (-1, 0, 3, 6, 7):
    for text in ('', 'ab', 'abc', '\U0001f600'):
        print(width, ascii(text.center(width)), ascii(text.ljust(width, '*')), ascii(text.rjust(width, '\U0001f600')), ascii(text.zfill(width)))
for text in ('+1', '-', '-12', '--1', '\u22121', '\U0001f600'):
    print(ascii(text.zfill(5)))
for size in (-1, 0, 1, 4, 8):
    print(ascii('a\tbc\t\td\n\te\r\tf'.expandtabs(size)), ascii('\U0001f600\tx'.expandtabs(size)))
print('a\tb'.expandtabs())
show(lambda: 'a'.strip(1))
show(lambda: 'a'.lstrip('a', 'b'))
show(lambda: 'a'.center())
show(lambda: 'a'.center('x'))
show(lambda: 'a'.center(5, 'xy'))
show(lambda: 'a'.center(5, 1))
show(lambda: 'a'.ljust(2**70))
show(lambda: 'a'.ljust(2**62))
show(lambda: 'a'.zfill(2**62))
show(lambda: 'a\t'.expandtabs(2**31))
show(lambda: 'a\t'.expandtabs(None))
