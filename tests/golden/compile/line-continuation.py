x = 1 + \
    2
assert x, \
    y
if x and \
   y:
    z
from a import b, \
    c
with a as b, \
     c as d:
    pass
