def f[T](x: T) -> T: return x
def g[T: int](x: T): pass
def h[T: (int, str)](x: T): pass
def i[*Ts](*args: *Ts): pass
def j[**P](f: P): pass
def k[T = int, *Ts = *tuple[int], **P = [int]](): pass
async def l[T](): return T
@dec
def m[T](x: T = default, *, y=1): return [T for _ in x]
