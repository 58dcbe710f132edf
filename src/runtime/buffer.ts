/** The buffer protocol: octets behind an object. CPython: `PyObject_GetBuffer` in Objects/abstract.c. */
import { PyBytes } from '../objects/bytes.ts';
import type { PyObject } from '../objects/object.ts';
import { typeError } from './errors.ts';
import { typeName, typeOf } from './type-of.ts';

/** The octets of a bytes-like object. They are the object's own: whoever keeps them copies. */
export function bytesLike(value: PyObject): Uint8Array {
  if (value instanceof PyBytes) return value.value;
  const get = typeOf(value).bf_getbuffer;
  if (get === undefined) throw typeError(`a bytes-like object is required, not '${typeName(value)}'`);
  return get(value);
}
