def f(a, b=[], c={}, *d, e=x, f, g=lambda: 0, **h): pass
def g(a=(1, 2), b=(x, 1)): pass
def h(*, a=1, b=y): pass
i = lambda a=1, *, b=2: (a, b)
