/** tuple: whoever makes one gives the array away. CPython: Objects/tupleobject.c. */
import { objectType, PyBaseObject, type PyObject, PyType, TPFLAGS_BASETYPE, TPFLAGS_SEQUENCE, TPFLAGS_TUPLE_SUBCLASS } from './object.ts';

export class PyTuple extends PyBaseObject {
  static readonly type = new PyType(
    'tuple',
    PyTuple,
    objectType,
    TPFLAGS_BASETYPE | TPFLAGS_SEQUENCE | TPFLAGS_TUPLE_SUBCLASS,
  );

  readonly items: readonly PyObject[];

  constructor(items: readonly PyObject[]) {
    super();
    this.items = items;
  }
}
