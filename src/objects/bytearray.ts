/**
 * bytearray: octets that change, in memory with room to grow at the end; what is deleted at the front becomes room, too.
 * CPython: Objects/bytearrayobject.c.
 */
import { BufferExporter } from './buffer.ts';
import {
  objectType,
  PyBaseObject,
  PyType,
  TPFLAGS_BASETYPE,
  TPFLAGS_DISALLOW_INSTANTIATION,
} from './object.ts';

/** The storage of an array that never had an octet. */
export const NO_MEMORY: Uint8Array = new Uint8Array(0);

export class PyByteArray extends BufferExporter {
  static readonly type = new PyType('bytearray', PyByteArray, objectType, TPFLAGS_BASETYPE);

  /** Replaced when it gets too small, never while somebody sees it. */
  storage: Uint8Array;
  /** Of the first octet in `storage`. */
  start = 0;
  length: number;

  /** The memory becomes the array's own. */
  constructor(storage: Uint8Array = NO_MEMORY) {
    super();
    this.storage = storage.length === 0 ? NO_MEMORY : storage;
    this.length = storage.length;
  }

  /** The octets, in the array's own memory: good until the array changes its size. */
  get octets(): Uint8Array {
    const { storage, start, length } = this;
    return length === storage.length ? storage : storage.subarray(start, start + length);
  }
}

export class PyByteArrayIter extends PyBaseObject {
  static readonly type = new PyType(
    'bytearray_iterator',
    PyByteArrayIter,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );

  /** Absent when exhausted. */
  array: PyByteArray | undefined;
  /** Of the next octet. */
  index = 0;

  constructor(array: PyByteArray) {
    super();
    this.array = array;
  }
}
