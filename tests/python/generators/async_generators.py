# Asynchronous generators and the awaitables that drive them.
import gc
import warnings
import sys


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


class Awaitable:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        yield self.value


async def count(n):
    for i in range(n):
        await Awaitable(f'wait {i}')
        x = yield i
        if x:
            print('got', x)


async def collect():
    return [v async for v in count(3)]


print(drive(collect()))


async def stepwise():
    a = count(3)
    found = [await a.__anext__(), await a.asend('S'), await anext(a)]
    try:
        await anext(a)
    except StopAsyncIteration as e:
        found.append(repr(e))
    found.append(await anext(a, 'default'))
    return found


print(drive(stepwise()))


async def thrown():
    a = count(3)
    await anext(a)
    try:
        await a.athrow(ValueError('t'))
    except ValueError as e:
        print('caught', e)
    await a.aclose()
    return a.ag_frame, a.ag_running, a.ag_suspended, a.ag_code.co_name, a.ag_await, a.__name__


print(drive(thrown()))


async def cleaning():
    try:
        yield 1
        yield 2
    finally:
        await Awaitable('cleanup')
        print('cleaned')


async def closed():
    a = cleaning()
    await anext(a)
    print(await a.aclose(), await a.aclose())
    try:
        await anext(a)
    except StopAsyncIteration:
        print('end')


print(drive(closed()))


async def ignoring():
    try:
        yield 1
    except GeneratorExit:
        yield 2


async def ignored():
    a = ignoring()
    await anext(a)
    await a.aclose()


print(attempt(drive, ignored()))


async def stops_async():
    raise StopAsyncIteration(3)
    yield


async def stops():
    raise StopIteration(3)
    yield


async def handled():
    a = count(1)
    try:
        async for x in a:
            raise KeyError(x)
    except KeyError as e:
        return repr(e), await a.aclose()


for make in (stops_async, stops):

    async def loop():
        async for _ in make():
            pass

    print(attempt(drive, loop()))
print(drive(handled()))

print('-- by hand')
a = count(1)
s, other = a.asend(None), a.asend(None)
print(s.send(None), a.ag_running, attempt(other.send, None), attempt(other.send, None))
print(attempt(s.send, None), attempt(s.send, None), attempt(s.close))
a = count(1)
print(attempt(a.asend(5).send, None))
s = a.__anext__()
print(s.close(), attempt(s.send, None), a.ag_frame)
a = count(1)
s = a.__anext__()
print(s.send(None), attempt(s.throw, ValueError('v')), attempt(s.throw, ValueError), a.ag_running)
a = count(1)
s = a.aclose()
print(attempt(s.send, None), attempt(s.send, None), attempt(s.throw, ValueError))
a = count(1)
s = a.athrow(ValueError('q'))
print(attempt(s.send, 5), attempt(s.send, None), attempt(s.send, None))
s = a.athrow(ValueError)
print(attempt(s.send, None), s.close())
a = count(2)
with warnings.catch_warnings():
    warnings.simplefilter('ignore')
    print(a.__aiter__() is a, aiter(a) is a, type(a.__anext__()).__name__, type(a.aclose()).__name__, type(a.athrow()).__name__)
    gc.collect()
s = a.asend(None)
print(iter(s) is s, s.__await__() is s, next(s), attempt(next, s))
n = anext(count(0), 'default')
print(type(n).__name__, iter(n) is n, attempt(next, n))
n = anext(count(1), 'default')
print(n.send(None), attempt(n.throw, ValueError('t')), attempt(n.close))
print(repr(a).split(' at ')[0], attempt(lambda: type(a)()), attempt(setattr, a, '__name__', 5))

print('-- hooks')
sys.set_asyncgen_hooks(firstiter=lambda a: print('first', a.__name__))
print(drive(collect()), sys.get_asyncgen_hooks().firstiter is not None)
sys.set_asyncgen_hooks(None, None)
print(attempt(sys.set_asyncgen_hooks, 5), sys.get_asyncgen_hooks().firstiter)


async def origin():
    pass


def maker():
    return origin()


sys.set_coroutine_origin_tracking_depth(2)
c = maker()
print([(entry[2], entry[1] - maker.__code__.co_firstlineno) for entry in c.cr_origin])
sys.set_coroutine_origin_tracking_depth(0)
c.close()


async def generator_expression():
    g = (x * 2 async for x in count(3) if x)
    return type(g).__name__, [v async for v in g]


print(drive(generator_expression()))
