/** bytes: immutable octets; whoever makes one gives the array away. CPython: Objects/bytesobject.c. */
import { PyBaseObject } from './object.ts';

export class PyBytes extends PyBaseObject {
  readonly value: Uint8Array;

  constructor(value: Uint8Array) {
    super();
    this.value = value;
  }
}
