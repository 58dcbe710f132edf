def f(a, b):
    c = a
    d = b
    x = a; y = b
    a = b = c
    z, w = a, b
    return a.x(b).y(c, d)
def g(a, b, c):
    a.x = b
    a[b] = c
    return a[b], a.x
def h(t):
    for a, b in t:
        c = a
        d = b
        yield c, d
