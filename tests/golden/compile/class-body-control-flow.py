class C:
    if x:
        a = 1
    else:
        a = 2
    for i in range(3):
        b = i
    try:
        c = d
    except NameError:
        c = 3
    with e as f:
        g = f
    while False:
        h = 1
    lambda: i
