"""Tracing and profiling begin in a function that is called, and its callers, which run already, tell of their ends."""
import sys

events = []


def tracer(frame, event, arg):
    code = frame.f_code
    events.append((code.co_name, frame.f_lineno - code.co_firstlineno, event, arg if event == 'return' else None))
    return tracer


def begin():
    sys.settrace(tracer)
    sys._getframe().f_back.f_trace = tracer


def begin_and_raise():
    sys.settrace(tracer)
    sys._getframe().f_back.f_trace = tracer
    raise LookupError


def returns(x):
    return begin(), x + 0.5


def returns_from_loop(x):
    for i in range(3):
        x += i
        if i == 1: begin()
    return x


def handles(x):
    try:
        begin_and_raise()
    except LookupError:
        x += 1
    return x


def passes_on(x):
    begin_and_raise()


def cleans_up(x):
    try:
        passes_on(x)
    finally:
        x = 'done'


def profiler(frame, event, arg):
    if frame.f_code.co_filename == __file__: events.append((frame.f_code.co_name, event))


def begin_profile():
    sys.setprofile(profiler)


def profiled(x):
    begin_profile()


def outer(x):
    profiled(x)
    return x


def run(function):
    events.clear()
    try:
        result = function(1)
    except LookupError as error:
        result = error
    sys.settrace(None)
    sys.setprofile(None)
    print(function.__name__, repr(result), events)


for function in (returns, returns_from_loop, handles, passes_on, cleans_up, outer):
    for i in range(2):
        run(function)
