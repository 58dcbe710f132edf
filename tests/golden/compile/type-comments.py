x = 1  # type: int
def f(a):  # type: (int) -> int
    return a
for i in x:  # type: int
    pass
y = 2  # type: ignore
