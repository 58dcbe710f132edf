"""What is left of exceptions that handlers did not name, where somebody has them all the same."""

import sys
import traceback


def chain(frame):
    names = []
    while frame is not None:
        names.append(frame.f_code.co_name)
        frame = frame.f_back
    return names



def story(exception):
    """Where it passed, who called whom, and what the variables were."""
    entries = []
    entry = exception.__traceback__
    while entry is not None:
        frame = entry.tb_frame
        local = {name: value for name, value in frame.f_locals.items() if isinstance(value, int)}
        entries.append((frame.f_code.co_name, entry.tb_lineno - frame.f_code.co_firstlineno, local, chain(frame)[1:4]))
        entry = entry.tb_next
    return entries


def quiet(d):
    try:
        return d['missing']
    except KeyError:
        d['count'] = 1
    return 0


def quiet_in_turn(d, n):
    for i in range(n):
        try:
            d[i]
        except KeyError:
            pass
    return n


def asked(d):
    a = 1
    try:
        return d['missing']
    except KeyError:
        a = 2
        exception = sys.exception()
    a = 3
    return exception


def asked_below(d):
    a = 1
    try:
        return d['missing']
    except KeyError:
        return below()


def below():
    return sys.exc_info()[1]


def in_context(d):
    a = 1
    try:
        return d['missing']
    except KeyError:
        try:
            raise ValueError('inner')
        except ValueError as error:
            a = 5
            return error


def named(d):
    a = 1
    try:
        return d['missing']
    except KeyError as error:
        a = 4
        kept = error
    a = 7
    return kept


def of_two(d, key):
    a = 1
    try:
        return len(d[key])
    except KeyError:
        a = 2
    except TypeError as error:
        kept = error
        a = 3
        return kept
    return a


class Keeper:
    def fail(self):
        try:
            raise LookupError('kept')
        except LookupError as error:
            self.error = error
            raise

    def quietly(self):
        a = 1
        try:
            self.fail()
        except LookupError:
            a = 2
        a = 3


STORED = ValueError('stored')


def raise_stored():
    a = 1
    try:
        raise STORED
    except ValueError:
        a = 2
    a = 3


def with_frame(d):
    a = 1
    frame = sys._getframe()
    try:
        return d['missing']
    except KeyError:
        a = 2
    a = 3
    return frame


def frame_meanwhile(d):
    a = 1
    try:
        return d['missing']
    except KeyError:
        frame = sys._getframe()
        a = 2
    a = 3
    return frame, frame is sys._getframe()


def twice(d):
    a = 1
    try:
        d['first']
    except KeyError as error:
        kept = error
    a = 2
    try:
        d['second']
    except KeyError:
        pass
    a = 3
    return kept


def in_finally(d):
    try:
        try:
            return d['missing']
        finally:
            a = 9
    except KeyError:
        return a


def reraised(d):
    try:
        try:
            return d['missing']
        except KeyError:
            raise
    except KeyError:
        return 'again'


def new_each_time(n):
    try:
        if n:
            raise ValueError('made here')
        raise TypeError
    except ValueError:
        return sys.exception() is None
    except (TypeError, KeyError):
        return 'no argument'


def from_callee(d):
    try:
        return passing(d)
    except LookupError:
        return 'caught'


def passing(d):
    return d['missing']


def made_before(kind):
    error = kind('made before')
    try:
        raise error
    except kind:
        pass
    return error


class Context:
    def __enter__(self):
        return self

    def __exit__(self, kind, error, tb):
        self.error = error
        return True


def suppressed(d):
    a = 1
    with Context() as context:
        a = 2
        d['missing']
    a = 3
    return context.error


def generating(d):
    a = 1
    try:
        yield d['missing']
    except KeyError:
        yield sys.exception()
    a = 2
    yield a


def outer(function, *args):
    return function(*args)


def main(times):
    keeper = Keeper()
    results = []
    for _ in range(times):
        results = [
            outer(quiet, {}),
            outer(quiet_in_turn, {}, 5),
            story(outer(asked, {})),
            story(outer(asked_below, {})),
            story(outer(in_context, {}).__context__),
            story(outer(named, {})),
            outer(of_two, {}, 1),
            story(outer(of_two, {1: 2}, 1)),
            (outer(keeper.quietly), story(keeper.error)),
            (STORED.with_traceback(None), outer(raise_stored), story(STORED)),
            chain(outer(with_frame, {}))[:3],
            outer(with_frame, {}).f_locals['a'],
            [chain(outer(frame_meanwhile, {})[0])[:3], outer(frame_meanwhile, {})[1]],
            story(outer(twice, {})),
            outer(in_finally, {}),
            outer(reraised, {}),
            outer(new_each_time, 0),
            outer(new_each_time, 1),
            outer(from_callee, {}),
            story(outer(made_before, ValueError)),
            story(outer(suppressed, {})),
            [step if isinstance(step, int) else type(step) for step in generating({})],
        ]
    return results


first = main(1)
for result in first:
    print(result)
later = main(300)
for before, after in zip(first, later):
    assert repr(before) == repr(after), (before, after)
