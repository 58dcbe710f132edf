/** The library libzstd as _zstd uses it: buffers, errors, parameters and their bounds. CPython: Modules/_zstd/_zstdmodule.c. */
import type { CArgument, CFunctions, CStructure } from '../../host/host.ts';
import { PyDict } from '../../objects/dict.ts';
import type { PyBaseException } from '../../objects/exception.ts';
import type { PyObject } from '../../objects/object.ts';
import { utf16FromStr } from '../../objects/str.ts';
import { decodeUtf8 } from '../../runtime/codecs/utf8.ts';
import { asCInt } from '../../runtime/converters.ts';
import { newException, typeError, valueError } from '../../runtime/errors.ts';
import { newExceptionType } from '../../runtime/exception-type.ts';
import { sharedLibrary } from '../../runtime/shared-library.ts';
import { typeName, typeOf } from '../../runtime/type-of.ts';

export const libzstd = (): CFunctions => sharedLibrary('libzstd.so.1');

export const ZstdErrorType = newExceptionType('compression.zstd.ZstdError');

/** Calls a function whose result is a `size_t` or a pointer. */
export const zstd = (prototype: string, ...args: CArgument[]): number | bigint =>
  libzstd().invoke(prototype, ...args);

export const isError = (result: number | bigint): boolean =>
  zstd('unsigned int ZSTD_isError(size_t)', result) !== 0;

export function errorName(result: number | bigint): string {
  const octets = libzstd().stringAt(zstd('uint64_t ZSTD_getErrorName(size_t)', result));
  return octets === undefined ? '' : utf16FromStr(decodeUtf8(octets, 'replace', true).text);
}

export const zstdError = (message: string): PyBaseException => newException(ZstdErrorType, message);

/** Raises what a result says went wrong. */
export function checkResult(result: number | bigint, doing: string): void {
  if (isError(result)) throw zstdError(`Unable to ${doing}: ${errorName(result)}`);
}

/** `ZSTD_inBuffer` and `ZSTD_outBuffer`: memory, its size, and how far it has been used. */
export class Buffer {
  readonly struct = new Uint8Array(24);
  readonly #fields = new BigUint64Array(this.struct.buffer);

  set(octets: Uint8Array): void {
    this.#fields[0] = octets.length === 0 ? 0n : libzstd().address(octets);
    this.#fields[1] = BigInt(octets.length);
    this.#fields[2] = 0n;
  }
  /** How many bytes have not been used. */
  get left(): number {
    return Number(this.#fields[1]! - this.#fields[2]!);
  }
}

// ── Parameters ───────────────────────────────────────────────────────────────────────────────────────────────────────

export const COMPRESSION_LEVEL = 100;
export const NB_WORKERS = 400;

/** The parameters of compression: the library's name, Python's, and the number. */
export const COMPRESSION_PARAMETERS: readonly (readonly [string, string, number])[] = [
  ['compressionLevel', 'compression_level', COMPRESSION_LEVEL],
  ['windowLog', 'window_log', 101],
  ['hashLog', 'hash_log', 102],
  ['chainLog', 'chain_log', 103],
  ['searchLog', 'search_log', 104],
  ['minMatch', 'min_match', 105],
  ['targetLength', 'target_length', 106],
  ['strategy', 'strategy', 107],
  ['enableLongDistanceMatching', 'enable_long_distance_matching', 160],
  ['ldmHashLog', 'ldm_hash_log', 161],
  ['ldmMinMatch', 'ldm_min_match', 162],
  ['ldmBucketSizeLog', 'ldm_bucket_size_log', 163],
  ['ldmHashRateLog', 'ldm_hash_rate_log', 164],
  ['contentSizeFlag', 'content_size_flag', 200],
  ['checksumFlag', 'checksum_flag', 201],
  ['dictIDFlag', 'dict_id_flag', 202],
  ['nbWorkers', 'nb_workers', NB_WORKERS],
  ['jobSize', 'job_size', 401],
  ['overlapLog', 'overlap_log', 402],
];
export const DECOMPRESSION_PARAMETERS: readonly (readonly [string, string, number])[] = [
  ['windowLogMax', 'window_log_max', 100],
];

export type Direction = 'compression' | 'decompression';

/** The classes of the keys of options, which `compression.zstd` defines. */
export const parameterTypes: Record<Direction, PyObject | undefined> = {
  compression: undefined,
  decompression: undefined,
};

/** The least and the greatest value of a parameter, or what is wrong with it. */
export function bounds(direction: Direction, parameter: number): CStructure {
  libzstd().structure('ZSTD_bounds', { error: 'size_t', lowerBound: 'int', upperBound: 'int' });
  const letter = direction === 'compression' ? 'c' : 'd';
  return libzstd().invokeWith(`ZSTD_bounds ZSTD_${letter}Param_getBounds(int)`, parameter) as CStructure;
}

/** What to raise for a value that the library does not take. */
function parameterError(direction: Direction, parameter: number, value: number): PyBaseException {
  const parameters = direction === 'compression' ? COMPRESSION_PARAMETERS : DECOMPRESSION_PARAMETERS;
  const known = parameters.find(([, , number]) => number === parameter);
  const name = known === undefined ? `unknown parameter (key ${parameter})` : known[1];
  const { error, lowerBound, upperBound } = bounds(direction, parameter);
  if (isError(error!)) return valueError(`invalid ${direction} parameter '${name}'`);
  return valueError(
    `${direction} parameter '${name}' received an illegal value ${value}; the valid range is [${lowerBound}, ${upperBound}]`,
  );
}

/** Calls `set` with each parameter of a dict of options. */
export function setParameters(
  options: PyObject,
  direction: Direction,
  set: (parameter: number, value: number) => number | bigint,
): void {
  const owner = direction === 'compression' ? 'ZstdCompressor' : 'ZstdDecompressor';
  if (!(options instanceof PyDict)) {
    throw typeError(`${owner}() argument 'options' must be dict, not ${typeName(options)}`);
  }
  const [other, attribute]: [Direction, string] =
    direction === 'compression'
      ? ['decompression', 'a DecompressionParameter']
      : ['compression', 'a CompressionParameter'];
  for (const [key, value] of options.storage.entries()) {
    if (typeOf(key) === parameterTypes[other]) {
      throw typeError(`${direction} options dictionary key must not be ${attribute} attribute`);
    }
    const parameter = asCInt(key);
    const number = asCInt(value);
    if (isError(set(parameter, number))) throw parameterError(direction, parameter, number);
  }
}
