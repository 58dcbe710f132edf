/**
 * UTF-7 (RFC 2152): encoded conservatively, decoded liberally.
 * CPython: `PyUnicode_DecodeUTF7Stateful`, `_PyUnicode_EncodeUTF7` in Objects/unicodeobject.c.
 */
import { type Str, strLength } from '../../objects/str.ts';
import { codeAt } from '../text.ts';
import { ByteBuilder } from './byte-builder.ts';
import { type Decoded, Decoding } from './decoding.ts';

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PLUS = 0x2b;
const MINUS = 0x2d;

/** The six bits of a base 64 character; negative for any other octet. */
function base64Value(octet: number): number {
  if (octet >= 0x41 && octet <= 0x5a) return octet - 0x41;
  if (octet >= 0x61 && octet <= 0x7a) return octet - 0x61 + 26;
  if (octet >= 0x30 && octet <= 0x39) return octet - 0x30 + 52;
  return octet === PLUS ? 62 : octet === 0x2f ? 63 : -1;
}

/** Characters that the encoder writes as they are: all printable ones but `+`, `\` and `~`, and white space. */
function isDirect(c: number): boolean {
  if (c === 9 || c === 10 || c === 13) return true;
  return c >= 0x20 && c < 0x7e && c !== PLUS && c !== 0x5c;
}

/** The state of a section in base 64. */
class Shift {
  active = false;
  bits = 0;
  buffer = 0;
  /** A high surrogate that waits for its low one; 0 for none. */
  surrogate = 0;
  /** Where the section began, in octets and in characters. */
  start = 0;
  outLength = 0;

  begin(start: number, outLength: number): void {
    this.active = true;
    this.bits = 0;
    this.buffer = 0;
    this.surrogate = 0;
    this.start = start;
    this.outLength = outLength;
  }

  /** Takes six bits more; a unit of 16 when there is one. */
  take(six: number): number | undefined {
    this.buffer = (this.buffer << 6) | six;
    this.bits += 6;
    if (this.bits < 16) return undefined;
    this.bits -= 16;
    const unit = this.buffer >> this.bits;
    this.buffer &= (1 << this.bits) - 1;
    return unit;
  }

  /** What is wrong with the bits that are left where a section ends. */
  leftover(): string | undefined {
    if (this.bits >= 6) return 'partial character in shift sequence';
    return this.bits > 0 && this.buffer !== 0 ? 'non-zero padding bits in shift sequence' : undefined;
  }
}

/** Decodes; without `final` a section that is not closed is left. */
export function decodeUtf7(bytes: Uint8Array, errors: string | undefined, final: boolean): Decoded {
  const decoding = new Decoding('utf7', bytes, errors);
  const { out } = decoding;
  const shift = new Shift();
  const size = bytes.length;
  let at = 0;
  for (;;) {
    while (at < decoding.bytes.length) {
      const octet = decoding.bytes[at];
      if (shift.active) {
        const value = base64Value(octet);
        if (value >= 0) {
          at++;
          const unit = shift.take(value);
          if (unit !== undefined) pushUnit(decoding, shift, unit);
          continue;
        }
        shift.active = false;
        const reason = shift.leftover();
        if (reason !== undefined) {
          at = decoding.error(shift.start, at + 1, reason);
          continue;
        }
        if (shift.surrogate !== 0 && octet <= 127 && octet !== PLUS) out.push(shift.surrogate);
        shift.surrogate = 0;
        // A minus ends the section and vanishes; any other character ends it and stays.
        if (octet === MINUS) at++;
      } else if (octet === PLUS) {
        shift.start = at++;
        const next = decoding.bytes[at];
        if (next === MINUS) {
          at++;
          out.push(PLUS);
        } else if (next !== undefined && base64Value(next) < 0) {
          at = decoding.error(shift.start, at + 1, 'ill-formed sequence');
        } else {
          shift.begin(shift.start, out.length);
        }
      } else if (octet <= 127) {
        at++;
        out.push(octet);
      } else {
        shift.start = at;
        at = decoding.error(at, at + 1, 'unexpected special character');
      }
    }
    if (!shift.active || !final) break;
    shift.active = false;
    if (shift.surrogate === 0 && shift.leftover() === undefined) break;
    at = decoding.error(shift.start, size, 'unterminated shift sequence');
    if (at >= decoding.bytes.length) break;
  }
  if (!shift.active) return { text: out.finish(), consumed: at };
  out.truncate(shift.outLength);
  return { text: out.finish(), consumed: shift.start };
}

/** Writes a unit of UTF-16, with the surrogate before it when the two are a pair. */
function pushUnit({ out }: Decoding, shift: Shift, unit: number): void {
  if (shift.surrogate !== 0) {
    const high = shift.surrogate;
    shift.surrogate = 0;
    if ((unit & 0xfc00) === 0xdc00) {
      out.push(0x10000 + ((high & 0x3ff) << 10) + (unit & 0x3ff));
      return;
    }
    out.push(high);
  }
  if ((unit & 0xfc00) === 0xd800) shift.surrogate = unit;
  else out.push(unit);
}

export function encodeUtf7(text: Str): Uint8Array {
  const length = strLength(text);
  const out = new ByteBuilder(length * 2);
  let shifted = false;
  let bits = 0;
  let buffer = 0;
  const writeUnit = (unit: number): void => {
    bits += 16;
    buffer = (buffer << 16) | unit;
    while (bits >= 6) {
      bits -= 6;
      out.push(BASE64.charCodeAt((buffer >> bits) & 0x3f));
    }
    buffer &= (1 << bits) - 1;
  };
  const flush = (): void => {
    if (bits > 0) out.push(BASE64.charCodeAt((buffer << (6 - bits)) & 0x3f));
    bits = 0;
    buffer = 0;
  };
  for (let i = 0; i < length; i++) {
    const c = codeAt(text, i);
    if (isDirect(c)) {
      if (shifted) {
        flush();
        shifted = false;
        if (base64Value(c) >= 0 || c === MINUS) out.push(MINUS);
      }
      out.push(c);
      continue;
    }
    if (!shifted) {
      out.push(PLUS);
      if (c === PLUS) {
        out.push(MINUS);
        continue;
      }
      shifted = true;
    }
    if (c > 0xffff) {
      writeUnit(0xd7c0 + (c >> 10));
      writeUnit(0xdc00 + (c & 0x3ff));
    } else {
      writeUnit(c);
    }
  }
  flush();
  if (shifted) out.push(MINUS);
  return out.finish();
}
