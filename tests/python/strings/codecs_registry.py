"""The codec registry: search functions, error handlers, codecs made in Python."""
import codecs


def show(call):
    try:
        print(ascii(call()))
    except Exception as e:
        print(type(e).__name__, e, getattr(e, '__notes__', ''))


asked = []


def search(name):
    asked.append(name)
    if name == 'upper':
        return codecs.CodecInfo(lambda text, errors='strict': (text.upper().encode(), len(text)), lambda data, errors='strict': (bytes(data).decode().lower(), len(data)), name='upper')
    if name == 'broken':
        return (lambda text, errors='strict': 5, lambda data, errors='strict': ('a', 1, 2), None, None)
    if name == 'wrong':
        return (lambda text, errors='strict': ('text', 1), lambda data, errors='strict': (b'bytes', 1), None, None)
    if name == 'raising':
        return (lambda text, errors='strict': 1 / 0, None, None, None)
    if name == 'array':
        return (lambda text, errors='strict': (bytearray(b'x'), 1), None, None, None)
    if name == 'short':
        return (1, 2)
    return None


codecs.register(search)
show(lambda: 'abc'.encode('upper'))
show(lambda: b'ABC'.decode('upper'))
show(lambda: 'abc'.encode('UPPER'))
show(lambda: 'abc'.encode('broken'))
show(lambda: b'abc'.decode('broken'))
show(lambda: 'abc'.encode('wrong'))
show(lambda: b'abc'.decode('wrong'))
show(lambda: codecs.encode('abc', 'wrong'))
show(lambda: 'abc'.encode('raising'))
show(lambda: 'abc'.encode('short'))
show(lambda: 'abc'.encode('No Such--Name 1.5_'))
print(asked)
codecs.unregister(search)
show(lambda: 'abc'.encode('upper'))
show(lambda: codecs.register(5))
show(lambda: codecs.lookup('utf8').name)
show(lambda: codecs.lookup('hex').name)
show(lambda: codecs.encode(b'ab', 'hex'))
show(lambda: codecs.decode('nop', 'rot13'))
show(lambda: 'a'.encode('hex'))
show(lambda: b'a'.decode('rot13'))
show(lambda: codecs.encode('a', 'hex'))


def handler(exception):
    seen.append((type(exception).__name__, exception.start, exception.end))
    return answer


def mutating(exception):
    exception.object = b'zz'
    return ('', 0)


codecs.register_error('test.handler', handler)
codecs.register_error('test.mutating', mutating)
for answer in (('?', 4), (b'!', 4), ('\xff', 4), ('', -1), ('', -10), ('x', 100), ('x',), 'x', (5, 1), ('x', 'y'), ('\u20ac', 4), None):
    for encoding in ('ascii', 'latin-1', 'utf-8', 'utf-16-le', 'cp1252'):
        seen = []
        show(lambda: 'ab\ud800\ud801c'.encode(encoding, 'test.handler'))
        print(seen[:4])
    seen = []
    show(lambda: b'ab\xffc'.decode('ascii', 'test.handler'))
    print(seen[:4])
show(lambda: b'a\xffb'.decode('ascii', 'test.mutating'))
show(lambda: b'a\xffb'.decode('utf-8', 'test.mutating'))
show(lambda: codecs.lookup_error('test.handler') is handler)
show(lambda: codecs.lookup_error('nonesuch'))
show(lambda: codecs.register_error('x', 5))
for name in ('strict', 'ignore', 'replace', 'xmlcharrefreplace', 'backslashreplace', 'namereplace', 'surrogateescape', 'surrogatepass'):
    f = codecs.lookup_error(name)
    print(name, f.__name__)
    for e in (UnicodeEncodeError('ascii', 'a\xe9\udc80', 1, 3, 'r'), UnicodeDecodeError('ascii', b'a\xe9\x80', 1, 3, 'r'), UnicodeTranslateError('a\xe9b', 1, 2, 'r'), ValueError('v'), 5):
        show(lambda: f(e))

import _codecs

table = ''.join(map(chr, range(255, -1, -1)))
print(type(_codecs.charmap_build(table)).__name__)
real = '\0' + ''.join(map(chr, range(300, 555)))
built = _codecs.charmap_build(real)
print(type(built).__name__, built.size(), _codecs.charmap_encode('\u0130\0', 'strict', built))
show(lambda: _codecs.charmap_encode('\u0130x', 'strict', built))
show(lambda: _codecs.charmap_decode(b'abc', 'strict', {97: 'x', 98: 0x1F600, 99: None}))
show(lambda: _codecs.charmap_decode(b'abc', 'replace', {97: 'x', 98: 0x1F600, 99: None}))
show(lambda: _codecs.utf_8_decode(b'a\xe2\x82', 'strict'))
show(lambda: _codecs.utf_8_decode(b'a\xe2\x82', 'strict', True))
show(lambda: _codecs.utf_16_ex_decode(b'\xfe\xff\0a', 'strict'))
show(lambda: _codecs.readbuffer_encode('caf\xe9'))
show(lambda: _codecs.escape_decode(b'a\\n\\x41\\101\\\\'))
show(lambda: _codecs.escape_encode(b"a\n'\xff"))
show(lambda: _codecs.escape_encode('a'))
show(lambda: _codecs.ascii_encode('a', 5))
