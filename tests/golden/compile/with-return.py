def f(a):
    with a as b:
        return b
def g(a):
    with a:
        for x in y:
            if x:
                break
            continue
    return x
def h(a, b):
    with a, b:
        with c:
            return d
