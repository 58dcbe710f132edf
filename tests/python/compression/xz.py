"""_lzma: containers, checks, presets and filters; streams in pieces; what it refuses."""

import _lzma
import io
import lzma
import tarfile

DATA = bytes(range(256)) * 40 + b"text " * 2000


def attempt(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


for format in (lzma.FORMAT_XZ, lzma.FORMAT_ALONE):
    for preset in (0, 4, 6, 9 | lzma.PRESET_EXTREME):
        packed = lzma.compress(DATA, format, preset=preset)
        print(format, preset, packed[:6].hex(), lzma.decompress(packed) == DATA)
for check in (lzma.CHECK_NONE, lzma.CHECK_CRC32, lzma.CHECK_CRC64, lzma.CHECK_SHA256):
    packed = lzma.compress(b"checked", check=check)
    reader = lzma.LZMADecompressor()
    print(packed.hex(), reader.check, reader.decompress(packed), reader.check, lzma.is_check_supported(check))
chain = [
    {"id": lzma.FILTER_X86},
    {"id": lzma.FILTER_DELTA, "dist": 5},
    {"id": lzma.FILTER_LZMA2, "preset": 7, "lc": 2, "mf": lzma.MF_BT3, "mode": lzma.MODE_NORMAL},
]
packed = lzma.compress(DATA, lzma.FORMAT_RAW, filters=chain)
print(lzma.decompress(packed, lzma.FORMAT_RAW, filters=chain) == DATA)

packed = lzma.compress(DATA)
reader = lzma.LZMADecompressor()
print(reader.decompress(packed[:30]), reader.needs_input, reader.eof)
parts = [reader.decompress(packed[30:] + b"rest", 1000)]
while not reader.eof:
    parts.append(reader.decompress(b"", 7000))
print([len(part) for part in parts], b"".join(parts) == DATA, reader.needs_input, reader.unused_data)
print(attempt(reader.decompress, b""))
writer = lzma.LZMACompressor()
pieces = [writer.compress(DATA[at : at + 999]) for at in range(0, len(DATA), 999)] + [writer.flush()]
print(lzma.decompress(b"".join(pieces)) == DATA, attempt(writer.flush), attempt(writer.compress, b"x"))

print(attempt(lzma.decompress, b"no such format at all"), attempt(lzma.decompress, packed[:-1]))
print(attempt(lzma.decompress, packed, memlimit=100))
print(attempt(lzma.LZMADecompressor().decompress, packed[:200] + b"?" + packed[201:]))
for arguments in (
    {"preset": 10},
    {"preset": -1},
    {"preset": 2**40},
    {"preset": "x"},
    {"format": 9},
    {"format": lzma.FORMAT_RAW},
    {"format": lzma.FORMAT_ALONE, "check": lzma.CHECK_CRC32},
    {"preset": 1, "filters": chain},
    {"filters": {}},
    {"filters": [{}]},
    {"filters": [{"id": 99}]},
    {"filters": [{"id": lzma.FILTER_LZMA2, "no": 1}]},
    {"filters": [{"id": lzma.FILTER_DELTA, "dist": -1}]},
    {"filters": [chain[2]] * 5},
    {"format": lzma.FORMAT_ALONE, "filters": chain},
):
    print(attempt(lzma.LZMACompressor, **arguments))
for arguments in ({"format": 3}, {"filters": chain}, {"format": 3, "memlimit": 1, "filters": chain}, {"memlimit": -1}):
    print(attempt(lzma.LZMADecompressor, **arguments))
for spec in ({"id": lzma.FILTER_LZMA1, "lp": 2, "lc": 1}, {"id": lzma.FILTER_LZMA2}, chain[0], chain[1]):
    encoded = _lzma._encode_filter_properties(spec)
    print(encoded, _lzma._decode_filter_properties(spec["id"], encoded))
print(attempt(_lzma._decode_filter_properties, 99, b""))

archive = io.BytesIO()
with tarfile.open(fileobj=archive, mode="w:xz") as tar:
    info = tarfile.TarInfo("data")
    info.size = len(DATA)
    tar.addfile(info, io.BytesIO(DATA))
archive.seek(0)
with tarfile.open(fileobj=archive) as tar:
    print(tar.extractfile("data").read() == DATA)
