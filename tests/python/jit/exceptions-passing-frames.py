"""What a traceback tells of compiled functions that an exception has left, and of exceptions whose classes change."""
import sys


class Plain(Exception):
    pass


class WithInit(Exception):
    def __init__(self, number):
        self.number = number


def chain(tb):
    """Frames of a traceback, with lines, variables and callers."""
    lines = []
    while tb is not None:
        frame = tb.tb_frame
        back = frame.f_back
        names = {k: v for k, v in frame.f_locals.items() if k in 'abcxyz'}
        lines.append((frame.f_code.co_name, tb.tb_lineno - frame.f_code.co_firstlineno, names, back and back.f_code.co_name))
        assert frame is tb.tb_frame
        tb = tb.tb_next
    return lines


def raises(a):
    x = a * 0.5
    y = x + 1.0
    if a % 3 == 0:
        raise Plain(a, y)
    if a % 3 == 1:
        raise WithInit(a)
    raise ValueError


def passes(a):
    b = [a]
    raises(a)
    return b


def finally_twice(a):
    z = 0
    try:
        try:
            return passes(a)
        finally:
            z += 1
    finally:
        z += 1


def through_builtin(a):
    return sorted([a], key=passes)


def generator(a):
    c = a
    yield passes(c)


def through_generator(a):
    return list(generator(a))


def catches(function, a):
    try:
        function(a)
    except Plain as error:
        return 'plain', error.args, chain(error.__traceback__)
    except WithInit as error:
        return 'with init', error.args, error.number, chain(error.__traceback__)
    except ValueError as error:
        return 'value', error.args, chain(error.__traceback__)


def swallows(a):
    """What is caught by built-in code is forgotten."""
    class Hard:
        def __getattr__(self, name):
            raise AttributeError(name)
    try:
        return hasattr(Hard(), 'x'), raises(a)
    except Exception as error:
        return chain(error.__traceback__)


for i in range(60):
    for function in passes, finally_twice, through_builtin, through_generator, swallows:
        outcome = catches(function, i)
    if i > 56:
        print(outcome)
for i in range(3):
    for function in passes, finally_twice, through_builtin, through_generator:
        print(function.__name__, *catches(function, i), sep='\n  ')
    print(swallows(i))


def keeps(function, a):
    try:
        function(a)
    except Exception as error:
        kept = error
    return kept


for i in range(60):
    kept = keeps(finally_twice, i)
print(chain(kept.__traceback__))


def again(error):
    """An exception that has a traceback is raised once more."""
    try:
        raise error
    except Exception as error:
        return len(chain(error.__traceback__))


for i in range(60):
    kept = keeps(passes, i)
    before = len(chain(kept.__traceback__))
    assert again(kept) == before + 1, i


def handled():
    try:
        raise Plain
    except Plain:
        try:
            raises(1)
        except WithInit as inner:
            assert sys.exception() is inner
            return inner.__context__, sys.exception()


for i in range(60):
    context, inner = handled()
print(repr(context), sys.exception())


def bare(a):
    try:
        raises(a)
    except Exception:
        reraises()


def reraises():
    raise


for i in range(60):
    kept = keeps(bare, i)
print(chain(kept.__traceback__))


def makes(a):
    try:
        raise Plain(a)
    except Plain as error:
        return error


def makes_class():
    try:
        raise Plain
    except Plain as error:
        return error


for i in range(60):
    makes(i), makes_class(), catches(passes, i)
Plain.__init__ = lambda self, *args: setattr(self, 'made', args)
print(makes(1).made, makes_class().made)
del Plain.__init__
print(hasattr(makes(1), 'made'))
Plain.__new__ = lambda cls, *args: KeyError('made instead')
for function in makes, makes_class:
    try:
        print(function(*[1][:function is makes]))
    except BaseException as error:
        print(type(error), error)
del Plain.__new__
WithInit.__init__ = lambda self, number: None
print(vars(keeps(raises, 1)))


class Other(Exception):
    pass


def matched(a, classes):
    try:
        raises(a)
    except classes:
        return True
    except Exception:
        return False


for i in range(60):
    assert matched(i, (Plain, WithInit, ValueError)), i
print(matched(0, Plain), matched(0, Other), matched(0, (Other, Plain)), matched(2, Exception))
try:
    matched(0, 1)
except TypeError as error:
    print(error)
