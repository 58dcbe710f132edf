# Module objects and SimpleNamespace.
import sys


def attempt(call, *args, **kwargs):
    try:
        return repr(call(*args, **kwargs))
    except BaseException as e:
        return f'{type(e).__name__}: {e}'


Module = type(sys)
print(attempt(Module), attempt(Module, 1), attempt(Module, 'm', doc='d').split(' ')[0])
m = Module('m')
print(vars(m), attempt(lambda: m.nothing), attempt(lambda: Module.__new__(Module).nothing), Module.__new__(Module).__dict__)
m.__getattr__ = lambda name: name + '!'
print(m.anything, hasattr(m, 'x'))
del m.__getattr__
m.__name__ = 5
print(attempt(lambda: m.nothing))
m = Module('m', 'documentation')
print(m.__doc__, sorted(dir(m)))
m.__dir__ = lambda: ['q']
print(dir(m))
for name in ('nothing', '__dict__'):
    print(attempt(delattr, m, name), attempt(setattr, m, '__dict__', {}))
print(m.__annotations__, '__annotations__' in m.__dict__, m.__annotate__, attempt(setattr, m, '__annotate__', 5))
print(attempt(delattr, m, '__annotate__'), attempt(delattr, m, '__annotations__'), attempt(delattr, m, '__annotations__'))
m.__annotate__ = lambda format: {'format': format}
print(m.__annotations__)
m.__annotate__ = lambda format: 5
print(attempt(lambda: m.__annotations__))


class Spec:
    _initializing = True
    origin = '/a/b.py'
    has_location = True


m.__spec__ = spec = Spec()
print(attempt(lambda: m.nothing))
spec.has_location = False
print(attempt(lambda: m.nothing))
spec._initializing = False
spec._uninitialized_submodules = ['nothing']
print(attempt(lambda: m.nothing))


class Sub(Module):
    x = 5

    def __repr__(self):
        return 'Sub()'


s = Sub('s')
print(s, s.x, sorted(s.__dict__))
s.x = 6
print(s.x, s.__dict__['x'], object.__getattribute__(s, '__name__'))
object.__setattr__(s, 'y', 7)
print(s.y, s.__dict__['y'])
s.__class__ = Module
print(type(s), attempt(lambda: s.nothing), attempt(setattr, s, '__class__', int))

print('-- SimpleNamespace')
Namespace = type(sys.implementation)
print(attempt(Namespace, 1), attempt(Namespace, 1, 2), attempt(Namespace, {1: 2}), attempt(Namespace, [('a', 1)], b=2))
n = Namespace({'a': 1}, b=2)
n.self = n
print(n, n.__reduce__()[:2], attempt(n.__replace__, 1), n.__replace__(a=5).a)
print(Namespace(a=1) == Namespace(a=1), Namespace() == 1, attempt(lambda: Namespace(a=1) < Namespace(a=2)), attempt(hash, n))
del n.self, n.a
print(n, vars(n))


class SubNamespace(Namespace):
    pass


print(SubNamespace(x=1), repr(Namespace(**{'not an identifier': 1, '': 2})))
