# locals() is a snapshot, f_locals of a function is a view that writes through (PEP 667).
import sys


def attempt(call, *args, **kwargs):
    try:
        return repr(call(*args, **kwargs))
    except BaseException as e:
        return f'{type(e).__name__}: {e}'


def view(a, *args, b=1, **kw):
    c = 3
    del c

    def inner():
        return a, free

    fl = sys._getframe().f_locals
    print(type(fl).__name__, fl is sys._getframe().f_locals, fl == sys._getframe().f_locals)
    print(list(fl), len(fl))
    fl['a'] = 10
    fl['added'] = 5
    fl['c'] = 7
    print(a, c, fl['added'], 'added' in fl, 'nothing' in fl, list(fl))
    del c
    for key in ('c', 'nothing'):
        print(attempt(lambda: fl[key]))
    for key in ('a', 'added', 'nothing'):
        print(attempt(fl.__delitem__, key))
    print(fl.get('a'), fl.get('z'), fl.get('z', 4), attempt(fl.get), attempt(fl.get, 1, 2, 3))
    print(attempt(fl.pop, 'a'), attempt(fl.pop, 'z'), attempt(fl.pop, 'z', 3), attempt(fl.pop))
    print(fl.setdefault('a', 5), fl.setdefault('x'), fl.setdefault('y', 4), fl['x'])
    print(attempt(fl.update, 5), attempt(fl.update, [('a', 11)]), attempt(fl.update))
    fl.update({'a': 11, 'kw': 2})
    print(a, kw, list(reversed(fl))[:3], type(fl.keys()), type(fl.values()), type(fl.items()))
    print(fl.copy() == {**fl}, type(fl | {'q': 1}), (fl | {'q': 1})['q'], ({'q': 1} | fl)['a'], fl == fl.copy())
    fl |= {'a': 12}
    print(a, type(fl).__name__, attempt(lambda: fl | 5), attempt(hash, fl), attempt(lambda: fl < fl))
    fl[1] = 2
    print(fl[1], list(fl)[-1], attempt(lambda: fl[[]]), attempt(lambda: [] in fl))
    print(attempt(type(fl)), attempt(type(fl), 1), attempt(type(fl), sys._getframe(), x=1))
    print(type(fl)(sys._getframe())['a'], fl.__eq__(5), hasattr(fl, 'clear'))
    fl['free'] = 99
    print(inner())
    free = 3
    match fl:
        case {'free': value}:
            print('matched', value)


view(1)


def snapshot():
    x = 1
    one = locals()
    one['x'] = 5
    one['y'] = 2
    print(x, sorted(locals()), one is locals())
    sys._getframe().f_locals['y'] = 3
    print(locals()['y'], 'y' in locals())
    exec('x = 7; print(x)')
    print(x, eval('x'))


snapshot()


def generator():
    v = 1
    yield
    print(v)
    yield


g = generator()
next(g)
g.gi_frame.f_locals['v'] = 'changed'
next(g)
g.close()

print(sys._getframe().f_locals is globals(), locals() is globals())


class Body:
    inside = 1
    print(sorted(locals()), sys._getframe().f_locals is locals())
    print([sorted(locals()) for y in [1]], [type(sys._getframe().f_locals).__name__ for q in [1]])


print([sorted(locals()) for y in [1]])


def finished():
    a = 1

    def k():
        return a

    b = 2
    return sys._getframe()


fr = finished()
print(sorted(fr.f_locals), fr.f_back is sys._getframe(), fr.f_code.co_name)
fr.clear()
print(fr.f_locals, fr.f_generator)
for name in ('f_trace_lines', 'f_trace_opcodes', 'f_trace', 'f_lineno', 'f_locals', 'f_back'):
    print(name, attempt(setattr, fr, name, 1), attempt(delattr, fr, name))
print(fr.f_trace_lines, fr.f_trace_opcodes, fr.f_trace, attempt(type(fr)))
