/**
 * `repr`, `str`, `ascii`, and the guard against objects that contain themselves.
 * CPython: `PyObject_Repr`, `PyObject_Str`, `Py_ReprEnter` in Objects/object.c.
 */
import type { PyBaseObject, PyObject } from '../objects/object.ts';
import { codePointsOf, isStr, type Str } from '../objects/str.ts';
import { strValue } from './convert.ts';
import { typeError } from './errors.ts';
import { current } from './state.ts';
import { typeName, typeOf } from './type-of.ts';

/** `repr(value)` as an object: an instance of a subclass of str that `__repr__` returns stays what it is. */
export function reprObject(value: PyObject): PyObject {
  const result = typeOf(value).tp_repr!(value);
  if (strValue(result) === undefined) {
    throw typeError(`__repr__ returned non-string (type ${typeName(result)})`);
  }
  return result;
}

/** The text of `repr(value)`. May call `__repr__`. */
export function repr(value: PyObject): Str {
  return strValue(reprObject(value))!;
}

/** `str(value)`. May call `__str__`. */
export function str(value: PyObject): Str {
  if (isStr(value)) return value;
  const result = typeOf(value).tp_str!(value);
  const text = strValue(result);
  if (text === undefined) throw typeError(`__str__ returned non-string (type ${typeName(result)})`);
  return text;
}

/** `ascii(value)` as an object: the repr itself if it is ASCII. */
export function asciiObject(value: PyObject): PyObject {
  const shown = reprObject(value);
  const text = strValue(shown)!;
  const escaped = asciiOf(text);
  return escaped === text ? shown : escaped;
}

/** The text of `ascii(value)`: the repr with everything beyond ASCII escaped. */
export function ascii(value: PyObject): Str {
  return asciiOf(repr(value));
}

function asciiOf(text: Str): Str {
  if (typeof text === 'string' && /^[\0-\x7f]*$/.test(text)) return text;
  let out = '';
  const codePoints = codePointsOf(text);
  for (let i = 0; i < codePoints.length; i++) {
    const c = codePoints[i]!;
    if (c < 0x80) out += String.fromCharCode(c);
    else if (c < 0x100) out += `\\x${c.toString(16).padStart(2, '0')}`;
    else if (c < 0x10000) out += `\\u${c.toString(16).padStart(4, '0')}`;
    else out += `\\U${c.toString(16).padStart(8, '0')}`;
  }
  return out;
}

/** Runs `body` unless the repr of this object is already under way on this thread; then the answer is `repeated`. */
export function guardRepr(value: PyBaseObject, repeated: string, body: () => Str): Str {
  const active = current.thread.reprActive;
  if (active.has(value)) return repeated;
  active.add(value);
  try {
    return body();
  } finally {
    active.delete(value);
  }
}
