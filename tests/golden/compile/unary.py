a = -x
b = +x
c = ~x
d = not x
e = not not x
f = - - x
g = -x ** -y
