/**
 * `.pyc` files: a header of 16 bytes and the code object in marshal form.
 *
 * | bytes  | contents                                                        |
 * |--------|-----------------------------------------------------------------|
 * | 0…3    | magic number: 3627 and `\r\n`                                   |
 * | 4…7    | flags: bit 0, a hash follows; bit 1, it is to be checked        |
 * | 8…15   | modification time and size of the source, or its hash           |
 *
 * CPython: PEP 552, `_code_to_timestamp_pyc`, `_classify_pyc`, `_validate_*_pyc` in Lib/importlib/_bootstrap_external.py.
 */
import { siphash13 } from '../common/siphash.ts';
import { PyCode } from '../objects/code.ts';
import type { PyObject } from '../objects/object.ts';
import { reprBytes, reprStr } from '../objects/repr.ts';
import type { Str } from '../objects/str.ts';
import { dumps, loads } from './marshal.ts';

/** The number of CPython 3.14's bytecode. */
export const PYC_MAGIC_NUMBER = 3627;

/** The first four bytes of a file: `importlib.util.MAGIC_NUMBER`. */
export const PYC_MAGIC: readonly number[] = [PYC_MAGIC_NUMBER & 0xff, PYC_MAGIC_NUMBER >> 8, 0x0d, 0x0a];

export const PYC_HASH_BASED = 0b01;
export const PYC_CHECK_SOURCE = 0b10;

const HEADER_SIZE = 16;

/** An exception from reading a file: a record, thrown as it is. */
export class PycError {
  readonly type: 'ImportError' | 'EOFError';
  /** UTF-16 text. */
  readonly message: string;

  constructor(type: 'ImportError' | 'EOFError', message: string) {
    this.type = type;
    this.message = message;
  }
}

/** The bytes of a file that is good while its source has this time (seconds) and size, both modulo 2^32. */
export function timestampPyc(code: PyCode, mtime: number, sourceSize: number): Uint8Array {
  return assemblePyc(code, 0, mtime, sourceSize);
}

/** The bytes of a file that is good while its source has this hash, checked at import or taken on trust. */
export function hashPyc(code: PyCode, hash: Uint8Array, checked: boolean): Uint8Array {
  const view = new DataView(hash.buffer, hash.byteOffset, hash.byteLength);
  const flags = checked ? PYC_HASH_BASED | PYC_CHECK_SOURCE : PYC_HASH_BASED;
  return assemblePyc(code, flags, view.getUint32(0, true), view.getUint32(4, true));
}

function assemblePyc(code: PyCode, flags: number, first: number, second: number): Uint8Array {
  const body = dumps(code);
  const data = new Uint8Array(HEADER_SIZE + body.length);
  data.set(PYC_MAGIC);
  const view = new DataView(data.buffer);
  view.setUint32(4, flags, true);
  view.setUint32(8, modulo32(first), true);
  view.setUint32(12, modulo32(second), true);
  data.set(body, HEADER_SIZE);
  return data;
}

function modulo32(value: number): number {
  return Number(BigInt.asUintN(32, BigInt(Math.trunc(value))));
}

/** The hash of a source that hash-based files hold: `_imp.source_hash`. */
export function sourceHash(source: Uint8Array): Uint8Array {
  const { low, high } = siphash13(PYC_MAGIC_NUMBER, 0, source);
  const hash = new Uint8Array(8);
  const view = new DataView(hash.buffer);
  view.setUint32(0, low, true);
  view.setUint32(4, high, true);
  return hash;
}

/** Checks the header and returns the flags. `name` is for messages. */
export function classifyPyc(data: Uint8Array, name: Str): number {
  const magic = data.subarray(0, 4);
  if (magic.length < 4 || PYC_MAGIC.some((byte, i) => magic[i] !== byte)) {
    throw new PycError('ImportError', `bad magic number in ${reprStr(name)}: ${reprBytes(magic)}`);
  }
  if (data.length < HEADER_SIZE) {
    throw new PycError('EOFError', `reached EOF while reading pyc header of ${reprStr(name)}`);
  }
  const flags = headerWord(data, 4);
  if ((flags & ~(PYC_HASH_BASED | PYC_CHECK_SOURCE)) !== 0) {
    throw new PycError('ImportError', `invalid flags ${flags} in ${reprStr(name)}`);
  }
  return flags;
}

/** Refuses a time-stamped file whose source has another time or, when known, another size. */
export function validateTimestampPyc(
  data: Uint8Array,
  mtime: number,
  sourceSize: number | undefined,
  name: Str,
): void {
  const isStale =
    headerWord(data, 8) !== modulo32(mtime) ||
    (sourceSize !== undefined && headerWord(data, 12) !== modulo32(sourceSize));
  if (isStale) throw new PycError('ImportError', `bytecode is stale for ${reprStr(name)}`);
}

/** Refuses a hash-based file whose source has another hash. */
export function validateHashPyc(data: Uint8Array, hash: Uint8Array, name: Str): void {
  if (hash.length !== 8 || hash.some((byte, i) => data[8 + i] !== byte)) {
    throw new PycError('ImportError', `hash in bytecode doesn't match hash of source ${reprStr(name)}`);
  }
}

/** The code object of a file. Also throws `MarshalError`. */
export function readPyc(data: Uint8Array, name: Str): PyCode {
  classifyPyc(data, name);
  const value: PyObject = loads(data.subarray(HEADER_SIZE));
  if (!(value instanceof PyCode)) throw new PycError('ImportError', `Non-code object in ${reprStr(name)}`);
  return value;
}

function headerWord(data: Uint8Array, offset: number): number {
  return new DataView(data.buffer, data.byteOffset, data.byteLength).getUint32(offset, true);
}
