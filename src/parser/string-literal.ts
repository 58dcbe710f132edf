/**
 * The values of string tokens: prefixes, quotes and escapes. CPython: Parser/string_parser.c and the decoders
 * `_PyUnicode_DecodeUnicodeEscapeInternal2` and `_PyBytes_DecodeEscape2`.
 *
 * CPython rewrites a text before it decodes it: each non-ASCII character becomes `\UXXXXXXXX` (10 bytes), a backslash
 * before one `\u005c` (6 bytes). Nobody sees that but in the positions of errors, which count in the rewritten
 * text; `rewrittenLength` counts the same way.
 *
 * Escapes can make lone surrogates, and two of those that follow each other are no character: text and escapes are
 * therefore put together as code points as soon as there is a character above U+FFFF.
 */
import { lookupName } from '../common/unicode.ts';
import { PyBytes } from '../objects/bytes.ts';
import { type Str, strFromCodePoints, strFromUtf16 } from '../objects/str.ts';
import { CompileError, type Undecodable } from './errors.ts';
import type { TokenStream } from './token-stream.ts';
import { FSTRING_END, FSTRING_MIDDLE, TSTRING_END, TSTRING_MIDDLE } from './tokens.ts';

const BACKSLASH = 0x5c;

/**
 * The value of the STRING token `i`. Invalid escapes are warned about unless `warn` is false (the parser's second
 * pass). CPython: `_PyPegen_parse_string`.
 */
export function parseString(stream: TokenStream, i: number, warn: boolean): Str | PyBytes {
  const text = stream.text;
  let start = stream.start[i];
  let end = stream.end[i];
  let isBytes = false;
  let isRaw = false;
  let quote = text.charCodeAt(start);
  while (quote !== 0x22 && quote !== 0x27) {
    const letter = quote | 0x20;
    if (letter === 0x62) isBytes = true;
    else if (letter === 0x72) isRaw = true;
    quote = text.charCodeAt(++start);
  }
  const quoteSize =
    end - start >= 6 && text.charCodeAt(start + 1) === quote && text.charCodeAt(start + 2) === quote ? 3 : 1;
  start += quoteSize;
  end -= quoteSize;
  if (isBytes) return parseBytes(stream, i, start, end, isRaw, warn);
  const source = text.slice(start, end);
  if (isRaw || !source.includes('\\')) return strFromUtf16(source);
  return decodeString(stream, source, false, i, warn, {
    lineno: stream.lineno[i],
    col_offset: stream.colOffset[i],
    end_lineno: stream.endLineno[i],
    end_col_offset: stream.endColOffset[i],
  });
}

/** Does the STRING token `i` have the prefix `u`, which the tree keeps as the constant's kind? */
export function hasUnicodePrefix(stream: TokenStream, i: number): boolean {
  return stream.text.charCodeAt(stream.start[i]) === 0x75;
}

/** Where a decoding error is reported. */
export interface Place {
  readonly lineno: number;
  readonly col_offset: number;
  readonly end_lineno: number;
  readonly end_col_offset: number;
}

/**
 * The value of a piece of text of an f-string or t-string, or of any string without its quotes. Token `i` is the one
 * that warnings are placed at: the END token for a piece of text, the MIDDLE token for a piece of format spec. What
 * cannot be decoded is a SyntaxError at `place`. Pieces of format specs have none: there CPython lets the decoder's
 * UnicodeDecodeError out as it is. CPython: `_PyPegen_decode_string`, with the errors of its callers.
 */
export function decodeString(
  stream: TokenStream,
  source: string,
  isRaw: boolean,
  i: number,
  warn: boolean,
  place?: Place,
): Str {
  if (isRaw || !source.includes('\\')) return strFromUtf16(source);
  const decoder = new UnicodeEscapeDecoder(source);
  const value = decoder.decode();
  if (decoder.error !== undefined) {
    if (place === undefined) {
      const error = new CompileError('UnicodeDecodeError', decoder.error);
      error.undecodable = decoder.undecodable;
      throw error;
    }
    throw stream.errorAt(
      'SyntaxError',
      `(unicode error) ${decoder.error}`,
      place.lineno,
      place.col_offset + 1,
      place.end_lineno,
      place.end_col_offset + 1,
    );
  }
  if (decoder.invalidEscape >= 0 && warn) warnInvalidEscape(stream, source, decoder.invalidEscape, i);
  return value;
}

function parseBytes(
  stream: TokenStream,
  i: number,
  start: number,
  end: number,
  isRaw: boolean,
  warn: boolean,
): PyBytes {
  const text = stream.text;
  let hasEscape = false;
  for (let j = start; j < end; j++) {
    const c = text.charCodeAt(j);
    if (c > 127) {
      throw stream.errorAt(
        'SyntaxError',
        'bytes can only contain ASCII literal characters',
        stream.lineno[i],
        stream.colOffset[i] + 1,
        stream.endLineno[i],
        stream.endColOffset[i] + 1,
      );
    }
    if (c === BACKSLASH) hasEscape = true;
  }
  const value = new Uint8Array(end - start);
  if (isRaw || !hasEscape) {
    for (let j = start; j < end; j++) value[j - start] = text.charCodeAt(j);
    return new PyBytes(value);
  }
  return new PyBytes(decodeBytesEscapes(stream, text.slice(start, end), value, i, warn));
}

/** Decodes the ASCII text `source` into `out`, which is long enough, and returns the part that was filled. */
function decodeBytesEscapes(
  stream: TokenStream,
  source: string,
  out: Uint8Array,
  i: number,
  warn: boolean,
): Uint8Array {
  let n = 0;
  let invalidEscape = -1;
  let j = 0;
  while (j < source.length) {
    let c = source.charCodeAt(j++);
    if (c !== BACKSLASH) {
      out[n++] = c;
      continue;
    }
    c = source.charCodeAt(j++);
    if (c === 0x0a) continue;
    const simple = simpleEscape(c);
    if (simple >= 0) {
      out[n++] = simple;
    } else if (isOctalDigit(c)) {
      const first = j - 1;
      c -= 0x30;
      while (j < first + 3 && isOctalDigit(source.charCodeAt(j))) c = c * 8 + source.charCodeAt(j++) - 0x30;
      if (c > 0o377 && invalidEscape < 0) invalidEscape = first;
      out[n++] = c;
    } else if (c === 0x78) {
      const high = hexDigit(source.charCodeAt(j));
      const low = hexDigit(source.charCodeAt(j + 1));
      if (high < 0 || low < 0) {
        const message = `(value error) invalid \\x escape at position ${j - 2}`;
        throw stream.errorAtToken('SyntaxError', message, i);
      }
      out[n++] = high * 16 + low;
      j += 2;
    } else {
      if (invalidEscape < 0) invalidEscape = j - 1;
      out[n++] = BACKSLASH;
      out[n++] = c;
    }
  }
  if (invalidEscape >= 0 && warn) warnInvalidEscape(stream, source, invalidEscape, i);
  return out.slice(0, n);
}

/** The character that a backslash and this one mean, -1 if it is none of the short escapes. */
function simpleEscape(c: number): number {
  switch (c) {
    case 0x22: // "
    case 0x27: // '
    case BACKSLASH:
      return c;
    case 0x61: // a
      return 0x07;
    case 0x62: // b
      return 0x08;
    case 0x66: // f
      return 0x0c;
    case 0x6e: // n
      return 0x0a;
    case 0x72: // r
      return 0x0d;
    case 0x74: // t
      return 0x09;
    case 0x76: // v
      return 0x0b;
    default:
      return -1;
  }
}

function isOctalDigit(c: number): boolean {
  return c >= 0x30 && c <= 0x37;
}

function hexDigit(c: number): number {
  if (c >= 0x30 && c <= 0x39) return c - 0x30;
  const letter = c | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/** Decodes one text. After `decode`, `error` or `invalidEscape` (the position after a backslash) may be set. */
class UnicodeEscapeDecoder {
  error: string | undefined = undefined;
  /** What the error is about. */
  undecodable: Undecodable | undefined = undefined;
  invalidEscape = -1;
  private readonly _source: string;
  private _text = '';
  /** Takes the place of `_text` once there is a character above U+FFFF. */
  private _codePoints: number[] | undefined = undefined;

  constructor(source: string) {
    this._source = source;
  }

  decode(): Str {
    const source = this._source;
    let runStart = 0;
    let j = 0;
    while (j < source.length) {
      const c = source.charCodeAt(j);
      if (c !== BACKSLASH) {
        // Sources have no lone surrogates, so this is half of a character.
        if ((c & 0xf800) === 0xd800) this._useCodePoints();
        j++;
        continue;
      }
      this._appendRun(runStart, j);
      runStart = j = this._decodeEscape(j);
      if (this.error !== undefined) return '';
    }
    this._appendRun(runStart, source.length);
    return this._codePoints === undefined ? this._text : strFromCodePoints(this._codePoints);
  }

  /** Decodes the escape at the backslash `start` and returns the position after it. */
  private _decodeEscape(start: number): number {
    const source = this._source;
    let j = start + 1;
    let c = source.charCodeAt(j++);
    if (c === 0x0a) return j;
    const simple = simpleEscape(c);
    if (simple >= 0) {
      this._append(simple);
      return j;
    }
    if (isOctalDigit(c)) {
      const first = j - 1;
      c -= 0x30;
      while (j < first + 3 && isOctalDigit(source.charCodeAt(j))) c = c * 8 + source.charCodeAt(j++) - 0x30;
      if (c > 0o377 && this.invalidEscape < 0) this.invalidEscape = first;
      this._append(c);
      return j;
    }
    switch (c) {
      case 0x78: // x
        return this._hexEscape(start, 2, 'truncated \\xXX escape');
      case 0x75: // u
        return this._hexEscape(start, 4, 'truncated \\uXXXX escape');
      case 0x55: // U
        return this._hexEscape(start, 8, 'truncated \\UXXXXXXXX escape');
      case 0x4e: // N
        return this._namedEscape(start);
    }
    // The backslash stands for itself. Before a non-ASCII character, or nothing, that goes without a warning.
    if (c <= 127 && this.invalidEscape < 0) this.invalidEscape = j - 1;
    this._append(BACKSLASH);
    return start + 1 === source.length ? start + 1 : this._literal(start + 1);
  }

  /** Appends the character at `j`, which no longer counts as the start of an escape. */
  private _literal(j: number): number {
    const codePoint = this._source.codePointAt(j)!;
    this._append(codePoint);
    return j + (codePoint > 0xffff ? 2 : 1);
  }

  private _hexEscape(start: number, digits: number, message: string): number {
    let value = 0;
    let j = start + 2;
    for (const end = j + digits; j < end; j++) {
      const digit = hexDigit(this._source.charCodeAt(j));
      if (digit < 0) return this._fail(start, j, message);
      value = value * 16 + digit;
    }
    if (value > 0x10ffff) return this._fail(start, j, 'illegal Unicode character');
    this._append(value);
    return j;
  }

  private _namedEscape(start: number): number {
    const source = this._source;
    let j = start + 2;
    if (source.charCodeAt(j) === 0x7b) {
      const nameStart = ++j;
      const nameEnd = source.indexOf('}', nameStart);
      if (nameEnd < 0) {
        j = source.length;
      } else if (nameEnd === nameStart) {
        j = nameEnd;
      } else {
        const codePoints = lookupName(source.slice(nameStart, nameEnd));
        if (codePoints?.length !== 1) return this._fail(start, nameEnd + 1, 'unknown Unicode character name');
        this._append(codePoints[0]);
        return nameEnd + 1;
      }
    }
    return this._fail(start, j, 'malformed \\N character escape');
  }

  private _fail(start: number, end: number, reason: string): number {
    const first = rewrittenLength(this._source, start);
    const last = rewrittenLength(this._source, end) - 1;
    const where = first === last ? `byte 0x5c in position ${first}` : `bytes in position ${first}-${last}`;
    this.error = `'unicodeescape' codec can't decode ${where}: ${reason}`;
    const octets = rewritten(this._source);
    this.undecodable = { encoding: 'unicodeescape', octets, start: first, end: last + 1, reason };
    return end;
  }

  private _append(codePoint: number): void {
    if (codePoint > 0xffff) this._useCodePoints();
    if (this._codePoints === undefined) this._text += String.fromCharCode(codePoint);
    else this._codePoints.push(codePoint);
  }

  private _appendRun(start: number, end: number): void {
    if (this._codePoints === undefined) {
      this._text += this._source.slice(start, end);
      return;
    }
    for (let j = start; j < end; j++) {
      const codePoint = this._source.codePointAt(j)!;
      if (codePoint > 0xffff) j++;
      this._codePoints.push(codePoint);
    }
  }

  private _useCodePoints(): void {
    if (this._codePoints !== undefined) return;
    this._codePoints = [];
    for (let j = 0; j < this._text.length; j++) this._codePoints.push(this._text.charCodeAt(j));
  }
}

/** The bytes of a text after CPython's rewriting: see above. */
function rewritten(source: string): Uint8Array {
  const text = source
    .replace(/\\(\\|(?=[^\x00-\x7f]))/g, (_, next) => (next === '' ? '\\u005c' : '\\\\'))
    .replace(/[^\x00-\x7f]/gu, (c) => `\\U${c.codePointAt(0)!.toString(16).padStart(8, '0')}`);
  return Uint8Array.from(text, (c) => c.charCodeAt(0));
}

/** How many bytes the first `end` units of a text have after CPython's rewriting: see above. */
function rewrittenLength(source: string, end: number): number {
  let length = 0;
  for (let j = 0; j < end; j++) {
    const c = source.charCodeAt(j);
    if (c === BACKSLASH) {
      length += source.charCodeAt(j + 1) > 127 ? 6 : 1;
      // An escaped backslash does not escape again.
      if (source.charCodeAt(j + 1) === BACKSLASH && ++j < end) length++;
    } else if (c < 128) {
      length++;
    } else if ((c & 0xfc00) !== 0xdc00) {
      length += 10;
    }
  }
  return length;
}

/**
 * Warns about the escape whose character after the backslash is at `position` of `source`, the text of token `i`.
 * CPython: `warn_invalid_escape_sequence`.
 */
function warnInvalidEscape(stream: TokenStream, source: string, position: number, i: number): void {
  const kind = stream.kind[i];
  const c = source.charCodeAt(position);
  const isText =
    kind === FSTRING_MIDDLE || kind === FSTRING_END || kind === TSTRING_MIDDLE || kind === TSTRING_END;
  // The tokenizer has warned about these.
  if (isText && (c === 0x7b || c === 0x7d)) return;
  const isOctal = c >= 0x34 && c <= 0x37;
  const sequence = source.slice(position, position + (isOctal ? 3 : 1));
  const invalid = `"\\${sequence}" is an invalid ${isOctal ? 'octal ' : ''}escape sequence. `;
  const hint = `Did you mean "\\\\${sequence}"? A raw string is also an option.`;

  let lineno = stream.lineno[i];
  let column = stream.colOffset[i];
  const newline = position === 0 ? -1 : source.lastIndexOf('\n', position - 1);
  if (newline < 0) {
    column += rewrittenLength(source, position) + leadingQuotes(stream, i);
  } else {
    for (let j = 0; j <= newline; j++) if (source.charCodeAt(j) === 0x0a) lineno++;
    column = rewrittenLength(source, position) - rewrittenLength(source, newline + 1);
  }
  try {
    stream.warn({
      category: 'SyntaxWarning',
      message: `${invalid}Such sequences will not work in the future. ${hint}`,
      filename: stream.filename,
      lineno,
      col_offset: column - 1,
      end_lineno: lineno,
      end_col_offset: column + 1,
    });
  } catch (e) {
    // A filter of the user's made it an error: report it where it is.
    if (!(e instanceof CompileError)) throw e;
    throw stream.errorAt('SyntaxError', invalid + hint, lineno, column, lineno, column + 2);
  }
}

/** How many quotes of one sort the token begins with. None if it has a prefix. */
function leadingQuotes(stream: TokenStream, i: number): number {
  const start = stream.start[i];
  const first = stream.text.charCodeAt(start);
  if (first !== 0x22 && first !== 0x27) return 0;
  let count = 0;
  for (let j = start; j < stream.end[i]; j++) {
    const c = stream.text.charCodeAt(j);
    if (c !== 0x22 && c !== 0x27) break;
    if (c === first) count++;
  }
  return count;
}
