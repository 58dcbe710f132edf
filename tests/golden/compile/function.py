def f(): pass
def g(a): return a
def h(a, b=1): return a, b
def i(*a, **b): return a, b
def j(a, /, b, *, c): return a, b, c
def k(a, b=1, /, c=2, *d, e, f=3, **g): return locals()
def l(a=x, *, b=y): pass
def m(): return
def n():
    """doc"""
def o():
    """doc"""
    return 1
