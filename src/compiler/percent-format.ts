/**
 * `'...' % (a, b)` as an f-string, where the format has nothing but `%s`, `%r` and `%a`: the same result without
 * making the tuple and reading the format at run time. CPython: `optimize_format` in Python/ast_preprocess.c.
 */
import { codePointsOf, type Str, strFromCodePoints } from '../objects/str.ts';
import { Constant, type expr, FormattedValue, JoinedStr } from '../parser/ast.gen.ts';
import type { Location } from './instruction-sequence.ts';

const PERCENT = 0x25;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
/** Widths and precisions have fewer digits. */
const MAX_DIGITS = 3;

/** The f-string of a format and the items of its tuple; `undefined` where the format is too much for one. */
export function formatToJoinedStr(format: Str, items: readonly expr[], loc: Location): JoinedStr | undefined {
  const reader = new FormatReader(codePointsOf(format));
  const values: expr[] = [];
  let used = 0;
  for (;;) {
    const literal = reader.readLiteral();
    if (literal !== undefined) values.push(new Constant(literal, undefined, -1, -1, -1, -1));
    if (reader.atEnd()) break;
    if (used >= items.length) return undefined;
    const value = reader.readConversion(items[used++]);
    if (value === undefined) return undefined;
    values.push(value);
  }
  if (used < items.length) return undefined;
  return new JoinedStr(values, loc.lineno, loc.col_offset, loc.end_lineno, loc.end_col_offset);
}

class FormatReader {
  private readonly _text: ArrayLike<number>;
  private _pos: number;

  constructor(text: ArrayLike<number>) {
    this._text = text;
    this._pos = 0;
  }

  atEnd(): boolean {
    return this._pos >= this._text.length;
  }

  /** The text up to the next conversion, with `%%` read as `%`. */
  readLiteral(): Str | undefined {
    const text = this._text;
    const literal: number[] = [];
    let pos = this._pos;
    for (; pos < text.length; pos++) {
      if (text[pos] === PERCENT && text[++pos] !== PERCENT) {
        pos--;
        break;
      }
      literal.push(text[pos]);
    }
    this._pos = pos;
    return literal.length === 0 ? undefined : strFromCodePoints(literal);
  }

  /** `%[flags][width][.precision]` and one of `s`, `r`, `a`, for `value`. */
  readConversion(value: expr): FormattedValue | undefined {
    const text = this._text;
    let pos = this._pos + 1;
    let leftAdjusted = false;
    while (pos < text.length && isFlag(text[pos])) leftAdjusted = text[pos++] === MINUS || leftAdjusted;
    const widthStart = pos;
    while (pos < text.length && isDigit(text[pos])) pos++;
    const width = numberOf(text, widthStart, pos);
    if (pos - widthStart >= MAX_DIGITS) return undefined;
    let spec = '';
    if (width !== undefined) spec = !leftAdjusted && width > 0 ? `>${width}` : `${width}`;
    if (text[pos] === DOT) {
      const precisionStart = ++pos;
      while (pos < text.length && isDigit(text[pos])) pos++;
      if (pos - precisionStart >= MAX_DIGITS) return undefined;
      spec += `.${numberOf(text, precisionStart, pos) ?? 0}`;
    }
    if (pos >= text.length) return undefined;
    const conversion = text[pos++];
    if (!CONVERSIONS.has(conversion)) return undefined;
    this._pos = pos;
    const formatSpec = spec === '' ? undefined : new Constant(spec, undefined, -1, -1, -1, -1);
    const { lineno, col_offset, end_lineno, end_col_offset } = value;
    return new FormattedValue(value, conversion, formatSpec, lineno, col_offset, end_lineno, end_col_offset);
  }
}

const CONVERSIONS: ReadonlySet<number> = new Set(Array.from('sra', (c) => c.charCodeAt(0)));
const FLAGS: ReadonlySet<number> = new Set(Array.from('-+ #0', (c) => c.charCodeAt(0)));

function isFlag(c: number): boolean {
  return FLAGS.has(c);
}

function isDigit(c: number): boolean {
  return c >= ZERO && c <= NINE;
}

/** The number that the digits of a range stand for; `undefined` where there are none. */
function numberOf(text: ArrayLike<number>, start: number, end: number): number | undefined {
  if (start === end) return undefined;
  let value = 0;
  for (let i = start; i < end; i++) value = value * 10 + text[i] - ZERO;
  return value;
}
