def f(x, y):
    if x:
        raise
    raise x
def g(x, y):
    raise x from y
def h():
    raise ValueError('no') from None
