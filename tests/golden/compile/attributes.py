a = x.y
b = x.y.z
x.y = 1
x.y.z = 2
del x.y
c = x.y()
d = x.y(1, 2).z()
e = x().y
f = (1).real
