x = (
    f(
        1,
        a
        =
        2,
    )
    +
    g[
        3
    ]
)
y = a.b \
    .c(
    ) \
    .d
if (
    x
    and
    y
): z = 1; w = 2
