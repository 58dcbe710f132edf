def f(y):
    try:
        a = [x for x in y]
        b = [[x for x in z] for z in y]
    except E:
        c = [x for x in y]
    finally:
        d = {x: x for x in y}
    with y:
        return [x for x in y]
