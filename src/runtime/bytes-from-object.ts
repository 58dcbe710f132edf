/** The octets that bytes are made of. CPython: `PyObject_Bytes`, `PyBytes_FromObject` in Objects/bytesobject.c. */
import { attrName } from '../objects/attribute-name.ts';
import { PyByteArray } from '../objects/bytearray.ts';
import { PyBytes } from '../objects/bytes.ts';
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import { PyList } from '../objects/list.ts';
import type { PyObject } from '../objects/object.ts';
import { PyTuple } from '../objects/tuple.ts';
import { copyBuffer, hasBuffer } from './buffer.ts';
import { callSpecial } from './call.ts';
import { asIndex, strValue } from './convert.ts';
import { typeError, valueError } from './errors.ts';
import { getIter } from './iter.ts';
import { copyOctets, newOctets } from './octets.ts';
import { isInstanceOf, typeName, typeOf } from './type-of.ts';

const dunderBytes = attrName('__bytes__');

const TypeErrorType = exceptionTypes.get('TypeError')!;

/** Octets as they come. */
export class OctetBuilder {
  private _octets: Uint8Array;
  private _length = 0;

  constructor(capacity = 64) {
    this._octets = new Uint8Array(capacity);
  }

  push(octet: number): void {
    if (this._length === this._octets.length) {
      const more = new Uint8Array(this._length * 2 + 16);
      more.set(this._octets);
      this._octets = more;
    }
    this._octets[this._length++] = octet;
  }

  /** The octets; the builder is not used any more. */
  finish(): Uint8Array {
    return this._length === this._octets.length ? this._octets : this._octets.slice(0, this._length);
  }
}

/** What `value.__bytes__()` gives; `undefined` where there is no such method. */
export function callBytesMethod(value: PyObject): PyBytes | undefined {
  const result = callSpecial(value, dunderBytes);
  if (result === undefined || result instanceof PyBytes) return result;
  throw typeError(`__bytes__ returned non-bytes (type ${typeName(result)})`);
}

/** May call `__bytes__`, `__iter__`, `__index__`. The octets may be the object's own: whoever keeps them copies. */
export function bytesFromObject(value: PyObject): Uint8Array {
  if (value instanceof PyBytes && value.ob_type === PyBytes.type) return value.value;
  return callBytesMethod(value)?.value ?? bytesFromBufferOrItems(value);
}

/** The same without `__bytes__`: the octets of a bytes-like object, or those that an iterable of ints gives. */
export function bytesFromBufferOrItems(value: PyObject): Uint8Array {
  if (value instanceof PyBytes && value.ob_type === PyBytes.type) return value.value;
  if (value instanceof PyByteArray && value.ob_type === PyByteArray.type) {
    return copyOctets(value.storage, value.start, value.start + value.length);
  }
  if (hasBuffer(value)) return copyBuffer(value);
  if (strValue(value) !== undefined) refuse(value);
  if (typeof value === 'object' && (value.ob_type === PyList.type || value.ob_type === PyTuple.type)) {
    return bytesFromItems(value as PyList | PyTuple);
  }
  let iterator: PyObject;
  try {
    iterator = getIter(value);
  } catch (thrown) {
    if (thrown instanceof PyBaseException && isInstanceOf(thrown, TypeErrorType)) refuse(value);
    throw thrown;
  }
  const next = typeOf(iterator).tp_iternext!;
  const octets = new OctetBuilder();
  for (let item = next(iterator); item !== undefined; item = next(iterator)) octets.push(octetOf(item));
  return octets.finish();
}

function refuse(value: PyObject): never {
  throw typeError(`cannot convert '${typeName(value)}' object to bytes`);
}

/** `__index__` of an item may change the list. */
function bytesFromItems(sequence: PyList | PyTuple): Uint8Array {
  const { items } = sequence;
  const plain = newOctets(items.length);
  let count = 0;
  for (; count < items.length; count++) {
    const item = items[count]!;
    if (typeof item !== 'number' || item < 0 || item > 255) break;
    plain[count] = item;
  }
  if (count === items.length) return plain;
  const octets = new OctetBuilder(sequence.items.length);
  for (let i = 0; i < sequence.items.length; i++) octets.push(octetOf(sequence.items[i]!));
  return octets.finish();
}

function octetOf(item: PyObject): number {
  const octet = asIndex(item);
  if (octet < 0 || octet > 255) throw valueError('bytes must be in range(0, 256)');
  return Number(octet);
}
