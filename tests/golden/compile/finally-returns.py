def f():
    try:
        return a
    finally:
        if b:
            c
def g():
    for x in y:
        try:
            return x
        finally:
            z
    return w
def h():
    while a:
        try:
            break
        finally:
            b
    else:
        c
