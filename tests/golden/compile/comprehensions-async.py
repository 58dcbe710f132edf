async def f(x):
    a = [y async for y in x]
    b = {y async for y in x if await y}
    c = {y: await y for y in x}
    d = (y async for y in x)
    e = [await y for y in x]
    g = [[z async for z in y] for y in x]
    h = [z for y in x async for z in y]
    return (await y for y in x)
