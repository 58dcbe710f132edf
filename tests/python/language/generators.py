def simple(n):
    i = 0
    while i < n:
        yield i
        i += 1


print(list(simple(4)))


def talk():
    try:
        got = yield 1
        print('got', got)
        result = yield from inner()
        print('inner gave', result)
    except ValueError as e:
        print('caught', e)
        yield 'after'
    finally:
        print('closed')


def inner():
    for i in range(3):
        yield i * i
    return 'done'


g = talk()
print(next(g), g.send('hi'), list(g))
g = talk()
next(g)
print(g.throw(ValueError('boom')))
g.close()
try:
    next(g)
except StopIteration as e:
    print('stopped', e.value)


def stop():
    raise StopIteration(1)
    yield


try:
    list(stop())
except RuntimeError as e:
    print(e, repr(e.__cause__))


async def answer():
    return 42


async def twice():
    return await answer() + await answer()


c = twice()
try:
    c.send(None)
except StopIteration as e:
    print(e.value)

print(sum(x * x for x in range(10) if x % 2), {k: v for k, v in zip('abc', range(3))}, {x % 3 for x in range(9)})
deep = [[(x, y) for y in range(x)] for x in range(4)]
print(deep)
