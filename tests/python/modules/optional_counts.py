"""Counts that may be None, and None where something else is wanted: some messages name it, others its type."""

import array
import bisect
import heapq
import io
import mmap


def attempt(call, *args):
    try:
        print(call(*args))
    except (TypeError, ValueError, OverflowError) as error:
        print(type(error).__name__, error)


attempt(heapq.heapify, None)
attempt(heapq.heappush, None, 1)
attempt(heapq.heappop, None)
attempt(heapq.heapify_max, None)
attempt(heapq.heappop, ())
attempt(type, None, (), {})
attempt(type, "C", None, {})
attempt(type, "C", (), None)
attempt(type, "C", [], {})
attempt(array.array, None)
attempt(array.array, 1)
attempt(array._array_reconstructor, array.array, None, 1, b"")

for hi in None, 2, -1, -2, True, 2**100, "a", 1.5:
    attempt(bisect.bisect, [1, 2, 3], 5, 0, hi)
    attempt(bisect.bisect_left, (1, 2, 3), 0.5, 0, hi)
attempt(bisect.insort, [1, 2, 3], 2, -1)
for size in 2**100, -(2**100), None, "a":
    attempt(io.BytesIO(b"ab").read, size)
    attempt(io.StringIO("ab").read, size)
    attempt(mmap.mmap(-1, 3).read, size)
