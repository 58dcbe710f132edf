from __future__ import annotations
a: int = 1
b: list[dict[str, 'x']]
def f(x: a.b[c], y: (1, 2) = 3, *z: lambda: 0) -> not None:
    w: x
class C:
    d: e | None
    f: -1 + 2 ** 3
    g: f'{x!r:>{y}}'
    h: [i for i in j if k]
