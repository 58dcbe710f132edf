class C:
    def __init__(self, a):
        self.a = a
        self.b, self.c = a
        for self.d in a: pass
        with a as self.e: pass
        self.f: int = 1
        self.g += 1
        del self.h
        def inner(self):
            self.i = 1
    def other(this):
        this.j = 1
    @staticmethod
    def s(x):
        x.k = 2
    class D:
        def f(self): self.l = 1
