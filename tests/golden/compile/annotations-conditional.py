if a:
    x: int
else:
    y: str = 1
while b:
    z: float
class C:
    w: int
    for i in c:
        v: list[i]
    try:
        u: dict
    except E:
        t: set
