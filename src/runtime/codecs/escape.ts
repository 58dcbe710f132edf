/**
 * Escape sequences as codecs: `unicode_escape`, `raw_unicode_escape`, and `escape` for octets.
 * CPython: `_PyUnicode_DecodeUnicodeEscapeInternal2`, `_PyUnicode_DecodeRawUnicodeEscapeStateful` in
 * Objects/unicodeobject.c, `_PyBytes_DecodeEscape2` in Objects/bytesobject.c.
 */
import { lookupCharacter } from '../../common/unicode-names.ts';
import { type Str, stringFromUnits, strLength } from '../../objects/str.ts';
import { valueError } from '../errors.ts';
import { codeAt } from '../text.ts';
import { warnDeprecated } from '../warn.ts';
import { ByteBuilder } from './byte-builder.ts';
import { type Decoded, Decoding } from './decoding.ts';
import { backslashEscape } from './handlers.ts';

const BACKSLASH = 0x5c;

/** What the letters behind a backslash mean; 0 for those that mean something else or nothing. */
function simpleEscape(letter: number): number {
  switch (letter) {
    case 0x5c:
    case 0x27:
    case 0x22:
      return letter;
    case 0x61:
      return 7;
    case 0x62:
      return 8;
    case 0x74:
      return 9;
    case 0x6e:
      return 10;
    case 0x76:
      return 11;
    case 0x66:
      return 12;
    case 0x72:
      return 13;
    default:
      return 0;
  }
}

/** The value of a hexadecimal digit; negative for any other octet, also for none. */
function hexValue(octet: number | undefined): number {
  if (octet === undefined) return -1;
  if (octet >= 0x30 && octet <= 0x39) return octet - 0x30;
  const lower = octet | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x61 + 10 : -1;
}

function isOctalDigit(octet: number | undefined): boolean {
  return octet !== undefined && octet >= 0x30 && octet <= 0x37;
}

/** Warns of the first escape that will be an error one day: a letter, or an octal number above 255. */
function warnInvalidEscape(prefix: 'b' | '', escape: number): void {
  const octal = escape > 0xff;
  const shown = octal ? escape.toString(8) : String.fromCharCode(escape);
  warnDeprecated(
    `${prefix}"\\${shown}" is an invalid ${octal ? 'octal ' : ''}escape sequence. Such sequences will not work in the future. `,
  );
}

/** The result of reading an escape: a character, or what is wrong with it. */
interface Escape {
  /** Absent when something is wrong. */
  readonly codePoint: number | undefined;
  /** Where the escape, or the part of it that was understood, ends. */
  readonly end: number;
  readonly reason: string;
  /** The octets end before the escape does. */
  readonly incomplete: boolean;
}

/** The number in hexadecimal digits, exactly `count` of them. */
function hexEscape(bytes: Uint8Array, start: number, count: number, reason: string): Escape {
  let codePoint = 0;
  for (let i = 0; i < count; i++) {
    const digit = hexValue(bytes[start + i]);
    if (digit < 0) {
      return { codePoint: undefined, end: start + i, reason, incomplete: start + i >= bytes.length };
    }
    codePoint = codePoint * 16 + digit;
  }
  return { codePoint, end: start + count, reason, incomplete: false };
}

/** The character in `{NAME}`; `start` is behind the N. */
function nameEscape(bytes: Uint8Array, start: number): Escape {
  const malformed = 'malformed \\N character escape';
  if (start >= bytes.length) return { codePoint: undefined, end: start, reason: malformed, incomplete: true };
  if (bytes[start] !== 0x7b)
    return { codePoint: undefined, end: start, reason: malformed, incomplete: false };
  const close = bytes.indexOf(0x7d, start + 1);
  if (close < 0) return { codePoint: undefined, end: bytes.length, reason: malformed, incomplete: true };
  if (close === start + 1) return { codePoint: undefined, end: close, reason: malformed, incomplete: false };
  const codePoint = lookupCharacter(stringFromUnits(bytes.subarray(start + 1, close)));
  return { codePoint, end: close + 1, reason: 'unknown Unicode character name', incomplete: false };
}

function unicodeEscapeAt(bytes: Uint8Array, letter: number, start: number): Escape | undefined {
  let escape: Escape;
  switch (letter) {
    case 0x78:
      return hexEscape(bytes, start, 2, 'truncated \\xXX escape');
    case 0x75:
      return hexEscape(bytes, start, 4, 'truncated \\uXXXX escape');
    case 0x55:
      escape = hexEscape(bytes, start, 8, 'truncated \\UXXXXXXXX escape');
      if (escape.codePoint === undefined || escape.codePoint <= 0x10ffff) return escape;
      return {
        codePoint: undefined,
        end: escape.end,
        reason: 'illegal Unicode character',
        incomplete: false,
      };
    case 0x4e:
      return nameEscape(bytes, start);
    default:
      return undefined;
  }
}

/** Decodes; without `final` an incomplete escape at the end is left. */
export function decodeUnicodeEscape(bytes: Uint8Array, errors: string | undefined, final: boolean): Decoded {
  const decoding = new Decoding('unicodeescape', bytes, errors);
  const { out } = decoding;
  let invalid = -1;
  let at = 0;
  while (at < decoding.bytes.length) {
    const now = decoding.bytes;
    const next = now.indexOf(BACKSLASH, at);
    const end = next < 0 ? now.length : next;
    out.append(stringFromUnits(now.subarray(at, end)));
    at = end;
    if (next < 0) break;
    const letter = now[at + 1];
    if (letter === undefined) {
      if (!final) break;
      at = decoding.error(at, at + 1, '\\ at end of string');
      continue;
    }
    if (letter === 10) {
      at += 2;
      continue;
    }
    const simple = simpleEscape(letter);
    if (simple !== 0) {
      out.push(simple);
      at += 2;
      continue;
    }
    if (isOctalDigit(letter)) {
      let value = letter - 0x30;
      at += 2;
      for (let i = 0; i < 2 && isOctalDigit(now[at]); i++) value = value * 8 + now[at++] - 0x30;
      if (value > 0xff && invalid < 0) invalid = value;
      out.push(value);
      continue;
    }
    const escape = unicodeEscapeAt(now, letter, at + 2);
    if (escape === undefined) {
      if (invalid < 0) invalid = letter;
      out.push(BACKSLASH);
      out.push(letter);
      at += 2;
    } else if (escape.codePoint !== undefined) {
      out.push(escape.codePoint);
      at = escape.end;
    } else {
      if (escape.incomplete && !final) break;
      at = decoding.error(at, escape.end, escape.reason);
    }
  }
  if (invalid >= 0) warnInvalidEscape('', invalid);
  return { text: out.finish(), consumed: at };
}

export function encodeUnicodeEscape(text: Str): Uint8Array {
  const length = strLength(text);
  const out = new ByteBuilder(length);
  for (let i = 0; i < length; i++) {
    const c = codeAt(text, i);
    if (c === BACKSLASH) out.appendLatin1('\\\\');
    else if (c >= 0x20 && c < 0x7f) out.push(c);
    else if (c === 9) out.appendLatin1('\\t');
    else if (c === 10) out.appendLatin1('\\n');
    else if (c === 13) out.appendLatin1('\\r');
    else out.appendLatin1(backslashEscape(c));
  }
  return out.finish();
}

/** Only `\u` and `\U` are escapes. */
export function decodeRawUnicodeEscape(
  bytes: Uint8Array,
  errors: string | undefined,
  final: boolean,
): Decoded {
  const decoding = new Decoding('rawunicodeescape', bytes, errors);
  const { out } = decoding;
  let at = 0;
  while (at < decoding.bytes.length) {
    const now = decoding.bytes;
    const next = now.indexOf(BACKSLASH, at);
    const end = next < 0 ? now.length : next;
    out.append(stringFromUnits(now.subarray(at, end)));
    at = end;
    if (next < 0) break;
    const letter = now[at + 1];
    if (letter === undefined && !final) break;
    if (letter !== 0x75 && letter !== 0x55) {
      out.push(BACKSLASH);
      if (letter !== undefined) out.push(letter);
      at += letter === undefined ? 1 : 2;
      continue;
    }
    const escape =
      letter === 0x75
        ? hexEscape(now, at + 2, 4, 'truncated \\uXXXX escape')
        : hexEscape(now, at + 2, 8, 'truncated \\UXXXXXXXX escape');
    if (escape.codePoint === undefined) {
      if (escape.incomplete && !final) break;
      at = decoding.error(at, escape.end, escape.reason);
    } else if (escape.codePoint > 0x10ffff) {
      at = decoding.error(at, escape.end, '\\Uxxxxxxxx out of range');
    } else {
      out.push(escape.codePoint);
      at = escape.end;
    }
  }
  return { text: out.finish(), consumed: at };
}

export function encodeRawUnicodeEscape(text: Str): Uint8Array {
  const length = strLength(text);
  const out = new ByteBuilder(length);
  for (let i = 0; i < length; i++) {
    const c = codeAt(text, i);
    if (c < 0x100) out.push(c);
    else out.appendLatin1(backslashEscape(c));
  }
  return out.finish();
}

/** The octets that the escapes of a bytes literal mean. Throws ValueError. */
export function decodeEscape(bytes: Uint8Array, errors: string | undefined): Uint8Array {
  const out = new ByteBuilder(bytes.length);
  let invalid = -1;
  for (let at = 0; at < bytes.length; ) {
    const octet = bytes[at++];
    if (octet !== BACKSLASH) {
      out.push(octet);
      continue;
    }
    const letter = bytes[at++];
    if (letter === undefined) throw valueError('Trailing \\ in string');
    const simple = simpleEscape(letter);
    if (simple !== 0) {
      out.push(simple);
    } else if (isOctalDigit(letter)) {
      let value = letter - 0x30;
      for (let i = 0; i < 2 && isOctalDigit(bytes[at]); i++) value = value * 8 + bytes[at++] - 0x30;
      if (value > 0xff && invalid < 0) invalid = value;
      out.push(value & 0xff);
    } else if (letter === 0x78) {
      const high = hexValue(bytes[at]);
      const low = hexValue(bytes[at + 1]);
      if (high >= 0 && low >= 0) {
        out.push(high * 16 + low);
        at += 2;
        continue;
      }
      if (errors === undefined || errors === 'strict')
        throw valueError(`invalid \\x escape at position ${at - 2}`);
      if (errors === 'replace') out.push(0x3f);
      else if (errors !== 'ignore') {
        throw valueError(`decoding error; unknown error handling code: ${errors}`);
      }
      // A single digit goes with the escape.
      if (high >= 0) at++;
    } else if (letter !== 10) {
      if (invalid < 0) invalid = letter;
      out.push(BACKSLASH);
      at--;
    }
  }
  if (invalid >= 0) warnInvalidEscape('b', invalid);
  return out.finish();
}

/** Octets as the inside of a bytes literal in single quotes. */
export function encodeEscape(bytes: Uint8Array): Uint8Array {
  const out = new ByteBuilder(bytes.length);
  for (const octet of bytes) {
    if (octet === BACKSLASH || octet === 0x27) {
      out.push(BACKSLASH);
      out.push(octet);
    } else if (octet === 9) out.appendLatin1('\\t');
    else if (octet === 10) out.appendLatin1('\\n');
    else if (octet === 13) out.appendLatin1('\\r');
    else if (octet < 0x20 || octet >= 0x7f) out.appendLatin1(backslashEscape(octet));
    else out.push(octet);
  }
  return out.finish();
}
