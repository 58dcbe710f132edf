/** Lines of uuencode: a length, then six bits a character. CPython: `binascii_a2b_uu_impl` in Modules/binascii.c. */
import { binasciiError } from './errors.ts';

const SPACE = 0x20;
const BACKTICK = 0x60;
const MOST_OCTETS = 45;

function isLineEnd(c: number): boolean {
  return c === 0x0a || c === 0x0d;
}

export function decodeUuencode(line: Uint8Array): Uint8Array {
  if (line.length === 0) throw binasciiError('Missing length byte');
  const octets = new Uint8Array((line[0]! - SPACE) & 63);
  let count = 0;
  let bits = 0;
  let waiting = 0;
  let i = 1;
  for (; count < octets.length; i++) {
    const c = line[i];
    let value = 0;
    // Spaces at the end of a line may have got lost.
    if (c !== undefined && !isLineEnd(c)) {
      if (c < SPACE || c > BACKTICK) throw binasciiError('Illegal char');
      value = (c - SPACE) & 63;
    }
    bits = (bits << 6) | value;
    waiting += 6;
    if (waiting >= 8) {
      waiting -= 8;
      octets[count++] = bits >> waiting;
      bits &= (1 << waiting) - 1;
    }
  }
  for (; i < line.length; i++) {
    const c = line[i]!;
    if (c !== SPACE && c !== BACKTICK && !isLineEnd(c)) throw binasciiError('Trailing garbage');
  }
  return octets;
}

/** With `backtick` zeros are backticks instead of spaces. */
export function encodeUuencode(octets: Uint8Array, backtick: boolean): Uint8Array {
  const { length } = octets;
  if (length > MOST_OCTETS) throw binasciiError('At most 45 bytes at once');
  const digit = (value: number): number => (backtick && value === 0 ? BACKTICK : value + SPACE);
  const line = [digit(length)];
  for (let i = 0; i < length; i += 3) {
    const group = (octets[i]! << 16) | ((octets[i + 1] ?? 0) << 8) | (octets[i + 2] ?? 0);
    for (let shift = 18; shift >= 0; shift -= 6) line.push(digit((group >> shift) & 63));
  }
  line.push(0x0a);
  return Uint8Array.from(line);
}
