# What the constructors of built-in exceptions accept, keep and refuse.


def attempt(call, *args, **kwargs):
    try:
        result = call(*args, **kwargs)
    except BaseException as e:
        print(type(e).__name__, e)
    else:
        print(repr(result))
        return result


print('-- arguments')
for args in ((), ('one',), ('one', 2), ((),), ('',)):
    for kind in (Exception, KeyError, StopIteration, SystemExit):
        e = kind(*args)
        print(repr(e), '|', e, '|', e.args)
print(StopIteration().value, StopIteration(1, 2).value, SystemExit().code, SystemExit(3).code, SystemExit(1, 2).code)
for kind in (Exception, StopIteration, SystemExit, KeyError, OSError, SyntaxError):
    attempt(kind, keyword=1)


class Keywords(Exception):
    def __init__(self, a, b=0):
        self.b = b


e = Keywords('a', b='b')
print(repr(e), e.args, e.b, e.__dict__)

print('-- keyword fields')
for kind, given in (
    (ImportError, {'name': 'n', 'path': 'p'}),
    (ImportError, {'name_from': 'f'}),
    (ImportError, {'nmae': 'n'}),
    (NameError, {'name': 'n'}),
    (NameError, {'other': 1}),
    (AttributeError, {'name': 'n', 'obj': 1}),
    (AttributeError, {'objj': 1}),
):
    e = attempt(kind, 'message', **given)
    if e is not None:
        print({name: getattr(e, name) for name in given}, e.__reduce__())
e = ImportError('message', 'other')
print(e.msg, e.name, e)
e = AttributeError('message', name='n')
print(e.__getstate__(), AttributeError().__getstate__())
del e.name
print(e.name)

print('-- SyntaxError')
for args in (
    (),
    ('m',),
    ('m', ('f', 1, 2, 't')),
    ('m', ('/dir/f', None, 2, 't')),
    ('m', (None, 5, 3, None)),
    ('m', ('f', 1, 2, 't', 3, 4)),
    ('m', ('f', 1, 2, 't', 3, 4, 'meta')),
    ('m', ('f', 1, 2)),
    ('m', ('f', 1, 2, 't', 3)),
    ('m', (1, 2, 3, 4, 5, 6, 7, 8)),
    ('m', 5),
    ('m', ('f', 2**90, 2, 't')),
):
    e = attempt(SyntaxError, *args)
    if e is not None:
        print(e, '|', e.msg, e.filename, e.lineno, e.offset, e.text, e.end_lineno, e.end_offset, e._metadata)
print(str(IndentationError('m', ('f', 1, 2, 't'))), TabError.__mro__[1].__name__, SyntaxError().print_file_and_line)

print('-- Unicode errors')
attempt(UnicodeEncodeError)
attempt(UnicodeEncodeError, 1, 2, 3, 4, 5)
attempt(UnicodeEncodeError, 'ascii', 2, 3, 4, 5)
attempt(UnicodeEncodeError, 'ascii', 'x', 'c', 4, 5)
attempt(UnicodeEncodeError, 'ascii', 'x', 1, 2**70, 'r')
attempt(UnicodeDecodeError, 'ascii', 'x', 1, 4, 'r')
attempt(UnicodeTranslateError, 'x', 1, 4, 5, 6)
for text, start, end in (('\xe9', 0, 1), ('\u0416x', 0, 1), ('\U0001f600', 0, 1), ('abc', 0, 2), ('abc', 5, 6), ('', -1, 0)):
    print(UnicodeEncodeError('enc', text, start, end, 'why'))
    print(UnicodeTranslateError(text, start, end, 'why'))
print(UnicodeDecodeError('enc', b'\xff\xfe', 1, 2, 'why'), '|', UnicodeDecodeError('enc', b'\xff\xfe', 0, 2, 'why'))
e = UnicodeEncodeError('enc', 'text', 1, 4, 'why')
for name, value in (('start', 'x'), ('start', 1.5), ('start', 2**80), ('end', 2), ('object', 5), ('reason', None)):
    attempt(setattr, e, name, value)
attempt(str, e)
attempt(delattr, e, 'start')
attempt(delattr, e, 'encoding')
print(e.encoding, e.end, e.reason)
print(str(UnicodeEncodeError.__new__(UnicodeEncodeError)) == '')
