# Coroutines, awaitables, asynchronous with and for.


def attempt(call, *args):
    try:
        return repr(call(*args))
    except BaseException as e:
        return f'{type(e).__name__}{e.args}'


def drive(coroutine):
    steps = []
    try:
        value = coroutine.send(None)
        while True:
            steps.append(value)
            value = coroutine.send(None)
    except StopIteration as e:
        return [*steps, ('returned', e.value)]
    finally:
        coroutine.close()


class Awaitable:
    def __init__(self, *values):
        self.values = values

    def __await__(self):
        for value in self.values:
            yield value
        return ('awaited', self.values)


class Returns:
    def __init__(self, result):
        self.result = result

    def __await__(self):
        return self.result


async def awaiting(x):
    return await x


print(drive(awaiting(Awaitable(1, 2))), drive(awaiting(awaiting(Awaitable(3)))))
c = awaiting(1)
for value in (5, Returns(5), Returns([1]), Returns(c), Returns(iter([])), None):
    print(attempt(drive, awaiting(value)))
c.close()


class Blocked:
    __await__ = None


print(attempt(drive, awaiting(Blocked())))
inner = awaiting(Awaitable(1))
first = awaiting(inner)
first.send(None)
second = awaiting(inner)
print(attempt(second.send, None), inner.cr_suspended, first.cr_await is inner)
first.close()
print(inner.cr_frame, attempt(inner.send, None), attempt(inner.throw, ValueError), inner.close())


async def one():
    return await Awaitable(1, 2)


c = one()
print(c.cr_running, c.cr_suspended, c.cr_await, c.cr_code.co_name, c.cr_origin, c.__name__, c.__qualname__)
print(c.send(None), c.cr_suspended, type(c.cr_await).__name__, attempt(c.throw, ValueError('in')), attempt(c.send, None))
c = one()
print(attempt(c.send, 1), attempt(c.throw, ValueError('x')), attempt(c.send, None))
w = one().__await__()
print(type(w).__name__, next(w), w.send(None), attempt(next, w), attempt(next, w), iter(w) is w)
c = one()
print(attempt(iter, c), attempt(next, c), attempt(lambda: [*c]), attempt(lambda: type(c)()))
c.close()


async def handles():
    try:
        await Awaitable(1, 2)
    except ValueError:
        return 'handled'


c = handles()
c.send(None)
print(attempt(c.throw, ValueError))


async def stops():
    raise StopIteration(4)


print(attempt(drive, stops()))


def plain():
    yield from c


c = one()
print(attempt(list, plain()))
c.close()

print('-- async with')


class Manager:
    def __init__(self, swallow):
        self.swallow = swallow

    async def __aenter__(self):
        await Awaitable('enter')
        return 'value'

    async def __aexit__(self, kind, value, traceback):
        await Awaitable('exit')
        print('exit', kind and kind.__name__)
        return self.swallow


async def managed():
    async with Manager(True) as v:
        print(v)
        1 / 0
    async with Manager(False), Manager(True):
        raise KeyError('k')
    async with Manager(False):
        return 'result'


print(drive(managed()))


class HalfEnter:
    def __aenter__(self):
        return 5

    def __aexit__(self, *args):
        return 5


class HalfExit:
    async def __aenter__(self):
        return 5

    def __aexit__(self, *args):
        return 5


class Sync:
    def __enter__(self):
        pass

    def __exit__(self, *args):
        pass


async def with_(manager):
    async with manager:
        pass


async def sync_with(manager):
    with manager:
        pass


for manager in (5, HalfEnter(), HalfExit(), Sync()):
    print(attempt(drive, with_(manager)))
print(attempt(drive, sync_with(Manager(True))), attempt(drive, sync_with(5)))

print('-- async for')


class BadIterator:
    def __aiter__(self):
        return 5


class BadNext:
    def __aiter__(self):
        return self

    def __anext__(self):
        return 5


class Countdown:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if not self.n:
            raise StopAsyncIteration
        self.n -= 1
        await Awaitable('next')
        return self.n


async def loop(iterable):
    found = []
    async for x in iterable:
        found.append(x)
    else:
        found.append('else')
    return found


for iterable in (5, BadIterator(), BadNext(), Countdown(2)):
    print(attempt(drive, loop(iterable)))
try:
    drive(loop(BadNext()))
except TypeError as e:
    print(repr(e.__cause__), e.__cause__ is e.__context__)


async def comprehensions():
    return (
        [x async for x in Countdown(2)],
        {x: y async for x in Countdown(2) async for y in Countdown(1)},
        [await Awaitable(i) for i in range(2)],
        [x async for x in Countdown(3) if x % 2],
    )


print(drive(comprehensions()))


async def builtins():
    it = Countdown(1)
    print(await anext(it), await anext(it, 'default'), aiter(it) is it)
    try:
        await anext(it)
    except StopAsyncIteration:
        print('end')


print(drive(builtins()))
print(attempt(aiter, 5), attempt(anext, 5), attempt(aiter, BadIterator()), attempt(anext, 5, 6))
