"""What a trace function is told when an exception is thrown into a generator that is suspended in a try statement."""
import sys


def one_line_finally():
    try: yield 1
    finally: x = 1


def long_finally():
    try:
        yield 1
    finally:
        x = 1


def one_line_except():
    try: yield 1
    except ValueError: x = 1


def without_handler():
    yield 1


def delegating():
    try:
        yield from one_line_finally()
    finally: x = 1


FUNCTIONS = one_line_finally, long_finally, one_line_except, without_handler, delegating
CODES = {function.__code__ for function in FUNCTIONS}


def trace(frame, event, arg):
    if frame.f_code in CODES:
        line = frame.f_lineno - frame.f_code.co_firstlineno
        print("  ", frame.f_code.co_name, event, line, arg[0].__name__ if event == "exception" else arg)
    return trace


def attempt(function, action, from_start):
    print(function.__name__, action.__name__, from_start)
    generator = function()
    if from_start:
        sys.settrace(trace)
    next(generator)
    sys.settrace(trace)
    try:
        action(generator)
    except (ValueError, StopIteration):
        pass
    sys.settrace(None)


def close(generator):
    generator.close()


def throw(generator):
    generator.throw(ValueError)


def go_on(generator):
    next(generator)


for function in FUNCTIONS:
    for action in close, throw, go_on:
        for from_start in False, True:
            attempt(function, action, from_start)
