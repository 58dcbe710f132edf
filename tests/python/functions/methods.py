# Bound methods, class methods, static methods.


def attempt(call, *args, **kwargs):
    try:
        return repr(call(*args, **kwargs))
    except BaseException as e:
        return f'{type(e).__name__}: {e}'


class C:
    def method(self, a=1):
        "Documentation."
        return a

    @classmethod
    def of_class(cls):
        "Of the class."
        return cls.__name__

    @staticmethod
    def static(a: int):
        return a

    def __repr__(self):
        return 'C()'


class D(C):
    pass


c = C()
m = c.method
MethodType = type(m)
print(m, m(5), m.__func__ is C.method, m.__self__ is c, m.__name__, m.__qualname__, m.__doc__)
print(m == c.method, m != c.method, m == C().method, hash(m) == hash(c.method), m is c.method)
print(attempt(lambda: m < m), attempt(setattr, m, 'x', 1), attempt(lambda: m.nothing), attempt(setattr, m, '__doc__', 1))
C.method.extra = 'seen through'
print(m.extra, m.__reduce__()[1])
print(MethodType(len, 'abc'), MethodType(len, 'abc')(), m.__get__(5) is m)
for args in ((), (1, 2), (len, None), (len,)):
    print(attempt(MethodType, *args))
print(attempt(MethodType, len, self=1))


class Callable:
    def __call__(self, *args):
        return args


print(MethodType(Callable(), 1)(2, 3), str(MethodType(Callable(), 1)).startswith('<bound method ? of 1'))

print(C.of_class(), D.of_class(), D().of_class(), D.of_class.__self__, C.static(3), c.static(4), D.static(5))
for wrapper in (classmethod, staticmethod):
    w = wrapper(C.method)
    print(sorted(w.__dict__), w.__wrapped__ is C.method, w.__func__ is C.method, w.__isabstractmethod__, w.__doc__)
    print(str(w).split(' at ')[0], w.__annotations__, w.__annotate__, sorted(w.__dict__))
    w.__annotations__ = {'a': 1}
    print(w.__annotations__, attempt(delattr, w, '__annotations__'), attempt(delattr, w, '__annotations__'))
    print(attempt(wrapper), attempt(wrapper, 1, 2), attempt(wrapper, f=1), wrapper(3), wrapper[int])
    w.own = 1
    print(w.own, attempt(lambda: w.nothing))
    print(attempt(wrapper.__new__(wrapper).__get__, 1).replace('None', 'nothing'))
print(staticmethod(len)('abc'), attempt(classmethod(len)))


class Abstract:
    __isabstractmethod__ = True

    def __call__(self):
        pass


print(classmethod(Abstract()).__isabstractmethod__, staticmethod(Abstract()).__isabstractmethod__)
