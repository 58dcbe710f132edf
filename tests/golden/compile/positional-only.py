def f(a, b, /): pass
def g(a, b=1, /, c=2): pass
def h(a, /, *b, c, **d): pass
i = lambda a, /, b=1: a
def j(a, /): return lambda: a
