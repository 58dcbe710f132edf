"""Iteration by compiled __getitem__ and __next__ ends as it does otherwise while a tracer is on."""
import sys


class Items:
    def __init__(self, data):
        self.data = data

    def __getitem__(self, index):
        return self.data[index]


class Next:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        self.n -= 1
        if self.n < 0:
            raise StopIteration
        return self.n


def loop(source):
    found = []
    for item in source:
        found.append(item)
    return found


def check():
    for k in range(3):
        print(loop(Items([1, 2])), loop(Next(2)), list(Items('ab')), list(Next(3)))


def tracer(frame, event, arg):
    return tracer


def traced():
    sys.settrace(tracer)
    try:
        check()
    finally:
        sys.settrace(None)


check()
traced()
traced()
check()
