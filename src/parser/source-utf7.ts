/**
 * UTF-7 (RFC 2152): ASCII but for `+`, which begins a section of UTF-16 in base 64, as strict as a source wants it.
 * CPython: `PyUnicode_DecodeUTF7Stateful` in Objects/unicodeobject.c.
 */

/** The exception to throw when there is something wrong with the bytes from `start` to `end`. */
export type Refuse = (start: number, end: number, reason: string) => object;

const PLUS = 0x2b;
const MINUS = 0x2d;

/** The six bits of a base 64 character; negative for any other byte. */
function base64Value(byte: number): number {
  if (byte >= 0x41 && byte <= 0x5a) return byte - 0x41;
  if (byte >= 0x61 && byte <= 0x7a) return byte - 0x61 + 26;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30 + 52;
  return byte === PLUS ? 62 : byte === 0x2f ? 63 : -1;
}

/** The code points of the text; surrogates that make no pair inside one section stay what they are. */
export function decodeUtf7(bytes: Uint8Array, refuse: Refuse): number[] {
  const codePoints: number[] = [];
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at];
    if (byte === PLUS) {
      at = decodeSection(bytes, at, codePoints, refuse);
    } else if (byte < 0x80) {
      codePoints.push(byte);
      at++;
    } else {
      throw refuse(at, at + 1, 'unexpected special character');
    }
  }
  return codePoints;
}

/** Decodes the section that begins with the `+` at `start`; the result is where it ends. */
function decodeSection(bytes: Uint8Array, start: number, codePoints: number[], refuse: Refuse): number {
  let at = start + 1;
  if (bytes[at] === MINUS) {
    codePoints.push(PLUS);
    return at + 1;
  }
  if (at < bytes.length && base64Value(bytes[at]) < 0) throw refuse(start, at + 1, 'ill-formed sequence');
  let buffer = 0;
  let bits = 0;
  /** A high surrogate that waits for its low one; 0 for none. */
  let high = 0;
  for (; at < bytes.length; at++) {
    const value = base64Value(bytes[at]);
    if (value < 0) break;
    buffer = (buffer << 6) | value;
    bits += 6;
    if (bits < 16) continue;
    bits -= 16;
    const unit = buffer >> bits;
    buffer &= (1 << bits) - 1;
    if (high !== 0 && (unit & 0xfc00) === 0xdc00) {
      codePoints.push(0x10000 + ((high & 0x3ff) << 10) + (unit & 0x3ff));
      high = 0;
      continue;
    }
    if (high !== 0) codePoints.push(high);
    high = (unit & 0xfc00) === 0xd800 ? unit : 0;
    if (high === 0) codePoints.push(unit);
  }
  if (at === bytes.length) {
    if (high !== 0 || bits >= 6 || buffer !== 0) throw refuse(start, at, 'unterminated shift sequence');
    return at;
  }
  if (bits >= 6) throw refuse(start, at + 1, 'partial character in shift sequence');
  if (buffer !== 0) throw refuse(start, at + 1, 'non-zero padding bits in shift sequence');
  if (high !== 0 && bytes[at] < 0x80) codePoints.push(high);
  return bytes[at] === MINUS ? at + 1 : at;
}
