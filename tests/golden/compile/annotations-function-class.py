def f(a: int, b: str = 'x', *args: float, c: bool, **kwargs: dict) -> None:
    x: int = 1
    y: undefined
    return x

class C:
    a: int
    b: str = 'x'
    def m(self, x: C) -> C: ...
    if True:
        c: list[C]
