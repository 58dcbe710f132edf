"""What cProfile counts: calls, recursive calls, and who called whom."""
import cProfile, pstats, io
def f(n): return n if n<2 else f(n-1)+f(n-2)
def g():
    f(10); len([]); [1].append(2); sorted([3,1]); "a".join(["b"])
p=cProfile.Profile()
p.enable(); g(); p.disable()
for e in sorted(p.getstats(), key=lambda e:str(e.code)): print(getattr(e.code,'co_name',e.code), e.callcount, e.reccallcount, e.totaltime>=e.inlinetime>=0, sorted((getattr(c.code,'co_name',c.code),c.callcount,c.reccallcount) for c in (e.calls or ())))
