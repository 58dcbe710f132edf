class A:
    T = 1
    def f[T](self, x: T): return T
    def g[U](self, x: T) -> U: return U
    class B[V]:
        w: T
        type C = (T, V)
def outer[T]():
    x = 1
    def inner[U: x](y=x) -> T:
        nonlocal x
        x = T
    return inner
