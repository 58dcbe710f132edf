def f(x, y):
    if x is None:
        return 1
    if x is not None and y is None:
        return 2
    while x is None or y is not None:
        x = y
    return x is None
