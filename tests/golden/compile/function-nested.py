def a():
    def b():
        def c():
            return d
        return c
    d = 1
    return b
def e(f):
    def g():
        return f
    f = 2
    return g
def h(i=1):
    j = lambda k=i: (k, i)
    return j
