# Attributes of functions and the constructor of their type.


def attempt(call, *args, **kwargs):
    try:
        return repr(call(*args, **kwargs))
    except BaseException as e:
        return f'{type(e).__name__}: {e}'


def address_free(text):
    return text.split(' at 0x')[0]


FunctionType = type(attempt)


def make():
    def f(a, b=1, *args, c, d=2, **kwargs):
        "Documentation."

    return f


f = make()
for name in ('__name__', '__qualname__', '__module__', '__doc__', '__defaults__', '__kwdefaults__', '__closure__',
             '__annotations__', '__annotate__', '__type_params__', '__dict__'):
    print(name, repr(getattr(f, name)))
print(address_free(repr(f)), f.__globals__ is globals(), f.__builtins__ is __builtins__.__dict__)
for name in ('__code__', '__name__', '__qualname__', '__defaults__', '__kwdefaults__', '__annotations__', '__annotate__',
             '__type_params__', '__doc__', '__module__', '__dict__', '__closure__', '__globals__', '__builtins__'):
    f = make()
    print(name, '|', attempt(setattr, f, name, 5), '|', attempt(setattr, f, name, None), '|', attempt(delattr, f, name))

f = make()
f.extra = 1
f.__dict__['other'] = 2
print(f.__dict__, f.other)
f.__dict__ = {'third': 3}
print(f.third, hasattr(f, 'extra'))
f.__name__ = 'renamed'
print(address_free(repr(f)))
f.__qualname__ = 'a.b'
print(address_free(repr(f)))


def closure():
    y = 1
    return lambda: y


print(attempt(setattr, f, '__code__', closure().__code__))


def other(x):
    return x + 1


def plain(a, b):
    return a, b


plain.__code__ = other.__code__
print(plain(1))
plain.__defaults__ = (5,)
print(plain())

print('-- constructor')
code = make.__code__
for args in (
    (),
    (1, 2),
    (code, 2),
    (code, {}, 1),
    (code, {}, 'n', 1),
    (code, {}, 'n', None, 1),
    (code, {}, 'n', None, (1,)),
    (code, {}, None, None, None, 1),
    (closure().__code__, {}),
    (closure().__code__, {}, None, None, (1,)),
    (closure().__code__, {}, None, None, (1, 2)),
):
    print(attempt(FunctionType, *args).split(' at 0x')[0])
cell = closure().__closure__[0]
g = FunctionType(closure().__code__, {'__name__': 'm'}, name='named', closure=(cell,))
print(g(), g.__module__, g.__name__, g.__qualname__, g.__builtins__ is f.__builtins__)
g = FunctionType(f.__code__, globals(), argdefs=(7, 8), kwdefaults={'c': 9, 'd': 10})
print(g(), g.__defaults__, g.__kwdefaults__)

print('-- annotations')


def annotated(a: int, *b: undefined) -> None:
    pass


print(attempt(lambda: annotated.__annotations__))
undefined = str
print(annotated.__annotations__, annotated.__annotate__.__qualname__)
annotated.__annotations__ = {'x': 1}
print(annotated.__annotations__, annotated.__annotate__)
annotated.__annotate__ = lambda format: {'format': format}
print(annotated.__annotations__)
annotated.__annotate__ = lambda format: 5
print(attempt(lambda: annotated.__annotations__))


class Class:
    field: int

    def method(self, a: str):
        pass


print(sorted(Class.__dict__), Class.__annotations__, Class.__annotate__.__qualname__)
print('__annotations_cache__' in Class.__dict__, Class.method.__annotate__.__qualname__)
print(attempt(lambda: int.__annotations__), attempt(setattr, int, '__annotations__', {}))
print(attempt(setattr, Class, '__annotate__', 5), attempt(delattr, Class, '__annotate__'))
Class.__annotations__ = 5
print(Class.__annotations__, Class.__annotate__)
del Class.__annotations__
print(Class.__annotations__, attempt(lambda: type.__annotations__))
print(Class.__type_params__, int.__type_params__, attempt(setattr, int, '__type_params__', ()))


