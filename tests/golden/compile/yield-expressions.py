def f():
    x = (yield)
    y = yield x
    z = [(yield 1), (yield 2)]
    a, b = yield
    yield a, *b
    g((yield))
    x += yield
    x[(yield)] = yield
    return (yield from z)
def h():
    lambda: (yield)
    yield
