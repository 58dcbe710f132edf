"""gc.collect() returns how many instances were found that nobody can reach."""
import gc


class Node:
    def __init__(self):
        self.next = self


def ring(count):
    first = last = Node()
    for _ in range(count - 1):
        last.next = Node()
        last = last.next
    last.next = first
    return first


def collected(count, rings):
    for _ in range(rings):
        ring(count)
    return gc.collect()


gc.disable()
gc.collect()
print(gc.collect())
print(collected(1, 1))
print(collected(21, 100))
print(collected(21, 1000) > 20_000)
kept = ring(300)
print(gc.collect())
kept = None
print(gc.collect(generation=2))
gc.callbacks.append(lambda phase, info: print(phase, info['generation'], info['collected']))
print(collected(7, 3))
