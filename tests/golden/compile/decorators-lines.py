@a(
    1,
    2,
)
@b
def f(
    x,
    y=c(
        3
    ),
):
    return (
        x,
    )
@d
class C(
    A,
    metaclass=B,
):
    pass
