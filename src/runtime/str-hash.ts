/**
 * The hashes of str and bytes: SipHash-1-3 under the key of the interpreter (hash-secret.ts). Texts and octets that
 * CPython keeps as the same bytes hash alike, so under the same seed the numbers are CPython's.
 * CPython: `Py_HashBuffer` in Python/pyhash.c.
 */
import type { SipHasher } from '../common/siphash.ts';
import type { PyInt } from '../objects/object.ts';
import type { Str } from '../objects/str.ts';
import { current } from './state.ts';

/** The hash that a hasher has just made, as `hash()` shows it: signed, and never −1. */
function signedHash(hasher: SipHasher): PyInt {
  const high = hasher.high | 0;
  const { low } = hasher;
  if (high >= -0x200000 && high < 0x200000) {
    const value = high * 4294967296 + low;
    if (value === -1) return -2;
    if (value >= Number.MIN_SAFE_INTEGER) return value;
  }
  return hasher.signed();
}

function run(value: Str): SipHasher {
  const { hasher } = current.thread.interp;
  if (typeof value === 'string') hasher.hashText(value);
  else hasher.hashWords(value.codePoints);
  return hasher;
}

/** `hash(text)`. */
export function strHash(value: Str): PyInt {
  return value === '' ? 0 : signedHash(run(value));
}

/** The hash of octets. */
export function bytesHash(data: Uint8Array): PyInt {
  if (data.length === 0) return 0;
  const { hasher } = current.thread.interp;
  hasher.hashBytes(data);
  return signedHash(hasher);
}
