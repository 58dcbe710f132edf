# Traceback and frame objects.
import sys


def attempt(call, *args):
    try:
        return repr(call(*args))
    except BaseException as e:
        return f'{type(e).__name__}: {e}'


def entries(e):
    tb = e.__traceback__
    found = []
    while tb is not None:
        found.append((tb.tb_frame.f_code.co_name, tb.tb_lineno, tb.tb_frame.f_lineno))
        tb = tb.tb_next
    return found


def one():
    two()


def two():
    try:
        1 / 0
    finally:
        pass


def reraising():
    try:
        one()
    except ZeroDivisionError:
        x = 1
        raise


def again():
    try:
        one()
    except ZeroDivisionError as e:
        raise e


def with_traceback():
    try:
        one()
    except ZeroDivisionError as e:
        raise KeyError('k').with_traceback(e.__traceback__)


def in_generator():
    def g():
        yield 1
        one()

    for _ in g():
        pass


def in_comprehension():
    return [1 / x for x in (1, 0)]


def in_builtin():
    return list(map(lambda x: 1 / x, [1, 0]))


def in_with():
    class Manager:
        def __enter__(self):
            pass

        def __exit__(self, *args):
            return False

    with Manager():
        one()


def multi_line():
    return max(
        1,
        one(),
    )


for f in (one, reraising, again, with_traceback, in_generator, in_comprehension, in_builtin, in_with, multi_line):
    try:
        f()
    except Exception as e:
        print(f.__name__, entries(e))

try:
    one()
except ZeroDivisionError as e:
    tb = e.__traceback__
    error = e
kind = type(tb)
print(kind, attempt(kind), attempt(kind, 1, 2, 3, 4), attempt(kind, None, tb.tb_frame, 'a', 4))
made = kind(tb, tb.tb_frame, 10**5, -1)
print(made.tb_lineno, made.tb_lasti, made.tb_next is tb, made.tb_frame is tb.tb_frame, dir(made))
print(kind(None, tb.tb_frame, 0, 77).tb_lineno)
print(attempt(setattr, tb, 'tb_next', made), attempt(setattr, made, 'tb_next', made))
print(attempt(setattr, made, 'tb_next', 1), attempt(delattr, made, 'tb_next'), attempt(setattr, made, 'tb_lineno', 3))
made.tb_next = None
print(made.tb_next)

inner = error.__traceback__.tb_next.tb_next.tb_frame
print(inner.f_code.co_name, inner.f_back.f_code.co_name, inner.f_back.f_back.f_code.co_name, inner.f_back.f_back.f_back)
print(inner.f_lineno, attempt(inner.clear), inner.f_locals)
print(attempt(sys._getframe().clear), attempt(sys._getframe, 1000))
