x = 1
def f(y):
    class C:
        x = x
        y = y
        z = [x for _ in y]
        def g(self): return __class__
        w = lambda: __class__
        __slots__ = ('a', 'b')
        del x
    return C
class D:
    def __private(self): return self.__other
    __name = 1
    def m(self, __arg):
        import __mod
        def __inner(): return __mod.__x, __arg
