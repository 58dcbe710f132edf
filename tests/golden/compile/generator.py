def f():
    yield
    yield 1
    x = yield 2
    y = yield x, 1
    return y
def g():
    yield from f()
    x = yield from g()
    return x
def h():
    try:
        yield 1
    finally:
        yield 2
def i():
    with a as b:
        yield b
