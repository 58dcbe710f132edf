a = x[0]
b = x[y]
c = x[y, z]
d = x[1:2]
e = x[:]
f = x[a:b:c]
g = x[::2]
h = x[1:2, ::3]
i = x[...]
j = x[*y]
k = x[*y, 1:2]
x[0] = 1
x[1:2] = y
x[a:b:c] = z
del x[0]
del x[1:2]
x[lambda: 0]
x[a, :]
