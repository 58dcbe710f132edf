class _A:
    __x = 1
    __y__ = 2
    def __f(self, __a=1, *, __b):
        global __g
        self.__h = __a
        self.__i__ = __b
        import __j
        from __k import __l as __m
        return [__n for __n in __a], lambda __o: __o
    class __B:
        __z = 1
    def g[__T](self): return __T
class __:
    __x = 1
