# A forked child has only one thread, and still imports, compiles and computes.
import os
import sys


def work(n):
    total = 0
    for i in range(n):
        total += i % 7
    return total


expected = work(200_000)
for _ in range(2):
    pid = os.fork()
    if pid == 0:
        import colorsys

        os._exit(0 if work(200_000) == expected and colorsys.rgb_to_hls(0, 0, 0) == (0.0, 0.0, 0.0) else 1)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
print(work(200_000) == expected, 'colorsys' in sys.modules)
