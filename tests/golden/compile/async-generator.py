async def f(x):
    yield 1
    y = yield await x
    async for z in x:
        yield z
async def g():
    try:
        yield
    finally:
        await h()
async def i():
    return
    yield
