/** list: the layout of lists. Whoever makes one gives the array away. CPython: Objects/listobject.c. */
import {
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_BASETYPE,
  TPFLAGS_LIST_SUBCLASS,
  TPFLAGS_SEQUENCE,
} from './object.ts';

export class PyList extends PyBaseObject {
  static readonly type = new PyType(
    'list',
    PyList,
    objectType,
    TPFLAGS_BASETYPE | TPFLAGS_LIST_SUBCLASS | TPFLAGS_SEQUENCE,
  );

  items: PyObject[];

  constructor(items: PyObject[]) {
    super();
    this.items = items;
  }
}
