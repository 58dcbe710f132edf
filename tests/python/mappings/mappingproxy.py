"""mappingproxy: reading through, refusing to write."""

Proxy = type(type.__dict__)


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


base = {'a': 1, 'b': 2}
proxy = Proxy(base)
base['c'] = 3
print(proxy, str(proxy), repr(proxy), len(proxy), proxy['c'], 'a' in proxy, list(proxy), list(reversed(proxy)))
print(proxy.get('z', 0), proxy.keys(), proxy.values(), proxy.items(), proxy.copy(), proxy == base, proxy != {})
print(proxy | {'d': 4}, {'z': 0} | proxy, proxy | proxy, Proxy[int])


def update(p):
    p |= {}


attempt(lambda: update(proxy))
attempt(lambda: proxy['absent'])
attempt(lambda: proxy.__setitem__)
attempt(lambda: setattr(proxy, 'x', 1))
attempt(lambda: hash(proxy))
attempt(lambda: Proxy(5))
attempt(lambda: Proxy([]))
attempt(lambda: Proxy(()))
attempt(lambda: Proxy())
attempt(lambda: Proxy('abc')[1])
attempt(lambda: proxy[[]])


class C:
    x = 1


print(type(C.__dict__) is Proxy, C.__dict__['x'], 'x' in C.__dict__)
C.y = 2
print(C.__dict__['y'], [name for name in C.__dict__ if not name.startswith('__')])
attempt(lambda: C.__dict__.update(z=1))
