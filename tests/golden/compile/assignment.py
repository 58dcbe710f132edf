a = 1
a = b = c = 2
a, b = 1, 2
a, b = b, a
a, b, c = c, a, b
(a, b) = x
[a, b] = x
a, (b, c) = x
a, *b = x
*a, b = x
a, *b, c = x
[a, [b, *c]] = x
x.a, y[0] = z
a, = x
