"""Functions that have frames in their hands: where they stand, who called them, and their variables when others look."""

import inspect
import sys


def variables(frame):
    return {name: value for name, value in frame.f_locals.items() if not inspect.isframe(value)}


def lines(frame):
    found = []
    while frame is not None and frame.f_code.co_name != "<module>":
        found.append((frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno))
        frame = frame.f_back
    return found


def here(count):
    frame = sys._getframe()
    total = 0.5
    for i in range(count):
        total += i
    seen = variables(frame) if count == 3 else None
    total = "done"
    return seen, lines(frame), frame


def caller():
    return inspect.currentframe().f_back


def called(x):
    x += 1
    frame = caller()
    y = x * 2
    return frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno, y


def arguments(a, b=2):
    a += 1
    return inspect.getargvalues(inspect.currentframe())


def raising(n):
    try:
        return 1 // n
    except ZeroDivisionError as error:
        return lines(error.__traceback__.tb_frame)


for round in range(2500):
    results = [here(round % 4), called(round), arguments(round), raising(round % 2)]
    if round % 833 == 0 or round % 4 == 3 and round > 2490:
        seen, found, frame = results[0]
        print(seen, found, variables(frame), results[1:])
