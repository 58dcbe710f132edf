def f(a, b):
    if a:
        x = 1
    elif b:
        x = 2
    else:
        x = 3
    return x
def g(a):
    if a:
        h()
    else:
        i()
