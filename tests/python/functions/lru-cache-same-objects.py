"""Calls of cached functions with the same objects again: what is found, what is counted, what is dropped."""
import functools
import gc
import weakref


class Key:
    pass


class Told:
    """Says itself what it equals, and that it was asked."""

    asked = 0

    def __hash__(self):
        Told.asked += 1
        return 1

    def __eq__(self, other):
        return True


calls = []


@functools.lru_cache(maxsize=3)
def few(*args):
    calls.append(args)
    return len(calls)


a, b, c, d = (Key() for _ in range(4))
print([few(a, b), few(a, c), few(a, b), few(a, c), few(a, b)], few.cache_info())
# The oldest goes: (a, c) is older than (a, b), which was asked for last.
print([few(b, a), few(c, a)], few.cache_info())
print([few(a, b), few(a, c), few(b, a), few(a, b)], few.cache_info())
few.cache_clear()
print(few(a, b), few.cache_info())
print([few(a), few(a, 1), few(a, True), few(a, 1.0), few(a)], few.cache_info())

gone = Key()
few(gone, 1)
few(gone, 1)
few(b, 1)
few(gone, 1)
note = weakref.ref(gone)
calls.clear()
del gone
for i in range(4):
    few(i, a)
calls.clear()
gc.collect()
print(note())


@functools.lru_cache(maxsize=None)
def all_of(*args, **kwargs):
    calls.append(args)
    return len(calls)


told = Told()
print([all_of(a, told), all_of(a, told), all_of(a, told)], Told.asked > 2, all_of.cache_info())
print([all_of(a, b), all_of(b, a), all_of(a, b), all_of(b, a), all_of(a, b=b), all_of(a, b)], all_of.cache_info())


@functools.lru_cache(typed=True)
def typed(*args):
    calls.append(args)
    return len(calls)


print([typed(a, 1), typed(b, 1), typed(a, 1.0), typed(a, 1), typed(b, 1), typed(a, True)], typed.cache_info())


@functools.cache
def nothing():
    calls.append(())
    return len(calls)


print(nothing() == nothing(), nothing.cache_info())
