def f():
    try:
        a
    except B as e:
        if e:
            return e
        x = [e for e in e]
        del e
    try:
        c
    except D as e:
        def g(): return e
    for i in x:
        try:
            h
        except E as i:
            continue
