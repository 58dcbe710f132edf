"""Runs programs one after the other, each as a module of its own, and writes what each printed as a line of JSON.

    python3.14 jit-programs.py PROGRAMS.json OUTPUT.jsonl FIRST

FIRST is the number of the first program. Programs find the names of `KIT`: small ones need no preparations of their own.
"""

import io
import json
import linecache
import math
import sys
import traceback
import types
import warnings

warnings.simplefilter("ignore")
sys.setrecursionlimit(600)


class Empty(BaseException):
    """The supply of a program has come to its end."""


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


def tick():
    """Takes from the supply, so that every program ends."""
    global supply
    supply -= 1
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


def show(*values):
    print(*map(text, values))


def small(value):
    """A number that may be multiplied."""
    return value if isinstance(value, float) or isinstance(value, int) and -1e40 < value < 1e40 else 3


def num(value):
    """What may be multiplied by a large number."""
    return value if isinstance(value, (int, float)) else 3


def cut(value):
    return value[:8]


def frames(tb):
    while tb is not None:
        frame = tb.tb_frame
        if frame.f_code.co_filename.startswith("<program"):
            yield frame, tb.tb_lineno
        tb = tb.tb_next


def report(error):
    """An exception and what it left behind: lines and variables of the functions that it ended."""
    print(type(error).__name__, str(error)[:120], type(error.__context__).__name__, type(error.__cause__).__name__)
    for frame, line in frames(error.__traceback__):
        if frame.f_code.co_name != "<module>":
            names = sorted(frame.f_locals.items())
            print(" ", frame.f_code.co_name, line, [(name, text(value)) for name, value in names if name != ".0"])


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
            lines.append((frame.f_code.co_name, frame.f_lineno))
        frame = frame.f_back
    print("at", lines)


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
        print(type(error).__name__, str(error)[:120])


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
}
for helper in (Own, Wait, M, tick, brief, show, small, num, cut, report, trace, where, look, drive, set_global, change, try_to):
    KIT[helper.__name__] = helper


def run(source, name):
    global namespace, supply
    supply = 250
    namespace = types.ModuleType("program").__dict__
    namespace.update(KIT)
    try:
        exec(compile(source, name, "exec"), namespace)
    except Empty:
        print("the supply is empty")
    except BaseException as error:
        print("ended by", type(error).__name__, error)


with open(sys.argv[1], encoding="utf-8") as file:
    programs = json.load(file)
with open(sys.argv[2], "w", encoding="utf-8") as output:
    for number, source in enumerate(programs, int(sys.argv[3])):
        name = f"<program {number}>"
        linecache.cache[name] = (len(source), None, source.splitlines(True), name)
        sys.stdout = io.StringIO()
        run(source, name)
        printed = sys.stdout.getvalue()
        sys.stdout = sys.__stdout__
        output.write(json.dumps(printed) + "\n")
        output.flush()
