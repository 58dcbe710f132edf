/** types.SimpleNamespace: attributes and nothing else. CPython: Objects/namespaceobject.c. */
import { objectType, PyBaseObject, PyType, TPFLAGS_BASETYPE } from './object.ts';

export class PyNamespace extends PyBaseObject {
  static readonly type = new PyType('types.SimpleNamespace', PyNamespace, objectType, TPFLAGS_BASETYPE);
}
PyNamespace.type.hasDict = true;
