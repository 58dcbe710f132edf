/**
 * cell: a variable that several scopes share. Also how a namespace dict (a module's globals) keeps each value, so
 * that a global variable is one property read once its cell is known. CPython: Objects/cellobject.c.
 */
import { objectType, PyBaseObject, type PyObject, PyType } from './object.ts';

export class PyCell extends PyBaseObject {
  static readonly type = new PyType('cell', PyCell, objectType, 0);

  /** Absent while the variable is unbound. */
  value: PyObject | undefined;

  constructor(value: PyObject | undefined) {
    super();
    this.value = value;
  }
}
