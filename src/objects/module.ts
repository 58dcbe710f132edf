/** module: a namespace with a name. CPython: Objects/moduleobject.c. */
import type { PyDict } from './dict.ts';
import { objectType, PyBaseObject, PyType, TPFLAGS_BASETYPE } from './object.ts';

export class PyModule extends PyBaseObject {
  static readonly type = new PyType('module', PyModule, objectType, TPFLAGS_BASETYPE);

  /** Absent only between `module.__new__` and `module.__init__`. */
  dict: PyDict | undefined;

  constructor(dict: PyDict | undefined) {
    super();
    this.dict = dict;
  }
}
PyModule.type.hasDict = true;
PyModule.type.hasWeakref = true;
