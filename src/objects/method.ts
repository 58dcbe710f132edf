/**
 * What functions become inside classes: bound methods, static and class methods, properties.
 * CPython: Objects/classobject.c, Objects/funcobject.c, Objects/descrobject.c.
 */
import {
  joinLayout,
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  type Stamp,
  TPFLAGS_BASETYPE,
} from './object.ts';

/** A callable bound to its first argument. */
export class PyMethod {
  static {
    joinLayout(PyMethod, PyBaseObject);
  }
  static readonly type = new PyType('method', PyMethod, objectType, 0);

  declare readonly ob_type: PyType;
  declare readonly stamp: Stamp;
  readonly im_func: PyObject;
  readonly im_self: PyObject;
  constructor(func: PyObject, self: PyObject) {
    this.im_func = func;
    this.im_self = self;
  }
}
PyMethod.type.hasWeakref = true;

export class PyStaticMethod extends PyBaseObject {
  static readonly type = new PyType('staticmethod', PyStaticMethod, objectType, TPFLAGS_BASETYPE);

  callable: PyObject;

  constructor(callable: PyObject) {
    super();
    this.callable = callable;
  }
}
PyStaticMethod.type.hasDict = true;

export class PyClassMethod extends PyBaseObject {
  static readonly type = new PyType('classmethod', PyClassMethod, objectType, TPFLAGS_BASETYPE);

  callable: PyObject;

  constructor(callable: PyObject) {
    super();
    this.callable = callable;
  }
}
PyClassMethod.type.hasDict = true;

export class PyProperty extends PyBaseObject {
  static readonly type = new PyType('property', PyProperty, objectType, TPFLAGS_BASETYPE);

  prop_get: PyObject | undefined = undefined;
  prop_set: PyObject | undefined = undefined;
  prop_del: PyObject | undefined = undefined;
  prop_doc: PyObject | undefined = undefined;
  prop_name: PyObject | undefined = undefined;
  /** The docstring was taken from the getter. */
  getterDoc = false;
}
