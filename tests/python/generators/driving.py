# send, throw and close of generators, also through `yield from`.
import sys


def attempt(call, *args):
    try:
        return repr(call(*args))
    except BaseException as e:
        about = [f'{name} {value!r}' for name, value in (('context', e.__context__), ('cause', e.__cause__)) if value]
        return f'{type(e).__name__}{e.args} {" ".join(about)}'


def echo():
    x = yield 1
    return x


g = echo()
print(attempt(g.send, 1), attempt(g.throw), attempt(g.throw, 1))
print(next(g), attempt(g.send, 7), attempt(g.send, 7), attempt(next, g))
for error in (ValueError('v'), ValueError, KeyboardInterrupt('k')):
    g = echo()
    next(g)
    print(attempt(g.throw, error), attempt(g.throw, error), attempt(next, g))
g = echo()
print(attempt(g.throw, ValueError('not started')), attempt(next, g), g.gi_frame)


def reentrant():
    yield
    yield next(me)


me = reentrant()
next(me)
print(attempt(next, me))


def returns_when_closed():
    try:
        yield 1
    except GeneratorExit:
        return 42


g = returns_when_closed()
next(g)
print(g.gi_running, g.gi_suspended, g.gi_yieldfrom, g.gi_code.co_name, g.gi_frame.f_generator is g)
print(g.close(), g.close(), g.gi_frame, g.gi_running, g.gi_suspended)
g = returns_when_closed()
print(g.close(), g.gi_frame)


def ignores():
    while True:
        try:
            yield
        except GeneratorExit as e:
            print('ignored', repr(e))
            if e.args:
                return


g = ignores()
next(g)
print(attempt(g.close), attempt(g.throw, GeneratorExit(1)))


def cleans_up():
    try:
        yield 1
    finally:
        print('cleaned')


g = cleans_up()
next(g)
g.close()
for name in ('__name__', '__qualname__'):
    print(attempt(setattr, g, name, 5), attempt(delattr, g, name))
    setattr(g, name, 'other')
print(repr(g).split(' at ')[0], g.__name__, attempt(setattr, g, 'gi_frame', 5), attempt(lambda: type(g)()))
expression = (i for i in range(3))
print(expression.__name__, expression.__qualname__, list(expression))

print('-- yield from')


def inner():
    try:
        x = yield 1
        print('got', x)
        yield 2
    except ValueError as e:
        print('caught', repr(e))
        yield 'after'
    return 'inner'


def outer():
    r = yield from inner()
    print('result', r)
    return 'outer'


g = outer()
print(next(g), g.send('sent'), g.gi_yieldfrom.__name__, attempt(g.throw, ValueError('v')), attempt(next, g))
g = outer()
next(g)
delegate = g.gi_yieldfrom
print(g.close(), g.gi_frame, delegate.gi_frame)


class Iterator:
    def __iter__(self):
        return self

    def __next__(self):
        return 1


class Full(Iterator):
    def send(self, value):
        return ('sent', value)

    def throw(self, *args):
        return ('thrown', *map(repr, args))

    def close(self):
        print('closed')


class Ends(Iterator):
    def __next__(self):
        raise StopIteration('value')


def delegating(iterable):
    return (yield from iterable)


g = delegating(Full())
print(next(g), g.send(3), g.throw(ValueError('x')), g.throw(ValueError), g.close())
g = delegating(Iterator())
print(next(g), attempt(g.send, 3), attempt(next, g))
g = delegating(Iterator())
print(next(g), attempt(g.throw, ValueError('x')), g.close())
print(attempt(next, delegating(Ends())), attempt(next, delegating([])), attempt(next, delegating(5)))


def handles():
    try:
        yield from [1, 2]
    except ValueError:
        yield 'handled'


g = handles()
print(next(g), g.throw(ValueError('x')), attempt(next, g))


def raises_when_closed():
    try:
        yield 1
    except GeneratorExit:
        raise ValueError('from close')


def around():
    try:
        yield from raises_when_closed()
    except ValueError as e:
        print('around', repr(e), repr(e.__context__))
        raise


for end in (lambda g: g.close(), lambda g: g.throw(GeneratorExit)):
    g = around()
    next(g)
    print(attempt(end, g))


def depth(n):
    if n:
        yield from depth(n - 1)
    yield n


print(sum(depth(100)))


def stop():
    raise StopIteration(3)
    yield


def stop_in_delegate():
    yield from stop()


print(attempt(next, stop()), attempt(list, stop_in_delegate()))


class Broken(Iterator):
    @property
    def throw(self):
        raise KeyError('throw')


g = delegating(Broken())
next(g)
print(attempt(g.throw, ValueError('x')))
print(type((lambda: (yield))()).__name__, [*(lambda: (yield))()])
print(attempt(sum, (1 / x for x in (1, 0))))


def frames():
    yield sys._getframe().f_back.f_code.co_name


def caller():
    return next(frames())


print(caller(), attempt(lambda: type(g)[int]))


# The frame of a generator has a caller only while it runs.
def caller_of(frame):
    yield frame[0].f_back is not None


holder = []
generator = caller_of(holder)
holder.append(generator.gi_frame)
print(holder[0].f_back, next(generator), holder[0].f_back, next(generator, "ended"), holder[0].f_back)
