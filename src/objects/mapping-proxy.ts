/** mappingproxy: a mapping that can only be read. CPython: `mappingproxyobject` in Objects/descrobject.c. */
import { objectType, PyBaseObject, type PyObject, PyType, TPFLAGS_MAPPING } from './object.ts';

export class PyMappingProxy extends PyBaseObject {
  static readonly type = new PyType('mappingproxy', PyMappingProxy, objectType, TPFLAGS_MAPPING);

  readonly mapping: PyObject;

  constructor(mapping: PyObject) {
    super();
    this.mapping = mapping;
  }
}
