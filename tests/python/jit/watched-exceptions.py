# A tool that watches nothing but exceptions sees those of functions that had been compiled.
import sys
from sys import monitoring as M
E = M.events
def func1():
    try:
        line = 2
        raise KeyError
    except:
        line = 5
    line = 6
def get(func, n):
    ev = []
    M.use_tool_id(n, "test")
    M.register_callback(n, E.RAISE, lambda code, off, exc: ev.append(('raise', type(exc))))
    M.set_events(n, E.RAISE)
    func()
    M.set_events(n, 0)
    M.register_callback(n, E.RAISE, None)
    M.free_tool_id(n)
    return ev
for i in range(4): print(get(func1, 2))
def deep(n):
    for i in range(n):
        try:
            if i % 2: raise ValueError(i)
            [].pop()
        except (ValueError, IndexError):
            pass
for n in range(3): print(get(lambda: deep(5), 3), len(get(lambda: deep(3000), 3)))
