print(len(x))
len = 1
def f():
    print(len)
    True_ = len
    return __debug__, __name__
