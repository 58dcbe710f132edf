"""The StopIteration of a generator has a context when it ends, and none when it returns a value."""


def generator(*given):
    yield 1
    return given[0] if given else None


def begun(*given):
    running = generator(*given)
    next(running)
    return running


def ended():
    running = generator()
    list(running)
    return running


def context_of(function):
    try:
        raise AttributeError
    except AttributeError:
        try:
            function()
        except StopIteration as stop:
            return repr(stop.__context__)


def delegating():
    yield from begun(5)


for _ in range(3):
    print(context_of(lambda: begun().send(None)), context_of(lambda: next(begun())), context_of(lambda: begun().__next__()))
    print(context_of(lambda: ended().send(None)), context_of(lambda: ended().send(1)), context_of(lambda: next(ended())))
    print(context_of(lambda: begun(5).send(1)), context_of(lambda: next(begun((6,)))), context_of(lambda: next(delegating())))
    print(context_of(lambda: next(iter([]))), context_of(lambda: iter([]).__next__()))
