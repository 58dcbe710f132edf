def f(x):
    return x + 1, x + 255, x + 256, x - 1, x[0], x[-1], 0, 100
