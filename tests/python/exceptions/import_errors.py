# What __import__ and the import statement raise.


def attempt(call):
    try:
        print(call())
    except BaseException as e:
        print(type(e).__name__, e, getattr(e, 'name', None), getattr(e, 'name_from', None))


def from_builtin():
    from sys import nonexistent


def relative():
    from . import x


attempt(from_builtin)
attempt(relative)
attempt(lambda: __import__(''))
attempt(lambda: __import__(5))
attempt(lambda: __import__('sys', level=-1))
attempt(lambda: __import__('x', {}, level=1))
attempt(lambda: __import__('x', {'__package__': 'a.b'}, level=5))
attempt(lambda: __import__('x', {'__package__': 5}, level=1))
attempt(lambda: __import__('x', 5, level=1))
attempt(lambda: __import__('sys', fromlist=['path']).__name__)
attempt(lambda: __import__('sys', globals(), locals(), (), 0).__name__)
