"""Sources in encodings that only the registry of codecs knows: what its codecs raise is a SyntaxError."""

import ast
import codecs


def show(source):
    names = {}
    try:
        exec(source, names)
    except SyntaxError as error:
        print(error.msg, error.lineno, error.offset)
    else:
        print(ascii(names['a']))


show(b'# coding: cp949\na = "\xaa\xa7"\n')
show(b'# coding: cp949\na = "\xff\xff"\n')
show(b'# coding: johab\na = "\xaa\xa7"\n')
show(b'# coding: our_own\nA = 1\n')


def search(name):
    if name != 'our_own':
        return None
    return codecs.CodecInfo(
        lambda text, errors='strict': (text.upper().encode(), len(text)),
        lambda data, errors='strict': (bytes(data).decode().lower(), len(data)),
        name=name,
    )


codecs.register(search)
show(b'# coding: our_own\nA = 1\n')
print(ast.dump(ast.parse(b'# coding: our_own\nA\n')))
