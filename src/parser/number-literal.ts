/**
 * The values of NUMBER tokens. CPython: `parsenumber` in Parser/pegen.c.
 *
 * The text is known to be well-formed. JavaScript's conversion of decimal texts to doubles is correctly rounded, as
 * is CPython's.
 */
import { PyComplex } from '../objects/complex.ts';
import { PyFloat } from '../objects/float.ts';
import { normalizeInt, type PyInt } from '../objects/object.ts';
import type { TokenStream } from './token-stream.ts';

/** Texts no longer than this are safe integers whatever their digits. */
const SAFE_DIGITS = 15;

/** The value of the NUMBER token `i`. */
export function parseNumber(stream: TokenStream, i: number): PyInt | PyFloat | PyComplex {
  const start = stream.start[i];
  let text = stream.text.slice(start, stream.end[i]);
  if (text.includes('_')) text = text.replaceAll('_', '');
  if (text.charCodeAt(0) === 0x30 && text.length > 1) {
    const letter = text.charCodeAt(1) | 0x20;
    // Hexadecimal, octal and binary literals are written as in JavaScript.
    if (letter === 0x78 || letter === 0x6f || letter === 0x62) return normalizeInt(BigInt(text));
  }
  const last = text.charCodeAt(text.length - 1) | 0x20;
  if (last === 0x6a) return new PyComplex(0, Number(text.slice(0, -1)));
  if (!isDecimalInteger(text)) return new PyFloat(Number(text));
  // An integer that begins with a zero is zero, however long.
  if (text.length <= SAFE_DIGITS || text.charCodeAt(0) === 0x30) return Number(text);
  if (stream.maxIntDigits > 0 && text.length > stream.maxIntDigits)
    throw tooManyDigits(stream, i, text.length);
  return normalizeInt(BigInt(text));
}

function isDecimalInteger(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 0x30 || c > 0x39) return false;
  }
  return true;
}

/** No columns: they would underline thousands of digits. */
function tooManyDigits(stream: TokenStream, i: number, digits: number) {
  return stream.errorAt(
    'SyntaxError',
    `Exceeds the limit (${stream.maxIntDigits} digits) for integer string conversion: value has ${digits} digits; ` +
      'use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals ' +
      'to avoid decimal conversion limits.',
    stream.lineno[i],
    0,
    stream.endLineno[i],
    0,
  );
}
