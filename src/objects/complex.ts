/** complex: two doubles. CPython: Objects/complexobject.c. */
import { objectType, PyBaseObject, PyType, TPFLAGS_BASETYPE } from './object.ts';

export class PyComplex extends PyBaseObject {
  static readonly type = new PyType('complex', PyComplex, objectType, TPFLAGS_BASETYPE);

  readonly real: number;
  readonly imag: number;

  constructor(real: number, imag: number) {
    super();
    this.real = real;
    this.imag = imag;
  }
}
