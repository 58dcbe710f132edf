def f(x):
    if x:
        y = 1
    try:
        z = y
    except NameError:
        del y
    print(y)
    y = 2
    return y, z
def g():
    for i in range(3):
        pass
    del i
    print(i)
