def f():
    return 1
    x = 2
    yield x
def g():
    while True:
        pass
    return 3
def h(x):
    if x:
        return 1
    else:
        return 2
    print('never')
def i():
    raise x
    try:
        y
    finally:
        z
