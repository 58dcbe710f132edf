/** The iterators that `code.co_lines()`, `co_positions()` and `co_branches()` give. CPython: Objects/codeobject.c. */
import {
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_BASETYPE,
  TPFLAGS_DISALLOW_INSTANTIATION,
} from './object.ts';

/** Classes may derive from them, to no use: they cannot be instantiated either. */
const FLAGS = TPFLAGS_DISALLOW_INSTANTIATION | TPFLAGS_BASETYPE;

/** What both share; no Python type of its own. */
export abstract class PyCodeIterator extends PyBaseObject {
  readonly items: readonly PyObject[];
  index = 0;

  constructor(items: readonly PyObject[]) {
    super();
    this.items = items;
  }

  /** The next item; `undefined` at the end. */
  next(): PyObject | undefined {
    return this.items[this.index++];
  }
}

export class PyLineIterator extends PyCodeIterator {
  static readonly type = new PyType('line_iterator', PyLineIterator, objectType, FLAGS);
}

export class PyPositionsIterator extends PyCodeIterator {
  static readonly type = new PyType('positions_iterator', PyPositionsIterator, objectType, FLAGS);
}
