"""Assigning to f_lineno from a trace function: where it leads, and where it is refused."""
import sys
sys.stderr = sys.stdout
def jump(func, frm, to, event='line', err=False):
    first=func.__code__.co_firstlineno
    done=False
    def tr(frame, ev, arg):
        nonlocal done
        if frame.f_code is not func.__code__: return None if not frame.f_code.co_name.startswith('<') else None
        if ev==event and frame.f_lineno-first==frm and not done:
            done=True
            try: frame.f_lineno=first+to
            except Exception as e:
                print(' ', type(e).__name__, e)
                raise
        return tr
    out=[]
    sys.settrace(tr)
    try:
        r=func(out)
        if r is not None and hasattr(r,'__next__'): out.append(list(r))
    except BaseException as e: out.append(repr(e))
    finally: sys.settrace(None)
    print(func.__name__,frm,to,event,out)
def simple(out):
    out.append(1)
    out.append(2)
    out.append(3)
jump(simple,1,3); jump(simple,2,1); jump(simple,3,1); jump(simple,1,0); jump(simple,1,10); jump(simple,1,-5)
jump(simple,0,2,'call'); jump(simple,3,2,'return')
def loops(out):
    out.append(1)
    for i in 1,2:
        out.append(2)
        while i < 5:
            i+=2
            out.append(i)
    else:
        out.append(9)
    out.append(7)
for a in range(1,10):
    for b in range(1,10):
        jump(loops,a,b)
def tries(out):
    try:
        out.append(1)
        1/0
    except ZeroDivisionError as e:
        out.append(2)
        out.append(3)
    else:
        out.append(4)
    finally:
        out.append(5)
    out.append(6)
for a in range(1,12):
    for b in range(1,12):
        jump(tries,a,b)
class CM:
    def __enter__(s): return s
    def __exit__(s,*a): return False
def withs(out):
    out.append(1)
    with CM() as a, CM() as b:
        out.append(2)
        out.append(3)
    with CM():
        out.append(4)
    out.append(5)
for a in range(1,8):
    for b in range(1,8):
        jump(withs,a,b)
def gens(out):
    yield 1
    out.append(2)
    yield 3
    for x in [1,2]:
        yield x
    out.append(4)
for a in range(1,7):
    for b in range(1,7):
        jump(gens,a,b); jump(gens,a,b,'return'); 
def unbound(out):
    x = 1
    y = 2
    out.append(locals().get('x'))
    out.append(x)
jump(unbound,1,3)
def comp(out):
    x=[i for i in
       range(3)]
    y = {i:i for i in x}
    out.append(y); out.append([1,
        2])
    match x:
        case [a,b]:
            out.append(1)
        case [a,b,c]:
            out.append(2)
    assert x, "a"
    return None
for a in range(1,12):
    for b in range(1,12):
        jump(comp,a,b)
