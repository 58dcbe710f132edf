# Exceptions on their way through functions that have run often.
import sys


class Mine(Exception):
    pass


class Counted:
    def __init__(self, most): self.count, self.most = 0, most
    def __iter__(self): return self
    def __next__(self):
        self.count += 1
        if self.count > self.most: raise StopIteration("end")
        return self.count
    def __getattr__(self, name):
        if name == "missing": raise AttributeError("gone")
        return name


def thrower(i):
    if i % 5 == 0: raise Mine(i)
    if i % 5 == 1: return {}[i]
    if i % 5 == 2: return int("x" * (i % 3))
    return [1, 2][i]


def middle(i):
    try:
        return thrower(i)
    finally:
        seen.append(i)


def outer(i):
    try:
        return middle(i)
    except Mine as error:
        raise LookupError(i) from error
    except ValueError:
        raise


def chain(error):
    lines = []
    trace = error.__traceback__
    while trace is not None:
        lines.append((trace.tb_frame.f_code.co_name, trace.tb_lineno, trace.tb_frame.f_locals.get("i")))
        trace = trace.tb_next
    return type(error).__name__, str(error), lines, error.__cause__ and chain(error.__cause__), error.__context__ is None


seen = []
for i in range(400):
    try:
        outer(i)
    except Exception as error:
        if i > 395: print(chain(error))
    assert sys.exception() is None
print(len(seen), sum(Counted(3)), [sum(Counted(2)) for _ in range(60)][-1], list(map(str, Counted(2))))
counted = Counted(1)
print(counted.other, hasattr(counted, "missing"), getattr(counted, "missing", 7))
print(sorted([3, 1, 2] * 9, key=lambda i: -i)[:3])
try:
    sorted([3, 0, 2] * 9, key=lambda i: 1 // i)
except ZeroDivisionError as error:
    print(chain(error))
