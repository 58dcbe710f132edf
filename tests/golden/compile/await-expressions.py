async def f(x):
    a = await x.y(1)
    b = -await x
    c = await x ** 2
    d = [await y for y in await x]
    e = (await x).z
    await x[0]
    return await (await x)
