/**
 * Ints and their texts: decimal output and input under the limit that guards against quadratic time, and the parsing
 * that `int()` does. CPython: Objects/longobject.c (`long_to_decimal_string_internal`, `PyLong_FromString`).
 */
import { intFromText, intNeg } from '../common/int.ts';
import type { PyBaseException } from '../objects/exception.ts';
import type { PyInt } from '../objects/object.ts';
import type { Str } from '../objects/str.ts';
import { valueError } from './errors.ts';
import { asciiNumberText, isCSpace } from './number-text.ts';
import { current } from './state.ts';

/** No limit can be lower, so fewer digits need no check. */
const LIMIT_THRESHOLD = 640;
/** A bigint below this has no more digits than that. */
const THRESHOLD_VALUE = 1n << 2100n;

function limitError(limit: number, detail: string): PyBaseException {
  return valueError(
    `Exceeds the limit (${limit} digits) for integer string conversion${detail}; use sys.set_int_max_str_digits() to increase the limit`,
  );
}

/** The decimal digits of an int, after a minus sign for negative ones. */
export function intToDecimal(value: PyInt): string {
  if (typeof value === 'number' || (value < THRESHOLD_VALUE && value > -THRESHOLD_VALUE))
    return String(value);
  const limit = current.thread.interp.intMaxStrDigits;
  if (limit <= 0) return value.toString();
  // Hexadecimal takes linear time; a hexadecimal digit is 1.204 decimal ones.
  if ((value.toString(16).length - 2) * 1.2 > limit) throw limitError(limit, '');
  const text = value.toString();
  if (text.length - (value < 0n ? 1 : 0) > limit) throw limitError(limit, '');
  return text;
}

/** A regular expression reads a million digits ten times faster than a loop over their codes does. */
const PLAIN = /^[+-]?[0-9]+$/;

/** Refuses texts that would take quadratic time. */
function checkLimit(count: number): void {
  const limit = current.thread.interp.intMaxStrDigits;
  if (limit > 0 && count > limit) throw limitError(limit, `: value has ${count} digits`);
}

/** The value of a character as a digit; 36 when it is none. */
function digitOf(c: number): number {
  if (c >= 0x30 && c <= 0x39) return c - 0x30;
  if (c >= 0x61 && c <= 0x7a) return c - 0x57;
  return c >= 0x41 && c <= 0x5a ? c - 0x37 : 36;
}

/** The base that a prefix names: `0x`, `0o`, `0b`. */
function prefixBase(text: string, at: number): number {
  if (text.charCodeAt(at) !== 0x30) return 0;
  switch (text.charCodeAt(at + 1) | 0x20) {
    case 0x78:
      return 16;
    case 0x6f:
      return 8;
    case 0x62:
      return 2;
  }
  return 0;
}

/** How many digits a text has that has no more than that and a sign; anything else is left to the parser. */
function plainDigits(text: string): number {
  return PLAIN.test(text) ? text.length - (text.charCodeAt(0) < 0x30 ? 1 : 0) : 0;
}

/**
 * The value of the text of an int in a base from 2 to 36, or in the base that its prefix says (0); `undefined` when it
 * is none. More digits than the limit allows are a ValueError.
 */
export function intFromAscii(text: string, base: number): PyInt | undefined {
  if (base === 10 && text.length > LIMIT_THRESHOLD) checkLimit(plainDigits(text));
  let at = 0;
  let end = text.length;
  while (isCSpace(text.charCodeAt(at))) at++;
  while (end > at && isCSpace(text.charCodeAt(end - 1))) end--;
  const negative = text.charCodeAt(at) === 0x2d;
  if (negative || text.charCodeAt(at) === 0x2b) at++;
  const prefix = prefixBase(text, at);
  // A decimal literal of base 0 has no zeros in front, unless it is zero.
  const zeroOnly = base === 0 && prefix === 0 && text.charCodeAt(at) === 0x30;
  const radix = base !== 0 ? base : prefix === 0 ? 10 : prefix;
  if (prefix === radix) {
    at += 2;
    if (text.charCodeAt(at) === 0x5f) at++;
  }
  const start = at;
  let underscores = 0;
  let previous = 0x5f;
  for (; at < end; at++) {
    const c = text.charCodeAt(at);
    if (c === 0x5f) {
      if (previous === 0x5f) return undefined;
      underscores++;
    } else if (digitOf(c) >= radix) {
      break;
    }
    previous = c;
  }
  if (previous === 0x5f || at !== end) return undefined;
  const count = at - start - underscores;
  // Bases that are powers of two take linear time.
  if (count > LIMIT_THRESHOLD && (radix & (radix - 1)) !== 0) checkLimit(count);
  const digits = text.slice(start, end);
  const value = intFromText(underscores === 0 ? digits : digits.replaceAll('_', ''), radix);
  if (zeroOnly && value !== 0) return undefined;
  return negative ? intNeg(value) : value;
}

/** The same for a str, whose digits may be of any script. */
export function intFromStr(text: Str, base: number): PyInt | undefined {
  // Digits alone need no second look at each of them.
  const plain = typeof text === 'string' && text.length > LIMIT_THRESHOLD && PLAIN.test(text);
  return intFromAscii(plain ? text : asciiNumberText(text), base);
}
