"""Standard descriptors that a program closes: their places are free for what is opened next, and nothing else takes them."""

import os
import subprocess
import sys


def attempt(function, *given):
    try:
        return function(*given)
    except OSError as error:
        return error.strerror


saved = os.dup(0)
os.close(0)
print(attempt(os.fstat, 0), attempt(os.read, 0, 1), attempt(os.close, 0), attempt(os.get_inheritable, 0), os.isatty(0))
opened = os.open(os.devnull, os.O_RDONLY)
print(opened, os.read(opened, 1), os.path.samestat(os.fstat(0), os.stat(os.devnull)))
os.close(0)
ends = os.pipe()
print(ends[0])
os.write(ends[1], b"through")
print(os.read(0, 20))
os.close(ends[1])
os.close(0)
print(os.dup(1))
os.close(0)
run = subprocess.run([sys.executable, "-S", "-c", "print('child')"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
print(run.stdout.strip())
os.dup2(saved, 0)
print(attempt(os.fstat, 0) is not None, attempt(os.get_inheritable, 0))
os.close(0)
os.close(2)
with open(__file__) as first, open(__file__) as second:
    print(first.fileno(), second.fileno(), len(first.read()) == len(second.read()))
print(attempt(os.write, 2, b"lost"))
