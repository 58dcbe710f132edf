/** bytes: immutable octets; whoever makes one gives the array away. CPython: Objects/bytesobject.c. */
import {
  objectType,
  PyBaseObject,
  PyType,
  TPFLAGS_BASETYPE,
  TPFLAGS_BYTES_SUBCLASS,
  TPFLAGS_DISALLOW_INSTANTIATION,
} from './object.ts';

export class PyBytes extends PyBaseObject {
  static readonly type = new PyType('bytes', PyBytes, objectType, TPFLAGS_BASETYPE | TPFLAGS_BYTES_SUBCLASS);

  readonly value: Uint8Array;
  /** The halves of the hash; absent until it is asked for. */
  hashHigh: number | undefined = undefined;
  hashLow = 0;

  constructor(value: Uint8Array) {
    super();
    this.value = value;
  }
}

export class PyBytesIter extends PyBaseObject {
  static readonly type = new PyType(
    'bytes_iterator',
    PyBytesIter,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );

  /** Absent when exhausted. */
  bytes: PyBytes | undefined;
  /** Of the next octet. */
  index = 0;

  constructor(bytes: PyBytes) {
    super();
    this.bytes = bytes;
  }
}
