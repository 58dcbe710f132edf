def f(x):
    for i in x:
        try:
            if i:
                continue
            if i + 1:
                break
            return i
        finally:
            g(i)
def h(x):
    try:
        return x
    except E as e:
        return e
    finally:
        k()
def m():
    try:
        try:
            return a
        finally:
            b
    finally:
        c
