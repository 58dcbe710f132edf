/**
 * `repr()` of constants: of what the compiler and marshal make, where no interpreter is there to ask.
 * CPython: `unicode_repr`, `PyBytes_Repr`, `float_repr`, `complex_repr`, `tuple_repr`, `code_repr`.
 *
 * Texts here are UTF-16: `repr` escapes surrogates, so none of them can be lone.
 */
import { hasGlyph } from '../common/unicode-properties.ts';
import { PyBytes } from './bytes.ts';
import { PyCode } from './code.ts';
import { PyComplex } from './complex.ts';
import { PyFloat } from './float.ts';
import type { PyObject } from './object.ts';
import { PyFrozenSet } from './set.ts';
import { Ellipsis, None } from './singletons.ts';
import { PySlice } from './slice.ts';
import { codePointsOf, isStr, type Str, strFromUtf16, utf16FromStr } from './str.ts';
import { PyTuple } from './tuple.ts';

/** The `repr()` of a constant. `address` stands in a code object's, as the number it would have in CPython. */
export function reprConstant(value: PyObject, address = 0): Str {
  return strFromUtf16(reprText(value, address));
}

/** {@link reprConstant} as UTF-16 text. */
export function reprText(value: PyObject, address = 0): string {
  return new Repr(address).of(value);
}

class Repr {
  private readonly address: number;
  /** Tuples whose repr is being made: damaged data can make one hold itself. */
  private readonly open = new Set<PyTuple>();

  constructor(address: number) {
    this.address = address;
  }

  of(value: PyObject): string {
    if (isStr(value)) return reprStr(value);
    if (typeof value === 'boolean') return value ? 'True' : 'False';
    if (typeof value === 'number' || typeof value === 'bigint') return value.toString();
    if (value === None) return 'None';
    if (value === Ellipsis) return 'Ellipsis';
    if (value instanceof PyTuple) return this.ofTuple(value);
    if (value instanceof PyFloat) return reprFloat(value.value);
    if (value instanceof PyComplex) return reprComplex(value);
    if (value instanceof PyBytes) return reprBytes(value.value);
    if (value instanceof PySlice) {
      return `slice(${this.of(value.start)}, ${this.of(value.stop)}, ${this.of(value.step)})`;
    }
    if (value instanceof PyFrozenSet) {
      return value.items.length === 0 ? 'frozenset()' : `frozenset({${this.list(value.items)}})`;
    }
    if (value instanceof PyCode) return this.ofCode(value);
    return 'NotImplemented';
  }

  private list(items: readonly PyObject[]): string {
    return items.map((item) => this.of(item)).join(', ');
  }

  private ofTuple(value: PyTuple): string {
    if (this.open.has(value)) return '(...)';
    this.open.add(value);
    const inner = this.list(value.items);
    this.open.delete(value);
    return value.items.length === 1 ? `(${inner},)` : `(${inner})`;
  }

  private ofCode(code: PyCode): string {
    const at = `0x${this.address.toString(16)}`;
    const line = code.co_firstlineno === 0 ? -1 : code.co_firstlineno;
    return `<code object ${utf16FromStr(code.co_name)} at ${at}, file "${utf16FromStr(code.co_filename)}", line ${line}>`;
  }
}

/** Single quotes unless there are some inside and no double ones. */
function quoteFor(has: (quote: number) => boolean): string {
  return has(0x27) && !has(0x22) ? '"' : "'";
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

/** The `repr()` of a str, as UTF-16 text. */
export function reprStr(value: Str): string {
  const codePoints = codePointsOf(value);
  const quote = quoteFor((c) => Array.prototype.includes.call(codePoints, c));
  let text = quote;
  for (let i = 0; i < codePoints.length; i++) text += escapeCodePoint(codePoints[i]!, quote);
  return text + quote;
}

function escapeCodePoint(c: number, quote: string): string {
  if (c === 0x5c || c === quote.charCodeAt(0)) return `\\${String.fromCharCode(c)}`;
  if (c >= 0x20 && c < 0x7f) return String.fromCharCode(c);
  if (c === 0x09) return '\\t';
  if (c === 0x0a) return '\\n';
  if (c === 0x0d) return '\\r';
  if (c >= 0x80 && hasGlyph(c)) return String.fromCodePoint(c);
  if (c <= 0xff) return `\\x${hex(c, 2)}`;
  return c <= 0xffff ? `\\u${hex(c, 4)}` : `\\U${hex(c, 8)}`;
}

/** The `repr()` of bytes. */
export function reprBytes(value: Uint8Array): string {
  const quote = quoteFor((c) => value.includes(c));
  let text = `b${quote}`;
  for (const c of value) {
    if (c === 0x5c || c === quote.charCodeAt(0)) text += `\\${String.fromCharCode(c)}`;
    else if (c >= 0x20 && c < 0x7f) text += String.fromCharCode(c);
    else if (c === 0x09) text += '\\t';
    else if (c === 0x0a) text += '\\n';
    else if (c === 0x0d) text += '\\r';
    else text += `\\x${hex(c, 2)}`;
  }
  return text + quote;
}

/** The shortest digits that read back as the same double, in Python's notation; a whole number has no point. */
function shortestDigits(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (!Number.isFinite(value)) return `${sign}inf`;
  const [mantissa, power] = Math.abs(value).toExponential().split('e') as [string, string];
  const exponent = Number(power);
  const digits = mantissa.replace('.', '');
  if (exponent < -4 || exponent >= 16) {
    return `${sign}${mantissa}e${exponent < 0 ? '-' : '+'}${`${Math.abs(exponent)}`.padStart(2, '0')}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = digits.slice(exponent + 1);
  return sign + whole + (fraction && `.${fraction}`);
}

/** The `repr()` of a float. */
export function reprFloat(value: number): string {
  const text = shortestDigits(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** The `repr()` of a complex; a real part of positive zero is not shown. */
export function reprComplex(value: PyComplex): string {
  const imag = shortestDigits(value.imag);
  if (Object.is(value.real, 0)) return `${imag}j`;
  return `(${shortestDigits(value.real)}${imag.startsWith('-') ? '' : '+'}${imag}j)`;
}
