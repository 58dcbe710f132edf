def f(x):
    """doc"""
    assert x, 'm'
    if __debug__:
        print(x)
    if not __debug__:
        print('o')
    return __debug__
