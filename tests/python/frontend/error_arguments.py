"""What stands in `args` of a SyntaxError depends on which pass of the compiler raised it."""
import os
import tempfile


def show(source, filename='<source>', mode='exec'):
    try:
        compile(source, filename, mode)
    except SyntaxError as error:
        place = error.filename, error.lineno, error.offset, error.text, error.end_lineno, error.end_offset
        print(type(error).__name__, error.args, place == error.args[1:] or place)
    else:
        print('compiles')


print('-- parser and tokenizer')
show('x = = 1\n')
show('"abc\n')
show('(\n', mode='eval')
show('if 1:\n\tx\n        y\n')
print('-- future statements')
show('from __future__ import zzz\n')
show('from __future__ import braces\n')
show('x = 1\nfrom __future__ import annotations\n')
print('-- symbol table')
show('def f():\n  x = 1\n  global x\n')
show('def f(a, a): pass\n')
show('await x\n')
show('__debug__ = 1\n')
print('-- code generator')
show('return 1\n')
show('a, *b, *c = 1\n')
print('-- decoding')
show(b'# coding: zzz\n')
show(b'# coding: ascii\n\xe9\n')
show(b'x = 1\n"\xff"\n')
show(b'\xef\xbb\xbf# coding: latin-1\n')
show(b'a\0b')

print('-- lines come from the file of that name')
with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    for source in ['1 2', 'x (', 'x\n1 2\n', '1 2 ' + 'a' * 995, '1 2 ' + 'é' * 600, '# coding: latin-1\n1 2 "é"\n']:
        with open('source.py', 'w', encoding='latin-1' if 'coding' in source else 'utf-8') as file:
            file.write(source)
        try:
            compile(source.encode(), 'source.py', 'exec')
        except SyntaxError as error:
            print(len(error.text), ascii(error.text[:4]), ascii(error.text[-3:]))
    os.chdir('/')
