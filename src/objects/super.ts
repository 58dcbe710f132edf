/** super: attribute access behind a class in an object's MRO. CPython: `superobject` in Objects/typeobject.c. */
import { objectType, PyBaseObject, type PyObject, PyType, TPFLAGS_BASETYPE } from './object.ts';

export class PySuper extends PyBaseObject {
  static readonly type = new PyType('super', PySuper, objectType, TPFLAGS_BASETYPE);

  /** `__thisclass__`; absent before `__init__`. */
  thisClass: PyType | undefined = undefined;
  /** `__self__`; absent for an unbound super. */
  self: PyObject | undefined = undefined;
  /** `__self_class__`: the class whose MRO is searched. */
  selfClass: PyType | undefined = undefined;
}
