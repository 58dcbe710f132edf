# except*: which parts each clause gets, and what is raised in the end.
import sys


def tree(e):
    if isinstance(e, BaseExceptionGroup):
        return [e.message, *map(tree, e.exceptions)]
    return repr(e)


def run(f):
    try:
        f()
    except BaseException as e:
        print(f.__name__, 'raised', tree(e), '| context', tree(e.__context__), '| cause', tree(e.__cause__))
    else:
        print(f.__name__, 'done')


def make():
    return ExceptionGroup('g', [ValueError(1), TypeError(2), ExceptionGroup('h', [ValueError(3), OSError(4)])])


def some_handled():
    try:
        raise make()
    except* ValueError as e:
        print(tree(e), tree(sys.exception()))
    except* TypeError as e:
        print(tree(e))


def all_handled():
    try:
        raise make()
    except* (ValueError, TypeError) as e:
        print(tree(e))
    except* OSError as e:
        print(tree(e))
    else:
        print('else')
    finally:
        print('finally')
    print(sys.exception())


def raised_in_handler():
    try:
        raise make()
    except* ValueError:
        raise KeyError('new')
    except* OSError as e:
        raise IndexError('other') from e


def reraised():
    try:
        raise make()
    except* ValueError:
        raise
    except* TypeError as e:
        raise e


def naked():
    try:
        raise ValueError('naked')
    except* ValueError as e:
        print(repr(e), e.__traceback__.tb_next)


def naked_reraised():
    try:
        raise ValueError('naked')
    except* ValueError:
        raise


def naked_unmatched():
    try:
        raise ValueError('naked')
    except* TypeError:
        pass


def nothing_raised():
    try:
        pass
    except* 5:
        pass


def bad_class():
    try:
        raise make()
    except* 5:
        pass


def group_class():
    try:
        raise make()
    except* (ValueError, ExceptionGroup):
        pass


def loop():
    for i in range(3):
        try:
            raise ExceptionGroup('l', [ValueError(i)])
        except* ValueError as e:
            print(i, tree(e))
    try:
        e
    except UnboundLocalError as unbound:
        print(unbound)


def nested():
    try:
        try:
            raise make()
        except* ValueError:
            1 / 0
    except* ZeroDivisionError as e:
        print(tree(e))


class BadSplit(ExceptionGroup):
    result = None

    def split(self, matcher):
        return self.result


def bad_split():
    for BadSplit.result in (5, (1,), (None, None, 3)):
        try:
            raise BadSplit('b', [ValueError()])
        except* TypeError:
            print('not here')


for f in (some_handled, all_handled, raised_in_handler, reraised, naked, naked_reraised, naked_unmatched,
          nothing_raised, bad_class, group_class, loop, nested, bad_split):
    run(f)
