a = x or y and not z in w
b = x | y ^ z & w << v + u * -t ** s
c = x if y else lambda: z if w else v
d = not x == y
e = x < y == z
f = -x ** 2
g = x ** -y
h = (x, y)[0](z).w
i = await_ + x
j = x @ y // z % w / v
