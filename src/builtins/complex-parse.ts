/**
 * Texts of complex numbers: `1+2j`, `j`, `(1e3-infj)`, with white space around and inside the parentheses.
 * CPython: `complex_from_string_inner` in Objects/complexobject.c, `_Py_string_to_number_with_underscores`.
 */
import type { Complex } from '../common/complex.ts';
import { floatFromText } from '../common/float-parse.ts';
import type { PyObject } from '../objects/object.ts';
import type { Str } from '../objects/str.ts';
import { valueError } from '../runtime/errors.ts';
import { asciiNumberText, stripCSpace } from '../runtime/number-text.ts';
import { repr } from '../runtime/repr.ts';
import { strConcat } from '../runtime/text.ts';

/** A number as `float()` reads it, at the beginning of what is left. */
const FLOAT = /[+-]?(?:[0-9]+\.?[0-9]*(?:e[+-]?[0-9]+)?|\.[0-9]+(?:e[+-]?[0-9]+)?|inf(?:inity)?|nan)/iy;
/** Underscores stand between digits only. */
const MISPLACED_UNDERSCORE = /(?:^|[^0-9])_|_(?:[^0-9]|$)/;

/** The number that stands at a place of the text, and where it ends. */
function floatAt(text: string, at: number): { value: number; end: number } | undefined {
  FLOAT.lastIndex = at;
  const match = FLOAT.exec(text);
  return match === null ? undefined : { value: floatFromText(match[0])!, end: at + match[0].length };
}

function isImaginaryUnit(text: string, at: number): boolean {
  return (text.charCodeAt(at) | 0x20) === 0x6a;
}

/** 1 or −1 for a sign, else undefined. */
function signAt(text: string, at: number): number | undefined {
  const c = text.charAt(at);
  return c === '+' ? 1 : c === '-' ? -1 : undefined;
}

/** Reads `<float>`, `<float>j`, `<float><signed-float>j`, `<float><sign>j`, `<sign>j` or `j`. */
function parse(text: string): Complex | undefined {
  const first = floatAt(text, 0);
  let real = 0;
  let imag: number;
  let at: number;
  if (first !== undefined) {
    at = first.end;
    const sign = signAt(text, at);
    if (at === text.length) return { real: first.value, imag: 0 };
    if (sign === undefined) {
      imag = first.value;
    } else {
      real = first.value;
      const second = floatAt(text, at);
      imag = second?.value ?? sign;
      at = second?.end ?? at + 1;
    }
  } else {
    const sign = signAt(text, 0);
    imag = sign ?? 1;
    at = sign === undefined ? 0 : 1;
  }
  return isImaginaryUnit(text, at) && at + 1 === text.length ? { real, imag } : undefined;
}

/** The complex number that a str says, or a ValueError; `value` is the object for messages. */
export function complexFromStr(value: PyObject, text: Str): Complex {
  let ascii = asciiNumberText(text);
  // As in C, nothing behind a NUL is looked at; with underscores in front, the NUL is the error.
  const nul = ascii.indexOf('\0');
  if ((nul < 0 ? ascii : ascii.slice(0, nul)).includes('_')) {
    if (nul >= 0 || MISPLACED_UNDERSCORE.test(ascii)) {
      throw valueError(strConcat('could not convert string to complex: ', repr(value)));
    }
    ascii = ascii.replaceAll('_', '');
  }
  ascii = stripCSpace(ascii);
  if (ascii.startsWith('(') && ascii.endsWith(')')) ascii = stripCSpace(ascii.slice(1, -1));
  const result = parse(ascii);
  if (result === undefined) throw valueError('complex() arg is a malformed string');
  return result;
}
