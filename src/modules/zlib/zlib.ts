/** zlib: compression by deflate, and the checksums that go with it. CPython: Modules/zlibmodule.c. */
import { adler32 } from '../../common/adler.ts';
import { crc32 } from '../../common/crc.ts';
import * as flushing from '../../common/deflate/deflate.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { constant, defineModule, fn, type TypeDefinition } from '../../runtime/define.ts';
import { newException, valueError } from '../../runtime/errors.ts';
import { compressType, PyCompress } from './compress.ts';
import { decompressType, PyDecompress } from './decompress.ts';
import {
  inflateError,
  Z_BUF_ERROR,
  Z_NEED_DICT,
  Z_STREAM_ERROR,
  ZlibErrorType,
  zlibError,
} from './errors.ts';
import { DEF_MEM_LEVEL, DEFLATED, MAX_WBITS, newDeflate, newInflate } from './options.ts';
import { dictionaryOctets, newStream, zlibDecompressorType } from './zlib-decompressor.ts';

const DEF_BUF_SIZE = 16384;
const ZLIB_VERSION = '1.3.2';

function compress(data: Uint8Array, level: number, wbits: number): PyBytes {
  const stream = newDeflate(level, DEFLATED, wbits, DEF_MEM_LEVEL, flushing.Z_DEFAULT_STRATEGY);
  if (stream === undefined) throw newException(ZlibErrorType, 'Bad compression level');
  return new PyBytes(stream.deflate(data, flushing.Z_FINISH));
}

function decompress(data: Uint8Array, wbits: number): PyBytes {
  const stream = newInflate(wbits);
  if (stream === undefined) throw zlibError(Z_STREAM_ERROR, 'preparing to decompress data');
  try {
    const { output, status } = stream.inflate(data, Number.POSITIVE_INFINITY);
    if (status === 'need-dictionary') throw zlibError(Z_NEED_DICT, 'decompressing data');
    if (status !== 'end') throw zlibError(Z_BUF_ERROR, 'decompressing data');
    return new PyBytes(output);
  } catch (thrown) {
    throw inflateError(thrown, 'decompressing data');
  }
}

export const ZLIB_TYPES: readonly TypeDefinition[] = [
  { type: ZlibErrorType },
  compressType,
  decompressType,
  zlibDecompressorType,
];

export const zlib = defineModule(
  'zlib',
  "Compression and decompression in the formats of the zlib library.\n\nadler32(string[, start]) -- Compute an Adler-32 checksum.\ncompress(data[, level]) -- Compress data, with compression level 0-9 or -1.\ncompressobj([level[, ...]]) -- Return a compressor object.\ncrc32(string[, start]) -- Compute a CRC-32 checksum.\ndecompress(string,[wbits],[bufsize]) -- Decompress a string.\ndecompressobj([wbits[, zdict]]) -- Return a decompressor object.\n\n'wbits' tells the size of the window and the container format.\nCompressor objects have compress() and flush(), decompressor objects\ndecompress() and flush().",
  [
    constant('error', ZlibErrorType),
    constant('_ZlibDecompressor', zlibDecompressorType.type),
    constant('MAX_WBITS', MAX_WBITS),
    constant('DEFLATED', DEFLATED),
    constant('DEF_MEM_LEVEL', DEF_MEM_LEVEL),
    constant('DEF_BUF_SIZE', DEF_BUF_SIZE),
    constant('Z_NO_COMPRESSION', 0),
    constant('Z_BEST_SPEED', 1),
    constant('Z_BEST_COMPRESSION', 9),
    constant('Z_DEFAULT_COMPRESSION', -1),
    constant('Z_DEFAULT_STRATEGY', flushing.Z_DEFAULT_STRATEGY),
    constant('Z_FILTERED', flushing.Z_FILTERED),
    constant('Z_HUFFMAN_ONLY', flushing.Z_HUFFMAN_ONLY),
    constant('Z_RLE', flushing.Z_RLE),
    constant('Z_FIXED', flushing.Z_FIXED),
    constant('Z_NO_FLUSH', flushing.Z_NO_FLUSH),
    constant('Z_PARTIAL_FLUSH', flushing.Z_PARTIAL_FLUSH),
    constant('Z_SYNC_FLUSH', flushing.Z_SYNC_FLUSH),
    constant('Z_FULL_FLUSH', flushing.Z_FULL_FLUSH),
    constant('Z_FINISH', flushing.Z_FINISH),
    constant('Z_BLOCK', flushing.Z_BLOCK),
    constant('Z_TREES', flushing.Z_TREES),
    constant('ZLIB_VERSION', ZLIB_VERSION),
    constant('ZLIB_RUNTIME_VERSION', ZLIB_VERSION),
    fn(
      'compress($module, data: bytes_like, /, level: int = -1, wbits: int = 15)',
      'Compress data at once.\n\n  level\n    0 to 9, or -1 for the default.\n  wbits\n    The size of the window and the container format.',
      (_, data, level, wbits) => compress(data, level, wbits),
      '($module, data, /, level=Z_DEFAULT_COMPRESSION, wbits=MAX_WBITS)',
    ),
    fn(
      'decompress($module, data: bytes_like, /, wbits: int = 15, bufsize: ssize_t = 16384)',
      'Decompress data at once.\n\n  wbits\n    The size of the window and the container format.\n  bufsize\n    How large the buffer for the result is at first.',
      (_, data, wbits, bufsize) => {
        if (bufsize < 0) throw valueError('bufsize must be non-negative');
        return decompress(data, wbits);
      },
      '($module, data, /, wbits=MAX_WBITS, bufsize=DEF_BUF_SIZE)',
    ),
    fn(
      'compressobj($module, /, level: int = -1, method: int = 8, wbits: int = 15, memLevel: int = 8, strategy: int = 0, zdict: bytes_like = <null>)',
      'Return a compressor object.\n\n  level\n    0 to 9, or -1 for the default: how much work to do.\n  method\n    The algorithm; DEFLATED is the only one.\n  wbits\n    9 to 15: the size of the window, as a power of two; negative without a\n    container, plus 16 with that of gzip.\n  memLevel\n    1 to 9: how much memory to take.\n  strategy\n    What kind of data to expect.\n  zdict\n    A dictionary: bytes that are likely to occur in the data.',
      (_, level, method, wbits, memLevel, strategy, zdict) => {
        const stream = newDeflate(level, method, wbits, memLevel, strategy);
        if (stream === undefined) throw valueError('Invalid initialization option');
        if (zdict !== undefined) stream.setDictionary(zdict);
        return new PyCompress(stream);
      },
      '($module, /, level=Z_DEFAULT_COMPRESSION, method=DEFLATED,\n            wbits=MAX_WBITS, memLevel=DEF_MEM_LEVEL,\n            strategy=Z_DEFAULT_STRATEGY, zdict=<unrepresentable>)',
    ),
    fn(
      'decompressobj($module, /, wbits: int = 15, zdict: object = <null>)',
      'Return a decompressor object.\n\n  wbits\n    The size of the window and the container format.\n  zdict\n    The dictionary that the data were compressed with.',
      (_, wbits, zdict) => {
        const dictionary = zdict === undefined ? undefined : dictionaryOctets(zdict);
        return new PyDecompress(newStream(wbits, dictionary), dictionary);
      },
      "($module, /, wbits=MAX_WBITS, zdict=b'')",
    ),
    fn(
      'adler32($module, data: bytes_like, value: uint = 1, /) -> int',
      'Compute the checksum Adler-32 of data, continuing from value.',
      (_, data, value) => adler32(data, value),
    ),
    fn(
      'crc32($module, data: bytes_like, value: uint = 0, /) -> int',
      'Compute the checksum CRC-32 of data, continuing from value.',
      (_, data, value) => crc32(data, value),
    ),
  ],
);
