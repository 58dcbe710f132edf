"""Runs programs one after the other, each as a module of its own, and writes what each printed as a line of JSON.

    python3.14 jit-programs.py PROGRAMS.json OUTPUT.jsonl FIRST CODES SKIP

FIRST is the number of the first program, SKIP how many of the file are not run. CODES is where their code objects are kept
for the next process of the same Python, which then has not to compile them. Programs find the names of `KIT`: small ones
need no preparations of their own.
"""

import array
import bisect
import collections
import copy
import functools
import heapq
import io
import itertools
import json
import linecache
import marshal
import math
import operator
import os
import pickle
import re
import signal
import struct
import sys
import traceback
import types
import warnings
from itertools import islice

warnings.simplefilter("ignore")
sys.setrecursionlimit(300)


class Empty(BaseException):
    """The supply of a program has come to its end."""


class Endless(BaseException):
    """A program takes so long that it is not worth running."""


class Own(Exception):
    pass


class Wait:
    """What a coroutine waits for."""

    def __init__(self, value):
        self.value = value

    def __await__(self):
        got = yield ("wait", self.value)
        return got


class M:
    """A context that may swallow exceptions."""

    def __init__(self, swallow):
        self.swallow = swallow

    def __enter__(self):
        print("enter")
        return 1.5

    def __exit__(self, kind, error, tb):
        print("exit", kind and kind.__name__)
        return self.swallow and kind not in (Empty, GeneratorExit)


supply = 0
prints = 0
# One in four programs is: its tracebacks are formatted by Python's own module, and the variables are shown of functions
# that have caught an exception and run on. Both takes as long as all the rest: Tython has to attach a debugger for the one.
is_thorough = True


def tick(much=1):
    """Takes from the supply, so that every program ends."""
    global supply
    supply -= much
    if supply < 0:
        raise Empty


def text(value):
    """A short text that is the same in all processes: nothing of it depends on addresses."""
    try:
        shown = repr(value)
    except Empty:
        raise
    except BaseException as error:
        return f"!{type(error).__name__}"
    # Where a NaN is in a set depends on its address, and so it does for objects.
    if " at 0x" in shown or "{" in shown and ("nan" in shown or "(" in shown):
        return type(value).__name__
    return shown[:70]


def brief(value):
    """The repr of the programs' own objects, which may hold each other."""
    held = getattr(value, "v", "nothing")
    shown = repr(held) if isinstance(held, (int, float, str)) else type(held).__name__
    return f"{type(value).__name__}({shown})"


def placeless(message):
    """A text without addresses."""
    return re.sub(r" at 0x[0-9a-f]+", "", message)


def plain(error):
    """The message of an exception, not too long."""
    return placeless(str(error))[:120]


def show(*values):
    print(*map(text, values))


def tell(*values):
    """Shows more of each than `show`: of lists, all items of most."""
    for value in values:
        shown = placeless(repr(value))
        print(shown if len(shown) <= 300 else (shown[:200], len(shown)))


def keep(value):
    """What may be added to once more: nothing that has grown long."""
    if isinstance(value, (str, bytes, list, tuple)):
        return value[:12]
    return value if not isinstance(value, int) or -(2**120) < value < 2**120 else 5


def small(value):
    """A number that may be multiplied."""
    return value if isinstance(value, float) or isinstance(value, int) and -1e40 < value < 1e40 else 3


def num(value):
    """What may be multiplied by a large number."""
    return value if isinstance(value, (int, float)) else 3


def cut(value):
    return value[:8]


MANY = 12
places = {}


def place(code, offset, line):
    """A line and the part of it below which carets stand."""
    key = id(code), offset
    if key not in places:
        places[key] = "%s-%s %s-%s" % next(islice(code.co_positions(), offset // 2, None))
    return f"{line}: {places[key]}"


def frames(tb):
    """The last functions that an exception has left, after how many they are."""
    depth = 0
    entry = tb
    while entry is not None:
        depth += 1
        entry = entry.tb_next
    if depth > MANY:
        print("of", depth)
    while depth > MANY:
        depth -= 1
        tb = tb.tb_next
    while tb is not None:
        frame = tb.tb_frame
        if frame.f_code.co_filename.startswith("<program"):
            yield frame, place(frame.f_code, tb.tb_lasti, tb.tb_lineno)
        tb = tb.tb_next


def report(error, caller=None):
    """An exception and what it left behind: lines and variables of the functions that it ended."""
    print(type(error).__name__, plain(error), type(error.__context__).__name__, type(error.__cause__).__name__)
    if isinstance(error, RecursionError):
        # CPython lets a property or an __init__ that it has met before go one deeper.
        return
    caller = caller or sys._getframe(1)
    for frame, line in frames(error.__traceback__):
        if frame is caller and not is_thorough:
            print(" ", frame.f_code.co_name, line)
        elif frame.f_code.co_name != "<module>":
            names = sorted(frame.f_locals.items())
            print(" ", frame.f_code.co_name, line, [(name, text(value)) for name, value in names if name != ".0"])


def full():
    """The exception that is being handled, as Python prints it: with the source and carets below it. That takes long."""
    global prints
    prints += 1
    if prints > 2 or not is_thorough:
        report(sys.exception(), sys._getframe(1))
    else:
        print(placeless(traceback.format_exc(limit=-MANY)))


def trace():
    """The exception that is being handled, with its traceback."""
    error = sys.exception()
    while error is not None:
        lines = [(frame.f_code.co_name, line) for frame, line in frames(error.__traceback__)]
        print(type(error).__name__, lines)
        error = error.__context__


def where():
    """The functions that run."""
    frame = sys._getframe(1)
    lines = []
    while frame is not None:
        if frame.f_code.co_filename.startswith("<program"):
            lines.append((frame.f_code.co_name, place(frame.f_code, frame.f_lasti, frame.f_lineno)))
        frame = frame.f_back
    print("at", len(lines), lines[:MANY])


def look():
    """The variables of the caller."""
    names = sorted(sys._getframe(1).f_locals.items())
    print([(name, text(value)) for name, value in names if name != ".0"])


def state(driven):
    kind = "cr" if hasattr(driven, "cr_frame") else "gi"
    frame = getattr(driven, kind + "_frame")
    show(getattr(driven, kind + "_running"), getattr(driven, kind + "_suspended"))
    if frame is not None:
        names = sorted(frame.f_locals.items())
        print(frame.f_lineno, [(name, text(value)) for name, value in names])


def drive(make, *acts):
    """Runs a generator or a coroutine step by step."""
    try:
        driven = make()
    except Exception as error:
        report(error)
        return
    try:
        for act in acts:
            try:
                if act == "state":
                    state(driven)
                elif act == "close":
                    show("close", driven.close())
                elif isinstance(act, type) or isinstance(act, Exception):
                    show("throw", driven.throw(act))
                else:
                    show("send", driven.send(act))
            except StopIteration as stop:
                show("stop", stop.value)
            except (Exception, GeneratorExit) as error:
                report(error)
    finally:
        driven.close()


namespace = {}


def set_global(name, *value):
    """Binds a global of the program, or unbinds it."""
    if value:
        namespace[name] = value[0]
    else:
        namespace.pop(name, None)


changes = {}


def change(source):
    """Executes a statement in the program's namespace."""
    if source not in changes:
        changes[source] = compile(source, "<change>", "exec")
    try:
        exec(changes[source], namespace)
    except Exception as error:
        print(type(error).__name__, plain(error))


def try_to(call):
    try:
        show(call())
    except Exception as error:
        report(error)


KIT = {
    "NAN": math.nan,
    "INF": math.inf,
    "math": math,
    "sqrt": math.sqrt,
    "sys": sys,
    "lru_cache": functools.lru_cache,
    "partial": functools.partial,
}
for module in array, bisect, collections, copy, functools, heapq, itertools, json, operator, pickle, struct:
    KIT[module.__name__] = module
HELPERS = Own, Wait, M, tick, brief, show, tell, small, num, cut, keep, placeless, plain, report, trace, full, where, look, drive, set_global
for helper in HELPERS + (change, try_to):
    KIT[helper.__name__] = helper


def compiled(programs, first, path):
    """The code objects of the programs."""
    if os.path.exists(path):
        with open(path, "rb") as file:
            return marshal.loads(file.read())
    codes = []
    for number, source in enumerate(programs, first):
        try:
            codes.append(compile(source, f"<program {number}>", "exec"))
        except SyntaxError as error:
            codes.append(compile(f"print({str(error)!r})", f"<program {number}>", "exec"))
    with open(path, "wb") as file:
        marshal.dump(codes, file)
    return codes


def run(code, number):
    """What a program prints; nothing can be said of one that recurses as often as there are atoms."""
    global namespace, supply, prints, is_thorough, is_endless
    is_endless = False
    supply = 250
    prints = 0
    is_thorough = number // 4 % 4 == 0
    places.clear()
    namespace = types.ModuleType("program").__dict__
    namespace.update(KIT)
    sys.stdout = io.StringIO()
    try:
        exec(code, namespace)
    except Empty:
        print("the supply is empty")
    except BaseException as error:
        print("ended by", type(error).__name__, plain(error))
    # The program may have handled it.
    return None if is_endless else sys.stdout.getvalue()


def stop(*_):
    global is_endless
    is_endless = True
    raise Endless


def main(programs, output, first, codes, skip):
    with open(programs, encoding="utf-8") as file:
        programs = json.load(file)
    codes = compiled(programs, int(first), codes)
    is_reference = sys.implementation.name == "cpython"
    if is_reference:
        signal.signal(signal.SIGVTALRM, stop)
    with open(output, "a", encoding="utf-8") as output:
        for number in range(int(skip), len(programs)):
            source = programs[number]
            if not source:
                output.write('""\n')
                continue
            name = codes[number].co_filename
            linecache.cache[name] = (len(source), None, source.splitlines(True), name)
            if is_reference:
                signal.setitimer(signal.ITIMER_VIRTUAL, 0.5, 0.1)
            printed = run(codes[number], int(first) + number)
            if is_reference:
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            sys.stdout = sys.__stdout__
            codes[number] = None
            del linecache.cache[name]
            output.write(json.dumps(printed) + "\n")
            output.flush()


main(*sys.argv[1:])
