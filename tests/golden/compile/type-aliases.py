type A = int
type B[T] = list[T]
type C[T: int, *Ts, **P] = T | tuple[*Ts] | P
type D[T = int] = T
def f():
    type E = F
    type G[T] = E
class H:
    type I = H
    type J[T] = (I, T)
