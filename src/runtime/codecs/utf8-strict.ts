/**
 * UTF-8 of texts that must have one, as names and paths must. CPython: `PyUnicode_AsUTF8AndSize`.
 * The codec with error handlers is in utf8.ts.
 */
import type { Str } from '../../objects/str.ts';
import { unicodeEncodeError } from '../errors.ts';
import { copyOctets, newOctets } from '../octets.ts';
import { codeAt } from '../text.ts';

/** Up to this length a loop is faster than TextEncoder. */
const SHORT = 48;

const encoder = new TextEncoder();

/** The same where a new array would be made by the encoder. */
const FEW = 256;

/** Texts up to this length are encoded where there is room for the longest of them, and then copied. */
const MEDIUM = 1024;
const room = new Uint8Array(3 * MEDIUM);

function encoded(text: string): Uint8Array {
  if (text.length > MEDIUM) return encoder.encode(text);
  return copyOctets(room, 0, encoder.encodeInto(text, room).written);
}

/** The characters of a text as octets, if they are all ASCII: for who looks at each of a long text several times. */
export function asciiCodes(text: string): Uint8Array | undefined {
  const { length } = text;
  if (length <= FEW) {
    const codes = newOctets(length);
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 127) return undefined;
      codes[i] = unit;
    }
    return codes;
  }
  const octets = encoder.encode(text);
  return octets.length === text.length ? octets : undefined;
}

/** The UTF-8 octets of a text; `undefined` when it has surrogates. */
export function utf8Of(text: Str): Uint8Array | undefined {
  if (typeof text === 'string') {
    if (text.length <= SHORT) {
      const { length } = text;
      const bytes = newOctets(length);
      for (let i = 0; i < length; i++) {
        const unit = text.charCodeAt(i);
        if (unit > 127) return utf8OfShort(text);
        bytes[i] = unit;
      }
      return bytes;
    }
    // Every surrogate of a JavaScript string is a code point of its own here, also where two make a pair.
    return /[\ud800-\udfff]/.test(text) ? undefined : encoded(text);
  }
  return utf8OfUnits(text);
}

function utf8OfShort(text: string): Uint8Array | undefined {
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xd800 && unit <= 0xdfff) return undefined;
    at = writeUtf8(room, at, unit);
  }
  return copyOctets(room, 0, at);
}

function utf8OfUnits(text: Str): Uint8Array | undefined {
  const length = typeof text === 'string' ? text.length : text.codePoints.length;
  let size = 0;
  for (let i = 0; i < length; i++) {
    const c = codeAt(text, i);
    if (c >= 0xd800 && c <= 0xdfff) return undefined;
    size += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (let i = 0; i < length; i++) at = writeUtf8(bytes, at, codeAt(text, i));
  return bytes;
}

/** Writes a code point; surrogates get the three bytes that they would have. Returns the index behind it. */
export function writeUtf8(bytes: Uint8Array, at: number, c: number): number {
  if (c < 0x80) {
    bytes[at++] = c;
  } else if (c < 0x800) {
    bytes[at++] = 0xc0 | (c >> 6);
    bytes[at++] = 0x80 | (c & 0x3f);
  } else if (c < 0x10000) {
    bytes[at++] = 0xe0 | (c >> 12);
    bytes[at++] = 0x80 | ((c >> 6) & 0x3f);
    bytes[at++] = 0x80 | (c & 0x3f);
  } else {
    bytes[at++] = 0xf0 | (c >> 18);
    bytes[at++] = 0x80 | ((c >> 12) & 0x3f);
    bytes[at++] = 0x80 | ((c >> 6) & 0x3f);
    bytes[at++] = 0x80 | (c & 0x3f);
  }
  return at;
}

/** The UTF-8 octets of a text. Throws UnicodeEncodeError. */
export function encodeUtf8Strict(text: Str): Uint8Array {
  const bytes = utf8Of(text);
  if (bytes !== undefined) return bytes;
  const length = typeof text === 'string' ? text.length : text.codePoints.length;
  let start = 0;
  while (!isSurrogate(codeAt(text, start))) start++;
  let end = start + 1;
  while (end < length && isSurrogate(codeAt(text, end))) end++;
  throw unicodeEncodeError('utf-8', text, start, end, 'surrogates not allowed');
}

export function isSurrogate(c: number): boolean {
  return c >= 0xd800 && c <= 0xdfff;
}
