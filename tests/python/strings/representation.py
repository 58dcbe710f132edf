"""repr, ascii, str, hash of empty, sizes, __getnewargs__."""
TEXTS = ['', 'a', "it's", '"q"', '\'"', '\\', '\t\n\r\0\x1f\x7f', '\x80\xa0\xad\xe9', '\u0378\u200b\u2028\ue000', '\ud800\udc00', '\U0001f600', '\U000e0001\U0010ffff', "a'\U0001f600"]
for text in TEXTS:
    print(ascii(repr(text)), ascii(text))
    print(text.__getnewargs__() == (text,), text.__sizeof__())
print(str(), str(b'abc'), str(b'caf\xc3\xa9', 'utf-8') == 'caf\xe9', str(b'\xe9', encoding='latin-1') == '\xe9', str(object=5), str(errors='strict'))


def show(call):
    try:
        print(ascii(call()))
    except Exception as e:
        print(type(e).__name__, e)


show(lambda: str(b'\xff', 'utf-8'))
show(lambda: str(b'\xff', errors='replace'))
show(lambda: str('a', 'utf-8'))
show(lambda: str(5, 'utf-8'))
show(lambda: str(5, 5))
show(lambda: str(b'a', 'utf-8', 5))
show(lambda: str(b'a', 'ut\0f'))
show(lambda: str(1, 2, 3, 4))
show(lambda: str(x=1))
show(lambda: str(b'a', 'utf-8', encoding='x'))


class Bad:
    def __str__(self):
        return 5

    __repr__ = __str__


show(lambda: str(Bad()))
show(lambda: repr(Bad()))
show(lambda: f'{Bad()}')
