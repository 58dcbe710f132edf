async def f(a):
    async with a as b:
        async for c in b:
            try:
                while c:
                    with d as e:
                        for g in e:
                            if await g:
                                yield [h async for h in g if (i := h)]
                            elif i:
                                break
                            else:
                                continue
            except* E as j:
                k = lambda: (yield j)
            finally:
                del c
