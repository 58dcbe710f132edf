result = (query
    .filter(a=1)
    .order('b')
    [0]
    .value)
x = a.b.c.d.e.f()
a.b.c.d = x
