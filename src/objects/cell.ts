/**
 * cell: a variable that several scopes share. Also how a namespace dict (a module's globals) keeps each value, so
 * that a global variable is one property read once its cell is known. CPython: Objects/cellobject.c.
 */
import { joinLayout, objectType, PyBaseObject, type PyObject, PyType, type Stamp } from './object.ts';

export class PyCell {
  static {
    joinLayout(PyCell, PyBaseObject);
  }
  static readonly type = new PyType('cell', PyCell, objectType, 0);

  declare readonly ob_type: PyType;
  declare readonly stamp: Stamp;
  /** Absent while the variable is unbound. */
  value: PyObject | undefined;
  constructor(value: PyObject | undefined) {
    this.value = value;
  }
}
