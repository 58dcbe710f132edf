/** bytes: immutable octets; whoever makes one gives the array away. CPython: Objects/bytesobject.c. */
import { objectType, PyBaseObject, PyType, TPFLAGS_BASETYPE, TPFLAGS_BYTES_SUBCLASS } from './object.ts';

export class PyBytes extends PyBaseObject {
  static readonly type = new PyType('bytes', PyBytes, objectType, TPFLAGS_BASETYPE | TPFLAGS_BYTES_SUBCLASS);

  readonly value: Uint8Array;

  constructor(value: Uint8Array) {
    super();
    this.value = value;
  }
}
