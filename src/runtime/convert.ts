/**
 * Conversions that the whole runtime asks for: truth, indices, lengths, names.
 * CPython: `PyObject_IsTrue`, `PyNumber_Index`, `PyNumber_AsSsize_t` in Objects/abstract.c and Objects/object.c.
 */
import { type AttrName, attrName } from '../objects/attribute-name.ts';
import { PyDict } from '../objects/dict.ts';
import { PyLong } from '../objects/int.ts';
import { listLength, PyList } from '../objects/list.ts';
import type { PyInt, PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { isStr, PyStrInstance, type Str, utf16FromStr } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { indexError, overflowError, typeError, valueError } from './errors.ts';
import { typeName, typeOf } from './type-of.ts';
import { warnStrictSubclass } from './warn.ts';

/** The greatest `Py_ssize_t` that a length or an index can be. Real lengths are far below 2**53. */
const SSIZE_MAX = 9223372036854775807n;

/** `bool(value)`. May call `__bool__` or `__len__`. */
export function isTrue(value: PyObject): boolean {
  const known = plainTruth(value);
  if (known !== undefined) return known;
  const type = typeOf(value);
  return type.nb_bool === undefined ? (type.mp_length ?? type.sq_length)!(value) > 0 : type.nb_bool(value);
}

/** The same where nobody has to be asked; `undefined` otherwise. */
export function plainTruth(value: PyObject): boolean | undefined {
  if (value === None) return false;
  // One after the other: V8 calls a built-in of its own for what `switch` looks at.
  if (typeof value === 'number') return value !== 0;
  if (typeof value === 'string') return value !== '';
  if (typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return true;
  const { ob_type } = value;
  if (ob_type === PyList.type) return listLength(value as PyList) > 0;
  if (ob_type === PyTuple.type) return (value as PyTuple).items.length > 0;
  if (ob_type === PyDict.type) return (value as PyDict).storage.size > 0;
  const { nb_bool, mp_length, sq_length } = ob_type;
  return nb_bool === undefined && mp_length === undefined && sq_length === undefined ? true : undefined;
}

/** The value of an int, also of a bool or of an instance of a subclass; `undefined` for anything else. */
export function intValue(value: PyObject): PyInt | undefined {
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return value;
    case 'boolean':
      return value ? 1 : 0;
  }
  return value instanceof PyLong ? value.value : undefined;
}

/** The value of a str, also of an instance of a subclass; `undefined` for anything else. */
export function strValue(value: PyObject): Str | undefined {
  if (isStr(value)) return value;
  return value instanceof PyStrInstance ? value.value : undefined;
}

/** `operator.index(value)`. May call `__index__`. */
export function asIndex(value: PyObject): PyInt {
  const int = intValue(value);
  if (int !== undefined) return int;
  const index = typeOf(value).nb_index;
  if (index === undefined) throw typeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  const result = index(value);
  const resultValue = intValue(result);
  if (resultValue === undefined) throw typeError(`__index__ returned non-int (type ${typeName(result)})`);
  if (typeof result !== 'number' && typeof result !== 'bigint') {
    warnStrictSubclass('__index__', 'int', typeName(result));
  }
  return resultValue;
}

/**
 * `value` as an index or a count in JavaScript. Beyond `Py_ssize_t` it is an IndexError; what a `Py_ssize_t` holds
 * but a double does not is rounded, and still beyond every length.
 */
export function indexAsNumber(value: PyObject): number {
  if (typeof value === 'number') return value;
  const int = asIndex(value);
  if (typeof int === 'number') return int;
  if (int > SSIZE_MAX || int < -SSIZE_MAX - 1n) {
    throw indexError(`cannot fit '${typeName(value)}' into an index-sized integer`);
  }
  return Number(int);
}

/** The same, but beyond `Py_ssize_t` it is an OverflowError: for counts. */
export function asCount(value: PyObject): number {
  if (typeof value === 'number') return value;
  const int = asIndex(value);
  if (typeof int === 'number') return int;
  if (int > SSIZE_MAX || int < -SSIZE_MAX - 1n) {
    throw overflowError(`cannot fit '${typeName(value)}' into an index-sized integer`);
  }
  return Number(int);
}

/** A count that may be None, which stands for `absent`. CPython: `_Py_convert_optional_to_ssize_t`. */
export function optionalCount(value: PyObject, absent = -1): number {
  if (value === None) return absent;
  if (typeof value !== 'number' && typeOf(value).nb_index === undefined) {
    throw typeError(`argument should be integer or None, not '${typeName(value)}'`);
  }
  return asCount(value);
}

/** The same as `asCount`, but beyond `Py_ssize_t` it is the nearest one: for slices. */
export function indexClamped(value: PyObject): number {
  if (typeof value === 'number') return value;
  return Number(asIndex(value));
}

/** The result of `__len__` as a length. */
export function lengthFromInt(value: PyObject): number {
  const length = asIndex(value);
  if (length < 0) throw valueError('__len__() should return >= 0');
  if (typeof length === 'bigint' && length > SSIZE_MAX) {
    throw overflowError("cannot fit 'int' into an index-sized integer");
  }
  return Number(length);
}

/** A str as an attribute name. */
export function attributeNameOf(name: Str): AttrName {
  return attrName(utf16FromStr(name));
}
