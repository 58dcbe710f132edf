/**
 * str: the layout of Python strings.
 *
 * A string whose code points are all ≤ U+FFFF is a JavaScript string: one unit is one code point, and lone
 * surrogates (in any order, so also a high one before a low one) stay the code points they are. Any other
 * string is a `PyStr`. The form is canonical, so `===` on JavaScript strings is equality of Python strings.
 *
 * Texts that are known to hold no lone surrogate (source files, identifiers) are kept as ordinary UTF-16
 * JavaScript strings inside the compiler; {@link strFromUtf16} takes them across the border.
 */
import { objectType, PyBaseObject, PyType, TPFLAGS_BASETYPE, TPFLAGS_UNICODE_SUBCLASS } from './object.ts';

/** What the boxed forms of a str share: the place of the type's shell. */
export abstract class PyUnicode extends PyBaseObject {
  static readonly type = new PyType(
    'str',
    PyUnicode,
    objectType,
    TPFLAGS_BASETYPE | TPFLAGS_UNICODE_SUBCLASS,
  );
}

export const strType = PyUnicode.type;

/** A string with at least one code point above U+FFFF. Made by {@link strFromCodePoints} only. */
export class PyStr extends PyUnicode {
  readonly codePoints: Uint32Array;

  constructor(codePoints: Uint32Array) {
    super();
    this.codePoints = codePoints;
  }
}

/** An instance of a Python class derived from str. */
export class PyStrInstance extends PyUnicode {
  readonly value: Str;

  constructor(value: Str) {
    super();
    this.value = value;
  }
}

/** A Python `str` in its canonical form. */
export type Str = string | PyStr;

const CHUNK = 4096;

/** The string of these code points (each 0…0x10FFFF), in canonical form. */
export function strFromCodePoints(codePoints: ArrayLike<number>): Str {
  const n = codePoints.length;
  for (let i = 0; i < n; i++) {
    if (codePoints[i]! > 0xffff) return new PyStr(Uint32Array.from(codePoints));
  }
  let text = '';
  for (let i = 0; i < n; i += CHUNK) {
    text += String.fromCharCode(...Array.prototype.slice.call(codePoints, i, i + CHUNK));
  }
  return text;
}

/** The Python string of a UTF-16 text, in which surrogate pairs mean characters above U+FFFF. */
export function strFromUtf16(text: string): Str {
  for (let i = 0; i < text.length; i++) {
    if ((text.charCodeAt(i) & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      return strFromCodePoints(Array.from(text, (c) => c.codePointAt(0)!));
    }
  }
  return text;
}

/** The UTF-16 text of a string: right for every string but those with a high next to a low lone surrogate. */
export function utf16FromStr(value: Str): string {
  if (typeof value === 'string') return value;
  let text = '';
  for (const c of value.codePoints) text += String.fromCodePoint(c);
  return text;
}

/** The number of code points. */
export function strLength(value: Str): number {
  return typeof value === 'string' ? value.length : value.codePoints.length;
}

/** The code points of a string. */
export function codePointsOf(value: Str): ArrayLike<number> {
  if (typeof value !== 'string') return value.codePoints;
  const out = new Uint16Array(value.length);
  for (let i = 0; i < value.length; i++) out[i] = value.charCodeAt(i);
  return out;
}

/** Is this value a `str`, and no instance of a subclass? */
export function isStr(value: unknown): value is Str {
  return typeof value === 'string' || value instanceof PyStr;
}
