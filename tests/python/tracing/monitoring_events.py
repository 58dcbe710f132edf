"""Every event of sys.monitoring, with its place and arguments."""
import sys
M=sys.monitoring
E=M.events
M.use_tool_id(0,"x")
def cb(name):
    def f(code,*a):
        if code.co_name in ('f','g','h'):
            print(name, code.co_name, [x if isinstance(x, (int, list, Exception)) else getattr(x, '__name__', 'missing') for x in a])
    return f
ev=0
for n in dir(E):
    if n[0].isupper() and n not in('NO_EVENTS','BRANCH'):
        M.register_callback(0,getattr(E,n),cb(n)); ev|=getattr(E,n)
class It:
    def __init__(s): s.n=0
    def __iter__(s): return s
    def __next__(s):
        s.n+=1
        if s.n>2: raise StopIteration
        return s.n
def g(x):
    return x[3] + 1
def f():
    try:
        for i in [1,2]:
            g([1])
    except IndexError as e:
        y = 1
    for z in It(): pass
    try:
        1/0
    finally:
        y=2
def h():
    try: f()
    except ZeroDivisionError: pass
    len([])
    max(1)
M.set_events(0,ev)
try:
  h()
except TypeError: pass
M.set_events(0,0)
