def f(x, y):
    while x:
        if y: continue
        if not x: break
        for i in x:
            if i is None: continue
            if i is not None: break
    return [a for a in x if a if not a if a is None]
