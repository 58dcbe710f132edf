a = [x for x in y]
b = {x for x in y}
c = {x: z for x, z in y}
d = (x for x in y)
e = [x for x in y if x if x > 1]
f = [x for y in z for x in y]
g = [(x, y) for x in range(3) for y in range(x) if x != y]
h = [[x for x in y] for y in z]

