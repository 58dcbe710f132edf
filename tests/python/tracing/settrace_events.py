"""What trace and profile functions are told: lines, calls, exceptions, generators, coroutines, opcodes."""
import sys
def tr(frame, event, arg):
    if ' at 0x' in repr(arg): arg = type(arg).__name__ if event == 'return' else arg
    if event=='exception': arg=(arg[0].__name__, str(arg[1]), arg[2].tb_lineno if arg[2] else None)
    print(event, frame.f_code.co_name, frame.f_lineno, arg if event!='call' else '')
    return tr
def run(f,*a):
    print('---',f.__name__)
    sys.settrace(tr)
    try:
        try: f(*a)
        finally: sys.settrace(None)
    except BaseException as e: print('EXC',repr(e))
def basic():
    x = 1
    if x: y = 2
    else: y = 3
    return y
def loop():
    for i in range(2):
        pass
    while i < 3: i += 1
    x = [j for j in range(2)]
    return x
def exc():
    try:
        1/0
    except ZeroDivisionError:
        a = 1
    finally:
        b = 2
    raise ValueError("x")
def gen():
    yield 1
    yield from sub()
    return 5
def sub():
    x = yield 2
def usegen():
    for x in gen():
        pass
    g = gen()
    next(g)
    try: g.throw(KeyError("k"))
    except KeyError: pass
    g = gen(); next(g); g.close()
class CM:
    def __enter__(self): return self
    def __exit__(self,*a): return True
def withs():
    with CM() as c:
        x = 1
        raise ValueError
    with CM(): pass
def match(x):
    match x:
        case 1:
            y=1
        case [a,b]:
            y=2
        case _:
            y=3
class It:
    n=0
    def __iter__(self): return self
    def __next__(self):
        self.n+=1
        if self.n>1: raise StopIteration
        return 1
def useit():
    for x in It():
        pass
async def co():
    await co2()
    return 3
async def co2():
    return 1
async def agen():
    yield 1
    yield 2
async def uagen():
    async for x in agen():
        pass
def drive(c):
    try: c.send(None)
    except StopIteration as e: return e.value
def doco():
    drive(co())
    drive(uagen())
def lam():
    f = lambda x: x+1
    f(
      1,
    )
    class A:
        x=1
        def f(self): pass
    A().f()
    del f
    assert True, "x"
    return (1,
            2)
for f in (basic,loop,exc,usegen,withs,useit,doco,lam): run(f)
run(match,1); run(match,[1,2]); run(match,3)
def opc():
    a=1
    return a
def tro(frame,event,arg):
    frame.f_trace_opcodes=True
    frame.f_trace_lines=False
    print(event,frame.f_code.co_name,frame.f_lasti,frame.f_lineno)
    return tro
sys.settrace(tro)
opc()
sys.settrace(None)
def bad(frame,event,arg):
    if event=='line': raise RuntimeError("bad")
    return bad
sys.settrace(bad)
try: basic()
except RuntimeError as e: print("caught", e, sys.gettrace())
sys.settrace(None)
print(sys.gettrace())
def pr(frame,event,arg):
    print(event, frame.f_code.co_name, getattr(arg,'__name__',arg))
sys.setprofile(pr)
basic(); exc2=len([1]); [3,2].sort(); "a".join(["b"]); max(1,2)
try: int("x")
except ValueError: pass
sum(x for x in [1,2])
sys.setprofile(None)
