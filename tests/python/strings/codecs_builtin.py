"""encode and decode with the encodings and error handlers that are built in."""


def show(call):
    try:
        print(ascii(call()))
    except Exception as e:
        print(type(e).__name__, e)


TEXTS = ['', 'abc', 'caf\xe9', '\u20ac', '\U0001f600', 'a\ud800b', '\udc80\udcff', 'x\u0378\U0001f600\udc80y']
ENCODINGS = ['utf-8', 'utf-16', 'utf-16-le', 'utf-16-be', 'utf-32', 'utf-32-le', 'utf-32-be', 'ascii', 'latin-1', 'utf-7', 'unicode_escape', 'raw_unicode_escape', 'cp1252', 'charmap']
HANDLERS = ['strict', 'ignore', 'replace', 'backslashreplace', 'xmlcharrefreplace', 'namereplace', 'surrogateescape', 'surrogatepass', 'nonesuch']
for encoding in ENCODINGS:
    print(encoding)
    for text in TEXTS:
        for handler in HANDLERS:
            show(lambda: text.encode(encoding, handler))
BYTES = [b'', b'abc', b'caf\xc3\xa9', b'\xff\xfe\x61\x00', b'\xf0\x9f\x98\x80', b'\xed\xa0\x80', b'\xe2\x82', b'\x80\xff', b'+AGE-+//', b'\\x41\\u20ac\\N{DIGIT ONE}\\', b'\x00\xd8\x00\x00', b'\x81\x8d']
for encoding in ENCODINGS:
    print(encoding)
    for data in BYTES:
        for handler in HANDLERS:
            show(lambda: data.decode(encoding, handler))

for name in ('UTF8', 'utf_8', 'Utf-8', 'U8', 'latin1', 'L1', 'ISO-8859-1', 'us-ascii', '646', 'utf 8', 'rot13', 'hex', 'nonesuch', '', 'x\0y', 'x\ud800'):
    show(lambda: 'a'.encode(name))
show(lambda: 'a'.encode(5))
show(lambda: 'a'.encode('utf-8', 5))
show(lambda: 'a'.encode('utf-8', 'strict', 'x'))

try:
    'ab\ud800\ud801c'.encode()
except UnicodeEncodeError as e:
    print(e.encoding, ascii(e.object), e.start, e.end, e.reason, ascii(e.args))
try:
    b'ab\xff\xfec'.decode()
except UnicodeDecodeError as e:
    print(e.encoding, e.object, e.start, e.end, e.reason, e.args)
