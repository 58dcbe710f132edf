def f(a, b, c):
    while a:
        while b:
            if c:
                continue
            break
        else:
            continue
        break
    if a:
        if b:
            if c:
                return 1
    return a if b else c
