def f(y):
    a = [lambda: (x, y) for x in y]
    b = [[lambda: (x, z) for z in x] for x in y]
    def g():
        return [x for x in y if z]
    z = {x: [w for w in x] for x in y}
    x = 1
    return a, b, g, lambda: x
