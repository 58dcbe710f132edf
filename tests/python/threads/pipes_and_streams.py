"""What one thread writes to a pipe or socket another reads, however much it is and whatever waits in between."""

import io
import os
import signal
import socket
import threading

MUCH = 1_000_000


def start(target, *args):
    thread = threading.Thread(target=target, args=args)
    thread.start()
    return thread


# More than a pipe holds, from a thread to the main one.
r, w = os.pipe()


def write_all():
    print("written", os.write(w, b"y" * MUCH))
    os.close(w)


writer = start(write_all)
total = 0
while data := os.read(r, 65536):
    total += len(data)
writer.join()
os.close(r)
print("read", total)

# The other way round, through a buffer.
r, w = os.pipe()


def read_all():
    with open(r, "rb") as stream:
        print("read", len(stream.read()))


reader = start(read_all)
with open(w, "wb") as stream:
    stream.write(b"z" * MUCH)
reader.join()

# A signal ends a write that waits for room; what was written is not written again.
r, w = os.pipe()


def interrupt(signum, frame):
    raise ZeroDivisionError


signal.signal(signal.SIGALRM, interrupt)
taken = []
reader = start(lambda: taken.append(os.read(r, 1)))
stream = open(w, "wb", closefd=False)
signal.setitimer(signal.ITIMER_REAL, 0.1)
try:
    stream.write(b"ab" * (MUCH // 2))
except ZeroDivisionError:
    print("interrupted")
reader.join()
taken.append(os.read(r, 1))
print(taken)
os.close(w)
os.close(r)
try:
    stream.close()
except OSError as error:
    print(type(error).__name__)

# A thread reads lines, blocks and the rest of a stream over a socket while the main thread writes them.
left, right = socket.socketpair()


def read_stream():
    with right, right.makefile("rb") as stream:
        print(stream.readline())
        print(stream.readline(5), stream.readline())
        print(stream.peek(1)[:1], stream.read1(3), stream.read(4))
        print(len(stream.read(300_000)))
        memory = bytearray(100_000)
        print(stream.readinto(memory), memory.count(b"q"))
        for line in stream:
            print(line)
            break
        print(len(stream.read()))
        print(stream.read())


reader = start(read_stream)
for piece in (b"first ", b"line\nsec", b"ond\n", b"abc", b"defg", b"p" * 300_000, b"q" * 100_000, b"next\n"):
    left.sendall(piece)
    os.sched_yield()
left.sendall(b"r" * MUCH)
left.close()
reader.join()


# A raw stream that comes back to the stream that reads it.
class Reentrant(io.RawIOBase):
    def readable(self):
        return True

    def readinto(self, memory):
        try:
            return stream.readinto(memory)
        except RuntimeError as error:
            print(str(error).partition("<")[0])
            return 0


stream = io.BufferedReader(Reentrant())
print(stream.read(10))

# A signal to the main thread from another.
signal.signal(signal.SIGUSR1, lambda *args: print("signal"))
start(signal.pthread_kill, threading.get_ident(), signal.SIGUSR1).join()
