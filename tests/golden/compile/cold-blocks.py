def f(x):
    if x:
        raise E
    while x:
        try:
            g(x)
        except E:
            h(x)
            raise
        except F:
            return 1
        if x:
            assert x
    return 2
