def f(x):
    class A[T: x]:
        y: T
        z = x
        def g[U](self, a: U = x) -> (T, U, x):
            return T, U, x, __class__
    type B[V] = (V, x, A)
    return A, B
