class A[T]: pass
class B[T](Base[T]): pass
class C[T: Bound, U = T](Base, metaclass=M):
    x: T
    def f(self, y: U) -> T: return T
    def g[V](self, z: V) -> U:
        def h(): return T, V
        return h
class D[*Ts, **P]:
    class E[T]:
        y: Ts
