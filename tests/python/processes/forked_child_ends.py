# A forked child ends as any program does: at its end, by SystemExit, by an exception, with what it has printed.
import atexit
import fcntl
import os
import sys


def divide(work):
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        work()
        sys.exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


divide(lambda: print('from the child'))
divide(lambda: sys.exit(3))
divide(lambda: sys.exit('message'))
divide(lambda: 1 // 0)
divide(lambda: atexit.register(print, 'at the end'))

# Reading from a descriptor that does not wait says so, whoever has set that.
counter = os.eventfd(1, os.EFD_NONBLOCK)
print(os.read(counter, 8))
try:
    os.read(counter, 8)
except BlockingIOError as error:
    print(error.errno == 11)
reading, writing = os.pipe()
fcntl.fcntl(reading, fcntl.F_SETFL, fcntl.fcntl(reading, fcntl.F_GETFL) | os.O_NONBLOCK)
try:
    os.read(reading, 8)
except BlockingIOError as error:
    print(error.errno == 11)

timer = os.timerfd_create(1, flags=os.TFD_NONBLOCK)
print(os.get_inheritable(timer))


# No path is what says so.
class NoPath:
    __fspath__ = None


for function in os.fspath, os.stat, open:
    try:
        function(NoPath())
    except TypeError as error:
        print(error)

sys.stdout.flush()
if os.fork() == 0:
    print('the last')
else:
    os.wait()
    print('the first')
