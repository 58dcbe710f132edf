async def f(x):
    async for a in x:
        b
    async for a, b in x:
        if a: break
        if b: continue
    else:
        c
    async with x:
        d
    async with x as e, y as g:
        return e
    async with (x as a, y as b):
        pass
