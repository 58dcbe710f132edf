/** tuple and its iterator. Whoever makes a tuple gives the array away. CPython: Objects/tupleobject.c. */
import {
  joinLayout,
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  type Stamp,
  separateSubclasses,
  TPFLAGS_BASETYPE,
  TPFLAGS_DISALLOW_INSTANTIATION,
  TPFLAGS_SEQUENCE,
  TPFLAGS_TUPLE_SUBCLASS,
} from './object.ts';

export class PyTuple {
  static {
    joinLayout(PyTuple, PyBaseObject);
  }
  static readonly type = new PyType(
    'tuple',
    PyTuple,
    objectType,
    TPFLAGS_BASETYPE | TPFLAGS_SEQUENCE | TPFLAGS_TUPLE_SUBCLASS,
  );

  declare readonly ob_type: PyType;
  declare readonly stamp: Stamp;
  readonly items: readonly PyObject[];
  /** The halves of the hash; absent until it is asked for. */
  hashHigh: number | undefined = undefined;
  hashLow = 0;
  constructor(items: readonly PyObject[]) {
    this.items = items;
  }
}

/** The same for instances of classes derived from tuple. */
class TupleInstance extends PyBaseObject {
  readonly items: readonly PyObject[];
  hashHigh: number | undefined = undefined;
  hashLow = 0;

  constructor(items: readonly PyObject[]) {
    super();
    this.items = items;
  }
}
separateSubclasses(PyTuple, TupleInstance);

export class PyTupleIter {
  static {
    joinLayout(PyTupleIter, PyBaseObject);
  }
  static readonly type = new PyType(
    'tuple_iterator',
    PyTupleIter,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );

  declare readonly ob_type: PyType;
  declare readonly stamp: Stamp;
  /** Absent when exhausted. */
  tuple: PyTuple | undefined;
  /** Of the next item. */
  index = 0;
  constructor(tuple: PyTuple) {
    this.tuple = tuple;
  }
}
