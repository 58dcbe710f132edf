"""Walking from object to object: gc.get_referrers and gc.get_objects."""
import gc
class A:
    def m(self): pass
a=A(); l=[a]; d={'k':l}
print(l in [x for x in gc.get_referrers(a) if type(x) is list], any(x is d for x in gc.get_referrers(l)))
f=[x for x in gc.get_referrers(A.m.__code__) if type(x).__name__=='function']
print(f==[A.m])
dd=[x for x in gc.get_referrers(f[0]) if isinstance(x,dict)]
print(len(dd), [c for c in gc.get_referrers(dd[0]) if hasattr(c,'__bases__')]==[A])
print(any(x is a for x in gc.get_objects()))
for g in (-1,3,'a'):
    try: gc.get_objects(generation=g)
    except Exception as e: print(type(e).__name__, e)
