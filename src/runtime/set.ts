/** Sets as the runtime uses them. CPython: Objects/setobject.c. */
import { HashTable } from '../objects/hash-table.ts';
import type { PyObject } from '../objects/object.ts';
import { PyFrozenSet, PySet } from '../objects/set.ts';
import { None } from '../objects/singletons.ts';
import { hash, isEqual } from './compare.ts';
import { tableHash } from './dict.ts';
import { getIter } from './iter.ts';
import { typeOf } from './type-of.ts';

/** Adds an item to a table of items. May call `__hash__` and `__eq__`. */
export function tableAdd(table: HashTable, item: PyObject): void {
  const itemHash = tableHash(hash(item));
  if (table.find(item, itemHash, isEqual) < 0) table.add(item, itemHash, None);
}

/** The table of a set or frozenset. */
export function tableOf(set: PySet | PyFrozenSet): HashTable {
  if (set.table === undefined) {
    const table = new HashTable();
    for (const item of (set as PyFrozenSet).items) table.add(item, tableHash(hash(item)), None);
    set.table = table;
  }
  return set.table;
}

/** A set display: `{a, b}`. */
export function buildSet(items: readonly PyObject[]): PySet {
  const table = new HashTable();
  for (const item of items) tableAdd(table, item);
  return new PySet(table);
}

/** `set.add(item)`. */
export function setAdd(set: PyObject, item: PyObject): void {
  tableAdd((set as PySet).table, item);
}

/** `set.update(iterable)`. */
export function setUpdate(set: PyObject, iterable: PyObject): void {
  const { table } = set as PySet;
  const iterator = getIter(iterable);
  const next = typeOf(iterator).tp_iternext!;
  for (let item = next(iterator); item !== undefined; item = next(iterator)) tableAdd(table, item);
}

/** `item in set`. */
export function setContains(set: PySet | PyFrozenSet, item: PyObject): boolean {
  return tableOf(set).find(item, tableHash(hash(item)), isEqual) >= 0;
}
