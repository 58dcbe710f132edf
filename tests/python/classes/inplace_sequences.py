# += and *= where the left operand is a class derived from a built-in sequence, or has no operator for it.
class L(list): pass
class R:
    def __radd__(self, o): return 'radd'
x = L()
try:
    x += R(); print(x)
except TypeError as e: print(e)
y = []
try:
    y += R(); print(y)
except TypeError as e: print(e)
from fractions import Fraction
z = Fraction(1)
try: z *= [1]; print(z)
except TypeError as e: print(e)
class Q: pass
q = Q()
try: q *= 'a'; print(q)
except TypeError as e: print(e)
try: q * 'a'
except TypeError as e: print(e)
from collections import deque
from array import array
class D(deque): pass
class A(array): pass
class B(bytearray): pass
for make in (deque, D, lambda: array('i'), lambda: A('i'), bytearray, B, list, L):
    v = make()
    try: v += R(); print(v)
    except TypeError as e: print(e)
class N(list):
    def __iadd__(self, o): return NotImplemented
v = N()
try: v += R(); print(v)
except TypeError as e: print(e)
for v in (1, 2.5, 1j, True, None, range(3), 'a', b'a', {}, set(), (1,), Ellipsis, slice(1), bytearray(b'x')):
    w = v
    try: w *= [1]; print(repr(v), w)
    except TypeError as e: print(repr(v)[:20], e)
