async def f():
    await g()
    x = await g()
    return x
async def h(y):
    return [await y, (await y) + 1, f(await y)]
async def i(): pass
async def j():
    try:
        await k()
    except E:
        await l()
    finally:
        await m()
