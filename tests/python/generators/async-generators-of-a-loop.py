"""What an event loop does with the asynchronous generators that are still suspended."""
import asyncio
import gc
import warnings


closed = []


async def counter(n):
    try:
        for i in range(n):
            yield i
    finally:
        closed.append(n)


async def main():
    first, second = counter(3), counter(4)
    await first.__anext__()
    await second.__anext__()
    async for _ in counter(5):
        pass
    known = asyncio.get_running_loop()._asyncgens
    print(len(known), first in known, second in known)
    forgotten = counter(6)
    await forgotten.__anext__()
    del forgotten
    gc.collect()
    await asyncio.sleep(0.01)
    print(closed)
    return first, second


kept = asyncio.run(main())
# In the order of a set.
print(sorted(closed))


async def shut_down():
    early = counter(10)
    await early.__anext__()
    await asyncio.get_running_loop().shutdown_asyncgens()
    print(closed[-1])
    late = counter(11)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        await late.__anext__()
    print([str(warning.message)[:22] for warning in caught])
    await late.aclose()
    print(closed[-1])


asyncio.run(shut_down())
