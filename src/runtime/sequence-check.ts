/** Which objects count as sequences. CPython: `PySequence_Check` in Objects/abstract.c. */
import { PyDict } from '../objects/dict.ts';
import { PyList } from '../objects/list.ts';
import type { PyObject } from '../objects/object.ts';
import { PyTuple } from '../objects/tuple.ts';
import { typeOf } from './type-of.ts';

/** Has it items by position? No dict has, though it has `__getitem__`. */
export function isSequence(value: PyObject): boolean {
  if (value instanceof PyList || value instanceof PyTuple) return true;
  return !(value instanceof PyDict) && typeOf(value).sq_item !== undefined;
}
