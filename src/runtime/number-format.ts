/**
 * Numbers by a format specification: what `__format__` of int, float and complex does.
 *
 * A number is taken apart into sign, prefix, digits, point, fraction and the rest (exponent, `%`, or all of `inf`),
 * and laid out again with separators between groups and padding to a width:
 *
 *     padding sign prefix padding groups point fraction-groups rest padding
 *
 * CPython: Python/formatter_unicode.c.
 */
import { ADD_DOT_0, ALT, formatFloat as floatText, NO_NEG_0 } from '../common/float-format.ts';
import { intToText } from '../common/int.ts';
import type { PyInt, PyObject } from '../objects/object.ts';
import { type Str, strFromCodePoints, strLength } from '../objects/str.ts';
import { intAsDouble } from './converters.ts';
import { overflowError, valueError } from './errors.ts';
import {
  type FormatSpec,
  MAX_PADDED,
  padText,
  parseFormatSpec,
  repeatCodePoint,
  unknownPresentationType,
} from './format-spec.ts';
import { intToDecimal } from './int-text.ts';
import { C_LOCALE, current, type NumericLocale } from './state.ts';
import { strConcat } from './text.ts';

/** A number in pieces. */
interface NumberParts {
  readonly negative: boolean;
  /** `0x` and the like. */
  readonly prefix: string;
  readonly digits: string;
  readonly hasPoint: boolean;
  readonly fraction: string;
  readonly rest: Str;
}

/** Beyond it CPython's buffer sizes could overflow. */
const MAX_PRECISION = 2147482623;

function punctuation(spec: FormatSpec): NumericLocale {
  if (spec.type === 'n') return current.thread.interp.numericLocale;
  if (spec.grouping === '') return C_LOCALE;
  const size = 'boxX'.includes(spec.type) ? 4 : 3;
  return { decimalPoint: '.', thousandsSeparator: spec.grouping, grouping: [size] };
}

/** Digits in groups, with zeros in front until they are `width` wide, separators counted. */
function groupDigits(digits: string, width: number, { grouping, thousandsSeparator }: NumericLocale): string {
  if (grouping.length === 0) return width > digits.length ? digits.padStart(width, '0') : digits;
  const groups: string[] = [];
  let remaining = digits.length;
  let wanted = Math.max(width, 0);
  for (let i = 0; ; i++) {
    const size = grouping[Math.min(i, grouping.length - 1)]!;
    const length = Math.max(remaining, wanted, 1);
    const taken = size === 127 ? length : Math.min(size, length);
    const shown = Math.min(remaining, taken);
    groups.push('0'.repeat(taken - shown) + digits.slice(remaining - shown, remaining));
    remaining -= shown;
    wanted -= taken;
    if (remaining <= 0 && wanted <= 0) break;
    wanted -= thousandsSeparator.length;
  }
  return groups.reverse().join(thousandsSeparator);
}

/** Digits behind the point in groups of three. */
function groupFraction(fraction: string, separator: string): string {
  if (separator === '' || fraction.length <= 3) return fraction;
  const groups: string[] = [];
  for (let i = 0; i < fraction.length; i += 3) groups.push(fraction.slice(i, i + 3));
  return groups.join(separator);
}

/** Lays out a number. CPython: `calc_number_widths`, `fill_number`. */
function layOut(parts: NumberParts, spec: FormatSpec, locale: NumericLocale): Str {
  const { digits, rest } = parts;
  const sign = parts.negative ? '-' : spec.sign === '-' ? '' : spec.sign;
  const tail =
    (parts.hasPoint ? locale.decimalPoint : '') + groupFraction(parts.fraction, spec.fractionGrouping);
  const others = sign.length + parts.prefix.length + tail.length + strLength(rest);
  const zeros = spec.fill === 0x30 && spec.align === '=' ? spec.width - others : 0;
  // Without digits ('c', inf, nan) there is nothing to group.
  const whole = digits === '' ? '' : groupDigits(digits, zeros, locale);
  const head = sign + parts.prefix;
  const padding = spec.width - others - whole.length;
  const body = strConcat(whole + tail, rest);
  if (spec.align !== '=' || padding <= 0) return padText(strConcat(head, body), spec);
  return strConcat(strConcat(head, repeatCodePoint(spec.fill, padding)), body);
}

// ── int ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

const BASES: Readonly<Record<string, number>> = { b: 2, o: 8, x: 16, X: 16 };

/** `int.__format__` with a specification that is not empty. `self` is for messages. */
export function formatInt(self: PyObject, value: PyInt, text: Str): Str {
  const spec = parseFormatSpec(self, text, 'd', '>');
  if (typeof value === 'number' && isPaddedDecimal(spec)) {
    const digits = String(value);
    if (digits.length >= spec.width) return digits;
    const fill = String.fromCharCode(spec.fill);
    if (spec.align === '>') return digits.padStart(spec.width, fill);
    if (spec.align === '<') return digits.padEnd(spec.width, fill);
    return value < 0
      ? `-${digits.slice(1).padStart(spec.width - 1, fill)}`
      : digits.padStart(spec.width, fill);
  }
  switch (spec.type) {
    case 'b':
    case 'c':
    case 'd':
    case 'o':
    case 'x':
    case 'X':
    case 'n':
      return layOutInt(value, spec);
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
    case '%':
      return layOutFloat(intAsDouble(value), spec);
    default:
      throw unknownPresentationType(spec.type, self);
  }
}

/** Are decimal digits padded on one side all that there is to it? */
function isPaddedDecimal(spec: FormatSpec): boolean {
  return (
    spec.type === 'd' &&
    (spec.sign === '' || spec.sign === '-') &&
    spec.grouping === '' &&
    spec.precision === -1 &&
    spec.align !== '^' &&
    spec.width <= MAX_PADDED &&
    spec.fill <= 0xffff &&
    !spec.noNegativeZero
  );
}

function layOutInt(value: PyInt, spec: FormatSpec): Str {
  if (spec.precision !== -1) throw valueError('Precision not allowed in integer format specifier');
  if (spec.noNegativeZero) {
    throw valueError('Negative zero coercion (z) not allowed in integer format specifier');
  }
  const locale = punctuation(spec);
  if (spec.type === 'c') {
    const rest = character(value, spec);
    return layOut(
      { negative: false, prefix: '', digits: '', hasPoint: false, fraction: '', rest },
      spec,
      locale,
    );
  }
  const base = BASES[spec.type];
  let digits = base === undefined ? intToDecimal(value) : intToText(value, base);
  if (spec.type === 'X') digits = digits.toUpperCase();
  const negative = digits.charCodeAt(0) === 0x2d;
  if (negative) digits = digits.slice(1);
  const prefix = spec.alternate && base !== undefined ? `0${spec.type}` : '';
  return layOut({ negative, prefix, digits, hasPoint: false, fraction: '', rest: '' }, spec, locale);
}

/** Type `c`: the character with this number. */
function character(value: PyInt, spec: FormatSpec): Str {
  if (spec.sign !== '') throw valueError("Sign not allowed with integer format specifier 'c'");
  if (spec.alternate) throw valueError("Alternate form (#) not allowed with integer format specifier 'c'");
  if (typeof value === 'bigint' && BigInt.asIntN(64, value) !== value) {
    throw overflowError('Python int too large to convert to C long');
  }
  if (value < 0 || value > 0x10ffff) throw overflowError('%c arg not in range(0x110000)');
  return strFromCodePoints([value as number]);
}

// ── float ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `float.__format__` with a specification that is not empty. */
export function formatFloat(self: PyObject, value: number, text: Str): Str {
  const spec = parseFormatSpec(self, text, '\0', '>');
  if (spec.type !== 'f' && !'\0eEfFgGn%'.includes(spec.type)) {
    throw unknownPresentationType(spec.type, self);
  }
  return layOutFloat(value, spec);
}

/** The precision to use, which has a limit. */
function precisionOf(spec: FormatSpec, fallback: number): number {
  if (spec.precision > MAX_PRECISION) throw valueError('precision too big');
  return spec.precision < 0 ? fallback : spec.precision;
}

function layOutFloat(value: number, spec: FormatSpec): Str {
  let flags = (spec.alternate ? ALT : 0) | (spec.noNegativeZero ? NO_NEG_0 : 0);
  let x = value;
  let code = spec.type;
  let precision = precisionOf(spec, 6);
  if (code === '\0') {
    // As repr() shows it, or with a precision like 'g' but with a digit behind the point.
    flags |= ADD_DOT_0;
    code = spec.precision < 0 ? 'r' : 'g';
    if (spec.precision < 0) precision = 0;
  } else if (code === 'n') {
    code = 'g';
  } else if (code === '%') {
    code = 'f';
    x *= 100;
  }
  let shown = floatText(x, code, precision, flags);
  if (spec.type === '%') shown += '%';
  if (
    spec.width < 0 &&
    (spec.sign === '' || spec.sign === '-') &&
    spec.type !== 'n' &&
    spec.grouping === '' &&
    spec.fractionGrouping === ''
  ) {
    return shown;
  }
  return layOut(partsOf(shown), spec, punctuation(spec));
}

function isDigit(c: number): boolean {
  return c >= 0x30 && c <= 0x39;
}

/** Takes the text of a number apart. */
function partsOf(text: string): NumberParts {
  const negative = text.charCodeAt(0) === 0x2d;
  const start = negative ? 1 : 0;
  let end = start;
  while (isDigit(text.charCodeAt(end))) end++;
  const hasPoint = text.charCodeAt(end) === 0x2e;
  const fractionStart = hasPoint ? end + 1 : end;
  let fractionEnd = fractionStart;
  if (hasPoint) while (isDigit(text.charCodeAt(fractionEnd))) fractionEnd++;
  return {
    negative,
    prefix: '',
    digits: text.slice(start, end),
    hasPoint,
    fraction: text.slice(fractionStart, fractionEnd),
    rest: text.slice(fractionEnd),
  };
}

// ── complex ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `complex.__format__` with a specification that is not empty. */
export function formatComplex(self: PyObject, real: number, imag: number, text: Str): Str {
  const spec = parseFormatSpec(self, text, '\0', '>');
  if (!'\0eEfFgGn'.includes(spec.type)) throw unknownPresentationType(spec.type, self);
  const precision = precisionOf(spec, spec.type === '\0' ? 0 : 6);
  if (spec.fill === 0x30) throw valueError('Zero padding is not allowed in complex format specifier');
  if (spec.align === '=') throw valueError("'=' alignment flag is not allowed in complex format specifier");
  const flags = (spec.alternate ? ALT : 0) | (spec.noNegativeZero ? NO_NEG_0 : 0);
  // Without a type it looks as str() shows it: no real part of zero, else parentheses.
  const plain = spec.type === '\0';
  const withReal = !plain || !Object.is(real, 0);
  const code = plain ? (spec.precision < 0 ? 'r' : 'g') : spec.type === 'n' ? 'g' : spec.type;
  const locale = punctuation(spec);
  // The parts are not padded, only the whole is.
  const unpadded: FormatSpec = { ...spec, fill: 0, align: '<', width: -1 };
  const realText = withReal ? layOut(partsOf(floatText(real, code, precision, flags)), unpadded, locale) : '';
  const second: FormatSpec = withReal ? { ...unpadded, sign: '+' } : unpadded;
  const imagText = layOut(partsOf(floatText(imag, code, precision, flags)), second, locale);
  const parts = strConcat(strConcat(realText, imagText), 'j');
  const whole = plain && withReal ? strConcat(strConcat('(', parts), ')') : parts;
  return padText(whole, spec);
}
