/**
 * UTF-8 with Python's errors: where they begin and end, and why.
 *
 * CPython: Objects/stringlib/codecs.h and the codecs of Objects/unicodeobject.c. Surrogates are errors,
 * unless an error handler says otherwise: `surrogatepass` takes them as three bytes each, `surrogateescape`
 * turns each undecodable byte 0xNN into U+DCNN and back.
 */

export type Utf8Errors = 'strict' | 'surrogatepass' | 'surrogateescape';

/** The part that is not UTF-8: arguments of a UnicodeDecodeError or UnicodeEncodeError. */
export interface CodecError {
  readonly start: number;
  readonly end: number;
  readonly reason: string;
}

const SURROGATES: string = 'surrogates not allowed';

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

/** The error in the sequence that begins at `at`, or undefined when it is well-formed. */
function errorAt(bytes: Uint8Array, at: number): CodecError | undefined {
  const first = bytes[at]!;
  if (first < 0x80) return undefined;
  if (first < 0xc2 || first > 0xf4) return { start: at, end: at + 1, reason: 'invalid start byte' };
  const count = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  for (let i = 1; i < count; i++) {
    if (at + i >= bytes.length) return { start: at, end: bytes.length, reason: 'unexpected end of data' };
    const byte = bytes[at + i]!;
    let valid = isContinuation(byte);
    if (i === 1) {
      // Overlong forms, surrogates, and what lies beyond U+10FFFF.
      if (first === 0xe0) valid &&= byte >= 0xa0;
      else if (first === 0xed) valid &&= byte < 0xa0;
      else if (first === 0xf0) valid &&= byte >= 0x90;
      else if (first === 0xf4) valid &&= byte < 0x90;
    }
    if (!valid) return { start: at, end: at + i, reason: 'invalid continuation byte' };
  }
  return undefined;
}

/** The first error at or after `from`, which must be where a character begins. */
export function findUtf8Error(bytes: Uint8Array, from = 0): CodecError | undefined {
  let i = from;
  while (i < bytes.length) {
    const byte = bytes[i]!;
    if (byte < 0x80) {
      i++;
      continue;
    }
    const error = errorAt(bytes, i);
    if (error !== undefined) return error;
    i += byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
  }
  return undefined;
}

/** The code points of UTF-8 bytes, or the first error that the handler leaves. */
export function decodeUtf8(bytes: Uint8Array, errors: Utf8Errors = 'strict'): number[] | CodecError {
  const out: number[] = [];
  let i = 0;
  while (i < bytes.length) {
    const byte = bytes[i]!;
    if (byte < 0x80) {
      out.push(byte);
      i++;
      continue;
    }
    const error = errorAt(bytes, i);
    if (error === undefined) {
      if (byte < 0xe0) {
        out.push(((byte & 0x1f) << 6) | (bytes[i + 1]! & 0x3f));
        i += 2;
      } else if (byte < 0xf0) {
        out.push(((byte & 0xf) << 12) | ((bytes[i + 1]! & 0x3f) << 6) | (bytes[i + 2]! & 0x3f));
        i += 3;
      } else {
        out.push(
          ((byte & 7) << 18) |
            ((bytes[i + 1]! & 0x3f) << 12) |
            ((bytes[i + 2]! & 0x3f) << 6) |
            (bytes[i + 3]! & 0x3f),
        );
        i += 4;
      }
    } else if (errors === 'surrogateescape') {
      for (; i < error.end; i++) out.push(0xdc00 + bytes[i]!);
    } else if (
      errors === 'surrogatepass' &&
      byte === 0xed &&
      isContinuation(bytes[i + 1]) &&
      isContinuation(bytes[i + 2])
    ) {
      out.push(0xd000 | ((bytes[i + 1]! & 0x3f) << 6) | (bytes[i + 2]! & 0x3f));
      i += 3;
    } else {
      return error;
    }
  }
  return out;
}

/**
 * The UTF-8 bytes of code points, or the first error that the handler leaves: positions count code points.
 */
export function encodeUtf8(
  codePoints: ArrayLike<number>,
  errors: Utf8Errors = 'strict',
): Uint8Array | CodecError {
  let size = 0;
  for (let i = 0; i < codePoints.length; i++) {
    const cp = codePoints[i]!;
    size += cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (let i = 0; i < codePoints.length; i++) {
    const cp = codePoints[i]!;
    if (cp < 0x80) {
      bytes[at++] = cp;
    } else if (cp < 0x800) {
      bytes[at++] = 0xc0 | (cp >> 6);
      bytes[at++] = 0x80 | (cp & 0x3f);
    } else if (cp < 0x10000) {
      if (cp >= 0xd800 && cp <= 0xdfff && errors !== 'surrogatepass') {
        if (errors === 'surrogateescape' && cp >= 0xdc80 && cp <= 0xdcff) {
          bytes[at++] = cp - 0xdc00;
          continue;
        }
        let end = i + 1;
        while (end < codePoints.length && codePoints[end]! >= 0xd800 && codePoints[end]! <= 0xdfff) end++;
        return { start: i, end, reason: SURROGATES };
      }
      bytes[at++] = 0xe0 | (cp >> 12);
      bytes[at++] = 0x80 | ((cp >> 6) & 0x3f);
      bytes[at++] = 0x80 | (cp & 0x3f);
    } else {
      bytes[at++] = 0xf0 | (cp >> 18);
      bytes[at++] = 0x80 | ((cp >> 12) & 0x3f);
      bytes[at++] = 0x80 | ((cp >> 6) & 0x3f);
      bytes[at++] = 0x80 | (cp & 0x3f);
    }
  }
  return at === size ? bytes : bytes.slice(0, at);
}
