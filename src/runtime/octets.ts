/** New octets for bytes and its like, and the errors when there is no room for them. */
import { PyBytes } from '../objects/bytes.ts';
import { overflowError } from './errors.ts';
import { noMemory } from './text.ts';

/** `PY_SSIZE_T_MAX` without the header of a bytes object, as a double. */
const MAX_BYTES = 2 ** 63 - 1;

/** The most octets that engines put in one array. */
const MAX_OCTETS = 2 ** 32;

/** So many octets, all zero. The length may be anything that a `Py_ssize_t` holds. */
export function newOctets(length: number): Uint8Array {
  if (length <= 4096) return new Uint8Array(length);
  if (length > MAX_OCTETS) throw noMemory();
  try {
    return new Uint8Array(length);
  } catch (error) {
    throw error instanceof RangeError ? noMemory() : error;
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
  if (length > SHORT) return new PyBytes(octets.slice(start, end));
  const copy = new Uint8Array(length);
  for (let i = 0; i < length; i++) copy[i] = octets[start + i]!;
  return new PyBytes(copy);
}

/** All octets of both. */
export function concatOctets(left: Uint8Array, right: Uint8Array): Uint8Array {
  const joined = newOctets(left.length + right.length);
  putOctets(joined, left, 0);
  putOctets(joined, right, left.length);
  return joined;
}
