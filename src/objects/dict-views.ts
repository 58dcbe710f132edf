/** The views of a dict and the iterators over them, in both directions. CPython: Objects/dictobject.c. */
import { type DictStorage, MapStorage, type PyDict } from './dict.ts';
import {
  joinLayout,
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  type Stamp,
  TPFLAGS_DISALLOW_INSTANTIATION,
} from './object.ts';
import { None } from './singletons.ts';

/** What the views share; no Python type of its own. */
export interface PyDictView extends PyBaseObject {
  readonly dict: PyDict;
}

export class PyDictKeys {
  static {
    joinLayout(PyDictKeys, PyBaseObject);
  }
  static readonly type = new PyType('dict_keys', PyDictKeys, objectType, TPFLAGS_DISALLOW_INSTANTIATION);

  declare readonly ob_type: PyType;
  declare readonly stamp: Stamp;
  readonly dict: PyDict;
  constructor(dict: PyDict) {
    this.dict = dict;
  }
}

export class PyDictValues {
  static {
    joinLayout(PyDictValues, PyBaseObject);
  }
  static readonly type = new PyType('dict_values', PyDictValues, objectType, TPFLAGS_DISALLOW_INSTANTIATION);

  declare readonly ob_type: PyType;
  declare readonly stamp: Stamp;
  readonly dict: PyDict;
  constructor(dict: PyDict) {
    this.dict = dict;
  }
}

export class PyDictItems {
  static {
    joinLayout(PyDictItems, PyBaseObject);
  }
  static readonly type = new PyType('dict_items', PyDictItems, objectType, TPFLAGS_DISALLOW_INSTANTIATION);

  declare readonly ob_type: PyType;
  declare readonly stamp: Stamp;
  readonly dict: PyDict;
  constructor(dict: PyDict) {
    this.dict = dict;
  }
}

/** What the iterators share; no Python type of its own. `Element` is what JavaScript's iterator gives. */
export interface PyDictIterBase<Element> extends PyBaseObject {
  /** Absent when exhausted. */
  dict: PyDict | undefined;
  /** The storage that `source` goes through. */
  storage: DictStorage;
  /** The size that the dict must keep; −1 once it did not. */
  used: number;
  /** How many items are still to come. */
  remaining: number;
  source: Iterator<Element>;
}

export class PyDictKeyIter implements PyDictIterBase<PyObject> {
  static {
    joinLayout(PyDictKeyIter, PyBaseObject);
  }
  static readonly type = new PyType(
    'dict_keyiterator',
    PyDictKeyIter,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );

  declare readonly ob_type: PyType;
  declare readonly stamp: Stamp;
  dict: PyDict | undefined;
  storage: DictStorage;
  used: number;
  remaining: number;
  source: Iterator<PyObject>;
  constructor(dict: PyDict, source: Iterator<PyObject>) {
    this.dict = dict;
    this.storage = dict.storage;
    this.used = dict.storage.size;
    this.remaining = this.used;
    this.source = source;
  }
}

export class PyDictValueIter implements PyDictIterBase<PyObject> {
  static {
    joinLayout(PyDictValueIter, PyBaseObject);
  }
  static readonly type = new PyType(
    'dict_valueiterator',
    PyDictValueIter,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );

  declare readonly ob_type: PyType;
  declare readonly stamp: Stamp;
  dict: PyDict | undefined;
  storage: DictStorage;
  used: number;
  remaining: number;
  source: Iterator<PyObject>;
  constructor(dict: PyDict, source: Iterator<PyObject>) {
    this.dict = dict;
    this.storage = dict.storage;
    this.used = dict.storage.size;
    this.remaining = this.used;
    this.source = source;
  }
}

export class PyDictItemIter implements PyDictIterBase<[PyObject, PyObject]> {
  static {
    joinLayout(PyDictItemIter, PyBaseObject);
  }
  static readonly type = new PyType(
    'dict_itemiterator',
    PyDictItemIter,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );

  declare readonly ob_type: PyType;
  declare readonly stamp: Stamp;
  dict: PyDict | undefined;
  storage: DictStorage;
  used: number;
  remaining: number;
  source: Iterator<[PyObject, PyObject]>;
  constructor(dict: PyDict, source: Iterator<[PyObject, PyObject]>) {
    this.dict = dict;
    this.storage = dict.storage;
    this.used = dict.storage.size;
    this.remaining = this.used;
    this.source = source;
  }
}

/** How many keys have been deleted that have places in CPython's table. */
export function goneFrom(storage: DictStorage): number {
  return storage instanceof MapStorage ? storage.gone : 0;
}

/** What the iterators from the end share; no Python type of its own. */
export abstract class PyDictReverseIterBase extends PyBaseObject {
  /** Absent when exhausted. */
  dict: PyDict | undefined;
  used: number;
  remaining: number;
  /** The item that was given last. */
  key: PyObject = None;
  value: PyObject = None;
  /** In a table: where that item stands; −1 at first. */
  position = -1;
  /** Else: the keys still to come, the next one last; made when the second one is asked for. */
  keys: PyObject[] | undefined = undefined;
  /** How many keys had been deleted when those were looked at last. */
  keysGone = 0;
  /** The storage that it goes through, and how many keys had been deleted there at the start. */
  storage: DictStorage;
  readonly gone: number;

  constructor(dict: PyDict) {
    super();
    this.dict = dict;
    this.used = dict.storage.size;
    this.remaining = dict.storage.size;
    this.storage = dict.storage;
    this.gone = goneFrom(dict.storage);
  }
}

export class PyDictReverseKeyIter extends PyDictReverseIterBase {
  static readonly type = new PyType(
    'dict_reversekeyiterator',
    PyDictReverseKeyIter,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );
}

export class PyDictReverseValueIter extends PyDictReverseIterBase {
  static readonly type = new PyType(
    'dict_reversevalueiterator',
    PyDictReverseValueIter,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );
}

export class PyDictReverseItemIter extends PyDictReverseIterBase {
  static readonly type = new PyType(
    'dict_reverseitemiterator',
    PyDictReverseItemIter,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );
}
