"""No process gives the random octets that another one gives."""

import os

seen = {os.urandom(8) for _ in range(100)}
assert len(seen) == 100 and all(len(octets) == 8 for octets in seen)
assert [len(os.urandom(size)) for size in (0, 1, 127, 128, 129, 1024, 5000)] == [0, 1, 127, 128, 129, 1024, 5000]
reading, writing = os.pipe()
pid = os.fork()
if pid == 0:
    os.write(writing, os.urandom(8))
    os._exit(0)
os.waitpid(pid, 0)
mine, other = os.urandom(8), os.read(reading, 8)
print(len(other), mine != other, mine in seen, other in seen)
