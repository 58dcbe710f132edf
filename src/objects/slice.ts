/** slice: three values, `None` where left out. CPython: Objects/sliceobject.c. */
import { PyBaseObject, type PyObject } from './object.ts';

export class PySlice extends PyBaseObject {
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
