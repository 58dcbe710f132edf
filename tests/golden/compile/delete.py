del a
del b, c
del (d, e)
del [f, g]
del h.i, j[0], k[1:2]
del ()
def f(x):
    y = 1
    del x, y
    def g(): return z
    z = 1
    del z
