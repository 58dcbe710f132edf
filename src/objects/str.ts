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
import {
  objectType,
  PyBaseObject,
  PyType,
  Stamp,
  TPFLAGS_BASETYPE,
  TPFLAGS_UNICODE_SUBCLASS,
} from './object.ts';

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

// Classes derived from str lay their instances out as `PyStrInstance`, and still read str's attributes through its
// prototype. The constructor belongs to str: no derived class may take it for its own.
Object.defineProperty(PyStrInstance.prototype, 'ob_type', { value: strType, writable: true });
Object.defineProperty(PyStrInstance.prototype, 'stamp', { value: new Stamp(), writable: true });
Object.assign(strType, { ctor: PyStrInstance });

/** A Python `str` in its canonical form. */
export type Str = string | PyStr;

/** As many arguments as every engine takes in one call. */
const CHUNK = 8192;

/** Up to this length a text is made faster from some units at a time: typed arrays are no quick arguments. */
const SHORT = 64;

function shortText(units: Uint8Array | Uint16Array | Uint32Array, n: number): string {
  const { fromCharCode } = String;
  let text = '';
  let i = 0;
  for (; i + 8 <= n; i += 8) {
    text += fromCharCode(
      units[i]!,
      units[i + 1]!,
      units[i + 2]!,
      units[i + 3]!,
      units[i + 4]!,
      units[i + 5]!,
      units[i + 6]!,
      units[i + 7]!,
    );
  }
  if (i + 4 <= n) {
    text += fromCharCode(units[i]!, units[i + 1]!, units[i + 2]!, units[i + 3]!);
    i += 4;
  }
  for (; i < n; i++) text += fromCharCode(units[i]!);
  return text;
}

/** The text of code units, each a code point ≤ U+FFFF. */
export function stringFromUnits(units: Uint8Array | Uint16Array | Uint32Array): string {
  const n = units.length;
  if (n <= SHORT) return shortText(units, n);
  if (n <= CHUNK) return String.fromCharCode.apply(null, units as unknown as number[]);
  let text = '';
  for (let i = 0; i < n; i += CHUNK) {
    text += String.fromCharCode.apply(null, units.subarray(i, i + CHUNK) as unknown as number[]);
  }
  return text;
}

/** The string of these code points (each 0…0x10FFFF), in canonical form. The array is copied. */
export function strFromCodePoints(codePoints: ArrayLike<number>): Str {
  const n = codePoints.length;
  const array = codePoints instanceof Uint32Array ? codePoints : undefined;
  for (let i = 0; i < n; i++) {
    if (codePoints[i] > 0xffff)
      return new PyStr(array === undefined ? Uint32Array.from(codePoints) : array.slice());
  }
  return stringFromUnits(array ?? Uint32Array.from(codePoints));
}

/** The string of a single code point. */
export function strFromCodePoint(codePoint: number): Str {
  return codePoint <= 0xffff ? String.fromCharCode(codePoint) : new PyStr(Uint32Array.of(codePoint));
}

/** The Python string of a UTF-16 text, in which surrogate pairs mean characters above U+FFFF. */
export function strFromUtf16(text: string): Str {
  if (!/[\ud800-\udbff][\udc00-\udfff]/.test(text)) return text;
  const codePoints = new Uint32Array(text.length);
  let n = 0;
  for (let i = 0; i < text.length; n++) {
    const c = text.codePointAt(i)!;
    codePoints[n] = c;
    i += c > 0xffff ? 2 : 1;
  }
  return new PyStr(codePoints.slice(0, n));
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
