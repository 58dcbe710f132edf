a = [x for x in [1, 2, 3]]
b = {x for x in (1, 2)}
c = [x for x in {1, 2}]
d = [x for x in [y]]
e = [y for x in z for y in [x]]
f = [y for x in z for y in [x + 1] if y]
