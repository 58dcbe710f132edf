"""Comparisons that empty the heap which is being put in order."""

import heapq


class Evil(int):
    def __lt__(self, other):
        heap.clear()
        return NotImplemented


for action in (
    lambda: heapq.heappushpop(heap, 1),
    lambda: heapq.heappushpop_max(heap, Evil(-1)),
    lambda: heapq.heappush(heap, Evil(1)),
    lambda: heapq.heappop(heap),
    lambda: heapq.heapify(heap),
    lambda: heapq.heapreplace(heap, Evil(7)),
):
    heap = [Evil(0), Evil(2), Evil(3), Evil(5)]
    try:
        print(action(), heap)
    except (IndexError, RuntimeError) as error:
        print(type(error).__name__, error, heap)
