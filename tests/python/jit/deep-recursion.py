"""Recursion that is as deep as the recursion limit allows, through compiled functions and through built-in code."""

import functools
import sys


def count(n):
    return 0 if n == 0 else 1 + count(n - 1)


def even(n):
    return True if n == 0 else odd(n - 1)


def odd(n):
    return False if n == 0 else even(n - 1)


@functools.lru_cache(None)
def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


class Nested:
    def __init__(self, depth):
        self.depth = depth

    def __getitem__(self, key):
        return key if self.depth == 0 else Nested(self.depth - 1)[key]

    def __repr__(self):
        return "bottom" if self.depth == 0 else repr(Nested(self.depth - 1))

    @property
    def inner(self):
        return 0 if self.depth == 0 else 1 + Nested(self.depth - 1).inner


def biggest(n):
    return n if n == 0 else max(biggest(n - 1) for _ in (1,))


def keyed(n):
    return [n] if n == 0 else sorted([1], key=lambda _: keyed(n - 1))


# At first while it is interpreted, then from the beginning compiled.
for _ in range(3):
    print(count(900), even(900), Nested(900)["key"], repr(Nested(900)), Nested(900).inner, biggest(450), keyed(450))
    fibonacci.cache_clear()
    print(fibonacci(900))

try:
    count(2000)
except RecursionError as error:
    print(error)

sys.setrecursionlimit(20000)
for _ in range(3):
    print(count(15000), even(15000))
