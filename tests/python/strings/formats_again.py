# Formats that are used again and again, which are parsed once.
for _ in range(3):
    for number in (0, 7, -12, 123456789, 2**70):
        print("%d|%5d|%-6d|%05d|%+d|%x" % (number, number, number, number, number, number), end=" ")
        print(f"{number:>8}{number:05d}{number:<6}{number:,}{number:x}{number:*^9}", "{:d} {!r}".format(number, number))
    for number in (0.0, -0.0, 0.125, 2.5, 1e15 + 0.5, 1 / 3, -2 / 3, 1e22, float("nan"), float("-inf")):
        print("%.2f|%8.3f|%-9.1f|%.0f" % (number, number, number, number), f"{number:.1f} {number:10.2f} {number:.3e}")
for _ in range(2):
    for form, values in [
        ("%d", "x"), ("%s %s", (1,)), ("%s", (1, 2)), ("%", ()), ("%y", 1), ("%(a)s %(b)d", {"a": 1, "b": 2}),
        ("%s", {}), ("%*d", (5, 3)), ("100%% %s", "x"), ("%5%", ()), ("abc", 1), ("%c%c", ("x", 65)), ("%.2s", "abc"),
    ]:
        try:
            print(repr(form % values))
        except (TypeError, ValueError) as error:
            print(type(error).__name__, error)
    for form, values, names in [
        ("{} {1}", (1, 2), {}), ("{0} {}", (1, 2), {}), ("{}", (), {}), ("{x}", (), {}), ("{0[0]}", ([5],), {}),
        ("{:{}}", (3, 5), {}), ("{", (), {}), ("}", (), {}), ("{!z}", (1,), {}), ("{:q}", (1,), {}),
        ("{0}{0}{{}}", (1,), {}), ("{!r}{!s}{!a}", ("\xe9",) * 3, {}), ("{a:>{w}}", (), {"a": 1, "w": 4}),
    ]:
        try:
            print(repr(form.format(*values, **names)))
        except (IndexError, KeyError, ValueError) as error:
            print(type(error).__name__, error)
