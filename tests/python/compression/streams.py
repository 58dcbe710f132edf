# zlib and bz2: round trips over pieces of every size, limits of the output, what follows the end, broken data.
import bz2
import zlib

SAMPLES = [b'', b'a', b'hello hello hello', bytes(range(256)) * 20, b'ab' * 5000, bytes(20000)]

for sample in SAMPLES:
    for level in (0, 1, 6, 9):
        packed = zlib.compress(sample, level)
        print(len(sample), level, zlib.crc32(packed), zlib.adler32(sample), zlib.decompress(packed) == sample)
    packed = bz2.compress(sample)
    print(len(packed), bz2.decompress(packed) == sample)

packed = zlib.compress(b'spam and eggs ' * 200) + b'tail'
for size in (1, 7, 1000):
    stream = zlib.decompressobj()
    text = b''
    for start in range(0, len(packed), size):
        piece = packed[start:start + size]
        while piece and not stream.eof:
            text += stream.decompress(piece, 100)
            piece = stream.unconsumed_tail
        if stream.eof:
            text += stream.decompress(piece) if piece else b''
    print(size, len(text), stream.eof, len(stream.unused_data) > 0)

packed = bz2.compress(b'spam and eggs ' * 2000) + b'tail'
for size in (1, 7, 1000):
    stream = bz2.BZ2Decompressor()
    text = b''
    for start in range(0, len(packed), size):
        if stream.eof:
            break
        text += stream.decompress(packed[start:start + size])
    print(size, len(text), stream.eof, stream.needs_input)

for flush in (zlib.Z_SYNC_FLUSH, zlib.Z_FULL_FLUSH, zlib.Z_PARTIAL_FLUSH):
    stream = zlib.compressobj(zdict=b'hello world')
    packed = stream.compress(b'hello world, ') + stream.flush(flush)
    twin = stream.copy()
    print(packed + stream.compress(b'hello') + stream.flush(), twin.flush())


def error(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as exception:
        print(type(exception).__name__, exception)


error(zlib.decompress, b'')
error(zlib.decompress, b'broken')
error(zlib.decompress, zlib.compress(b'a')[:-1])
error(zlib.decompress, zlib.compress(b'a'), wbits=31)
error(zlib.compressobj, level=10)
error(zlib.decompressobj().decompress, b'x\x9c\x07')
error(bz2.BZ2Compressor, 10)
error(bz2.BZ2Decompressor().decompress, b'broken')
error(bz2.decompress, bz2.compress(b'a')[:-1])
