def f(x):
    a = any(y > 1 for y in x)
    b = all(y for y in x)
    c = tuple(y + 1 for y in x)
    d = list(y for y in x)
    e = any([y for y in x])
    return a, b, c, d, e
