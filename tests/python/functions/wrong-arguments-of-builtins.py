"""What built-in functions say of arguments that they do not take, and which argument they look at first."""

import itertools
import operator
import sys
from collections import deque


def show(call):
    try:
        print(call())
    except Exception as e:
        print(type(e).__name__, e)


def generator():
    yield


class Unwilling:
    def __index__(self):
        raise ZeroDivisionError


class NoIterator:
    def __iter__(self):
        return 1


class Hint:
    def __init__(self, hint):
        self.hint = hint

    def __iter__(self):
        return iter("ab")

    def __length_hint__(self):
        return self.hint


# Those without keywords.
for call in [
    lambda: getattr(1, "real", default=2),
    lambda: vars(object=1),
    lambda: dir(object=1),
    lambda: generator().throw(type=ValueError),
    lambda: type(1, x=2),
    lambda: type("A", bases=(), dict={}),
    lambda: type(x=1),
]:
    show(call)

# Too many keywords are counted before any is looked at.
for call in [
    lambda: NameError(x=1, name=2),
    lambda: AttributeError(x=1, name=2, obj=3),
    lambda: ImportError(a=1, b=2, c=3, d=4),
    lambda: __import__(x=1),
    lambda: __import__("sys", 1, 2, 3, 4, level=5),
]:
    show(call)

# The order in which arguments are looked at.
for call in [
    lambda: compile("1", 1.5, "exec"),
    lambda: compile("1", "a", None),
    lambda: eval("1", 1, 2),
    lambda: eval("1", [], {}),
    lambda: open("x", None),
    lambda: sys.intern(None),
    lambda: ExceptionGroup(None, []),
    lambda: float.fromhex("\ud800"),
]:
    show(call)

# Nothing is nothing in every encoding, be there such a one or not.
for call in [
    lambda: b"".decode("no such"),
    lambda: bytearray().decode("hex"),
    lambda: str(b"", "no such"),
    lambda: b"a".decode("no such"),
]:
    show(call)

# Iteration that fails.
for call in [
    lambda: 1 in NoIterator(),
    lambda: operator.countOf(NoIterator(), 1),
    lambda: operator.indexOf(NoIterator(), 1),
    lambda: list(NoIterator()),
    lambda: itertools.islice([], Unwilling()),
    lambda: itertools.islice([], Unwilling(), 2),
    lambda: [*Hint(-1)],
    lambda: [*Hint(2**70)],
    lambda: [*Hint("a")],
    lambda: [*Hint(5)],
    lambda: [1, *Hint(None)],
]:
    show(call)

# A piece of a format spec that cannot be decoded.
for source in ['f"{1:\\x1}"', 'f"{1:a\\N{none such}b}"', 'f"{1:\u00e9\\u12}"']:
    try:
        compile(source, "", "eval")
    except UnicodeDecodeError as e:
        print(e, e.args)


# A dict that iterates as dicts do gives its own items.
class Pretender(dict):
    def keys(self):
        return ["other"]

    def __getitem__(self, key):
        return "other"


def keywords(**kwargs):
    return kwargs


show(lambda: keywords(**Pretender(a=1)))
show(lambda: keywords(b=2, **Pretender(a=1)))
show(lambda: {**Pretender(a=1)})


# Turning a deque round does not count as a change.
def turned():
    items = deque([1, 2, 3, 4])
    seen = []
    for item in items:
        seen.append(item)
        if len(seen) == 2:
            items.reverse()
    return seen


show(turned)

# What has items behind its fields says so.
for value in [memoryview(b""), show.__code__, generator()]:
    show(lambda: value.__reduce_ex__(2))

# The first wrong argument is told of.
show(lambda: compile(1, 2, 3))
show(lambda: compile(1, "f", 3, "a"))
show(lambda: compile(1, "f", "exec", "a", optimize="b"))
show(lambda: compile(1, "f", "exec", 1 << 40))
show(lambda: compile(1, "f", "bad\0"))
