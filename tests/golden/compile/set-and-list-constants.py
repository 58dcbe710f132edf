for x in [1, 2, 3]: pass
for x in {1, 2, 3}: pass
a = x in [1, 2]
b = x in {1, y}
c = [1, 2, 3]
d = {1, 2, 3}
e = [1, 2, 3, x]
f = {'a', 'b', 'c'}
g = [None, True, ...]
