a = x < y < z
b = x == y != z is not w
c = f() < g() <= h()
if x < y < z:
    d
while not x < y < z:
    e
