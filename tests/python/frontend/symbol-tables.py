"""Symbol tables as Python sees them, and the errors of the pass that makes them."""
import _symtable


def show(table, depth):
    print('  ' * depth, table.name, table.type, table.lineno, table.nested, table.varnames, sorted(table.symbols.items()))
    for child in table.children:
        show(child, depth + 1)


show(_symtable.symtable('''
def f[T](a, *b):
    x = [i for i in a]
    global q
    class C:
        z: int = 1
    return lambda: x
type X = list[X]
''', 'f.py', 'exec'), 0)

for arguments in [('x', 'f', 'other'), (1, 'f', 'exec'), ('x', 1, 'exec'), ('x =', 'f', 'exec'), ('nonlocal x', 'f', 'exec')]:
    try:
        _symtable.symtable(*arguments)
    except Exception as error:
        print(type(error).__name__, error)
