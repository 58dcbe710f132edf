def f(a, b, c):
    if a and b or c:
        return 1
    if not (a or b) and not c:
        return 2
    if a and (b or not c):
        return 3
    while a or b:
        if (a and b) if c else (a or b):
            continue
        return 4
