"""Iterators over dicts: changes meanwhile, length hints, exhaustion."""
import _operator as operator


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


def growing(make):
    d = make()
    for key in d:
        d[key, 'more'] = 1


def shrinking(make):
    d = make()
    for key in d.items():
        d.popitem()


def replacing(make):
    """Takes every key out and puts it in again, at the end."""
    d = make()
    seen = []
    try:
        for key in d:
            seen.append(key)
            d[key] = d.pop(key)
    except RuntimeError as error:
        seen.append(str(error))
    return len(seen)


def plain():
    return {n: str(n) for n in range(20)}


def table():
    return {(n,): n for n in range(20)}


for make in plain, table:
    attempt(lambda: growing(make))
    attempt(lambda: shrinking(make))
    d = make()
    for key, value in d.items():
        d[key] = value * 2
    print(list(d.values())[-1])

iterator = iter(plain())
print(operator.length_hint(iterator), next(iterator), operator.length_hint(iterator))
d = plain()
iterator = iter(d.values())
d['new'] = 1
attempt(lambda: next(iterator))
attempt(lambda: next(iterator))
print(operator.length_hint(iterator))
iterator = reversed(d)
print(next(iterator), next(iterator), operator.length_hint(iterator))
del d['new']
attempt(lambda: next(iterator))
done = iter({})
print(list(done), list(done), [type(i).__name__ for i in (iter({}), reversed({}), iter({}.items()), reversed({}.values()))])


class Keys(dict):
    def __iter__(self):
        return iter(['overridden'])


print(list(Keys(a=1)), list(Keys(a=1).keys()), dict(Keys(a=1)))
sizes = []
counted = {n: n for n in range(5)}
for n in list(counted):
    del counted[n]
    counted[n + 10] = n
    sizes.append(len(counted))
print(sizes, counted)
