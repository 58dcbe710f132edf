assert x
assert x, 'message'
assert x and y, f(z)
assert not x
assert 1
assert 0, 'never'
assert (yield_ := x)
