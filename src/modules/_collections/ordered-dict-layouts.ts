/** The layouts of OrderedDict, its views and their iterator. Behaviour: ordered-dict.ts, ordered-dict-views.ts. */
import { type MapStorage, PyDict } from '../../objects/dict.ts';
import { PyDictItems, PyDictKeys, PyDictValues } from '../../objects/dict-views.ts';
import {
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_BASETYPE,
  TPFLAGS_DICT_SUBCLASS,
  TPFLAGS_DISALLOW_INSTANTIATION,
  TPFLAGS_MAPPING,
} from '../../objects/object.ts';

export class PyOrderedDict extends PyDict {
  static override readonly type = new PyType(
    'collections.OrderedDict',
    PyOrderedDict,
    PyDict.type,
    TPFLAGS_BASETYPE | TPFLAGS_DICT_SUBCLASS | TPFLAGS_MAPPING,
  );

  /** Counts the changes of the keys and of their order. */
  state = 0;
  /** Goes through the keys of a map as they are taken from the front, so that no key is passed twice. */
  front: { readonly storage: MapStorage; readonly keys: Iterator<PyObject> } | undefined = undefined;
}

PyOrderedDict.type.hasDict = true;
PyOrderedDict.type.hasWeakref = true;

export class PyOdictKeys extends PyDictKeys {
  static override readonly type = new PyType('odict_keys', PyOdictKeys, PyDictKeys.type, 0);
}

export class PyOdictValues extends PyDictValues {
  static override readonly type = new PyType('odict_values', PyOdictValues, PyDictValues.type, 0);
}

export class PyOdictItems extends PyDictItems {
  static override readonly type = new PyType('odict_items', PyOdictItems, PyDictItems.type, 0);
}

export type OdictIterKind = 'keys' | 'values' | 'items';

export class PyOdictIter extends PyBaseObject {
  static readonly type = new PyType(
    'odict_iterator',
    PyOdictIter,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );

  /** Absent when exhausted. */
  dict: PyOrderedDict | undefined;
  readonly kind: OdictIterKind;
  readonly reversed: boolean;
  /** What the dict must keep. */
  state: number;
  size: number;
  /** How many items are still to come. */
  remaining: number;
  readonly keys: Iterator<PyObject>;

  constructor(dict: PyOrderedDict, kind: OdictIterKind, reversed: boolean) {
    super();
    this.dict = dict;
    this.kind = kind;
    this.reversed = reversed;
    this.state = dict.state;
    this.size = dict.storage.size;
    this.remaining = dict.storage.size;
    const keys = dict.storage.keys();
    this.keys = reversed ? Array.from(keys).reverse().values() : keys;
  }
}
