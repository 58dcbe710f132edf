/**
 * Going through a dict as Python code does: a dict that changes its size meanwhile is an error.
 * CPython: `dictiter_iternextkey` and its like in Objects/dictobject.c.
 */
import { MapStorage, type PlainStorage, type PyDict, TableStorage } from '../objects/dict.ts';
import type {
  PyDictItemIter,
  PyDictIterBase,
  PyDictKeyIter,
  PyDictReverseIterBase,
  PyDictValueIter,
} from '../objects/dict-views.ts';
import type { HashTable } from '../objects/hash-table.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
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

/** The dict keeps its items in another form now: goes on behind as many items as were given. */
function moveToStorage<Element>(
  iterator: PyDictIterBase<Element>,
  dict: PyDict,
  restart: (dict: PyDict) => Iterator<Element>,
): void {
  iterator.storage = dict.storage;
  iterator.source = restart(dict);
  for (let given = iterator.used - iterator.remaining; given > 0; given--) iterator.source.next();
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
    return false;
  }
  iterator.remaining--;
  if (storage instanceof TableStorage) {
    stepInTable(iterator, storage.table);
    return true;
  }
  // Often nobody asks for more than the last key.
  if (iterator.remaining === iterator.used - 1) {
    if (storage instanceof MapStorage && storage.clears !== iterator.clears) {
      iterator.dict = undefined;
      return false;
    }
    iterator.key = storage.lastKey();
  } else {
    if (iterator.keys === undefined) {
      iterator.keys = Array.from(storage.keys());
      if (iterator.keys.pop() !== iterator.key) {
        iterator.dict = undefined;
        throw runtimeError('dictionary keys changed during iteration');
      }
    }
    iterator.key = iterator.keys.pop()!;
  }
  // An item that was replaced meanwhile may have no value.
  iterator.value = (storage as PlainStorage).get(iterator.key) ?? None;
  return true;
}

function stepInTable(iterator: PyDictReverseIterBase, table: HashTable): void {
  let { position } = iterator;
  if (position < 0) {
    position = table.keys.length;
    for (let given = iterator.used - iterator.remaining - 1; given > 0; given--)
      position = previous(table, position);
  }
  position = previous(table, Math.min(position, table.keys.length));
  iterator.position = position;
  iterator.key = table.keys[position] ?? None;
  iterator.value = table.values[position] ?? None;
}

/** The position of the entry before this position. */
function previous(table: HashTable, position: number): number {
  let i = position - 1;
  while (i > 0 && table.keys[i] === undefined) i--;
  return i;
}
