"""globals() as a dict: what it changes, functions see at once."""

value = 1


def read():
    return value


def size(items):
    return len(items)


print(read(), size('abc'))
globals()['value'] = 2
print(read())
del globals()['value']
try:
    read()
except NameError as error:
    print(error)
globals()['value'] = 3
print(read())

# A name that shadows a built-in one, and gives it free again.
globals()['len'] = lambda items: 'shadowed'
print(size('abc'))
del globals()['len']
print(size('abc'))
len = 'not callable'
try:
    size('abc')
except TypeError as error:
    print(error)
del len
print(size('abc'))

names = list(globals())
print(names.index('value') > names.index('size'), 'len' in globals(), globals().get('absent'), names[-1])
import builtins

builtins.added = 'built in'


def read_added():
    return added


print(read_added())
builtins.added = 'changed'
print(read_added())
del builtins.added
try:
    read_added()
except NameError as error:
    print(error)

# Keys that are no names.
globals()[5] = 'five'
globals()[1, 2] = 'pair'
value = 4
print(read(), globals()[5], globals()[1, 2], size('ab'))
globals()['value'] = 5
print(read())

space = {'x': 1}
exec('y = x + 1\ndef f(): return x + y', space)
print(space['y'], space['f'](), sorted(key for key in space if not key.startswith('__')))
space['x'] = 10
print(space['f']())
own = {'__builtins__': {'abs': lambda n: 'own abs', 'print': print}}
exec('print(abs(-1))', own)
