# Recursion through built-in code that ends at the end of the host's stack: what was under way there is forgotten.
import copyreg
import json
import pickle
import sys


class Endless:
    def __init__(self, state):
        self.state = state

    def __reduce__(self):
        return Endless, (self.state, Endless(self.state)), None


class Text(dict):
    def items(self):
        return [('key', Text(a=1))]


def depth():
    count, frame = 0, sys._getframe()
    while frame is not None:
        count, frame = count + 1, frame.f_back
    return count


def names():
    found, frame = [], sys._getframe(1)
    while frame is not None:
        found.append(frame.f_code.co_name)
        frame = frame.f_back
    return found


def below(levels, action):
    if levels:
        return below(levels - 1, action)
    try:
        action()
    except RecursionError:
        return depth(), names()
    return 'no error'


for levels in range(20):
    outcome = below(levels, lambda: pickle.dumps(Endless(levels)))
    if outcome != (levels + 3, ['below'] * (levels + 1) + ['<module>']):
        print(levels, outcome)
    outcome = below(levels, lambda: json.dumps(Text(a=1)))
    if outcome != (levels + 3, ['below'] * (levels + 1) + ['<module>']):
        print(levels, outcome)
print(names())
