/** mappingproxy: a mapping that can only be read. CPython: `mappingproxyobject` in Objects/descrobject.c. */
import {
  joinLayout,
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  type Stamp,
  TPFLAGS_MAPPING,
} from './object.ts';

export class PyMappingProxy {
  static {
    joinLayout(PyMappingProxy, PyBaseObject);
  }
  static readonly type = new PyType('mappingproxy', PyMappingProxy, objectType, TPFLAGS_MAPPING);

  declare readonly ob_type: PyType;
  declare readonly stamp: Stamp;
  readonly mapping: PyObject;
  constructor(mapping: PyObject) {
    this.mapping = mapping;
  }
}
