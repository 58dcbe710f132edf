# Attributes of values that JavaScript has itself: ints, bools and strings, alone and with others.
def f(xs):
    n = 0
    for x in xs:
        n += x.bit_length() + x.real + x.numerator
    return n
def g(xs):
    r = []
    for x in xs:
        r.append(x.real)
        r.append(x.conjugate())
    return r
def h(xs):
    return sum(len(x.upper()) for x in xs)
class S(str): pass
print(f([1,2,3]*1000), f([True, 1, 2**80]*1000), sum(g([1, 2.5, True, 2**70]*1000)))
print(h(['a','bc']*1500), h([S('abc'), 'd']*1500), f([7]*2000))
try: h([1])
except AttributeError as e: print(e)
