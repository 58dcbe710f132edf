/** float: a boxed IEEE 754 double, so that `typeof v === 'number'` means int everywhere. CPython: Objects/floatobject.c. */
import { objectType, PyBaseObject, PyType, TPFLAGS_BASETYPE } from './object.ts';

export class PyFloat extends PyBaseObject {
  static readonly type = new PyType('float', PyFloat, objectType, TPFLAGS_BASETYPE);

  readonly value: number;

  constructor(value: number) {
    super();
    this.value = value;
  }
}
