/**
 * Converters: from the argument a caller hands over to the value a built-in function wants, and back for results.
 * Named as Argument Clinic names them; a declaration like `count: ssize_t = -1` picks one. CPython: Python/getargs.c.
 */
import { PyByteArray } from '../objects/bytearray.ts';
import { PyBytes } from '../objects/bytes.ts';
import { PyBaseException } from '../objects/exception.ts';
import { PyFloat } from '../objects/float.ts';
import { type PyInt, type PyObject, PyType } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { type Str, strLength, utf16FromStr } from '../objects/str.ts';
import { bytesLike, writableBytesLike } from './buffer.ts';
import { encodeUtf8Strict } from './codecs/utf8-strict.ts';
import { asIndex, indexClamped, isTrue, strValue } from './convert.ts';
import { overflowError, typeError, valueError } from './errors.ts';
import { codeAt, isAsciiText } from './text.ts';
import { typeName, typeOf } from './type-of.ts';
import { warnStrictSubclass } from './warn.ts';

/** The JavaScript type that each converter gives. */
export interface Converters {
  /** As it is. */
  object: PyObject;
  /** Truth. */
  bool: boolean;
  /** A str. */
  str: Str;
  /** A str without null characters that UTF-8 can encode, as UTF-16: a name that C code takes. */
  c_str: string;
  /** The same, and `None` is absent. */
  c_str_or_none: string | undefined;
  /** A str of one character, to fill with. */
  fill_char: Str;
  /** A str of one character, as its code point. */
  unicode_char: number;
  /** An int from 0 to 255: an item of a bytearray. */
  bytesvalue: number;
  /** A bytes or bytearray of length 1, as its octet. */
  char: number;
  /** An index or count: any int a `Py_ssize_t` holds, rounded to a double. */
  ssize_t: number;
  /** The same for slices: what is too large is clamped. */
  slice_index: number;
  /** The same, and `None` is absent. */
  slice_index_or_none: number | undefined;
  /** A C `int`. */
  int: number;
  /** A C `unsigned int` whose excess bits are dropped. */
  uint: number;
  /** A C `long long`, as a canonical int. */
  long: PyInt;
  /** Any int, of any size. */
  integer: PyInt;
  /** A real number as a double. */
  double: number;
  /** The octets of any object with the buffer protocol. */
  bytes_like: Uint8Array;
  /** The octets of an object that lets them be written to. */
  writable_buffer: Uint8Array;
  /** Those of a bytes-like object, or a str for its UTF-8 octets. */
  bytes_like_or_str: Uint8Array;
  /** The octets of a bytes-like object, or those of an ASCII str. */
  ascii_buffer: Uint8Array;
  /** A class. */
  type: PyType;
}

export type ConverterName = keyof Converters;

/** Where an argument stands, for messages: the function's name and `argument 1` or `argument 'key'`. */
export interface ArgumentPlace {
  readonly functionName: string;
  readonly argument: string;
}

/** `f() argument 1 must be str, not int`. CPython: `_PyArg_BadArgument`. */
export function badArgument(place: ArgumentPlace, expected: string, value: PyObject): never {
  const got = value === None ? 'None' : typeName(value);
  throw typeError(`${place.functionName}() ${place.argument} must be ${expected}, not ${got}`);
}

/** A real number as a double. May call `__float__` or `__index__`. CPython: `PyFloat_AsDouble`. */
export function asDouble(value: PyObject): number {
  if (value instanceof PyFloat) return value.value;
  if (typeof value === 'number') return value;
  const type = typeOf(value);
  if (type.nb_float !== undefined) return floatOf(value, type.nb_float(value));
  if (type.nb_index !== undefined) return intAsDouble(asIndex(value));
  throw typeError(`must be real number, not ${type.tp_name}`);
}

/** The value of what `__float__` returned. */
export function floatOf(value: PyObject, result: PyObject): number {
  if (!(result instanceof PyFloat)) {
    throw typeError(`${typeName(value)}.__float__ returned non-float (type ${typeName(result)})`);
  }
  if (result.ob_type !== PyFloat.type) {
    warnStrictSubclass(`${typeName(value)}.__float__`, 'float', typeName(result));
  }
  return result.value;
}

/** An int as the nearest double. */
export function intAsDouble(value: PyInt): number {
  const double = Number(value);
  if (!Number.isFinite(double)) throw overflowError('int too large to convert to float');
  return double;
}

/** An index or count: any int that a `Py_ssize_t` holds. CPython: `PyNumber_AsSsize_t`. */
export function asSsizeInt(value: PyObject): PyInt {
  const int = asIndex(value);
  if (typeof int === 'bigint' && BigInt.asIntN(64, int) !== int) {
    throw overflowError('Python int too large to convert to C ssize_t');
  }
  return int;
}

/** The same, rounded to a double. */
export function asSsize(value: PyObject): number {
  return typeof value === 'number' ? value : Number(asSsizeInt(value));
}

/** An item of a bytearray. CPython: `_getbytevalue` in Objects/bytearrayobject.c. */
export function byteValue(value: PyObject): number {
  const int = asIndex(value);
  if (int < 0 || int > 255) throw valueError('byte must be in range(0, 256)');
  return Number(int);
}

/** What binascii decodes. CPython: `ascii_buffer_converter` in Modules/binascii.c. */
function asciiBuffer(value: PyObject): Uint8Array {
  const text = strValue(value);
  if (text !== undefined) {
    if (!isAsciiText(text)) throw valueError('string argument should contain only ASCII characters');
    return encodeUtf8Strict(text);
  }
  try {
    return bytesLike(value);
  } catch (thrown) {
    if (!(thrown instanceof PyBaseException)) throw thrown;
    throw typeError(`argument should be bytes, buffer or ASCII string, not '${typeName(value)}'`);
  }
}

/** The octet of a byte string of length 1. */
function octetOf(value: PyObject, place: ArgumentPlace): number {
  const octets =
    value instanceof PyBytes ? value.value : value instanceof PyByteArray ? value.octets : undefined;
  if (octets === undefined) badArgument(place, 'a byte string of length 1', value);
  if (octets.length === 1) return octets[0]!;
  const kind = value instanceof PyBytes ? 'bytes' : 'bytearray';
  throw typeError(
    `${place.functionName}(): ${place.argument} must be a byte string of length 1, not a ${kind} object of length ${octets.length}`,
  );
}

/** A C `int`. */
export function asCInt(value: PyObject): number {
  const int = asIndex(value);
  if (typeof int === 'bigint' || int > 2147483647 || int < -2147483648) {
    throw overflowError('Python int too large to convert to C int');
  }
  return int;
}

export function cLong(value: PyObject): PyInt {
  const int = asIndex(value);
  if (typeof int === 'bigint' && BigInt.asIntN(64, int) !== int) {
    throw overflowError('Python int too large to convert to C long');
  }
  return int;
}

/** Is it a text of ASCII, short as names of encodings are, that has no null character? */
function isPlainName(text: string): boolean {
  const { length } = text;
  if (length > 24) return false;
  for (let i = 0; i < length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0 || c > 127) return false;
  }
  return true;
}

function cString(text: Str): string {
  if (typeof text === 'string' && isPlainName(text)) return text;
  if (typeof text === 'string' && isAsciiText(text)) {
    if (text.includes('\0')) throw valueError('embedded null character');
    return text;
  }
  if (encodeUtf8Strict(text).includes(0)) throw valueError('embedded null character');
  return utf16FromStr(text);
}

/** The code point of a str of length 1. CPython: converter `int(accept={str})`. */
function unicodeChar(value: PyObject, place: ArgumentPlace): number {
  const text = strValue(value) ?? badArgument(place, 'a unicode character', value);
  if (strLength(text) === 1) return codeAt(text, 0);
  throw typeError(
    `${place.functionName}(): ${place.argument} must be a unicode character, not a string of length ${strLength(text)}`,
  );
}

/** The conversion functions. */
export const CONVERTERS: {
  readonly [K in ConverterName]: (value: PyObject, place: ArgumentPlace) => Converters[K];
} = {
  object: (value) => value,
  bool: (value) => isTrue(value),
  str: (value, place) => strValue(value) ?? badArgument(place, 'str', value),
  c_str: (value, place) => cString(strValue(value) ?? badArgument(place, 'str', value)),
  c_str_or_none: (value, place) =>
    value === None ? undefined : cString(strValue(value) ?? badArgument(place, 'str or None', value)),
  fill_char: (value) => {
    const text = strValue(value);
    if (text === undefined)
      throw typeError(`The fill character must be a unicode character, not ${typeName(value)}`);
    if (strLength(text) !== 1) throw typeError('The fill character must be exactly one character long');
    return text;
  },
  unicode_char: unicodeChar,
  ssize_t: asSsize,
  slice_index: (value) => {
    if (typeof value !== 'number' && typeOf(value).nb_index === undefined) {
      throw typeError('slice indices must be integers or have an __index__ method');
    }
    return indexClamped(value);
  },
  slice_index_or_none: (value) => {
    if (typeof value === 'number') return value;
    if (value === None) return undefined;
    if (typeOf(value).nb_index === undefined) {
      throw typeError('slice indices must be integers or None or have an __index__ method');
    }
    return indexClamped(value);
  },
  bytesvalue: (value) => byteValue(value),
  char: octetOf,
  int: asCInt,
  uint: (value) => Number(BigInt.asUintN(32, BigInt(asIndex(value)))),
  long: cLong,
  integer: (value) => asIndex(value),
  double: (value) => asDouble(value),
  bytes_like: (value) => bytesLike(value),
  writable_buffer: (value, place) =>
    writableBytesLike(value, () => badArgument(place, 'read-write bytes-like object', value)),
  bytes_like_or_str: (value) => {
    const text = strValue(value);
    return text === undefined ? bytesLike(value) : encodeUtf8Strict(text);
  },
  ascii_buffer: asciiBuffer,
  type: (value, place) => (value instanceof PyType ? value : badArgument(place, 'type', value)),
};

/** What a declared result means: how the raw value of the implementation becomes a Python value. */
export interface Results {
  object: PyObject;
  bool: boolean;
  int: PyInt;
  double: number;
  str: Str;
  None: void;
}

export type ResultName = keyof Results;

/** The boxing of results. */
export const RESULTS: { readonly [K in ResultName]: (value: Results[K]) => PyObject } = {
  object: (value) => value,
  bool: (value) => value,
  int: (value) => value,
  double: (value) => new PyFloat(value),
  str: (value) => value,
  None: () => None,
};

/** A length that a Python object can have, for counts that come from Python. */
export function asLength(value: PyObject, what: string): number {
  const n = indexClamped(value);
  if (n < 0) throw valueError(`${what} must be >= 0`);
  return n;
}
