/** complex: two doubles. CPython: Objects/complexobject.c. */
import { PyBaseObject } from './object.ts';

export class PyComplex extends PyBaseObject {
  readonly real: number;
  readonly imag: number;

  constructor(real: number, imag: number) {
    super();
    this.real = real;
    this.imag = imag;
  }
}
