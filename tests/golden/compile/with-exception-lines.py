def f():
    with (
        a() as b,
        c() as d
    ):
        e()
    with g():
        h()

    return 1
