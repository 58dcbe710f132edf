"""Compressing and decompressing what is smaller and larger than the buffers are at first, in one piece and in many."""

import hashlib
import random
import zlib

rng = random.Random(7)
words = [bytes(rng.randrange(97, 123) for _ in range(rng.randrange(2, 9))) for _ in range(300)]


def text(size):
    out = bytearray()
    while len(out) < size:
        out += rng.choice(words) + b' '
    return bytes(out[:size])


SIZES = [0, 1, 3, 60, 250, 255, 256, 257, 511, 512, 513, 1000, 1023, 1024, 1025, 4000, 32767, 32768, 32769, 65535, 65536, 70000, 150000]
state = hashlib.sha256()
for size in SIZES:
    for data in (text(size), rng.randbytes(size), b'ab' * (size // 2), b'\0' * size):
        for level in (1, 4, 6, 9):
            packed = zlib.compress(data, level)
            state.update(packed)
            assert zlib.decompress(packed) == data
    for strategy in range(5):
        for window in (-9, 9, 12, 15, 31):
            for memory in (1, 8, 9):
                packer = zlib.compressobj(6, zlib.DEFLATED, window, memory, strategy)
                packed = packer.compress(data) + packer.flush()
                state.update(packed)
                assert zlib.decompress(packed, window) == data
    print(size, state.hexdigest()[:12])

# In pieces, with flushes, copies and dictionaries.
for seed in range(12):
    rng.seed(seed)
    data = text(120000) + rng.randbytes(3000) + text(500)
    dictionary = text(rng.choice([10, 600, 40000]))
    packer = zlib.compressobj(rng.randrange(1, 10), zlib.DEFLATED, rng.choice([-15, 15, 10]), 8, rng.randrange(5), dictionary)
    packed, at = b'', 0
    while at < len(data):
        step = rng.choice([1, 100, 1000, 20000])
        packed += packer.compress(data[at:at + step])
        at += step
        if rng.random() < 0.05:
            packed += packer.flush(rng.choice([zlib.Z_SYNC_FLUSH, zlib.Z_FULL_FLUSH, zlib.Z_PARTIAL_FLUSH]))
        if rng.random() < 0.1:
            packer = packer.copy()
    packed += packer.flush()
    for window in (15, 10, -15):
        unpacker = zlib.decompressobj(window, dictionary)
        out, at = b'', 0
        try:
            while at < len(packed) or unpacker.unconsumed_tail:
                step = rng.choice([1, 50, 3000])
                out += unpacker.decompress(unpacker.unconsumed_tail + packed[at:at + step], rng.choice([0, 1, 700, 90000]))
                at += step
                if rng.random() < 0.1:
                    unpacker = unpacker.copy()
            out += unpacker.flush()
            print(seed, window, hashlib.sha256(packed).hexdigest()[:12], out == data)
        except zlib.error as e:
            print(seed, window, e)
