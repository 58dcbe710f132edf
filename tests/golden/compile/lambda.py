a = lambda: 0
b = lambda x: x
c = lambda x, y=1, *z, w, **v: (x, y, z, w, v)
d = lambda x, /, y: lambda: x + y
e = lambda: (yield)
f = lambda *, a: a
g = (lambda x: x)(1)
