/**
 * `int(value)` and `float(value)` of any object: numbers by their special methods, texts by parsing.
 * CPython: `PyNumber_Long`, `PyNumber_Float` in Objects/abstract.c, `PyFloat_FromString` in Objects/floatobject.c.
 */
import { floatFromText } from '../common/float-parse.ts';
import { PyBytes } from '../objects/bytes.ts';
import { PyFloat } from '../objects/float.ts';
import type { PyInt, PyObject } from '../objects/object.ts';
import { reprBytes } from '../objects/repr.ts';
import type { Str } from '../objects/str.ts';
import { bytesLikeOrAbsent } from './buffer.ts';
import { asIndex, intValue, strValue } from './convert.ts';
import { floatOf, intAsDouble } from './converters.ts';
import { typeError, valueError } from './errors.ts';
import { intFromAscii, intFromStr } from './int-text.ts';
import { asciiNumberText, latin1Text, stripCSpace } from './number-text.ts';
import { repr } from './repr.ts';
import { strConcat, strSlice } from './text.ts';
import { typeName, typeOf } from './type-of.ts';
import { warnStrictSubclass } from './warn.ts';

/** As much of the text as errors show. */
const SHOWN = 200;

/** The int that a str says, or a ValueError. Base 0 goes by the prefix. */
export function parseIntStr(value: PyObject, text: Str, base: number): PyInt {
  const int = intFromStr(text, base);
  if (int !== undefined) return int;
  throw valueError(
    strConcat(`invalid literal for int() with base ${base}: `, strSlice(repr(value), 0, SHOWN)),
  );
}

/** The same for bytes. */
export function parseIntBytes(bytes: Uint8Array, base: number): PyInt {
  const int = intFromAscii(latin1Text(bytes), base);
  if (int !== undefined) return int;
  const shown = reprBytes(bytes.subarray(0, SHOWN)).slice(0, SHOWN);
  throw valueError(`invalid literal for int() with base ${base}: ${shown}`);
}

/** The octets of a bytes-like object; `undefined` for others. */
function bytesOf(value: PyObject): Uint8Array | undefined {
  return value instanceof PyBytes ? value.value : bytesLikeOrAbsent(value);
}

/** The int of a text that is a few decimal digits, as most are; a sign may stand before them. */
function shortInt(text: string): number | undefined {
  const { length } = text;
  const isNegative = length > 1 && text.charCodeAt(0) === 0x2d;
  if (length === 0 || length > 15) return undefined;
  let int = 0;
  for (let i = isNegative ? 1 : 0; i < length; i++) {
    const digit = text.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return undefined;
    int = int * 10 + digit;
  }
  return isNegative ? 0 - int : int;
}

/** `int(value)`. May call `__int__` or `__index__`. */
export function numberAsInt(value: PyObject): PyInt {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value === 'string') return shortInt(value) ?? parseIntStr(value, value, 10);
  const type = typeOf(value);
  if (type.nb_int !== undefined) {
    const result = type.nb_int(value);
    if (typeof result === 'number' || typeof result === 'bigint') return result;
    const int = intValue(result);
    if (int === undefined) throw typeError(`__int__ returned non-int (type ${typeName(result)})`);
    warnStrictSubclass('__int__', 'int', typeName(result));
    return int;
  }
  if (type.nb_index !== undefined) return asIndex(value);
  const text = strValue(value);
  if (text !== undefined) return parseIntStr(value, text, 10);
  const bytes = bytesOf(value);
  if (bytes !== undefined) return parseIntBytes(bytes, 10);
  throw typeError(
    `int() argument must be a string, a bytes-like object or a real number, not '${type.tp_name}'`,
  );
}

/** The float that a text says. CPython: `PyFloat_FromString`. */
export function floatFromString(value: PyObject): number {
  const text = strValue(value);
  const bytes = text === undefined ? bytesOf(value) : undefined;
  if (text === undefined && bytes === undefined) {
    throw typeError(`float() argument must be a string or a real number, not '${typeName(value)}'`);
  }
  const ascii = text === undefined ? latin1Text(bytes!) : asciiNumberText(text);
  const float = floatFromText(stripCSpace(ascii));
  if (float === undefined) throw valueError(strConcat('could not convert string to float: ', repr(value)));
  return float;
}

/** `float(value)`. May call `__float__` or `__index__`. */
export function numberAsFloat(value: PyObject): number {
  if (typeof value === 'number') return value;
  const type = typeOf(value);
  if (type === PyFloat.type) return (value as PyFloat).value;
  if (type.nb_float !== undefined) return floatOf(value, type.nb_float(value));
  return type.nb_index !== undefined ? intAsDouble(asIndex(value)) : floatFromString(value);
}
