# Futures and tasks of _asyncio: states, callbacks, cancellation, what is awaited wrongly, eager tasks.
import asyncio
import _asyncio


def attempt(f, *args, **kwargs):
    try:
        return f(*args, **kwargs)
    except BaseException as e:
        return f'{type(e).__name__}: {e}'


loop = asyncio.new_event_loop()
f = _asyncio.Future(loop=loop)
print(f, f._state, f._callbacks, f._result, f._exception, f._log_traceback, f._asyncio_future_blocking, f.get_loop() is loop)
print(attempt(f.result), attempt(f.exception), attempt(f.set_exception, 3), attempt(f.set_exception, int))
print(attempt(f.set_exception, StopIteration(1)), attempt(f.exception), repr(f.exception().__cause__))
print(attempt(f.set_result, 1), attempt(f.set_exception, ValueError), f.cancel(), f.done(), f.cancelled())
f = _asyncio.Future(loop=loop)
f.add_done_callback(print)
f.add_done_callback(print)
f.add_done_callback(len)
print(len(f._callbacks), f.remove_done_callback(print), len(f._callbacks), f.remove_done_callback(len), f._callbacks)
it = iter(f)
print(next(it) is f, attempt(next, it), attempt(it.throw, KeyError('k')), attempt(setattr, f, '_log_traceback', True))
print(f.cancel('why'), attempt(f.result), f.cancel(), f._cancel_message, f)
raw = _asyncio.Future.__new__(_asyncio.Future)
print(attempt(raw.result), '|', attempt(raw.cancel), '|', attempt(raw.add_done_callback, 1), '|', raw.done(), attempt(iter, raw))
print(attempt(_asyncio.Task, 3, loop=loop), attempt(_asyncio.current_task), attempt(_asyncio._enter_task, 1, 2))


async def work(x):
    await asyncio.sleep(0)
    if x < 0:
        raise ValueError(x)
    return x


async def stubborn():
    for _ in range(2):
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError as e:
            print('refused', e)
    return 'stayed'


class Yields:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        return (yield self.value)


async def awaits(value):
    return await Yields(value)


async def main():
    task = asyncio.current_task()
    print(task.get_name(), task._must_cancel, task._fut_waiter, task.cancelling(), asyncio.all_tasks() == {task})
    one = asyncio.create_task(work(1), name='one')
    print(one.get_name(), one.get_coro().__name__, one in asyncio.all_tasks(), one.done(), attempt(one.set_result, 1))
    print(await one, one.result(), one.done(), one in asyncio.all_tasks(), one._coro is not None)
    bad = asyncio.create_task(work(-1))
    print(await asyncio.gather(bad, work(2), return_exceptions=True), repr(bad.exception()))
    calm = asyncio.create_task(stubborn())
    for text in ('first', 'second'):
        await asyncio.sleep(0)
        print(calm.cancel(text), calm.cancelling())
    print(calm.uncancel(), await calm, calm.cancelled(), calm.cancel())
    gone = asyncio.create_task(work(3))
    gone.cancel('early')
    try:
        await gone
    except asyncio.CancelledError as e:
        print('cancelled', e.args, gone.cancelled(), attempt(gone.exception))
    future = loop.create_future()
    waiter = asyncio.create_task(awaits(future), name='wrong')
    for value in (3, None, future, (i for i in ()), asyncio.new_event_loop().create_future()):
        t = asyncio.create_task(awaits(value), name='t')
        try:
            print(await t)
        except RuntimeError as e:
            print(str(e).split(' ')[:5])
    await asyncio.wait([waiter])
    print(str(waiter.exception()).split(' with')[1])
    eager = asyncio.Task(work(5), loop=loop, eager_start=True)
    at_once = asyncio.Task(awaits_nothing(), loop=loop, eager_start=True)
    print(eager.done(), at_once.done(), at_once.result(), await eager, at_once.get_coro())
    async with asyncio.timeout(0.01) as limit:
        attempt(limit.reschedule, None)
        async with asyncio.TaskGroup() as group:
            results = [group.create_task(work(i)) for i in range(3)]
    print([t.result() for t in results])
    return 'end'


async def awaits_nothing():
    return asyncio.current_task().get_coro().__name__


asyncio.set_event_loop(loop)
print(loop.run_until_complete(main()))
loop.close()
