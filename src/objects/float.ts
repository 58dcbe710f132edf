/** float: a boxed IEEE 754 double, so that `typeof v === 'number'` means int everywhere. CPython: Objects/floatobject.c. */
import {
  joinLayout,
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  type Stamp,
  TPFLAGS_BASETYPE,
} from './object.ts';

/** Floats are what compiled code makes most of: see {@link joinLayout}. */
export class PyFloat {
  static {
    joinLayout(PyFloat, PyBaseObject);
  }
  static readonly type = new PyType('float', PyFloat, objectType, TPFLAGS_BASETYPE);

  declare readonly ob_type: PyType;
  declare readonly stamp: Stamp;
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** Exactly a float: instances of subclasses keep what else they are. */
export function isExactFloat(value: PyObject): value is PyFloat {
  return typeof value === 'object' && value.ob_type === PyFloat.type;
}
