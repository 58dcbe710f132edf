class C(B):
    def f(self):
        return super().f()
    def g(self, x):
        super().g(x, y=1)
        super().attr
        super(C, self).g(x)
        super().g(*x)
        super.f
    def h(self):
        def inner():
            return __class__
        return inner
    @classmethod
    def i(cls):
        return super().i(cls)
