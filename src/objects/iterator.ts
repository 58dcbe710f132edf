/**
 * Iterators over anything: by index, by calling, and those that wrap other iterators (enumerate, zip, map, filter,
 * reversed). CPython: Objects/iterobject.c, Objects/enumobject.c, Python/bltinmodule.c.
 */
import {
  objectType,
  PyBaseObject,
  type PyInt,
  type PyObject,
  PyType,
  TPFLAGS_BASETYPE,
  TPFLAGS_DISALLOW_INSTANTIATION,
} from './object.ts';

/** Iterates a sequence by `__getitem__` with 0, 1, 2, … */
export class PySeqIter extends PyBaseObject {
  static readonly type = new PyType('iterator', PySeqIter, objectType, TPFLAGS_DISALLOW_INSTANTIATION);

  /** Absent when exhausted. */
  sequence: PyObject | undefined;
  /** Of the next item. Only `__setstate__` can make it more than a safe integer. */
  index: PyInt = 0;

  constructor(sequence: PyObject) {
    super();
    this.sequence = sequence;
  }
}

/** Calls until a sentinel comes back: `iter(callable, sentinel)`. */
export class PyCallIter extends PyBaseObject {
  static readonly type = new PyType(
    'callable_iterator',
    PyCallIter,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );

  /** Absent when exhausted. */
  callable: PyObject | undefined;
  readonly sentinel: PyObject;

  constructor(callable: PyObject, sentinel: PyObject) {
    super();
    this.callable = callable;
    this.sentinel = sentinel;
  }
}

export class PyEnumerate extends PyBaseObject {
  static readonly type = new PyType('enumerate', PyEnumerate, objectType, TPFLAGS_BASETYPE);

  readonly iterator: PyObject;
  /** The number of the next item. */
  index: PyInt;

  constructor(iterator: PyObject, index: PyInt) {
    super();
    this.iterator = iterator;
    this.index = index;
  }
}

/** Iterates any sequence backwards by `__getitem__`. */
export class PyReversed extends PyBaseObject {
  static readonly type = new PyType('reversed', PyReversed, objectType, TPFLAGS_BASETYPE);

  /** Absent when exhausted. */
  sequence: PyObject | undefined;
  /** Of the next item; −1 when exhausted. */
  index: number;

  constructor(sequence: PyObject, index: number) {
    super();
    this.sequence = sequence;
    this.index = index;
  }
}

export class PyZip extends PyBaseObject {
  static readonly type = new PyType('zip', PyZip, objectType, TPFLAGS_BASETYPE);

  readonly iterators: readonly PyObject[];
  strict: boolean;

  constructor(iterators: readonly PyObject[], strict: boolean) {
    super();
    this.iterators = iterators;
    this.strict = strict;
  }
}

export class PyMap extends PyBaseObject {
  static readonly type = new PyType('map', PyMap, objectType, TPFLAGS_BASETYPE);

  readonly func: PyObject;
  readonly iterators: readonly PyObject[];
  strict: boolean;

  constructor(func: PyObject, iterators: readonly PyObject[], strict: boolean) {
    super();
    this.func = func;
    this.iterators = iterators;
    this.strict = strict;
  }
}

export class PyFilter extends PyBaseObject {
  static readonly type = new PyType('filter', PyFilter, objectType, TPFLAGS_BASETYPE);

  readonly func: PyObject;
  readonly iterator: PyObject;

  constructor(func: PyObject, iterator: PyObject) {
    super();
    this.func = func;
    this.iterator = iterator;
  }
}
