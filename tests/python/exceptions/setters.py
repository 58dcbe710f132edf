# Attributes that every exception has: what may be assigned, and what the rest answers.


def attempt(call, *args):
    try:
        return repr(call(*args))
    except BaseException as e:
        return f'{type(e).__name__}: {e}'


e = Exception('text')
for name in ('args', '__traceback__', '__context__', '__cause__', '__suppress_context__', '__dict__'):
    print(name, attempt(delattr, e, name))
    for value in (5, None, ValueError('v'), [1, 2], {'a': 1}, True):
        print('   ', value, attempt(setattr, e, name, value))
print(e.args, e.__context__, e.__cause__, e.__suppress_context__, e.__dict__, e.a)

e = Exception()
e.__cause__ = None
print(e.__suppress_context__)
e.__suppress_context__ = False
e.__cause__ = KeyError()
print(e.__suppress_context__, repr(e.__cause__))

print(attempt(e.__setstate__, 5), attempt(e.__setstate__, None), attempt(e.__setstate__, {'b': 2, 'args': (1, 2)}))
print(e.b, e.args, e.__reduce__())
print(attempt(e.with_traceback, 5), e.with_traceback(None) is e)

print(attempt(e.add_note, 1), attempt(e.add_note, 'first'), attempt(e.add_note, 'second'), e.__notes__)
e.__notes__ = 5
print(attempt(e.add_note, 'third'))


class Slotted(Exception):
    __slots__ = ('x',)


s = Slotted()
s.x = s.y = 1
print(s.__dict__, s.x)
print(attempt(Exception.__new__, int), attempt(Exception.__new__), attempt(OSError.__new__, KeyError))
print(attempt(type, 'Two', (OSError, SyntaxError), {}), attempt(type, 'Same', (KeyError, IndexError), {}))


class Mixed(KeyError, AttributeError):
    pass


m = Mixed('k', name='n')
print(m, m.name, m.args, isinstance(m, LookupError))
print(sorted(name for name in vars(BaseException) if name not in ('__init__', '__new__', '__doc__')))
