/** float: a boxed IEEE 754 double, so that `typeof v === 'number'` means int everywhere. CPython: Objects/floatobject.c. */
import { PyBaseObject } from './object.ts';

export class PyFloat extends PyBaseObject {
  readonly value: number;

  constructor(value: number) {
    super();
    this.value = value;
  }
}
