"""getattr, hasattr and setattr with a name in the source, of objects that keep their attributes in many ways."""

import sys


class A:
    k='kls'
    @property
    def p(self): return self.x
    @property
    def bad(self): raise AttributeError('bad')
    @property
    def worse(self): raise KeyError('worse')
    def m(self): return 1
class H(A):
    def __getattr__(self, n):
        if n=='q': raise AttributeError(n)
        return n*2
class I:
    __slots__=('x',)
class M(type):
    def __getattr__(cls,n): return 'meta '+n
    z=5
class K(metaclass=M): x=3
class GA:
    def __getattribute__(self,n): return 'all '+n


def tryit(f,*a):
    try: return f(*a)
    except Exception as e: return type(e).__name__, str(e)
def fs():
    yield lambda o: getattr(o,'x')
    yield lambda o: getattr(o,'x',None)
    yield lambda o: getattr(o,'q',7)
    yield lambda o: hasattr(o,'x')
    yield lambda o: hasattr(o,'q')
    yield lambda o: hasattr(o,'bad')
    yield lambda o: hasattr(o,'worse')
    yield lambda o: getattr(o,'bad',1)
    yield lambda o: getattr(o,'k',1)
    yield lambda o: getattr(o,'p',1)
    yield lambda o: getattr(o,'m')()
    yield lambda o: setattr(o,'x',9)
    yield lambda o: setattr(o,'p',9)
    yield lambda o: getattr(o,'__class__').__name__
    yield lambda o: getattr(o,'__name__','anon')
FS=list(fs())
def objs():
    a=A(); a.x=1
    h=H(); i=I(); 
    a2=A(); a2.__dict__['p']=4; a2.__dict__['k']='own'
    return [a,h,i,A(),A,K,M,GA(),5,'s',None,a2,I,1.5]
for r in range(40):
    out=[]
    for n,f in enumerate(FS):
        for o in objs():
            if o in (A,K,M,I) and n in (11,12): continue
            v=tryit(f,o); out.append((n,type(o).__name__,v if isinstance(v,(int,str,tuple,type(None))) else type(v).__name__))
    if r in(0,39): print(*out,sep='\n')
getattr=lambda *a: 'mine'
print([f(A()) for f in FS[:3]])


def count(items):
    return len(items) + sum(items)


print([count([1, 2]) for _ in range(200)][-1])
late = 1
print(count([3, 4]))
len = lambda items: 100
print(count([3, 4]))
del len
print(count([3, 4]))
len = lambda items: 200
print(count([3, 4]))
