"""Functions whose globals are a dict that the program has made: compiled code follows what becomes of the dict."""

namespace = {'limit': 3, 'names': [], 7: 'a key that is no name'}
exec(
    '''
def total(n):
    found = 0
    for i in range(n):
        found += limit + len(names)
    return found

def store(n):
    global counter
    counter = 0
    for i in range(n):
        counter += 1
    return counter

def missing():
    return absent
''',
    namespace,
)
total, store, missing = namespace['total'], namespace['store'], namespace['missing']
going = iter(namespace.items())
print(next(going), next(going))
for _ in range(300):
    total(10)
    store(10)
print(total(10), store(10), namespace['counter'])
try:
    print(next(going))
except RuntimeError as error:
    print(error)

print([key for key in namespace if key != '__builtins__'])
namespace['limit'] = 100
namespace['names'].append('one')
print(total(10))
namespace['len'] = lambda items: 1000
print(total(10))
del namespace['len']
print(total(10))
namespace.update(limit=1, names=())
print(total(10), namespace.pop('counter'), namespace.popitem()[0], namespace[7])
try:
    missing()
except NameError as error:
    print(error)
for _ in range(300):
    try:
        missing()
    except NameError:
        pass
namespace['absent'] = 'there'
print(missing(), store(5), list(reversed(namespace))[:2])

# A key of another kind, after which the dict is a table.
namespace[1.5] = 'float'
namespace[(1, 2)] = 'tuple'
print(total(10), missing(), namespace[1.5], namespace[1, 2])
namespace['limit'] = 5
print(total(10), 'limit' in namespace, namespace.get('limit'))
namespace.clear()
try:
    total(1)
except NameError as error:
    print(error)


# Built-ins of its own.
own = {'__builtins__': {'len': lambda items: 7, 'range': range}, 'limit': 1, 'names': []}
function = type(total)(total.__code__, own)
for _ in range(300):
    function(10)
print(function(10))
own['__builtins__']['len'] = lambda items: 70
print(function(10))


class Names(dict):
    def __missing__(self, key):
        if key == 'other':
            return 'made for ' + key
        raise KeyError(key)


odd = Names(limit=1)
exec('def f(n):\n for i in range(n): last = limit, other\n return last', odd)
for _ in range(300):
    odd['f'](10)
print(odd['f'](10), odd['limit'])


def made_each_time(i):
    space = {'i': i}
    exec('def f():\n return i * 2\nfound = [f() for _ in range(5)]', space)
    return space['found']


print([made_each_time(i) for i in range(200)][-1])
