def f(a, b, c):
    x = a + b
    y = x * c
    a = y
    g(x, y)
    while a:
        a = a - 1
    return x, y
def h(a):
    b = a
    del a
    return b
def i(a):
    if a:
        b = 1
    return b
def j(a):
    for b in a:
        c = b
    return c
