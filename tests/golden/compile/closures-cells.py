def f(a, b):
    x = 1
    def g():
        nonlocal x
        x += 1
        return a
    class C:
        y = x
        def m(self):
            return x, b
    return g, C
def late():
    def g(): return v
    if v0:
        v = 1
    del v
    return g
