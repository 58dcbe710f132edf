def f(T):
    x = 1
    def g(a: T, b: x = x, *c: *T) -> lambda: (a, T): pass
    class C:
        y = 2
        z: (x, y, T)
        def h(self, w: y) -> C: pass
    return g
