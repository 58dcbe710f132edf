# A great many coroutines and asynchronous generators wait for their end at once.
import asyncio
import weakref


class Once:
    async def __aiter__(self):
        yield 1


async def leaf(n):
    await asyncio.sleep(0)
    return n


async def generators(n):
    total = 0
    for _ in range(n):
        async for item in Once():
            total += item
    return total


async def coroutines(n):
    return sum(await asyncio.gather(*[leaf(i) for i in range(n)]))


print(asyncio.run(generators(12_000)))
print(asyncio.run(coroutines(12_000)))


class Target:
    pass


targets = [Target() for _ in range(25_000)]
called = []
references = [weakref.ref(target, called.append) for target in targets]
print(sum(reference() is not None for reference in references))
targets.clear()
import gc
gc.collect()
print(len(called))
