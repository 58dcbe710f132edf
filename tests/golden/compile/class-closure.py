def f():
    x = 1
    class A:
        y = x
        class B:
            z = x
            def g(self):
                return __class__, x
        def h(self):
            class C(__class__):
                w = x
            return C
    return A
