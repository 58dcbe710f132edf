f(a=1, b=2)
f(x, a=1)
f(*x, a=1, b=2)
x.f(a=1, b=2)
f(a=1, **y, b=2)
f(**{'a': 1}, **z)
class C(x=1, **y): pass
