/**
 * The format specification mini-language: `[[fill]align][sign][z][#][0][width][grouping][.precision[grouping]][type]`.
 * One parser for str, int, float and complex; what a type makes of the parts is its own affair.
 * CPython: `parse_internal_render_format_spec` in Python/formatter_unicode.c.
 */
import { TextCache } from '../common/text-cache.ts';
import { decimalOf } from '../common/unicode-properties.ts';
import type { PyBaseException } from '../objects/exception.ts';
import type { PyObject } from '../objects/object.ts';
import { type Str, strFromCodePoint, strLength } from '../objects/str.ts';
import { valueError } from './errors.ts';
import { strConcat, strRepeat, strSlice } from './text.ts';
import { typeName } from './type-of.ts';

export type Align = '<' | '>' | '=' | '^';

export interface FormatSpec {
  /** The code point to pad with. */
  readonly fill: number;
  readonly align: Align;
  readonly sign: '' | '+' | '-' | ' ';
  /** `z`: what rounds to negative zero shows no sign. */
  readonly noNegativeZero: boolean;
  /** `#` */
  readonly alternate: boolean;
  /** −1 when not given. */
  readonly width: number;
  /** The separator of digit groups before the point. */
  readonly grouping: '' | ',' | '_';
  /** −1 when not given. */
  readonly precision: number;
  /** The separator of digit groups behind the point. */
  readonly fractionGrouping: '' | ',' | '_';
  /** The character of the presentation type; NUL when it is left out and the default is none. */
  readonly type: string;
}

const SSIZE_MAX = 9223372036854775807n;

function alignOf(c: number): Align | undefined {
  switch (c) {
    case 0x3c:
      return '<';
    case 0x3e:
      return '>';
    case 0x3d:
      return '=';
    case 0x5e:
      return '^';
  }
  return undefined;
}

function signOf(c: number): FormatSpec['sign'] {
  return c === 0x2b ? '+' : c === 0x2d ? '-' : c === 0x20 ? ' ' : '';
}

function groupingOf(c: number): FormatSpec['grouping'] {
  return c === 0x2c ? ',' : c === 0x5f ? '_' : '';
}

/** A character in a message: itself when it is printable ASCII, else its number. */
function shownCharacter(c: string): string {
  const code = c.codePointAt(0)!;
  return code > 32 && code < 128 ? c : `\\x${code.toString(16)}`;
}

/** Reads a specification from left to right. */
class SpecReader {
  readonly #spec: Str;
  readonly #length: number;
  position = 0;

  constructor(spec: Str) {
    this.#spec = spec;
    this.#length = strLength(spec);
  }

  get left(): number {
    return this.#length - this.position;
  }

  /** The code point so many places ahead, −1 at the end. */
  peek(ahead = 0): number {
    const at = this.position + ahead;
    if (at >= this.#length) return -1;
    return typeof this.#spec === 'string' ? this.#spec.charCodeAt(at) : this.#spec.codePoints[at]!;
  }

  /** Takes the next code point if it is this one. */
  take(c: number): boolean {
    if (this.peek() !== c) return false;
    this.position++;
    return true;
  }

  /** The number that stands here, in any script's digits; −1 when there is none. */
  integer(): number {
    let digits = '';
    for (;;) {
      const c = this.peek();
      const digit = c >= 0x30 && c <= 0x39 ? c - 0x30 : c < 0x80 ? undefined : decimalOf(c);
      if (digit === undefined) break;
      digits += digit;
      this.position++;
    }
    if (digits === '') return -1;
    if (digits.length > 15 && BigInt(digits) > SSIZE_MAX) {
      throw valueError('Too many decimal digits in format string');
    }
    return Number(digits);
  }

  /** A grouping option: of comma and underscore at most one. */
  grouping(): FormatSpec['grouping'] {
    const first = groupingOf(this.peek());
    if (first === '') return '';
    this.position++;
    const second = groupingOf(this.peek());
    if (second !== '' && second !== first) throw valueError("Cannot specify both ',' and '_'.");
    return first;
  }
}

/** Programs format with few specifications, over and over: those parsed last, by defaults and text. */
const parsedForInts = new TextCache<FormatSpec>(256);
const parsedForTexts = new TextCache<FormatSpec>(256);
const parsedForOthers = new TextCache<FormatSpec>(256);

/** A specification for `value`, whose type errors name. */
export function parseFormatSpec(
  value: PyObject,
  text: Str,
  defaultType: 'd' | 's' | '\0',
  defaultAlign: '<' | '>',
): FormatSpec {
  if (typeof text !== 'string') return parse(value, text, defaultType, defaultAlign);
  const known = defaultType === 'd' ? parsedForInts : defaultType === 's' ? parsedForTexts : parsedForOthers;
  let spec = known.get(text);
  if (spec === undefined) {
    spec = parse(value, text, defaultType, defaultAlign);
    known.set(text, spec);
  }
  return spec;
}

function parse(value: PyObject, text: Str, defaultType: string, defaultAlign: Align): FormatSpec {
  const spec: { -readonly [K in keyof FormatSpec]: FormatSpec[K] } = {
    fill: 0x20,
    align: defaultAlign,
    sign: '',
    noNegativeZero: false,
    alternate: false,
    width: -1,
    grouping: '',
    precision: -1,
    fractionGrouping: '',
    type: defaultType,
  };
  const reader = new SpecReader(text);
  let fillGiven = false;
  let alignGiven = true;
  const second = reader.left >= 2 ? alignOf(reader.peek(1)) : undefined;
  const first = alignOf(reader.peek());
  if (second !== undefined) {
    spec.fill = reader.peek();
    spec.align = second;
    fillGiven = true;
    reader.position = 2;
  } else if (first !== undefined) {
    spec.align = first;
    reader.position = 1;
  } else {
    alignGiven = false;
  }
  spec.sign = signOf(reader.peek());
  if (spec.sign !== '') reader.position++;
  spec.noNegativeZero = reader.take(0x7a);
  spec.alternate = reader.take(0x23);
  if (!fillGiven && reader.take(0x30)) {
    spec.fill = 0x30;
    if (!alignGiven && defaultAlign === '>') spec.align = '=';
  }
  spec.width = reader.integer();
  spec.grouping = reader.grouping();
  if (reader.take(0x2e)) {
    spec.precision = reader.integer();
    spec.fractionGrouping = reader.grouping();
    if (spec.precision < 0 && spec.fractionGrouping === '') {
      throw valueError('Format specifier missing precision');
    }
  }
  if (reader.left > 1) {
    throw valueError(
      strConcat(strConcat("Invalid format specifier '", text), `' for object of type '${typeName(value)}'`),
    );
  }
  if (reader.left === 1) spec.type = String.fromCodePoint(reader.peek());
  checkGrouping(spec);
  return spec;
}

/** Groups go with decimal digits; in other bases only underscores do. */
function checkGrouping(spec: FormatSpec): void {
  const { grouping, fractionGrouping, type } = spec;
  if (grouping !== '') {
    const allowed = grouping === '_' ? 'deEfFgG%\0boxX' : 'deEfFgG%\0';
    if (!allowed.includes(type)) {
      throw valueError(`Cannot specify '${grouping}' with '${shownCharacter(type)}'.`);
    }
  }
  if (fractionGrouping !== '' && type === 'n') {
    throw valueError(`Cannot specify '${fractionGrouping}' with 'n'.`);
  }
}

/** The error for a presentation type that objects of this type do not have. */
export function unknownPresentationType(type: string, value: PyObject): PyBaseException {
  return valueError(`Unknown format code '${shownCharacter(type)}' for object of type '${typeName(value)}'`);
}

/** A code point so many times. */
export function repeatCodePoint(codePoint: number, count: number): Str {
  return strRepeat(strFromCodePoint(codePoint), count);
}

/** Padded by the engine up to this width; beyond it there may be no room. */
export const MAX_PADDED = 1 << 16;

/** Text padded to the width of a specification, on the sides that its alignment says. */
export function padText(text: Str, spec: FormatSpec): Str {
  const padding = spec.width - strLength(text);
  if (padding <= 0) return text;
  if (typeof text === 'string' && spec.fill < 0xd800 && spec.width <= MAX_PADDED && spec.align !== '^') {
    const fill = String.fromCharCode(spec.fill);
    return spec.align === '>' ? text.padStart(spec.width, fill) : text.padEnd(spec.width, fill);
  }
  const left = spec.align === '>' ? padding : spec.align === '^' ? Math.floor(padding / 2) : 0;
  return strConcat(
    strConcat(repeatCodePoint(spec.fill, left), text),
    repeatCodePoint(spec.fill, padding - left),
  );
}

/** `str.__format__` with a specification that is not empty. `self` is the object that errors name. */
export function formatStr(value: Str, text: Str, self: PyObject = value): Str {
  const spec = parseFormatSpec(self, text, 's', '<');
  if (spec.type !== 's') throw unknownPresentationType(spec.type, self);
  if (spec.sign === ' ') throw valueError('Space not allowed in string format specifier');
  if (spec.sign !== '') throw valueError('Sign not allowed in string format specifier');
  if (spec.noNegativeZero) {
    throw valueError('Negative zero coercion (z) not allowed in string format specifier');
  }
  if (spec.alternate) throw valueError('Alternate form (#) not allowed in string format specifier');
  if (spec.align === '=') throw valueError("'=' alignment not allowed in string format specifier");
  const cut = spec.precision >= 0 && spec.precision < strLength(value);
  return padText(cut ? strSlice(value, 0, spec.precision) : value, spec);
}
