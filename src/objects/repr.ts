/**
 * `repr()` of constants: of what the compiler and marshal make, where no interpreter is there to ask.
 * CPython: `unicode_repr`, `PyBytes_Repr`, `float_repr`, `complex_repr`, `tuple_repr`, `code_repr`.
 *
 * Texts here are UTF-16: `repr` escapes surrogates, so none of them can be lone.
 */
import { floatRepr, formatFloat } from '../common/float-format.ts';
import { hasGlyph } from '../common/unicode-properties.ts';
import { PyBytes } from './bytes.ts';
import { PyCode } from './code.ts';
import { PyComplex } from './complex.ts';
import { PyFloat } from './float.ts';
import type { PyObject } from './object.ts';
import { PyFrozenSet } from './set.ts';
import { Ellipsis, None } from './singletons.ts';
import { PySlice } from './slice.ts';
import { isStr, type Str, strFromUtf16, utf16FromStr } from './str.ts';
import { PyTuple } from './tuple.ts';

/** The `repr()` of a constant. `address` stands in a code object's, as the number it would have in CPython. */
export function reprConstant(value: PyObject, address = 0): Str {
  return strFromUtf16(reprText(value, address));
}

/** {@link reprConstant} as UTF-16 text. */
export function reprText(value: PyObject, address = 0): string {
  return new Repr(address).of(value);
}

/** What is left to do while a repr is being made: a value to show, a text, or a tuple that is complete. */
type Step = PyObject | { readonly text: string; readonly closes?: PyTuple };

/** Containers wait on a stack of their own: values out of marshal data can be nested deeply. */
class Repr {
  private readonly address: number;
  private readonly steps: Step[] = [];
  /** Tuples whose repr is being made: damaged data can make one hold itself. */
  private readonly open = new Set<PyTuple>();

  constructor(address: number) {
    this.address = address;
  }

  of(value: PyObject): string {
    let text = '';
    this.steps.push(value);
    while (this.steps.length > 0) {
      const step = this.steps.pop()!;
      if (typeof step === 'object' && 'text' in step) {
        text += step.text;
        if (step.closes !== undefined) this.open.delete(step.closes);
      } else {
        text += this.begin(step);
      }
    }
    return text;
  }

  /** The text that a value begins with; what follows is left on the stack. */
  private begin(value: PyObject): string {
    if (isStr(value)) return reprStr(value);
    if (typeof value === 'boolean') return value ? 'True' : 'False';
    if (typeof value === 'number' || typeof value === 'bigint') return value.toString();
    if (value === None) return 'None';
    if (value === Ellipsis) return 'Ellipsis';
    if (value instanceof PyTuple) return this.beginTuple(value);
    if (value instanceof PyFloat) return floatRepr(value.value);
    if (value instanceof PyComplex) return reprComplex(value);
    if (value instanceof PyBytes) return reprBytes(value.value);
    if (value instanceof PySlice) return this.beginList('slice(', [value.start, value.stop, value.step], ')');
    if (value instanceof PyFrozenSet) {
      return value.items.length === 0 ? 'frozenset()' : this.beginList('frozenset({', value.items, '})');
    }
    if (value instanceof PyCode) return this.ofCode(value);
    return 'NotImplemented';
  }

  private beginTuple(value: PyTuple): string {
    if (this.open.has(value)) return '(...)';
    this.open.add(value);
    return this.beginList('(', value.items, value.items.length === 1 ? ',)' : ')', value);
  }

  private beginList(start: string, items: readonly PyObject[], end: string, closes?: PyTuple): string {
    this.steps.push(closes === undefined ? { text: end } : { text: end, closes });
    for (let i = items.length - 1; i >= 0; i--) {
      this.steps.push(items[i]!);
      if (i > 0) this.steps.push({ text: ', ' });
    }
    return start;
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

/** What `repr` may show in another form: all but most of printable ASCII. */
const ESCAPABLE = /[\\'"\0-\x1f\x7f-\uffff]/g;

/** V8 ends the process when a regular expression matches too often in one text. */
const CHUNK = 2 ** 20;

/** Texts up to this length are looked at one by one. */
const SHORT = 64;

/** Is it a short text of ASCII without quotes, backslashes and control characters? */
function isPlain(text: string): boolean {
  const { length } = text;
  if (length > SHORT) return false;
  for (let i = 0; i < length; i++) {
    const c = text.charCodeAt(i);
    if (c < 0x20 || c > 0x7e || c === 0x27 || c === 0x22 || c === 0x5c) return false;
  }
  return true;
}

/** The `repr()` of a str, as UTF-16 text. */
export function reprStr(value: Str): string {
  if (typeof value === 'string') {
    if (isPlain(value)) return `'${value}'`;
    const mark = quoteFor((c) => value.includes(String.fromCharCode(c)));
    let text = mark;
    for (let at = 0; at < value.length; at += CHUNK) {
      const chunk = value.length <= CHUNK ? value : value.slice(at, at + CHUNK);
      text += chunk.replace(ESCAPABLE, (c) => escapeCodePoint(c.charCodeAt(0), mark));
    }
    return text + mark;
  }
  const { codePoints } = value;
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

/** The `repr()` of a complex; a real part of positive zero is not shown. */
export function reprComplex(value: PyComplex): string {
  const imag = formatFloat(value.imag, 'r', 0);
  if (Object.is(value.real, 0)) return `${imag}j`;
  return `(${formatFloat(value.real, 'r', 0)}${imag.startsWith('-') ? '' : '+'}${imag}j)`;
}
