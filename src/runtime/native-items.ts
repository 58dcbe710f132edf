/**
 * Items of memory in the native formats of a single character (`B`, `i`, `d`, …), as memoryview and array have them.
 * All machines that JavaScript runs on are little-endian; the sizes are those of 64-bit Unix.
 * CPython: `unpack_single`, `get_native_fmtchar` in Objects/memoryobject.c.
 */
import { readFloat, readInt } from '../common/octet-numbers.ts';
import { PyBytes } from '../objects/bytes.ts';
import { PyFloat } from '../objects/float.ts';
import type { PyObject } from '../objects/object.ts';

const SIZES: Readonly<Record<string, number>> = {
  c: 1,
  b: 1,
  B: 1,
  '?': 1,
  h: 2,
  H: 2,
  e: 2,
  i: 4,
  I: 4,
  f: 4,
  l: 8,
  L: 8,
  q: 8,
  Q: 8,
  n: 8,
  N: 8,
  d: 8,
  P: 8,
};

/** How many octets an item of a native format takes; `undefined` when the format is none. */
export function nativeSize(code: string): number | undefined {
  return SIZES[code];
}

/** The single character of a native format, which may have an `@` before it; `undefined` for other formats. */
export function nativeCode(format: string): string | undefined {
  const code = format.startsWith('@') ? format.slice(1) : format;
  return code.length === 1 && SIZES[code] !== undefined ? code : undefined;
}

/** Are items of this native format signed integers? */
export function isSignedCode(code: string): boolean {
  switch (code) {
    case 'b':
    case 'h':
    case 'i':
    case 'l':
    case 'q':
    case 'n':
      return true;
    default:
      return false;
  }
}

/** The item that stands at an index of octets; `undefined` for a code that is no native format. */
export function unpackNative(code: string, data: Uint8Array, at: number): PyObject | undefined {
  switch (code) {
    case 'B':
      return data[at]!;
    case 'b':
      return (data[at]! << 24) >> 24;
    case 'h':
      return readInt(data, at, 2, true, true);
    case 'H':
      return readInt(data, at, 2, false, true);
    case 'i':
      return readInt(data, at, 4, true, true);
    case 'I':
      return readInt(data, at, 4, false, true);
    case 'l':
    case 'q':
    case 'n':
      return readInt(data, at, 8, true, true);
    case 'L':
    case 'Q':
    case 'N':
    case 'P':
      return readInt(data, at, 8, false, true);
    case 'e':
      return new PyFloat(readFloat(data, at, 2, true));
    case 'f':
      return new PyFloat(readFloat(data, at, 4, true));
    case 'd':
      return new PyFloat(readFloat(data, at, 8, true));
    case '?':
      return data[at] !== 0;
    case 'c':
      return new PyBytes(Uint8Array.of(data[at]!));
    default:
      return undefined;
  }
}
