/** tuple: whoever makes one gives the array away. CPython: Objects/tupleobject.c. */
import { PyBaseObject, type PyObject } from './object.ts';

export class PyTuple extends PyBaseObject {
  readonly items: readonly PyObject[];

  constructor(items: readonly PyObject[]) {
    super();
    this.items = items;
  }
}
