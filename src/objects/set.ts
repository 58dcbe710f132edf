/**
 * set and frozenset. A frozenset that is a constant holds its items, distinct by construction, as the compiler or
 * marshal made them; it gets its hash table when it is first searched. CPython: Objects/setobject.c.
 */
import type { HashTable } from './hash-table.ts';
import { objectType, PyBaseObject, type PyObject, PyType, TPFLAGS_BASETYPE } from './object.ts';

export class PySet extends PyBaseObject {
  static readonly type = new PyType('set', PySet, objectType, TPFLAGS_BASETYPE);

  table: HashTable;

  constructor(table: HashTable) {
    super();
    this.table = table;
  }
}

export class PyFrozenSet extends PyBaseObject {
  static readonly type = new PyType('frozenset', PyFrozenSet, objectType, TPFLAGS_BASETYPE);

  readonly items: readonly PyObject[];
  /** Absent until the set is searched. */
  table: HashTable | undefined = undefined;
  /** The hash, once asked for. */
  hash: number | bigint | undefined = undefined;

  constructor(items: readonly PyObject[]) {
    super();
    this.items = items;
  }
}
