/** New octets for bytes and its like, and the errors when there is no room for them. */
import { PyBytes } from '../objects/bytes.ts';
import { memoryError, overflowError } from './errors.ts';

/** `PY_SSIZE_T_MAX` without the header of a bytes object, as a double. */
const MAX_BYTES = 2 ** 63 - 1;

/** The most octets that engines put in one array. */
const MAX_OCTETS = 2 ** 32;

/** Up to this length V8 keeps octets in the array itself; a longer array gets a buffer, which takes ten times as long. */
const IN_ARRAY = 64;
/** Arrays up to this length are therefore parts of a common buffer, of this size. */
const IN_COMMON = 1024;
const COMMON_SIZE = 8192;

let common = new ArrayBuffer(COMMON_SIZE);
/** How much of it is given out. */
let commonUsed = 0;

/**
 * So many octets, all zero, for a bytes object and its like. The length may be anything that a `Py_ssize_t` holds. The
 * buffer behind them may have other octets, too: what grows or needs its buffer asks for `ownOctets`.
 */
export function newOctets(length: number): Uint8Array {
  if (length <= IN_ARRAY || length > IN_COMMON) return ownOctets(length);
  if (commonUsed + length > COMMON_SIZE) {
    common = new ArrayBuffer(COMMON_SIZE);
    commonUsed = 0;
  }
  const octets = new Uint8Array(common, commonUsed, length);
  // As V8 aligns its own.
  commonUsed += (length + 7) & ~7;
  return octets;
}

/** The same with a buffer of their own. */
export function ownOctets(length: number): Uint8Array {
  if (length <= 4096) return new Uint8Array(length);
  if (length > MAX_OCTETS) throw memoryError();
  try {
    return new Uint8Array(length);
  } catch (error) {
    throw error instanceof RangeError ? memoryError() : error;
  }
}

/** The same for a bytes object. CPython: `_PyBytes_FromSize`. */
export function newBytesOctets(length: number): Uint8Array {
  if (length >= MAX_BYTES) throw overflowError('byte string is too large');
  return newOctets(length);
}

/** Up to this length a loop is faster than `TypedArray.prototype.set`. */
const SHORT = 24;

/** Writes octets into others, where there must be room for them. */
export function putOctets(target: Uint8Array, octets: Uint8Array, at: number): void {
  const { length } = octets;
  if (length > SHORT) target.set(octets, at);
  else for (let i = 0; i < length; i++) target[at + i] = octets[i]!;
}

/** The same for a part of the octets. */
export function copyRange(
  target: Uint8Array,
  at: number,
  octets: Uint8Array,
  start: number,
  end: number,
): void {
  if (end - start > SHORT) target.set(octets.subarray(start, end), at);
  else for (let i = start; i < end; i++) target[at + i - start] = octets[i]!;
}

/** Bytes of one octet, as they are asked for: like CPython's, there is one object of each. */
const singles: (PyBytes | undefined)[] = new Array<undefined>(256).fill(undefined);

/** A bytes object of the octets from `start` to `end`. */
export function bytesBetween(octets: Uint8Array, start: number, end: number): PyBytes {
  const length = end - start;
  if (length === 1) {
    const octet = octets[start]!;
    singles[octet] ??= new PyBytes(Uint8Array.of(octet));
    return singles[octet];
  }
  return new PyBytes(copyOctets(octets, start, end));
}

/** The octets from `start` to `end`. */
export function copyOctets(octets: Uint8Array, start: number, end: number): Uint8Array {
  const length = end - start;
  if (length > IN_COMMON) return octets.slice(start, end);
  const copy = newOctets(length);
  if (length > SHORT) copy.set(octets.subarray(start, end));
  else for (let i = 0; i < length; i++) copy[i] = octets[start + i]!;
  return copy;
}

/** All octets, in an array of their own. */
export function copyOf(octets: Uint8Array): Uint8Array {
  return copyOctets(octets, 0, octets.length);
}

/** All octets of both. */
export function concatOctets(left: Uint8Array, right: Uint8Array): Uint8Array {
  const joined = newOctets(left.length + right.length);
  putOctets(joined, left, 0);
  putOctets(joined, right, left.length);
  return joined;
}
