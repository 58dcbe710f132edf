# Generators and coroutines whose steps are compiled: who resumes them, where they stand, what passes through them.
import asyncio
import sys
import traceback


def attempt(f, *args):
    try:
        return f(*args)
    except BaseException as e:
        return f'{type(e).__name__}: {e}'


# Resumed by everybody: for, next, send, throw, close, built-ins, another generator.
def counter(n):
    total = 0
    for i in range(n):
        try:
            got = yield i
            total += got or 1
        except KeyError as e:
            print('caught', repr(e), repr(e.__context__))
            total += 100
    return total


for _ in range(3):
    g = counter(6)
    print(next(g), g.send(10), next(g), g.throw(KeyError('k')), list(g), attempt(next, g))


def delegating(n):
    result = yield from counter(n)
    print('result', result)
    result = yield from [7, 8]
    print('result', result)
    return 'end'


for _ in range(3):
    print(list(delegating(2)), sum(delegating(3)), max(delegating(1)))
    g = delegating(3)
    print(next(g), g.gi_yieldfrom is not None, g.throw(KeyError), g.gi_yieldfrom.gi_frame.f_locals['total'])
    print(g.gi_frame.f_lineno - g.gi_frame.f_code.co_firstlineno, g.gi_suspended, g.gi_running)
    g.close()
    print(g.gi_frame, g.gi_yieldfrom, attempt(next, g))


# A suspended frame can be read and written.
def variables():
    a, b = 1, [2]
    while True:
        a += yield a, b
        b = [a]


g = variables()
next(g)
for i in range(3):
    print(g.send(i), g.gi_frame.f_locals)
    g.gi_frame.f_locals['a'] = 50


# It runs already.
def selfish():
    for i in range(3):
        print(attempt(next, own), own.gi_running)
        yield i


own = selfish()
print(list(own))


# StopIteration does not get out, and tracebacks tell the way.
def stopping(how):
    for i in range(3):
        if i == 2:
            raise how
        yield i


for how in (StopIteration(1), ValueError('v')):
    for _ in range(2):
        try:
            print(sum(x for x in stopping(how)))
        except Exception as e:
            print(repr(e), repr(e.__cause__), [(f.name, f.line) for f in traceback.extract_tb(e.__traceback__)])
            how.__traceback__ = None


# The exception that is being handled is the generator's own.
def handling():
    try:
        raise KeyError('inner')
    except KeyError:
        yield repr(sys.exception())
        yield repr(sys.exception())
    yield repr(sys.exception())


for _ in range(2):
    g = handling()
    print(next(g), repr(sys.exception()))
    try:
        raise ValueError('outer')
    except ValueError:
        print(next(g), repr(sys.exception()))
        print(next(g), repr(sys.exception()))


# with and finally around a yield.
class Manager:
    def __enter__(self):
        print('enter')

    def __exit__(self, *error):
        print('exit', error[0] and error[0].__name__)
        return error[0] is ValueError


def guarded():
    with Manager():
        yield 1
        yield 2
    try:
        yield 3
    finally:
        print('finally')


for act in (lambda g: list(g), lambda g: g.throw(ValueError), lambda g: attempt(g.throw, TypeError), lambda g: g.close()):
    g = guarded()
    next(g)
    print(act(g))
    g.close()


# Deep chains.
def nested(n):
    if n:
        yield n
        yield from nested(n - 1)


print(sum(nested(300)), attempt(lambda: sum(nested(5000))))


# Coroutines that wait and that do not.
class Wait:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        got = yield self.value
        return got


async def leaf(x):
    if x % 3 == 0:
        try:
            x += await Wait(x)
        except KeyError as e:
            return repr(e)
    if x == 4:
        raise IndexError(x)
    return x


async def middle(x):
    try:
        return await leaf(x)
    except IndexError as e:
        return [f.name for f in traceback.extract_tb(e.__traceback__)], repr(e.__context__)


async def outer():
    return [await middle(x) for x in range(6)]


async def frames():
    frame = sys._getframe()
    return [type(f.f_generator).__name__ for f in (frame, frame.f_back)]


async def asks():
    return await frames(), await frames()


for _ in range(3):
    c = outer()
    print(c.send(None), c.cr_await.cr_code.co_name, c.cr_await.cr_await.cr_frame.f_locals)
    print(c.send(5), attempt(c.throw, KeyError('thrown')) if _ else c.close(), attempt(c.send, 1))
    print(attempt(asks().send, None))


# Asynchronous generators and their like.
async def ticks(n):
    try:
        for i in range(n):
            await asyncio.sleep(0)
            yield i
    finally:
        print('ticks end')


async def program():
    print([i async for i in ticks(4) if i % 2], {i: j async for i in ticks(2) async for j in ticks(2)})
    agen = ticks(5)
    async for i in agen:
        if i == 1:
            break
    await agen.aclose()
    print(await asyncio.gather(*(middle(x) for x in (1, 2, 4))))
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        tasks = [group.create_task(middle(x)) for x in (1, 2)]
    print([task.result() for task in tasks])


for _ in range(2):
    asyncio.run(program())
