/** slice: three values, `None` where left out. CPython: Objects/sliceobject.c. */
import { objectType, PyBaseObject, type PyObject, PyType } from './object.ts';

export class PySlice extends PyBaseObject {
  static readonly type = new PyType('slice', PySlice, objectType, 0);

  readonly start: PyObject;
  readonly stop: PyObject;
  readonly step: PyObject;

  constructor(start: PyObject, stop: PyObject, step: PyObject) {
    super();
    this.start = start;
    this.stop = stop;
    this.step = step;
  }
}
