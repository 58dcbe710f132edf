x = 1
def f(y):
    a = [x for x in y]
    b = [y for x in y for y in x]
    c = [lambda: x for x in y]
    d = {k: v for k, v in [(z, y) for z in y]}
    e = [w := x for x in y]
    return x, w
class C:
    items = [1, 2]
    a = [i for i in items]
    b = (i + j for i in items for j in items)
    c = [__class__ for i in items]
g = lambda: [x for x in y]
