/**
 * Format strings (PEP 3101): the pieces of `'{0.name!r:>10}'`, for `str.format` and for `string.Formatter`.
 * CPython: `MarkupIterator_next`, `parse_field`, `FieldNameIterator_next` in Objects/stringlib/unicode_format.h.
 */
import { decimalOf } from '../common/unicode-properties.ts';
import { type Str, strLength } from '../objects/str.ts';
import { valueError } from './errors.ts';
import { codeAt, strSlice } from './text.ts';

const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const DOT = 0x2e;
const COLON = 0x3a;
const EXCLAMATION = 0x21;

const MAX_INDEX = 9223372036854775807n;

/** A format string, gone through piece by piece: a text, and the replacement field behind it if there is one. */
export class MarkupIterator {
  private readonly _text: Str;
  private readonly _length: number;
  private _at = 0;

  /** The piece that {@link next} came to. */
  literal: Str = '';
  hasField = false;
  fieldName: Str = '';
  /** Absent where the field has no `:`. */
  formatSpec: Str | undefined = undefined;
  specHasFields = false;
  /** The code point behind `!`; absent without one. */
  conversion: number | undefined = undefined;

  constructor(text: Str) {
    this._text = text;
    this._length = strLength(text);
  }

  /** Takes the next piece; false at the end. Throws ValueError. */
  next(): boolean {
    const text = this._text;
    const length = this._length;
    this.hasField = false;
    this.fieldName = '';
    this.formatSpec = undefined;
    this.specHasFields = false;
    this.conversion = undefined;
    const start = this._at;
    if (start >= length) return false;
    let i = start;
    let brace = 0;
    while (i < length) {
      const c = codeAt(text, i++);
      if (c === OPEN_BRACE || c === CLOSE_BRACE) {
        brace = c;
        break;
      }
    }
    this._at = i;
    if (brace === 0) {
      this.literal = strSlice(text, start, i);
      return true;
    }
    const doubled = i < length && codeAt(text, i) === brace;
    if (brace === CLOSE_BRACE && !doubled) throw valueError("Single '}' encountered in format string");
    if (i >= length) throw valueError("Single '{' encountered in format string");
    if (doubled) {
      // A literal brace ends the piece and belongs to it.
      this._at = i + 1;
      this.literal = strSlice(text, start, i);
      return true;
    }
    this.literal = strSlice(text, start, i - 1);
    this._parseField();
    return true;
  }

  /** Parses what stands between braces; the opening one has been taken. */
  private _parseField(): void {
    const text = this._text;
    const length = this._length;
    const start = this._at;
    this.hasField = true;
    let c = 0;
    let i = start;
    name: while (i < length) {
      c = codeAt(text, i++);
      switch (c) {
        case OPEN_BRACE:
          throw valueError("unexpected '{' in field name");
        case OPEN_BRACKET:
          while (i < length && codeAt(text, i) !== CLOSE_BRACKET) i++;
          continue;
        case CLOSE_BRACE:
        case COLON:
        case EXCLAMATION:
          break name;
      }
    }
    if (c !== CLOSE_BRACE && c !== COLON && c !== EXCLAMATION) {
      throw valueError("expected '}' before end of string");
    }
    this.fieldName = strSlice(text, start, i - 1);
    this._at = i;
    if (c === CLOSE_BRACE) return;
    if (c === EXCLAMATION && this._parseConversion()) return;
    this._parseSpec();
  }

  /** Parses `r` of `!r` and the `:` or `}` behind it; true when the field is at its end. */
  private _parseConversion(): boolean {
    const text = this._text;
    if (this._at >= this._length) {
      throw valueError('end of string while looking for conversion specifier');
    }
    this.conversion = codeAt(text, this._at++);
    if (this._at >= this._length) return false;
    const c = codeAt(text, this._at++);
    if (c === CLOSE_BRACE) return true;
    if (c !== COLON) throw valueError("expected ':' after conversion specifier");
    return false;
  }

  private _parseSpec(): void {
    const text = this._text;
    const start = this._at;
    let depth = 1;
    for (let i = start; i < this._length; i++) {
      const c = codeAt(text, i);
      if (c === OPEN_BRACE) {
        this.specHasFields = true;
        depth++;
      } else if (c === CLOSE_BRACE && --depth === 0) {
        this.formatSpec = strSlice(text, start, i);
        this._at = i + 1;
        return;
      }
    }
    throw valueError("unmatched '{' in format spec");
  }
}

/** The number that a text of decimal digits stands for; undefined for any other text. */
export function fieldIndex(text: Str): number | bigint | undefined {
  const length = strLength(text);
  if (length === 0) return undefined;
  let value = 0;
  let large: bigint | undefined;
  for (let i = 0; i < length; i++) {
    const digit = decimalOf(codeAt(text, i));
    if (digit === undefined) return undefined;
    if (large === undefined && value < 2 ** 49) {
      value = value * 10 + digit;
      continue;
    }
    large = (large ?? BigInt(value)) * 10n + BigInt(digit);
    if (large > MAX_INDEX) throw valueError('Too many decimal digits in format string');
  }
  if (large === undefined) return value;
  return large <= 9007199254740991n ? Number(large) : large;
}

/** The text up to the first `.` or `[` of a field name, and where it ends. */
export function firstOfFieldName(name: Str): { first: Str; end: number } {
  const length = strLength(name);
  let end = 0;
  while (end < length) {
    const c = codeAt(name, end);
    if (c === DOT || c === OPEN_BRACKET) break;
    end++;
  }
  return { first: strSlice(name, 0, end), end };
}

/** The attributes and items behind the first part of a field name: `.attr`, `[key]`. */
export class FieldNameIterator {
  private readonly _name: Str;
  private readonly _length: number;
  private _at: number;

  /** What {@link next} came to: an attribute's name, or a key. */
  isAttribute = false;
  part: Str = '';
  /** The key when it is a number. */
  index: number | bigint | undefined = undefined;

  constructor(name: Str, start: number) {
    this._name = name;
    this._length = strLength(name);
    this._at = start;
  }

  /** Takes the next part; false at the end. Throws ValueError. */
  next(): boolean {
    const name = this._name;
    if (this._at >= this._length) return false;
    const c = codeAt(name, this._at++);
    const start = this._at;
    let i = start;
    if (c === DOT) {
      while (i < this._length && codeAt(name, i) !== DOT && codeAt(name, i) !== OPEN_BRACKET) i++;
      this._at = i;
      this.index = undefined;
      this.part = strSlice(name, start, i);
    } else if (c === OPEN_BRACKET) {
      while (i < this._length && codeAt(name, i) !== CLOSE_BRACKET) i++;
      if (i >= this._length) throw valueError("Missing ']' in format string");
      this._at = i + 1;
      this.part = strSlice(name, start, i);
      this.index = fieldIndex(this.part);
    } else {
      throw valueError("Only '.' or '[' may follow ']' in format field specifier");
    }
    this.isAttribute = c === DOT;
    if (this.part === '') throw valueError('Empty attribute in format string');
    return true;
  }
}
