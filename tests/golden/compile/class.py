class A: pass
class B(A): pass
class C(A, B, metaclass=M, key=1): pass
class D(*bases, **kwargs): pass
class E():
    x = 1
    def f(self): return self.x
    y = x + 1
class F:
    class G:
        class H:
            def f(self): return F.G.H
class I(A[int]): pass
