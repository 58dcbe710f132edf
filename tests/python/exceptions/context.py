# __context__: which exception was being handled when another was raised.
import sys


def chain(e):
    links = []
    seen = set()
    while e is not None and id(e) not in seen:
        seen.add(id(e))
        links.append(f'{type(e).__name__}({e}){"!" if e.__suppress_context__ else ""}')
        if e.__cause__ is not None:
            links.append(f'<- {e.__cause__!r}')
        e = e.__context__
    return ' '.join(links)


def show(f):
    try:
        print(f.__name__, f())
    except BaseException as e:
        print(f.__name__, 'raised', chain(e))


@show
def raised_while_handling():
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError('v')


@show
def raised_by_a_builtin():
    try:
        1 / 0
    except ZeroDivisionError:
        int('x')


@show
def raised_below_a_builtin():
    def inner():
        raise TypeError('inner')

    try:
        1 / 0
    except ZeroDivisionError:
        sorted([1, 2], key=lambda x: inner())


@show
def reraised():
    try:
        1 / 0
    except ZeroDivisionError:
        raise


@show
def raised_again_by_name():
    try:
        1 / 0
    except ZeroDivisionError as e:
        raise e


@show
def reraised_by_a_callee():
    def again():
        raise

    try:
        1 / 0
    except ZeroDivisionError:
        again()


@show
def nothing_to_reraise():
    raise


@show
def old_exception_in_new_context():
    e = ValueError('old')
    try:
        raise e
    except ValueError:
        pass
    try:
        1 / 0
    except ZeroDivisionError:
        raise e


@show
def cycle_is_cut():
    try:
        try:
            1 / 0
        except ZeroDivisionError as e:
            first = e
            raise ValueError('second')
    except ValueError:
        raise first


@show
def cycle_made_by_hand():
    a = ValueError('a')
    b = TypeError('b')
    a.__context__ = b
    b.__context__ = a
    try:
        raise a
    except ValueError:
        raise KeyError('k')


@show
def three_levels():
    try:
        try:
            1 / 0
        except ZeroDivisionError:
            raise KeyError('k')
    except KeyError as e:
        raise TypeError('t') from e


@show
def from_none():
    try:
        1 / 0
    except ZeroDivisionError:
        raise TypeError('t') from None


@show
def from_a_class():
    raise ValueError('v') from KeyError


@show
def from_something_else():
    raise ValueError('v') from 5


@show
def not_an_exception():
    raise 5


@show
def class_that_makes_something_else():
    class E(Exception):
        def __new__(cls):
            return 5

    raise E


@show
def in_finally():
    try:
        1 / 0
    finally:
        [][1]


@show
def exit_raises():
    class Manager:
        def __enter__(self):
            return self

        def __exit__(self, *args):
            raise KeyError('exit')

    with Manager():
        1 / 0


@show
def exit_swallows():
    class Manager:
        def __enter__(self):
            return self

        def __exit__(self, kind, value, traceback):
            print(kind.__name__, value, traceback is value.__traceback__)
            return True

    with Manager():
        1 / 0
    return sys.exception()


@show
def handled_inside_a_handler():
    try:
        1 / 0
    except ZeroDivisionError:
        try:
            {}['k']
        except KeyError:
            pass
        print(repr(sys.exception()), sys.exc_info()[0].__name__)
        raise


@show
def bad_except_clause():
    try:
        1 / 0
    except 5:
        pass


@show
def nested_tuple_of_classes():
    try:
        raise ValueError
    except ((ZeroDivisionError, (ValueError,)), TypeError):
        return 'caught'


@show
def name_is_deleted():
    try:
        1 / 0
    except ZeroDivisionError as e:
        pass
    return e


def generator():
    try:
        raise KeyError('in generator')
    except KeyError:
        yield 1
        print(repr(sys.exception()))
        yield 2


@show
def generators_keep_their_own():
    g = generator()
    next(g)
    print(sys.exception())
    try:
        1 / 0
    except ZeroDivisionError:
        next(g)
        print(repr(sys.exception()))
    g.throw(ValueError('thrown'))


@show
def thrown_into_a_generator():
    def g():
        yield

    it = g()
    next(it)
    try:
        1 / 0
    except ZeroDivisionError:
        it.throw(ValueError('thrown'))


@show
def raised_by_a_generator():
    def g():
        yield
        raise TypeError('g')

    it = g()
    next(it)
    try:
        1 / 0
    except ZeroDivisionError:
        next(it)


@show
def stop_iteration_leaves_a_generator():
    def g():
        raise StopIteration(5)
        yield

    list(g())


@show
def local_without_a_value():
    print(x)
    x = 1


@show
def free_without_a_value():
    def inner():
        return y

    inner()
    y = 1


@show
def missing_name():
    return undefined_name


for flow in ('return', 'break', 'continue'):
    log = []
    for i in range(2):
        try:
            try:
                log.append(i)
                if flow == 'break':
                    break
                if flow == 'continue':
                    continue
            finally:
                log.append('f')
        finally:
            log.append('g')
    print(flow, log)
