a: int
b: int = 1
c.d: str = 'x'
e[0]: float = 2
(f): list
g: 'forward'
if x:
    h: int = 3
