/**
 * Going through a dict as Python code does: a dict that changes its size meanwhile is an error.
 * CPython: `dictiter_iternextkey` and its like in Objects/dictobject.c.
 */
import { MapStorage, type PlainStorage, type PyDict, TableIterator, TableStorage } from '../objects/dict.ts';
import {
  goneFrom,
  type PyDictItemIter,
  type PyDictIterBase,
  type PyDictKeyIter,
  type PyDictReverseIterBase,
  type PyDictValueIter,
} from '../objects/dict-views.ts';
import type { HashTable } from '../objects/hash-table.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { isStr } from '../objects/str.ts';
import { runtimeError } from './errors.ts';

const keysFrom = (dict: PyDict): IterableIterator<PyObject> => dict.storage.keys();
const valuesFrom = (dict: PyDict): IterableIterator<PyObject> => dict.storage.values();
const entriesFrom = (dict: PyDict): IterableIterator<[PyObject, PyObject]> => dict.storage.entries();

/**
 * Is the next step plain: nothing has happened to the dict, and an item is left? Then each kind of iterator steps by
 * itself, so that the engine knows what it steps.
 */
function isUndisturbed({
  dict,
  used,
  storage,
  remaining,
}: PyDictKeyIter | PyDictValueIter | PyDictItemIter): boolean {
  return dict !== undefined && remaining > 0 && dict.storage === storage && storage.size === used;
}

/** The next key; `undefined` at the end. */
export function nextKey(iterator: PyDictKeyIter): PyObject | undefined {
  if (isUndisturbed(iterator)) {
    const step = iterator.source.next();
    if (step.done !== true) {
      iterator.remaining--;
      return step.value;
    }
  }
  return dictIterNext(iterator, keysFrom);
}

/** The next value; `undefined` at the end. */
export function nextValue(iterator: PyDictValueIter): PyObject | undefined {
  if (isUndisturbed(iterator)) {
    const step = iterator.source.next();
    if (step.done !== true) {
      iterator.remaining--;
      return step.value;
    }
  }
  return dictIterNext(iterator, valuesFrom);
}

/** The next key and its value, in an array of their own; `undefined` at the end. */
export function nextEntry(iterator: PyDictItemIter): [PyObject, PyObject] | undefined {
  if (isUndisturbed(iterator)) {
    const step = iterator.source.next();
    if (step.done !== true) {
      iterator.remaining--;
      return step.value;
    }
  }
  return dictIterNext(iterator, entriesFrom);
}

/** One step of an iterator; `undefined` at the end. */
function dictIterNext<Element>(
  iterator: PyDictIterBase<Element>,
  restart: (dict: PyDict) => Iterator<Element>,
): Element | undefined {
  const { dict } = iterator;
  if (dict === undefined) return undefined;
  if (iterator.used !== dict.storage.size) {
    iterator.used = -1;
    throw runtimeError('dictionary changed size during iteration');
  }
  if (iterator.storage !== dict.storage) moveToStorage(iterator, dict, restart);
  const step = iterator.source.next();
  if (step.done === true) {
    iterator.dict = undefined;
    return undefined;
  }
  if (iterator.remaining === 0) {
    iterator.dict = undefined;
    throw runtimeError('dictionary keys changed during iteration');
  }
  iterator.remaining--;
  return step.value;
}

/**
 * The dict keeps its items in another form now, or has been emptied and filled: goes on behind as many items as were given. Where
 * CPython's table stays as it is, its first key not being a str, it goes on behind those that the old storage has given or lost.
 */
function moveToStorage<Element>(
  iterator: PyDictIterBase<Element>,
  dict: PyDict,
  restart: (dict: PyDict) => Iterator<Element>,
): void {
  const { storage: old, source } = iterator;
  iterator.storage = dict.storage;
  iterator.source = restart(dict);
  if (iterator.source instanceof TableIterator && old instanceof MapStorage && !hasOnlyStrKeys(old)) {
    let passed = old.size;
    while (source.next().done !== true) passed--;
    iterator.source.skip(passed);
    return;
  }
  for (let given = iterator.used - iterator.remaining; given > 0; given--) iterator.source.next();
}

/** A plain key that is no str makes CPython's table one of any keys, which takes another such key without being rebuilt. */
function hasOnlyStrKeys(storage: MapStorage): boolean {
  for (const key of storage.keys()) if (!isStr(key)) return false;
  return true;
}

/**
 * One step of an iterator from the end: the item is then in its `key` and `value`. False at the end.
 */
export function dictReverseNext(iterator: PyDictReverseIterBase): boolean {
  const { dict } = iterator;
  if (dict === undefined) return false;
  const { storage } = dict;
  if (iterator.used !== storage.size) {
    iterator.used = -1;
    throw runtimeError('dictionary changed size during iteration');
  }
  if (iterator.remaining === 0) {
    iterator.dict = undefined;
    if (
      !(storage instanceof TableStorage) &&
      iterator.keys?.some((key) => (storage as PlainStorage).get(key) !== undefined)
    )
      throw runtimeError('dictionary keys changed during iteration');
    return false;
  }
  iterator.remaining--;
  const key =
    storage instanceof TableStorage
      ? stepInTable(iterator, storage.table)
      : previousKey(iterator, storage as PlainStorage);
  if (key === undefined) {
    iterator.dict = undefined;
    return false;
  }
  iterator.key = key;
  return true;
}

/** The key before the one that was given last; `undefined` at the start. */
function previousKey(iterator: PyDictReverseIterBase, storage: PlainStorage): PyObject | undefined {
  const given = iterator.used - iterator.remaining - 1;
  // A dict that was emptied has other storage: CPython goes on from the same place in its table, where there is one.
  if (iterator.storage !== storage) {
    const position = iterator.used + iterator.gone - given - 1;
    iterator.storage = storage;
    iterator.keysGone = goneFrom(storage);
    iterator.keys =
      position < storage.size + goneFrom(storage) ? Array.from(storage.keys()).slice(0, position + 1) : [];
  }
  // Often nobody asks for more than the last key.
  if (given === 0 && iterator.keys === undefined) {
    const last = storage.lastKey();
    iterator.value = storage.get(last)!;
    return last;
  }
  if (iterator.keys === undefined) {
    iterator.keys = Array.from(storage.keys());
    // What has been added meanwhile stands behind the key that was given last, or in its place.
    const position = given === 1 ? iterator.keys.lastIndexOf(iterator.key) : -1;
    iterator.keys.length = position < 0 ? iterator.used - given : position;
    iterator.keysGone = goneFrom(storage);
  }
  if (iterator.keysGone !== goneFrom(storage)) {
    iterator.keysGone = goneFrom(storage);
    iterator.keys = keptKeys(iterator.keys, storage);
  }
  for (;;) {
    const key = iterator.keys.pop();
    const value = key === undefined ? undefined : storage.get(key);
    if (value !== undefined) iterator.value = value;
    else if (key !== undefined) continue;
    return key;
  }
}

/** The first keys of a dict as they were, without those deleted since: what was added again stands at the end. */
function keptKeys(keys: readonly PyObject[], storage: PlainStorage): PyObject[] {
  const kept: PyObject[] = [];
  let i = 0;
  for (const key of storage.keys()) {
    while (i < keys.length && keys[i] !== key) i++;
    if (i === keys.length) break;
    kept.push(key);
  }
  return kept;
}

/** The same in a table. */
function stepInTable(iterator: PyDictReverseIterBase, table: HashTable): PyObject | undefined {
  let { position } = iterator;
  if (position < 0) position = positionInTable(iterator, table);
  position = previous(table, Math.min(position, table.keys.length));
  iterator.position = position;
  iterator.value = table.values[position] ?? None;
  return table.keys[position];
}

/** Behind the item that comes next: the position of the one given last, when the dict had other storage then. */
function positionInTable(iterator: PyDictReverseIterBase, table: HashTable): number {
  const given = iterator.used - iterator.remaining - 1;
  if (given === 0) return table.keys.length;
  const rebuilt = iterator.storage instanceof MapStorage && hasOnlyStrKeys(iterator.storage);
  const position = rebuilt ? -1 : table.keys.lastIndexOf(iterator.key);
  return position < 0 ? iterator.used - given : position;
}

/** The position of the entry before this position. */
function previous(table: HashTable, position: number): number {
  let i = position - 1;
  while (i > 0 && table.keys[i] === undefined) i--;
  return i;
}
