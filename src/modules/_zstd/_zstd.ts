/** _zstd: compression in the format of zstd, which compression.zstd wraps. CPython: Modules/_zstd/_zstdmodule.c. */
import { normalize } from '../../common/int.ts';
import { attrName } from '../../objects/attribute-name.ts';
import { PyBytes } from '../../objects/bytes.ts';
import type { PyObject } from '../../objects/object.ts';
import { PyType } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { setAttr } from '../../runtime/attributes.ts';
import { decodeUtf8 } from '../../runtime/codecs/utf8.ts';
import { intValue } from '../../runtime/convert.ts';
import { constant, defineModule, fn, type TypeDefinition } from '../../runtime/define.ts';
import { typeError, valueError } from '../../runtime/errors.ts';
import { typeName } from '../../runtime/type-of.ts';
import { compressorType } from './compressor.ts';
import { decompressorType } from './decompressor.ts';
import { dictionaryType } from './dictionary.ts';
import {
  bounds,
  COMPRESSION_PARAMETERS,
  checkResult,
  DECOMPRESSION_PARAMETERS,
  errorName,
  isError,
  libzstd,
  parameterTypes,
  ZstdErrorType,
  zstd,
  zstdError,
} from './libzstd.ts';

const CONTENT_SIZE_UNKNOWN = 0xffffffffffffffffn;
const CONTENT_SIZE_ERROR = 0xfffffffffffffffen;

const STRATEGIES = ['fast', 'dfast', 'greedy', 'lazy', 'lazy2', 'btlazy2', 'btopt', 'btultra', 'btultra2'];

/** Samples, one behind the other, and their sizes. */
interface Samples {
  readonly octets: Uint8Array;
  readonly sizes: Uint8Array;
  readonly count: number;
}

function argument(
  name: string,
  position: number,
  value: PyObject,
  type: typeof PyBytes | typeof PyTuple,
): void {
  if (value instanceof type) return;
  const wanted = type === PyBytes ? 'bytes' : 'tuple';
  throw typeError(`${name}() argument ${position} must be ${wanted}, not ${typeName(value)}`);
}

function samplesOf(octets: PyObject, sizes: PyObject, dictSize: number): Samples {
  if (dictSize <= 0) throw valueError('dict_size argument should be positive number.');
  const numbers = (sizes as PyTuple).items.map((size) => {
    const int = intValue(size);
    if (int === undefined) throw typeError('an integer is required');
    return BigInt(int);
  });
  const { value } = octets as PyBytes;
  const total = numbers.reduce((sum, size) => sum + size, 0n);
  if (numbers.some((size) => size < 0n) || total !== BigInt(value.length)) {
    throw valueError("The samples size tuple doesn't match the concatenation's size.");
  }
  const array = BigUint64Array.from(numbers.length === 0 ? [0n] : numbers);
  return { octets: value, sizes: new Uint8Array(array.buffer), count: numbers.length };
}

function trainDict(octets: PyObject, sizes: PyObject, dictSize: number): PyBytes {
  argument('train_dict', 1, octets, PyBytes);
  argument('train_dict', 2, sizes, PyTuple);
  const samples = samplesOf(octets, sizes, dictSize);
  const room = new Uint8Array(dictSize);
  const result = zstd(
    'size_t ZDICT_trainFromBuffer(void *, size_t, void *, void *, unsigned int)',
    ...[room, dictSize, samples.octets, samples.sizes, samples.count],
  );
  checkResult(result, 'train the Zstandard dictionary');
  return new PyBytes(room.slice(0, Number(result)));
}

function finalizeDict(
  content: PyObject,
  octets: PyObject,
  sizes: PyObject,
  dictSize: number,
  level: number,
): PyBytes {
  argument('finalize_dict', 1, content, PyBytes);
  argument('finalize_dict', 2, octets, PyBytes);
  argument('finalize_dict', 3, sizes, PyTuple);
  const samples = samplesOf(octets, sizes, dictSize);
  const room = new Uint8Array(dictSize);
  const custom = (content as PyBytes).value;
  const library = libzstd();
  library.structure('ZDICT_params_t', {
    compressionLevel: 'int',
    notificationLevel: 'unsigned int',
    dictID: 'unsigned int',
  });
  const result = library.invokeWith(
    'size_t ZDICT_finalizeDictionary(void *, size_t, void *, size_t, void *, void *, unsigned int, ZDICT_params_t)',
    ...[room, dictSize, custom, custom.length, samples.octets, samples.sizes, samples.count],
    { compressionLevel: level, notificationLevel: 0, dictID: 0 },
  ) as number | bigint;
  checkResult(result, 'finalize the Zstandard dictionary');
  return new PyBytes(room.slice(0, Number(result)));
}

function frameInfo(frame: Uint8Array): PyTuple {
  const size = BigInt.asUintN(
    64,
    BigInt(zstd('uint64_t ZSTD_getFrameContentSize(void *, size_t)', frame, frame.length)),
  );
  if (size === CONTENT_SIZE_ERROR) {
    throw zstdError(
      'Error when getting information from the header of a Zstandard frame. Ensure the frame_buffer argument starts from the beginning of a frame, and its length is not less than the frame header (6~18 bytes).',
    );
  }
  const id = Number(zstd('unsigned int ZSTD_getDictID_fromFrame(void *, size_t)', frame, frame.length));
  return new PyTuple([size === CONTENT_SIZE_UNKNOWN ? None : normalize(size), id]);
}

function frameSize(frame: Uint8Array): number {
  const size = zstd('size_t ZSTD_findFrameCompressedSize(void *, size_t)', frame, frame.length);
  if (isError(size)) {
    throw zstdError(
      `Error when finding the compressed size of a Zstandard frame. Ensure the frame_buffer argument starts from the beginning of a frame, and its length is not less than this complete frame. Zstd error message: ${errorName(size)}.`,
    );
  }
  return Number(size);
}

function checkType(value: PyObject, name: string): void {
  if (value instanceof PyType) return;
  throw typeError(`set_parameter_types() argument '${name}' must be type, not ${typeName(value)}`);
}

export const ZSTD_TYPES: readonly TypeDefinition[] = [
  { type: ZstdErrorType, doc: 'libzstd could not do it.' },
  dictionaryType,
  compressorType,
  decompressorType,
];

const versionName = attrName('zstd_version');
const versionNumberName = attrName('zstd_version_number');
const defaultLevelName = attrName('ZSTD_CLEVEL_DEFAULT');
const outSizeName = attrName('ZSTD_DStreamOutSize');

export const _zstd = defineModule(
  '_zstd',
  'Compression in the format of zstd.',
  [
    constant('ZstdDict', dictionaryType.type),
    constant('ZstdCompressor', compressorType.type),
    constant('ZstdDecompressor', decompressorType.type),
    constant('ZstdError', ZstdErrorType),
    ...COMPRESSION_PARAMETERS.map(([name, , number]) => constant(`ZSTD_c_${name}`, number)),
    ...DECOMPRESSION_PARAMETERS.map(([name, , number]) => constant(`ZSTD_d_${name}`, number)),
    ...STRATEGIES.map((name, i) => constant(`ZSTD_${name}`, i + 1)),
    fn(
      'train_dict($module, samples_bytes: object, samples_sizes: object, dict_size: ssize_t, /)',
      'Return the content of a dictionary for data like the samples.',
      (_, octets, sizes, dictSize) => trainDict(octets, sizes, dictSize),
    ),
    fn(
      'finalize_dict($module, custom_dict_bytes: object, samples_bytes: object, samples_sizes: object, dict_size: ssize_t, compression_level: int, /)',
      'Return the content of a dictionary that is made of another.',
      (_, content, octets, sizes, dictSize, level) => finalizeDict(content, octets, sizes, dictSize, level),
      '($module, custom_dict_bytes, samples_bytes, samples_sizes,\n              dict_size, compression_level, /)',
    ),
    fn(
      'get_param_bounds($module, /, parameter: int, is_compress: bool)',
      'Return the least and the greatest value of a parameter.',
      (_, parameter, isCompress) => {
        const direction = isCompress ? 'compression' : 'decompression';
        const { error, lowerBound, upperBound } = bounds(direction, parameter);
        checkResult(error!, `get zstd ${direction} parameter bounds`);
        return new PyTuple([Number(lowerBound), Number(upperBound)]);
      },
    ),
    fn(
      'get_frame_size($module, /, frame_buffer: bytes_like) -> int',
      'Return the size of a frame, with its header and checksum.',
      (_, frame) => frameSize(frame),
    ),
    fn(
      'get_frame_info($module, /, frame_buffer: bytes_like)',
      'Return what the header of a frame says: the size of the data, and the number of the dictionary.',
      (_, frame) => frameInfo(frame),
    ),
    fn(
      'set_parameter_types($module, /, c_parameter_type: object, d_parameter_type: object) -> None',
      'Set the classes that parameters have.',
      (_, compression, decompression) => {
        checkType(compression, 'c_parameter_type');
        checkType(decompression, 'd_parameter_type');
        Object.assign(parameterTypes, { compression, decompression });
      },
    ),
  ],
  (module) => {
    const version = libzstd().stringAt(zstd('uint64_t ZSTD_versionString()'));
    setAttr(module, versionName, decodeUtf8(version ?? new Uint8Array(0), undefined, true).text);
    setAttr(module, versionNumberName, Number(zstd('unsigned int ZSTD_versionNumber()')));
    setAttr(module, defaultLevelName, Number(zstd('int ZSTD_defaultCLevel()')));
    setAttr(module, outSizeName, Number(zstd('size_t ZSTD_DStreamOutSize()')));
  },
);
