/** The two iterators that any sequence and any callable can have. CPython: Objects/iterobject.c. */
import { objectType, PyBaseObject, type PyObject, PyType } from './object.ts';

/** Iterates a sequence by `__getitem__` with 0, 1, 2, … */
export class PySeqIter extends PyBaseObject {
  static readonly type = new PyType('iterator', PySeqIter, objectType, 0);

  /** Absent when exhausted. */
  sequence: PyObject | undefined;
  index = 0;

  constructor(sequence: PyObject) {
    super();
    this.sequence = sequence;
  }
}

/** Calls until a sentinel comes back: `iter(callable, sentinel)`. */
export class PyCallIter extends PyBaseObject {
  static readonly type = new PyType('callable_iterator', PyCallIter, objectType, 0);

  callable: PyObject | undefined;
  readonly sentinel: PyObject;

  constructor(callable: PyObject, sentinel: PyObject) {
    super();
    this.callable = callable;
    this.sentinel = sentinel;
  }
}
