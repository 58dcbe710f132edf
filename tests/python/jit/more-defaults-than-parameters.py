"""A function may be given more defaults than it has parameters: the last ones count."""


def starred(a, *b):
    return a, b


def generator(a, *b):
    yield a, b


async def coroutine(a, *, c=3):
    return a, c


def plain(a, b):
    return a, b


def run(awaited):
    try:
        awaited.send(None)
    except StopIteration as stop:
        return stop.value


def call():
    results = []
    for attempt in (
        lambda: starred(),
        lambda: starred(1),
        lambda: starred(1, 2),
        lambda: list(generator()),
        lambda: list(generator(1, 2)),
        lambda: run(coroutine()),
        lambda: plain(),
        lambda: plain(1),
    ):
        try:
            results.append(attempt())
        except TypeError as e:
            results.append(str(e))
    return results


for defaults in (None, (7,), (7, 8), (7, 8, 9), (), None):
    for function in (starred, generator, coroutine, plain):
        function.__defaults__ = defaults
    for k in range(3):
        print(call())
