"""Level 0 of zlib: where blocks end depends on how much is given at once, on flushes and on the settings."""
import hashlib
import random
import zlib

numbers = random.Random(4)
for size in 0, 1, 32767, 32768, 65536, 200000:
    print(size, hashlib.md5(zlib.compress(numbers.randbytes(size), 0)).hexdigest())

for _ in range(60):
    window = numbers.choice([15, -15, 31, 9, -9])
    memory = numbers.choice([1, 8, 9])
    dictionary = {"zdict": numbers.randbytes(3000)} if window == 15 and numbers.random() < 0.3 else {}
    stream = zlib.compressobj(0, zlib.DEFLATED, window, memory, **dictionary)
    out = b""
    ends = []
    for _ in range(numbers.randrange(8)):
        kind = numbers.random()
        if kind < 0.7:
            out += stream.compress(numbers.randbytes(numbers.choice([1, 500, 5000, 33000, 70000, 300000])))
        elif kind < 0.95:
            out += stream.flush(numbers.choice([zlib.Z_PARTIAL_FLUSH, zlib.Z_SYNC_FLUSH, zlib.Z_FULL_FLUSH, zlib.Z_BLOCK]))
        else:
            stream = stream.copy()
        ends.append(len(out))
    out += stream.flush()
    print(window, memory, ends, len(out), hashlib.md5(out).hexdigest())
