# OSError: fields, text, and the subclass that follows from the number.


def attempt(call, *args, **kwargs):
    try:
        return call(*args, **kwargs)
    except BaseException as e:
        return f'{type(e).__name__}: {e}'


for number in range(1, 120):
    kind = type(OSError(number, 'text'))
    if kind is not OSError:
        print(number, kind.__name__)
for args in ((), (1,), (2, 'x'), (2, 'x', 'f'), (2, 'x', 'f', None, 'g'), (2, 'x', None), (1, 2, 3, 4, 5, 6), ('a', 'b')):
    e = OSError(*args)
    print(repr(e), '|', e, '|', e.errno, e.strerror, e.filename, e.filename2, e.args, e.__reduce__()[1])
print(type(PermissionError(2, 'x')).__name__, IOError is OSError, EnvironmentError is OSError)

e = BlockingIOError(11, 'x', 3)
print(e.characters_written, e.args, e.filename)
print(attempt(setattr, e, 'characters_written', 'x'), attempt(setattr, e, 'characters_written', 2**90))
del e.characters_written
print(attempt(getattr, e, 'characters_written'), attempt(delattr, e, 'characters_written'))
print(attempt(BlockingIOError, 1, 'x', 2**90), attempt(OSError, 1, 'x', 'f').characters_written if False else 'skipped')


class OnlyInit(OSError):
    def __init__(self, a, b='b'):
        super().__init__(a, b)


class OnlyNew(OSError):
    def __new__(cls, a, b='b'):
        return super().__new__(cls, 2, a)


class Both(OSError):
    def __new__(cls, a):
        return OSError.__new__(cls, 2, a)

    def __init__(self, a):
        self.extra = a


for kind in (OnlyInit, OnlyNew, Both):
    e = kind('A')
    print(kind.__name__, e.args, e.errno, e.strerror, str(e))
e = OnlyInit.__new__(OnlyInit, 1, 2, 3, 4, 5, 6, 7, x=1)
print(e.args, e.errno)
print(attempt(OSError, 1, x=2), attempt(OSError.__init__, OSError(), x=1))
e = OSError(2, 'x', 'f')
e.errno = None
print(e)
del e.strerror, e.filename
print(e, e.filename)
