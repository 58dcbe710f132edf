/** File offsets: 64-bit integers, which the host takes as doubles. CPython: `PyNumber_AsOff_t`. */

import { PyFloat } from '../objects/float.ts';
import type { PyInt, PyObject } from '../objects/object.ts';
import { asIndex } from './convert.ts';
import { overflowError, typeError, valueError } from './errors.ts';
import { typeName } from './type-of.ts';

/** An `off_t`, as the raw streams take it: floats are refused by name. CPython: `PyLong_AsOff_t`. */
export function offsetArgument(value: PyObject): number {
  if (typeof value === 'number') return value;
  if (value instanceof PyFloat) throw typeError('an integer is required');
  const int = asIndex(value);
  if (typeof int === 'bigint' && BigInt.asIntN(64, int) !== int) {
    throw overflowError('Python int too large to convert to C long');
  }
  return Number(int);
}

/** A `Py_ssize_t`, exactly. */
export function exactSsize(value: PyObject): PyInt {
  const int = asIndex(value);
  if (typeof int === 'bigint' && BigInt.asIntN(64, int) !== int) {
    throw overflowError('Python int too large to convert to C ssize_t');
  }
  return int;
}

/** The same, as buffered streams take it: what is too large is a ValueError. */
export function clippedOffset(value: PyObject): number {
  if (typeof value === 'number') return value;
  const int = asIndex(value);
  if (typeof int === 'bigint' && BigInt.asIntN(64, int) !== int) {
    throw valueError(`cannot fit '${typeName(value)}' into an offset-sized integer`);
  }
  return Number(int);
}

/** A `Py_ssize_t` where what is too large is a ValueError. */
export function clippedSsize(value: PyObject): number {
  if (typeof value === 'number') return value;
  const int = asIndex(value);
  if (typeof int === 'bigint' && BigInt.asIntN(64, int) !== int) {
    throw valueError(`cannot fit '${typeName(value)}' into an index-sized integer`);
  }
  return Number(int);
}
