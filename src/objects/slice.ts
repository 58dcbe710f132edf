/** slice: three values, `None` where left out. CPython: Objects/sliceobject.c. */
import { joinLayout, objectType, PyBaseObject, type PyObject, PyType, type Stamp } from './object.ts';

export class PySlice {
  static {
    joinLayout(PySlice, PyBaseObject);
  }
  static readonly type = new PyType('slice', PySlice, objectType, 0);

  declare readonly ob_type: PyType;
  declare readonly stamp: Stamp;
  readonly start: PyObject;
  readonly stop: PyObject;
  readonly step: PyObject;
  constructor(start: PyObject, stop: PyObject, step: PyObject) {
    this.start = start;
    this.stop = stop;
    this.step = step;
  }
}
