/** list and its two iterators. Whoever makes a list gives the array away. CPython: Objects/listobject.c. */
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
  TPFLAGS_LIST_SUBCLASS,
  TPFLAGS_SEQUENCE,
} from './object.ts';

export class PyList {
  static {
    joinLayout(PyList, PyBaseObject);
  }
  static readonly type = new PyType(
    'list',
    PyList,
    objectType,
    TPFLAGS_BASETYPE | TPFLAGS_LIST_SUBCLASS | TPFLAGS_SEQUENCE,
  );

  declare readonly ob_type: PyType;
  declare readonly stamp: Stamp;
  items: PyObject[];
  /** From which its id follows: runtime/identity.ts. 0 until somebody asks. Instances of subclasses have theirs elsewhere. */
  number = 0;
  constructor(items: PyObject[]) {
    this.items = items;
  }
}

/** The same for instances of classes derived from list. */
class ListInstance extends PyBaseObject {
  items: PyObject[];

  constructor(items: PyObject[]) {
    super();
    this.items = items;
  }
}
separateSubclasses(PyList, ListInstance);

/** Iterates a list by index, so that it sees what happens to the list meanwhile. */
export class PyListIter {
  static {
    joinLayout(PyListIter, PyBaseObject);
  }
  static readonly type = new PyType('list_iterator', PyListIter, objectType, TPFLAGS_DISALLOW_INSTANTIATION);

  declare readonly ob_type: PyType;
  declare readonly stamp: Stamp;
  /** Absent when exhausted. */
  list: PyList | undefined;
  /** Of the next item; negative when exhausted by `__setstate__`. */
  index = 0;
  constructor(list: PyList) {
    this.list = list;
  }
}

/** `reversed(list)`. */
export class PyListRevIter extends PyBaseObject {
  static readonly type = new PyType(
    'list_reverseiterator',
    PyListRevIter,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );

  /** Absent when exhausted. */
  list: PyList | undefined;
  /** Of the next item; −1 when exhausted. */
  index: number;

  constructor(list: PyList) {
    super();
    this.list = list;
    this.index = list.items.length - 1;
  }
}
