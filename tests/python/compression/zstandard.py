"""compression.zstd: levels and parameters, frames in pieces, dictionaries; what it refuses."""

import io
import tarfile
from compression import zstd
from compression.zstd import CompressionParameter, DecompressionParameter, ZstdCompressor, ZstdDecompressor, ZstdDict

DATA = bytes(range(256)) * 40 + b"text " * 2000


def attempt(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


for level in (-5, 1, 3, 19):
    packed = zstd.compress(DATA, level)
    print(level, packed[:4].hex(), len(packed) < len(DATA), zstd.decompress(packed) == DATA, zstd.get_frame_info(packed))
    print(zstd.get_frame_size(packed + b"more") == len(packed))
options = {CompressionParameter.checksum_flag: 1, CompressionParameter.window_log: 12}
print(zstd.decompress(zstd.compress(DATA, options=options)) == DATA, CompressionParameter.window_log.bounds())

writer = ZstdCompressor()
print(writer.last_mode, attempt(writer.set_pledged_input_size, -1))
pieces = [writer.compress(DATA[at : at + 999]) for at in range(0, len(DATA), 999)]
pieces.append(writer.compress(b"", ZstdCompressor.FLUSH_BLOCK))
print(writer.last_mode, attempt(writer.set_pledged_input_size, 5), attempt(writer.compress, b"", 7), attempt(writer.flush, 0))
pieces.append(writer.flush())
print(zstd.decompress(b"".join(pieces)) == DATA, writer.last_mode)

packed = zstd.compress(DATA)
reader = ZstdDecompressor()
print(reader.decompress(packed[:3]), reader.needs_input, reader.eof, reader.unused_data)
parts = [reader.decompress(packed[3:] + b"rest", 1000)]
while not reader.eof:
    parts.append(reader.decompress(b"", 7000))
print([len(part) for part in parts], b"".join(parts) == DATA, reader.needs_input, reader.unused_data)
print(attempt(reader.decompress, b""))
print(zstd.decompress(packed + packed) == DATA + DATA, attempt(zstd.decompress, packed[:-1]))
print(attempt(zstd.decompress, b"no such format"), attempt(zstd.get_frame_size, b"x"))
print(attempt(zstd.get_frame_info, b"x"))

samples = [b"sample %d of data with words %d" % (i, i * 7) for i in range(300)]
trained = zstd.train_dict(samples, 2000)
finished = zstd.finalize_dict(trained, samples, 2000, 3)
raw = ZstdDict(b"sample of data with words", is_raw=True)
print(trained.dict_id > 0, len(trained) <= 2000, finished.dict_id > 0, raw, raw.dict_content)
for given in (trained, finished, raw, trained.as_digested_dict, trained.as_undigested_dict, trained.as_prefix):
    packed = zstd.compress(samples[5], zstd_dict=given)
    back = given if given is not trained.as_digested_dict and not isinstance(given, tuple) or given[1] == 2 else trained
    print(len(packed) <= len(samples[5]) + 12, zstd.decompress(packed, zstd_dict=back) == samples[5])

for arguments in (
    {"level": "x"},
    {"level": 99},
    {"level": 2**40},
    {"level": 1, "options": {}},
    {"options": 5},
    {"options": {DecompressionParameter.window_log_max: 20}},
    {"options": {CompressionParameter.window_log: 99}},
    {"options": {"x": 1}},
    {"options": {9999: 1}},
    {"zstd_dict": 5},
    {"zstd_dict": (trained, 7)},
):
    print(attempt(ZstdCompressor, **arguments))
for arguments in ({"options": options}, {"options": {DecompressionParameter.window_log_max: 99}}, {"zstd_dict": 5}):
    print(attempt(ZstdDecompressor, **arguments))
print(attempt(ZstdDict, b"short"), attempt(ZstdDict, b"long enough"), attempt(zstd.train_dict, [], 100))

archive = io.BytesIO()
with tarfile.open(fileobj=archive, mode="w:zst") as tar:
    info = tarfile.TarInfo("data")
    info.size = len(DATA)
    tar.addfile(info, io.BytesIO(DATA))
archive.seek(0)
with tarfile.open(fileobj=archive) as tar:
    print(tar.extractfile("data").read() == DATA)
