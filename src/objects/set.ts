/**
 * set and frozenset, and the two forms in which they keep their items.
 *
 * | storage    | when                                                              | order of the items          |
 * |------------|-------------------------------------------------------------------|-----------------------------|
 * | `SetTable` | CPython would show the items in an order that follows from them   | CPython's                   |
 * | `PlainSet` | there are items whose hash is another one in every process (str,  | of insertion                |
 * |            | objects by identity), and JavaScript's equality can find them all |                             |
 *
 * Which of them takes an item is behaviour: runtime/set.ts. CPython: Objects/setobject.c.
 */
import {
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_BASETYPE,
  TPFLAGS_DISALLOW_INSTANTIATION,
} from './object.ts';
import { SetTable } from './set-table.ts';

/** Items that JavaScript's equality can find, at least one of them with a hash that differs between processes. */
export class PlainSet {
  readonly set: Set<PyObject> = new Set();
  /** How many items have a hash that differs between processes. */
  unordered = 0;
  /** What {@link pop} takes from: the items as they were at some time. */
  private _candidates: PyObject[] = [];

  get size(): number {
    return this.set.size;
  }

  /** The items in the order of iteration, in a new array. */
  items(): PyObject[] {
    return Array.from(this.set);
  }

  /** Takes any item out, in constant time on average; the set is not empty. */
  pop(): PyObject {
    for (;;) {
      const key = this._candidates.pop();
      if (key === undefined) this._candidates = Array.from(this.set).reverse();
      else if (this.set.delete(key)) return key;
    }
  }

  clear(): void {
    this.set.clear();
    this.unordered = 0;
    this._candidates = [];
  }
}

export type SetStorage = SetTable | PlainSet;

/** What set and frozenset share; no Python type of its own. */
export abstract class PyAnySet extends PyBaseObject {
  /** Absent in a frozenset that is a constant, until it is first searched or iterated. */
  storage: SetStorage | undefined;

  constructor(storage: SetStorage | undefined) {
    super();
    this.storage = storage;
  }
}

export class PySet extends PyAnySet {
  static readonly type = new PyType('set', PySet, objectType, TPFLAGS_BASETYPE);

  declare storage: SetStorage;

  constructor(storage: SetStorage = new SetTable()) {
    super(storage);
  }
}

/**
 * A frozenset. As a constant it holds its items, distinct by construction, in the order in which the compiler or
 * marshal made them.
 */
export class PyFrozenSet extends PyAnySet {
  static readonly type = new PyType('frozenset', PyFrozenSet, objectType, TPFLAGS_BASETYPE);

  /** The items of a constant in the order of the source. */
  private readonly _items: readonly PyObject[] | undefined;
  /** The halves of the hash, once asked for. */
  hashLow = 0;
  hashHigh = 0;
  hashKnown = false;

  constructor(items: readonly PyObject[] | SetStorage = new SetTable()) {
    super(Array.isArray(items) ? undefined : (items as SetStorage));
    this._items = Array.isArray(items) ? items : undefined;
  }

  /** The items: of a constant in the order of the source, else as iteration gives them. */
  get items(): readonly PyObject[] {
    if (this._items !== undefined) return this._items;
    const { storage } = this;
    if (storage instanceof PlainSet) return Array.from(storage.set);
    const items: PyObject[] = [];
    const table = storage!;
    for (let slot = table.nextSlot(0); slot >= 0; slot = table.nextSlot(slot + 1))
      items.push(table.keyAt(slot));
    return items;
  }
}

PySet.type.hasWeakref = true;
PyFrozenSet.type.hasWeakref = true;

export class PySetIter extends PyBaseObject {
  static readonly type = new PyType('set_iterator', PySetIter, objectType, TPFLAGS_DISALLOW_INSTANTIATION);

  /** Absent when exhausted. */
  set: PyAnySet | undefined;
  /** The storage that `source` or `slot` belongs to. */
  storage: SetStorage;
  /** The size that the set must keep; −1 once it did not. */
  used: number;
  /** How many items are still to come. */
  remaining: number;
  /** In a table: the slot to look at next. */
  slot = 0;
  /** In a plain set: JavaScript's iterator. */
  source: Iterator<PyObject> | undefined;

  constructor(set: PyAnySet, storage: SetStorage) {
    super();
    this.set = set;
    this.storage = storage;
    this.used = storage.size;
    this.remaining = storage.size;
    this.source = storage instanceof PlainSet ? storage.set.values() : undefined;
  }
}
