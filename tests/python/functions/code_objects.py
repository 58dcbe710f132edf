# Code objects: constructor, replace, comparison, positions.


def attempt(call, *args, **kwargs):
    try:
        return repr(call(*args, **kwargs)).split(' at 0x')[0]
    except SystemError as e:
        return type(e).__name__
    except BaseException as e:
        return f'{type(e).__name__}: {e}'


def f(a, /, b, *c, d=1, **e):
    "Documentation."
    x = 1

    def g():
        return x, a

    return g


co = f.__code__
CodeType = type(co)
FIELDS = ('argcount', 'posonlyargcount', 'kwonlyargcount', 'nlocals', 'stacksize', 'flags', 'code', 'consts', 'names',
          'varnames', 'filename', 'name', 'qualname', 'firstlineno', 'linetable', 'exceptiontable', 'freevars', 'cellvars')


def arguments(**changes):
    values = {name: getattr(co, 'co_' + name) for name in FIELDS}
    values.update(changes)
    return list(values.values())


for name in FIELDS:
    if name not in ('code', 'consts', 'filename', 'linetable', 'exceptiontable'):
        print(name, getattr(co, 'co_' + name))
print(co.co_varnames, f('A', 'B').__code__.co_freevars, co.co_varnames is co.co_varnames)
print(CodeType(*arguments()) == co, co.replace() == co, hash(co) == hash(co.replace()))
for change in ({'co_name': 'q'}, {'co_filename': 'q'}, {'co_qualname': 'q'}, {'co_stacksize': 9}, {'co_flags': 1},
               {'co_consts': (1,) + co.co_consts[1:]}, {'co_firstlineno': 3}, {'co_names': ('n',)}):
    print(*change, co.replace(**change) == co)
for name, value in (
    ('argcount', -1), ('argcount', 9), ('argcount', 'a'), ('argcount', 2**40), ('posonlyargcount', -1),
    ('posonlyargcount', 5), ('kwonlyargcount', -1), ('nlocals', -1), ('nlocals', 1), ('stacksize', -1), ('flags', -1),
    ('code', b'a'), ('code', b''), ('code', 'a'), ('consts', 1), ('consts', [1]), ('names', (1,)), ('names', 1),
    ('varnames', (1,)), ('varnames', ()), ('filename', 1), ('name', 1), ('qualname', 1), ('firstlineno', 'a'),
    ('linetable', 1), ('exceptiontable', ''), ('freevars', 1), ('cellvars', 1), ('freevars', ('q',)),
    ('cellvars', ('zz',)), ('cellvars', (5,)),
):
    print(name, value, '|', attempt(CodeType, *arguments(**{name: value})), '|', attempt(co.replace, **{'co_' + name: value}))
print(attempt(CodeType), attempt(CodeType, 1, 2), attempt(co.replace, 1), attempt(co.replace, foo=1))
print(attempt(co.replace, co_cod=1), attempt(co.__replace__, co_name='z'), co.replace(co_name='z').co_name)
print(CodeType(*arguments(varnames=('a', 'b', 'd', 'c', 'e', 'zz'), nlocals=6)).co_varnames)
print(CodeType(*arguments(cellvars=('zz', 'a'))).co_cellvars)


def one():
    return 1


def one_point():
    return 1.0


def true():
    return True


same = [h.__code__.replace(co_name='x', co_qualname='x', co_firstlineno=1) for h in (one, one_point, true)]
print(same[0] == same[1], same[1] == same[2], same[0] == same[0].replace(), attempt(lambda: co < co), co == 1)


def branches(x, y):
    for i in x:
        if i and y is None:
            pass
        while i:
            break
    return [z for z in y if z]


async def more_branches(x):
    async for i in x:
        pass


first = branches.__code__.co_firstlineno
print([(a, b, line and line - first) for a, b, line in branches.__code__.co_lines()])
print([p[2:] for p in branches.__code__.co_positions()][:20])
print(list(branches.__code__.co_branches()), list(more_branches.__code__.co_branches()))
print(co._varname_from_oparg(0), attempt(co._varname_from_oparg, 100))
print(type(co.co_lines()).__name__, type(co.co_positions()).__name__, iter(it := co.co_lines()) is it)

print("names that are no strings")
for changes in {"co_varnames": (1, 2)}, {"co_varnames": (1,), "co_nlocals": 1}, {"co_cellvars": (3,)}, {"co_names": (1,)}:
    try:
        co.replace(**changes)
    except (SystemError, ValueError) as error:
        print(type(error).__name__, error)
