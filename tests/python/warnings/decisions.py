"""Which warnings are shown, by filters and registries, and how wrong arguments are refused."""
import sys, warnings, _warnings
sys.stderr = sys.stdout
def t(f,*a,**k):
    try: print('ok', f(*a,**k))
    except BaseException as e: print(type(e).__name__, e)
W=_warnings
t(W.warn,"a",1); t(W.warn,"a",int); t(W.warn,"a","x"); t(W.warn,"x",None,skip_file_prefixes=[]); t(W.warn,"x",None,skip_file_prefixes=(1,)); t(W.warn,"x",stacklevel="a")
t(W.warn); t(W.warn,1,2,3,4,5)
t(W.warn_explicit,"x",UserWarning,"f",1,registry=3)
t(W.warn_explicit,"x",UserWarning,"f",1,registry=3,module_globals=3)
t(W.warn_explicit,"x",UserWarning,"f",1,module_globals={})
t(W.warn_explicit,"x",UserWarning,"f",1,module_globals={'__name__':'a','__loader__':None})
t(W.warn_explicit,"x",UserWarning,"f",1,module_globals={'__name__':'a','__loader__':3})
class L:
    def get_source(s,n): return "l1\nl2\n"
class L2:
    def get_source(s,n): raise KeyError(n)
class L3:
    def get_source(s,n): return None
t(W.warn_explicit,"x2",UserWarning,"f",1,module_globals={'__name__':'a','__loader__':L()})
t(W.warn_explicit,"x2",UserWarning,"f",5,module_globals={'__name__':'a','__loader__':L()})
t(W.warn_explicit,"x2",UserWarning,"f",0,module_globals={'__name__':'a','__loader__':L()})
t(W.warn_explicit,"x2",UserWarning,"f",1,module_globals={'__name__':'a','__loader__':L2()})
t(W.warn_explicit,"x2",UserWarning,"f",1,module_globals={'__name__':'a','__loader__':L3()})
t(W.warn_explicit,"x2",int,"f",1); t(W.warn_explicit,"x2",3,"f",1); t(W.warn_explicit,"x2",UserWarning,3,1); t(W.warn_explicit,"x2",UserWarning,"g","1")
t(W.warn_explicit,UserWarning("q"),int,"f",1)
t(W.warn_explicit,3,UserWarning,"f",1)
t(W._filters_mutated_lock_held); t(W._release_lock); t(W._acquire_lock); t(W._acquire_lock); t(W._filters_mutated_lock_held); t(W._release_lock); t(W._release_lock); t(W._release_lock)
f=warnings.filters
print(W.filters is warnings.filters, W.filters)
def withf(fl, *a, **k):
    warnings.filters=fl
    t(W.warn_explicit,*a,**k)
    warnings.filters=f
withf(3,"x",UserWarning,"f",7)
withf([3],"x",UserWarning,"f",8)
withf([(1,2)],"x",UserWarning,"f",9)
withf([(1,None,UserWarning,None,0)],"x",UserWarning,"f",9)
withf([("bad",None,UserWarning,None,0)],"x",UserWarning,"f",9)
withf([("error",3,UserWarning,None,0)],"x",UserWarning,"f",9)
withf([("error",None,3,None,0)],"x",UserWarning,"f",9)
withf([("error",None,UserWarning,None,"a")],"x",UserWarning,"f",9)
withf([("error","x",UserWarning,"f",9)],"x",UserWarning,"f",9)
withf([("error","x",UserWarning,"f",9)],"x",UserWarning,"f.py",9)
warnings.defaultaction=3
withf([],"x",UserWarning,"f",9)
warnings.defaultaction='default'
o=warnings.onceregistry
warnings.onceregistry=3
withf([("once",None,UserWarning,None,0)],"xo",UserWarning,"f",9)
warnings.onceregistry=o
reg={}
for act in ("once","module","default","always","all","ignore"):
    reg={}
    warnings._filters_mutated()
    withf([(act,None,UserWarning,None,0)],"r"+act,UserWarning,"f",9,registry=reg); print(act,reg)
    withf([(act,None,UserWarning,None,0)],"r"+act,UserWarning,"f",9,registry=reg); print(act,reg)
    withf([(act,None,UserWarning,None,0)],"r"+act,UserWarning,"f",10,registry=reg); print(act,reg)
print(o)
t(W.warn_explicit,"m",UserWarning,"f",1,None)
t(W.warn_explicit,"m",UserWarning,"",1)
class Bad(UserWarning):
    def __str__(s): raise ZeroDivisionError
t(W.warn,Bad()); 
del warnings._showwarnmsg
t(W.warn,"plain")
warnings._showwarnmsg=3
t(W.warn,"plain2")
def fn(): warnings.warn("lvl",stacklevel=2)
t(fn)
for i in range(3): warnings.warn("loop")
