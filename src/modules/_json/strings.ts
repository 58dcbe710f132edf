/** Strings of JSON: written with escapes, and read. CPython: `ascii_escape_unicode`, `scanstring_unicode` in Modules/_json.c. */
import { attrName } from '../../objects/attribute-name.ts';
import type { PyBaseException } from '../../objects/exception.ts';
import { codePointsOf, type Str, strLength } from '../../objects/str.ts';
import { getAttr } from '../../runtime/attributes.ts';
import { call } from '../../runtime/call.ts';
import { valueError } from '../../runtime/errors.ts';
import { importedModule } from '../../runtime/import-module.ts';
import { codeAt, StrBuilder, strConcat, strSlice } from '../../runtime/text.ts';

const QUOTE = 34;
const BACKSLASH = 92;

const decodeErrorName = attrName('JSONDecodeError');

/** json.decoder.JSONDecodeError for a place in a document. */
export function decodeError(message: string, document: Str, position: number): PyBaseException {
  const type = getAttr(importedModule('json.decoder'), decodeErrorName);
  return call(type, [message, document, position]) as PyBaseException;
}

// ── Writing ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const SHORT_ESCAPES: Readonly<Record<number, string>> = {
  8: '\\b',
  9: '\\t',
  10: '\\n',
  12: '\\f',
  13: '\\r',
  34: '\\"',
  92: '\\\\',
};

function unitEscape(unit: number): string {
  return SHORT_ESCAPES[unit] ?? `\\u${unit.toString(16).padStart(4, '0')}`;
}

/** Stands a character as it is in a string of ASCII alone? */
function isPlainAscii(code: number): boolean {
  return code >= 32 && code <= 126 && code !== QUOTE && code !== BACKSLASH;
}

/** The JSON string of a text, in ASCII. */
export function encodeAscii(text: Str): string {
  let out = '"';
  let done = 0;
  if (typeof text === 'string') {
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (isPlainAscii(code)) continue;
      out += text.slice(done, i) + unitEscape(code);
      done = i + 1;
    }
    return `${out}${done === 0 ? text : text.slice(done)}"`;
  }
  const codePoints = codePointsOf(text);
  for (let i = 0; i < codePoints.length; i++) {
    const code = codePoints[i]!;
    if (isPlainAscii(code)) out += String.fromCharCode(code);
    else if (code <= 0xffff) out += unitEscape(code);
    else {
      const offset = code - 0x10000;
      out += unitEscape(0xd800 + (offset >> 10)) + unitEscape(0xdc00 + (offset & 0x3ff));
    }
  }
  return `${out}"`;
}

/** The JSON string of a text, in which only quotes, backslashes and control characters are escaped. */
export function encodeText(text: Str): Str {
  const length = strLength(text);
  const out = new StrBuilder();
  let done = 0;
  for (let i = 0; i < length; i++) {
    const code = codeAt(text, i);
    if (code >= 32 && code !== QUOTE && code !== BACKSLASH) continue;
    out.append(strSlice(text, done, i));
    out.append(unitEscape(code));
    done = i + 1;
  }
  if (done === 0) return strConcat(strConcat('"', text), '"');
  out.append(strSlice(text, done, length));
  return strConcat(strConcat('"', out.finish()), '"');
}

// ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Where a read value ends: the second result of the functions that read, kept here to spare a tuple for each value. */
export interface Position {
  end: number;
}

const ESCAPED: ReadonlyMap<number, number> = new Map(
  [
    ['"', '"'],
    ['\\', '\\'],
    ['/', '/'],
    ['b', '\b'],
    ['f', '\f'],
    ['n', '\n'],
    ['r', '\r'],
    ['t', '\t'],
  ].map(([letter, meant]) => [letter!.charCodeAt(0), meant!.charCodeAt(0)]),
);

function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

/** Four hexadecimal digits at `at`; −1 where there are none. */
function hexQuad(text: Str, at: number): number {
  let value = 0;
  for (let i = at; i < at + 4; i++) {
    const digit = hexDigit(codeAt(text, i));
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

/** A name that was read, and where the one is that stood behind it: objects that are alike have their names in one order. */
interface KnownKey {
  readonly text: string;
  /** Its characters. */
  readonly codes: readonly number[];
  next: number;
}

/** Names in objects are the same again and again: a table remembers those that were read last. */
export class KeyCache {
  private readonly _keys: (KnownKey | undefined)[] = new Array<undefined>(1024).fill(undefined);
  private _last: KnownKey = { text: '', codes: [], next: 0 };

  /**
   * The short name that begins behind a quote, if it is ASCII without escapes; then `position` is behind it. `codes` are those
   * of the text, where they are known.
   */
  key(text: string, codes: Uint8Array | undefined, start: number, position: Position): string | undefined {
    const last = this._last;
    const expected = this._keys[last.next];
    if (expected !== undefined && stands(expected, text, codes, start)) {
      position.end = start + expected.text.length + 1;
      this._last = expected;
      return expected.text;
    }
    const limit = Math.min(text.length, start + LONGEST_KEY);
    let hash = 0;
    let end = start;
    for (; end < limit; end++) {
      const code = codes === undefined ? text.charCodeAt(end) : codes[end]!;
      if (code === QUOTE) break;
      if (code === BACKSLASH || code < 32 || code > 126) return undefined;
      hash = Math.imul(hash ^ code, 0x01000193);
    }
    if (end === limit) return undefined;
    position.end = end + 1;
    const place = (hash ^ (hash >>> 15)) & 1023;
    let key = this._keys[place];
    if (key === undefined || !stands(key, text, codes, start)) {
      const name = text.slice(start, end);
      key = { text: name, codes: Array.from(name, (character) => character.charCodeAt(0)), next: 0 };
      this._keys[place] = key;
    }
    last.next = place;
    this._last = key;
    return key.text;
  }
}

/** Does a name stand at a place of a text, with a quote behind it? */
function stands(key: KnownKey, text: string, codes: Uint8Array | undefined, start: number): boolean {
  const name = key.codes;
  const { length } = name;
  if (start + length >= text.length) return false;
  if (codes === undefined) {
    if (text.charCodeAt(start + length) !== QUOTE) return false;
    for (let i = 0; i < length; i++) if (name[i] !== text.charCodeAt(start + i)) return false;
  } else {
    if (codes[start + length] !== QUOTE) return false;
    for (let i = 0; i < length; i++) if (name[i] !== codes[start + i]) return false;
  }
  return true;
}

const LONGEST_KEY = 40;

/** The usual string, which has nothing in it that means another thing, in a text whose codes are known. */
export function scanPlainString(
  text: string,
  codes: Uint8Array,
  start: number,
  position: Position,
): string | undefined {
  for (let at = start; at < codes.length; at++) {
    const code = codes[at]!;
    if (code === QUOTE) {
      position.end = at + 1;
      return text.slice(start, at);
    }
    if (code === BACKSLASH || code < 32) break;
  }
  return undefined;
}

/** Reads the string whose content begins at `start`, behind the quote. */
export function scanString(text: Str, start: number, strict: boolean, position: Position): Str {
  const length = strLength(text);
  const begin = start - 1;
  if (start < 0 || start > length) throw valueError('end is out of bounds');
  if (typeof text === 'string') {
    // The usual string has nothing in it that means another thing.
    for (let at = start; at < length; at++) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        position.end = at + 1;
        return text.slice(start, at);
      }
      if (code === BACKSLASH || code < 32) break;
    }
  }
  let pieces: StrBuilder | undefined;
  let from = start;
  for (;;) {
    let at = from;
    let code = 0;
    for (; at < length; at++) {
      code = codeAt(text, at);
      if (code === QUOTE || code === BACKSLASH) break;
      if (code < 32 && strict) throw decodeError('Invalid control character at', text, at);
    }
    if (at >= length) throw decodeError('Unterminated string starting at', text, begin);
    if (code === QUOTE) {
      position.end = at + 1;
      if (pieces === undefined) return strSlice(text, from, at);
      pieces.append(strSlice(text, from, at));
      return pieces.finish();
    }
    pieces ??= new StrBuilder();
    pieces.append(strSlice(text, from, at));
    from = at + 2;
    if (at + 1 === length) throw decodeError('Unterminated string starting at', text, begin);
    const letter = codeAt(text, at + 1);
    if (letter !== 117) {
      const meant = ESCAPED.get(letter);
      if (meant === undefined) throw decodeError('Invalid \\escape', text, at);
      pieces.push(meant);
      continue;
    }
    from = at + 6;
    let value = from <= length ? hexQuad(text, at + 2) : -1;
    if (value < 0) throw decodeError('Invalid \\uXXXX escape', text, at + 1);
    // Behind a high surrogate an escaped low one makes a character with it.
    if (
      value >= 0xd800 &&
      value <= 0xdbff &&
      from + 1 < length &&
      codeAt(text, from) === BACKSLASH &&
      codeAt(text, from + 1) === 117
    ) {
      const low = from + 6 <= length ? hexQuad(text, from + 2) : -1;
      if (low < 0) throw decodeError('Invalid \\uXXXX escape', text, from + 1);
      if (low >= 0xdc00 && low <= 0xdfff) {
        value = 0x10000 + ((value - 0xd800) << 10) + (low - 0xdc00);
        from += 6;
      }
    }
    pieces.push(value);
  }
}
