"""mmap: a file as memory, memory that a child shares, and what is refused."""
import mmap
import os
import re
import tempfile


def refused(action):
    try:
        action()
    except Exception as error:
        print(type(error).__name__, error)


with tempfile.TemporaryFile() as file:
    file.write(b'hello world\n' * 1000)
    file.flush()
    m = mmap.mmap(file.fileno(), 0)
    print(len(m), m[:5], m[0], m[-1], m[::4000], m.find(b'wor'), m.rfind(b'wor'), m.readline(), m.tell())
    m[0:5] = b'HELLO'
    m[6] = 87
    m.flush()
    file.seek(0)
    print(file.read(12), m.size(), m, re.search(rb'o w', m))
    view = memoryview(m)
    refused(m.close)
    refused(lambda: m.resize(10))
    view.release()
    m.resize(24000)
    print(len(m), os.fstat(file.fileno()).st_size)
    m.move(0, 12, 11)
    print(m[:12], list(m[:3]), 72 in m[:5])
    refused(lambda: m['a'])
    refused(lambda: m[99999])
    refused(lambda: m.__setitem__(0, 300))
    refused(lambda: m.__setitem__(0, 'a'))
    refused(lambda: m.__delitem__(0))
    refused(lambda: m.__setitem__(slice(0, 2), b'abc'))
    refused(lambda: m.seek(-1))
    refused(lambda: m.seek(0, 5))
    refused(lambda: m.read('x'))
    refused(lambda: m.write_byte(256))
    refused(lambda: mmap.mmap(-1, -1))
    refused(lambda: mmap.mmap(-1, 0))
    refused(lambda: mmap.mmap(99, 10))
    refused(lambda: mmap.mmap(file.fileno(), 10**6))
    refused(lambda: mmap.mmap(file.fileno(), 5, access=7))
    with m:
        pass
    refused(lambda: m[0])
    print(m.closed, m)
    reading = mmap.mmap(file.fileno(), 10, access=mmap.ACCESS_READ)
    refused(lambda: reading.__setitem__(0, 1))
    copy = mmap.mmap(file.fileno(), 10, access=mmap.ACCESS_COPY)
    copy[0] = 1
    print(copy[0], reading[0])

shared = mmap.mmap(-1, 4096)
if os.fork() == 0:
    shared[0] = 9
    os._exit(0)
os.wait()
print(shared[0], shared.seek(4090), shared.write(b'abc'), shared.read(100))
