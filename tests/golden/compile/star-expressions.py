a = *x, 1
b = [*x, *y]
f(*x, *y, 1, *z)
for a in *x, y: pass
def g():
    return *x, 1
def h():
    yield *x, 1
a[*x] = 1
