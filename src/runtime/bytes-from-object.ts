/** The octets that `bytes(value)` copies from an object other than a str or an int. CPython: `PyObject_Bytes`, `PyBytes_FromObject`. */
import { attrName } from '../objects/attribute-name.ts';
import { PyBytes } from '../objects/bytes.ts';
import type { PyObject } from '../objects/object.ts';
import { copyBuffer } from './buffer.ts';
import { callSpecial } from './call.ts';
import { asIndex, strValue } from './convert.ts';
import { typeError, valueError } from './errors.ts';
import { getIter } from './iter.ts';
import { typeName, typeOf } from './type-of.ts';

const dunderBytes = attrName('__bytes__');

/** May call `__bytes__`, `__iter__`, `__index__`. The octets may be the object's own: whoever keeps them copies. */
export function bytesFromObject(value: PyObject): Uint8Array {
  if (value instanceof PyBytes && value.ob_type === PyBytes.type) return value.value;
  const result = callSpecial(value, dunderBytes);
  if (result !== undefined) {
    if (!(result instanceof PyBytes))
      throw typeError(`__bytes__ returned non-bytes (type ${typeName(result)})`);
    return result.value;
  }
  const type = typeOf(value);
  if (type.bf_getbuffer !== undefined) return copyBuffer(value);
  if (value instanceof PyBytes) return value.value;
  if (strValue(value) !== undefined || (type.tp_iter === undefined && type.sq_item === undefined)) {
    throw typeError(`cannot convert '${type.tp_name}' object to bytes`);
  }
  return bytesFromItems(value);
}

/** The octets that an iterable of ints gives. */
function bytesFromItems(iterable: PyObject): Uint8Array {
  const iterator = getIter(iterable);
  const next = typeOf(iterator).tp_iternext!;
  const bytes: number[] = [];
  for (let item = next(iterator); item !== undefined; item = next(iterator)) {
    const byte = asIndex(item);
    if (byte < 0 || byte > 255) throw valueError('bytes must be in range(0, 256)');
    bytes.push(byte as number);
  }
  return Uint8Array.from(bytes);
}
