a = x if y else z
b = x if y else z if w else v
c = (x if y else z)[0]
d = x if y and z else w
e = x if not y else z
f = 1 if 1 else 2
g = (x if y else z) + 1
