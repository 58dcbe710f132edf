/**
 * int and bool: the shells, and the box that an instance of a subclass of int has. A plain int is a JavaScript
 * number or bigint, a bool is `true` or `false`. CPython: Objects/longobject.c, Objects/boolobject.c.
 */
import {
  objectType,
  PyBaseObject,
  type PyInt,
  PyType,
  TPFLAGS_BASETYPE,
  TPFLAGS_LONG_SUBCLASS,
} from './object.ts';

/** An instance of a Python class derived from int. */
export class PyLong extends PyBaseObject {
  static readonly type = new PyType('int', PyLong, objectType, TPFLAGS_BASETYPE | TPFLAGS_LONG_SUBCLASS);

  readonly value: PyInt;

  constructor(value: PyInt) {
    super();
    this.value = value;
  }
}

export const intType = PyLong.type;

/** `bool`; its instances are JavaScript's booleans, so nothing has this layout. */
export const boolType = new PyType('bool', PyLong, intType, TPFLAGS_LONG_SUBCLASS);
