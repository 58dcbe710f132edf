# Built-in functions, and the descriptors of built-in types.


def attempt(call, *args, **kwargs):
    try:
        return repr(call(*args, **kwargs))
    except BaseException as e:
        return f'{type(e).__name__}: {e}'


def shown(value):
    return repr(value).split(' at 0x')[0]


class C:
    __slots__ = ('x', '__weakref__')


FunctionType = type(attempt)
NAMES = ('__name__', '__qualname__', '__module__', '__self__', '__objclass__', '__text_signature__')
for value in (
    len,
    [].append,
    list.append,
    int.__add__,
    (1).__add__,
    dict.__dict__['fromkeys'],
    dict.fromkeys,
    C.x,
    FunctionType.__code__,
    str.maketrans,
    object.__new__,
    C.__dict__['__weakref__'],
):
    print(shown(value), type(value).__name__)
    print('   ', [shown(getattr(value, name, '-')) for name in NAMES])
    print('   ', attempt(lambda: value.__reduce__()).split(' at 0x')[0])

a, b = [], []
print([].append == [].append, a.append == a.append, a.append == b.append, hash(a.append) == hash(a.append), len == len)
print((1).__add__ == (1).__add__, (1).__add__ == (2).__add__, hash((1).__add__) == hash((1).__add__))
print(attempt(lambda: len < len), attempt(lambda: (1).__add__ < 5))

print('-- errors')
for call, args, kwargs in (
    (list.append, (), {}),
    (list.append, (1,), {}),
    (list.append, ([],), {}),
    (list.append, ([],), {'x': 1}),
    (int.__add__, (), {}),
    (int.__add__, ('a', 1), {}),
    (int.__add__, (1,), {}),
    (int.__add__, (1,), {'x': 2}),
    ((1).__add__, (), {}),
    ((1).__add__, (2,), {'x': 3}),
    (dict.__dict__['fromkeys'], (), {}),
    (dict.__dict__['fromkeys'], (1, 2), {}),
    (dict.__dict__['fromkeys'].__get__, (1, 2), {}),
    (dict.__dict__['fromkeys'].__get__, (1, list), {}),
    (dict.__dict__['fromkeys'].__get__, (1,), {}),
    (list.append.__get__, (1,), {}),
    (C.x.__get__, (1,), {}),
    (C.x.__set__, (1, 2), {}),
    (FunctionType.__code__.__get__, (1,), {}),
    (type(len), (), {}),
    (type(list.append), (), {}),
):
    print(attempt(call, *args, **kwargs))

c = C()
print(attempt(lambda: c.x), attempt(delattr, c, 'x'))
c.x = 1
print(c.x, C.x.__get__(c), C.x.__get__(None, C) is C.x)
del c.x
print(attempt(lambda: c.x), attempt(setattr, c, 'y', 1))
print(attempt(setattr, attempt, '__closure__', 1), attempt(delattr, attempt, '__globals__'))
len_copy = len
print(len.__module__, len.__doc__ is not None, [].append.__module__)

print('-- singletons and cells')
for kind in (type(None), type(...), type(NotImplemented)):
    print(kind, kind(), attempt(kind, 1), attempt(lambda: type('Sub', (kind,), {})))
print(attempt(bool, NotImplemented), hash(None), NotImplemented.__reduce__(), (...).__reduce__(), bool(None), bool(...))


def closure(x):
    return lambda: x


cell = closure(1).__closure__[0]
Cell = type(cell)
empty = Cell()
print(cell.cell_contents, Cell(2).cell_contents, attempt(lambda: empty.cell_contents), shown(empty), shown(cell))
print(Cell() == Cell(), Cell(1) == Cell(1), Cell(1) < Cell(2), Cell() < Cell(0), Cell(0) > Cell(), Cell(1) == 1)
print(attempt(Cell, 1, 2), attempt(Cell, x=1), attempt(hash, cell), attempt(lambda: Cell(1) < Cell('a')))
cell.cell_contents = 5
del cell.cell_contents
print(attempt(lambda: cell.cell_contents))
