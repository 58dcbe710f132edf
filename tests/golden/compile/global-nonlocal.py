x = 1
def f():
    global x, y
    x = 2
    y = 3
    del y
    z = 4
    def g():
        nonlocal z
        z += 1
        global w
        w = z
        def h():
            nonlocal z
            return z, x
        return h
    return g
class C:
    global t
    t = 1
