/**
 * Dictionaries as the runtime uses them: every read and write of a dict's items comes through here.
 *
 * A dict keeps plain keys (str, int, objects that compare by identity) in a form that JavaScript's own equality
 * serves; the first other key changes it to a hash table for good. A key that is only looked up changes nothing: a
 * built-in value that is no plain key either equals one plain key that is known (`1.0` is `1`) or none. Only a key
 * of a class with an `__eq__` of its own must be compared with every item, or change the dict.
 * CPython: Objects/dictobject.c.
 */

import { equalOctets } from '../common/octets.ts';
import { PyBytes } from '../objects/bytes.ts';
import {
  CellStorage,
  DictEntry,
  type DictStorage,
  MapStorage,
  type PlainStorage,
  PyDict,
  TableStorage,
} from '../objects/dict.ts';
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import { type DictAccess, InstanceStorage, shareDict } from '../objects/instance-storage.ts';
import { Py_EQ, type PyObject } from '../objects/object.ts';
import { isStr, type Str } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { richCompareBool } from './compare.ts';
import { keyError, newException } from './errors.ts';
import { ANY_KEY, comparesByIdentity, hashHigh, isPlainKey, keyHash, plainForm } from './key-hash.ts';
import { checkTableStep } from './memory.ts';
import { str } from './repr.ts';
import { strConcat } from './text.ts';
import { fullTypeName, typeOf } from './type-of.ts';

const TypeErrorType = exceptionTypes.get('TypeError')!;

/** Dicts up to this size are searched item by item for a key that says itself what it equals. */
const SMALL = 8;

/** The TypeError of a key without a hash, as dicts and sets put it: `what` is `a dict key` or `a set element`. */
export function unhashable(thrown: unknown, key: PyObject, what: string): unknown {
  if (!(thrown instanceof PyBaseException) || typeOf(thrown) !== TypeErrorType) return thrown;
  const reason = strConcat(strConcat(`cannot use '${fullTypeName(key)}' as ${what} (`, str(thrown)), ')');
  return newException(TypeErrorType, reason);
}

/** The low half of the hash of a key; the high half is then in {@link hashHigh}. May call `__hash__`. */
function dictHash(key: PyObject): number {
  try {
    return keyHash(key);
  } catch (thrown) {
    throw unhashable(thrown, key, 'a dict key');
  }
}

/** As {@link dictHash}; tuples mostly know their hash. */
function tableHash(key: PyObject): number {
  if (typeof key !== 'object' || key.ob_type.tp_hash !== PyTuple.type.tp_hash) return dictHash(key);
  const tuple = key as PyTuple;
  if (tuple.hashHigh === undefined) return dictHash(key);
  hashHigh.value = tuple.hashHigh;
  return tuple.hashLow;
}

/** Is it a tuple, or one of a derived class, as named tuples are, that compares as tuples do? */
function comparesAsTuple(value: Exclude<PyObject, number | string | bigint | boolean>): value is PyTuple {
  return value.ob_type.tp_richcompare === PyTuple.type.tp_richcompare;
}

/** Are two keys equal? May call `__eq__`. Tuples, the usual case, are compared here. */
export function keysEqual(left: PyObject, right: PyObject): boolean {
  if (left === right) return true;
  if (typeof left === 'object' && typeof right === 'object') {
    if (comparesAsTuple(left) && comparesAsTuple(right)) {
      const leftItems = left.items;
      const rightItems = right.items;
      if (leftItems.length !== rightItems.length) return false;
      for (let i = 0; i < leftItems.length; i++) {
        const a = leftItems[i]!;
        const b = rightItems[i]!;
        // V8 compares two numbers faster than two values of any kind.
        if (typeof a === 'number' && typeof b === 'number') {
          if (a !== b) return false;
        } else if (a !== b && !keysEqual(a, b)) return false;
      }
      return true;
    }
    if (left.ob_type === PyBytes.type && right.ob_type === PyBytes.type) {
      return equalOctets((left as PyBytes).value, (right as PyBytes).value);
    }
  } else if (typeof left === typeof right) {
    // Two ints or two strings that are not identical.
    return false;
  }
  return richCompareBool(left, right, Py_EQ);
}

/** Are the keys attribute names, kept as UTF-16 texts? Then every string is one. */
function keepsTexts(storage: DictStorage): boolean {
  return !(
    storage instanceof MapStorage ||
    storage instanceof CellStorage ||
    storage instanceof TableStorage
  );
}

/** Can this storage hold a plain key? */
function takes(storage: DictStorage, key: PyObject): boolean {
  return storage instanceof MapStorage || storage instanceof CellStorage || isStr(key);
}

/** Changes a dict's storage to one that takes the key. Runs no Python code: the keys so far are plain. */
function widen(dict: PyDict, key: PyObject): void {
  const { storage } = dict;
  let wider: MapStorage | TableStorage;
  if (isPlainKey(key)) wider = new MapStorage(new Map(storage.entries()));
  else {
    wider = new TableStorage();
    for (const [oldKey, value] of storage.entries()) {
      const low = keyHash(oldKey);
      wider.table.add(oldKey, low, hashHigh.value, value);
    }
  }
  dict.storage = wider;
  if (storage instanceof InstanceStorage) shareDict(storage.owner, dict, DICT_ACCESS);
  // Whoever holds a cell of a namespace must not go on using it.
  else if (storage instanceof CellStorage) storage.clear();
  else if (storage instanceof MapStorage) storage.releaseEntries();
}

/**
 * Has a dict keep its values in cells, where compiled code finds them at once: a namespace that was made as any other dict, as
 * for `exec`. One that is that large is no namespace.
 */
export function keepInCells(dict: PyDict): void {
  const { storage } = dict;
  if (!(storage instanceof MapStorage) || !isExactDict(dict) || storage.size > MAX_NAMES) return;
  const cells = new CellStorage();
  for (const [key, value] of storage.entries()) cells.set(key, value);
  storage.releaseEntries();
  dict.storage = cells;
}

const MAX_NAMES = 10_000;

/** How an object reaches its attributes in a dict that it does not hold itself. */
export const DICT_ACCESS: DictAccess = {
  get: (dict: PyDict, name: Str) => dictGetItem(dict, name),
  set: (dict: PyDict, name: Str, value: PyObject) => dictSetItem(dict, name, value),
};

/** Changes a dict to a hash table: for what a map cannot do. */
export function widenToTable(dict: PyDict): TableStorage {
  if (!(dict.storage instanceof TableStorage)) widen(dict, false);
  return dict.storage as TableStorage;
}

/** The position of a key in a table, −1 when absent. */
function findInTable(storage: TableStorage, key: PyObject): number {
  const low = tableHash(key);
  return storage.table.find(key, low, hashHigh.value, keysEqual);
}

/**
 * The plain key under which a dict without a table has an item that this key equals, if it has one; `undefined` when there
 * is none. A key that says itself what it equals changes the dict to a table when the dict is large or `forStoring`.
 */
function foreignKey(dict: PyDict, key: PyObject, forStoring: boolean): PyObject | undefined {
  const plain = plainForm(key);
  const { storage } = dict;
  if (plain === undefined) {
    if (isStr(key) && keepsTexts(storage)) return key;
    if (!forStoring) dictHash(key);
    return undefined;
  }
  if (plain !== ANY_KEY) return plain;
  if (forStoring || storage.size > SMALL) {
    widen(dict, key);
    return undefined;
  }
  const low = dictHash(key);
  const high = hashHigh.value;
  for (const candidate of Array.from(storage.keys())) {
    if (keyHash(candidate) !== low || hashHigh.value !== high || !keysEqual(candidate, key)) continue;
    if (dict.storage === storage && (storage as PlainStorage).get(candidate) !== undefined) return candidate;
    return foreignKey(dict, key, forStoring);
  }
  return undefined;
}

/** `dict.get(key)`: `undefined` when absent. May call `__hash__` and `__eq__`. */
export function dictGetItem(dict: PyDict, key: PyObject): PyObject | undefined {
  const { storage } = dict;
  if (storage instanceof MapStorage) {
    const { map } = storage;
    const value = map === undefined ? storage.inEntries!.get(key)?.value : map.get(key);
    // What is found so is the key itself.
    if (value !== undefined || typeof key === 'string' || typeof key === 'number') return value;
    if (typeof key === 'object' && comparesByIdentity(key)) return undefined;
  } else if (storage instanceof TableStorage) {
    const position = findInTable(storage, key);
    return position < 0 ? undefined : storage.table.values[position];
  } else if (typeof key === 'string') return (storage as PlainStorage).get(key);
  return getSlow(dict, key);
}

function getSlow(dict: PyDict, key: PyObject): PyObject | undefined {
  let { storage } = dict;
  if (!(storage instanceof TableStorage)) {
    const plain = foreignKey(dict, key, false);
    storage = dict.storage;
    if (!(storage instanceof TableStorage)) {
      return plain !== undefined && takes(storage, plain) ? (storage as PlainStorage).get(plain) : undefined;
    }
  }
  const position = findInTable(storage, key);
  return position < 0 ? undefined : storage.table.values[position];
}

/** `dict[key] = value`. May call `__hash__` and `__eq__`. */
export function dictSetItem(dict: PyDict, key: PyObject, value: PyObject): void {
  const { storage } = dict;
  if (storage instanceof MapStorage && (typeof key === 'string' || typeof key === 'number')) {
    try {
      if (storage.tail === undefined && storage.map !== undefined) storage.map.set(key, value);
      else storage.set(key, value);
    } catch (error) {
      if (storage.size < FULL_MAP) throw error;
      setInTable(widenToTable(dict), key, keyHash(key), hashHigh.value, value);
    }
  } else if (storage instanceof TableStorage) {
    const low = tableHash(key);
    setInTable(storage, key, low, hashHigh.value, value);
  } else setSlow(dict, key, value);
}

/** A map of so many items or more may refuse another one: V8's take 2**24. */
const FULL_MAP = 2 ** 23;

/** A larger dict stays as it is: an entry takes 32 bytes, and what finds it has to be fetched from memory. */
const MAX_ENTRIES = 2 ** 17;

/** `dict[key] = value` where the key has just been looked for. A dict whose values are replaced so comes to have entries. */
export function dictReplaceItem(dict: PyDict, key: PyObject, value: PyObject): void {
  const { storage } = dict;
  const size = storage instanceof MapStorage ? storage.size : -1;
  dictSetItem(dict, key, value);
  if (!(storage instanceof MapStorage) || storage.map === undefined || storage.size !== size) return;
  if (++storage.replaced <= 2 * size + 16) return;
  storage.replaced = 0;
  if (size > MAX_ENTRIES || dict.storage !== storage) return;
  const entries = new Map<PyObject, DictEntry>();
  for (const [name, item] of storage.map) entries.set(name, new DictEntry(item));
  const changed = new MapStorage();
  changed.map = undefined;
  changed.inEntries = entries;
  changed.gone = storage.gone;
  dict.storage = changed;
}

/** What {@link dictEntryOf} gives for a key that is not there. Nobody puts a value into it. */
const NO_ENTRY = new DictEntry(undefined);

/**
 * The entry of a key, one without a value when the key is absent; `undefined` where the dict has no entries, or the key may
 * equal one that is another object.
 */
export function dictEntryOf(dict: PyDict, key: PyObject): DictEntry | undefined {
  const { storage } = dict;
  if (!(storage instanceof MapStorage) || storage.inEntries === undefined) return undefined;
  if (typeof key !== 'string' && typeof key !== 'number') return undefined;
  return storage.inEntries.get(key) ?? NO_ENTRY;
}

function setSlow(dict: PyDict, key: PyObject, value: PyObject): void {
  let { storage } = dict;
  if (typeof key === 'string' && storage instanceof InstanceStorage) {
    storage.set(key, value);
    return;
  }
  if (!(storage instanceof TableStorage)) {
    const plain = foreignKey(dict, key, true);
    storage = dict.storage;
    if (!(storage instanceof TableStorage)) {
      // An equal key stays the key object that it is: `d = {1: 0}; d[True] = 1` gives `{1: 1}`.
      if (plain !== undefined && takes(storage, plain)) {
        const target = storage as PlainStorage;
        if (plain === key || target.get(plain) !== undefined) {
          target.set(plain, value);
          return;
        }
      }
      widen(dict, key);
      storage = dict.storage;
      if (!(storage instanceof TableStorage)) {
        (storage as PlainStorage).set(key, value);
        return;
      }
    }
  }
  const low = dictHash(key);
  setInTable(storage, key, low, hashHigh.value, value);
}

function setInTable(storage: TableStorage, key: PyObject, low: number, high: number, value: PyObject): void {
  const { table } = storage;
  const position = table.find(key, low, high, keysEqual);
  if (position >= 0) table.values[position] = value;
  else {
    checkTableStep(table.size);
    table.add(key, low, high, value);
  }
}

/** {@link dictSetItem} for a key whose hash is known. */
export function dictSetHashed(dict: PyDict, key: PyObject, low: number, high: number, value: PyObject): void {
  if (isPlainKey(key)) {
    dictSetItem(dict, key, value);
    return;
  }
  setInTable(widenToTable(dict), key, low, high, value);
}

/** {@link dictGetItem} for a key whose hash is known. */
export function dictGetHashed(dict: PyDict, key: PyObject, low: number, high: number): PyObject | undefined {
  const plain = hashedForm(dict, key);
  if (plain !== ANY_KEY) return plain === undefined ? undefined : dictGetItem(dict, plain);
  const { table } = dict.storage as TableStorage;
  const position = table.find(key, low, high, keysEqual);
  return position < 0 ? undefined : table.values[position];
}

/**
 * The plain key that equals a key whose hash is known, `undefined` when none does; {@link ANY_KEY} when the dict is a table,
 * which it becomes for a key that says itself what it equals.
 */
function hashedForm(dict: PyDict, key: PyObject): PyObject | undefined | typeof ANY_KEY {
  if (dict.storage instanceof TableStorage) return ANY_KEY;
  const plain = plainForm(key);
  if (plain === undefined) return isStr(key) && keepsTexts(dict.storage) ? key : undefined;
  if (plain === ANY_KEY) widenToTable(dict);
  return plain;
}

/** {@link dictContains} for a key whose hash is known. */
export function dictContainsHashed(dict: PyDict, key: PyObject, low: number, high: number): boolean {
  return dictGetHashed(dict, key, low, high) !== undefined;
}

/** {@link dictPop} for a key whose hash is known. */
export function dictPopHashed(dict: PyDict, key: PyObject, low: number, high: number): PyObject | undefined {
  const plain = hashedForm(dict, key);
  if (plain !== ANY_KEY) return plain === undefined ? undefined : dictPop(dict, plain);
  const { table } = dict.storage as TableStorage;
  const position = table.find(key, low, high, keysEqual);
  if (position < 0) return undefined;
  const value = table.values[position];
  table.deleteAt(position);
  return value;
}

/** Moves the item of a key to the end, or to the front: whether it moved, `undefined` when it is absent. */
export function dictMove(dict: PyDict, key: PyObject, toEnd: boolean): boolean | undefined {
  if (!toEnd) widenToTable(dict);
  const plain = dict.storage instanceof TableStorage ? undefined : foreignKey(dict, key, false);
  const { storage } = dict;
  if (!(storage instanceof TableStorage)) {
    const value = plain === undefined ? undefined : (storage as PlainStorage).get(plain);
    if (value === undefined) return undefined;
    if (storage.lastKey() === plain) return false;
    (storage as PlainStorage).delete(plain!);
    (storage as PlainStorage).set(plain!, value);
    return true;
  }
  const { table } = storage;
  const position = findInTable(storage, key);
  if (position < 0) return undefined;
  if (position === (toEnd ? table.keys.length - 1 : table.start)) return false;
  const stored = table.keys[position]!;
  const value = table.values[position]!;
  const low = table.lows[position]!;
  const high = table.highs[position]!;
  table.deleteAt(position);
  if (toEnd) table.add(stored, low, high, value);
  else table.addFirst(stored, low, high, value);
  return true;
}

/** `dict.setdefault(key, value)`: the value that is there, else `value`, which is then put there. */
export function dictSetDefault(dict: PyDict, key: PyObject, value: PyObject): PyObject {
  if (!(dict.storage instanceof TableStorage)) {
    const plain = foreignKey(dict, key, true);
    if (!(dict.storage instanceof TableStorage)) {
      const existing = plain === undefined ? undefined : dictGetItem(dict, plain);
      if (existing === undefined) dictSetItem(dict, key, value);
      return existing ?? value;
    }
  }
  const { table } = dict.storage as TableStorage;
  const low = dictHash(key);
  const high = hashHigh.value;
  const position = table.find(key, low, high, keysEqual);
  if (position >= 0) return table.values[position]!;
  table.add(key, low, high, value);
  return value;
}

/** Deletes a key and returns its value; `undefined` when absent. */
export function dictPop(dict: PyDict, key: PyObject): PyObject | undefined {
  let { storage } = dict;
  if (!(storage instanceof TableStorage)) {
    const plain = typeof key === 'string' || typeof key === 'number' ? key : foreignKey(dict, key, false);
    storage = dict.storage;
    if (!(storage instanceof TableStorage)) {
      if (plain === undefined || !takes(storage, plain)) return undefined;
      const value = (storage as PlainStorage).get(plain);
      if (value !== undefined) (storage as PlainStorage).delete(plain);
      return value;
    }
  }
  const position = findInTable(storage, key);
  if (position < 0) return undefined;
  const value = storage.table.values[position];
  storage.table.deleteAt(position);
  return value;
}

/** `del dict[key]`. */
export function dictDelItem(dict: PyDict, key: PyObject): void {
  if (dictPop(dict, key) === undefined) throw keyError(key);
}

/** Takes the last item out, `undefined` when the dict is empty. In constant time on average. */
export function dictPopLast(dict: PyDict): [PyObject, PyObject] | undefined {
  const { storage } = dict;
  if (storage.size === 0) return undefined;
  const key = storage.lastKey();
  if (storage instanceof MapStorage) {
    const value = storage.get(key)!;
    storage.deleteLast();
    return [key, value];
  }
  if (storage instanceof TableStorage) {
    const { table } = storage;
    const position = table.keys.length - 1;
    const value = table.values[position]!;
    table.deleteAt(position);
    return [key, value];
  }
  const plain = storage as PlainStorage;
  const value = plain.get(key)!;
  plain.delete(key);
  return [key, value];
}

/** `key in dict`. */
export function dictContains(dict: PyDict, key: PyObject): boolean {
  return dictGetItem(dict, key) !== undefined;
}

/** The value of a str key, without any Python code running. */
export function dictGetStr(dict: PyDict, name: Str): PyObject | undefined {
  const { storage } = dict;
  if (storage instanceof MapStorage) return storage.get(name);
  if (storage instanceof CellStorage) return storage.get(name);
  return dictGetItem(dict, name);
}

/** A dict of keys and values that alternate. */
export function newDictOf(items: readonly PyObject[]): PyDict {
  const isTable = items.length > 0 && !isPlainKey(items[0]!);
  const dict = isTable ? new PyDict(new TableStorage()) : new PyDict();
  for (let i = 0; i < items.length; i += 2) dictSetItem(dict, items[i]!, items[i + 1]!);
  return dict;
}

/** A dict with the same items. */
export function dictCopy(dict: PyDict): PyDict {
  const { storage } = dict;
  if (storage instanceof MapStorage) {
    // The engine's own way of copying, through the constructor, takes half as long again.
    const map = new Map<PyObject, PyObject>();
    if (storage.map !== undefined) for (const [key, value] of storage.map) map.set(key, value);
    else for (const [key, value] of storage.entries()) map.set(key, value);
    return new PyDict(new MapStorage(map));
  }
  if (storage instanceof TableStorage) return new PyDict(new TableStorage(storage.table.copy()));
  if (storage instanceof InstanceStorage) {
    const map = new Map<PyObject, PyObject>();
    storage.forEach((value, key) => {
      map.set(key, value);
    });
    return new PyDict(new MapStorage(map));
  }
  return new PyDict(new MapStorage(new Map(storage.entries())));
}

/** `dict.clear()`. */
export function dictClear(dict: PyDict): void {
  // Iterators go on behind as many items as they have given, which they do where they find other storage. A table stays one:
  // a lookup may be under way in it, and must see that it is empty now.
  const { storage } = dict;
  if (storage instanceof MapStorage) {
    storage.releaseEntries();
    dict.storage = new MapStorage();
  } else storage.clear();
}

/** `len(dict)`. */
export function dictLength(dict: PyDict): number {
  return dict.storage.size;
}

/** Is this value a dict or an instance of a subclass? */
export function isDict(value: PyObject): value is PyDict {
  return value instanceof PyDict;
}

/** Is it a dict itself, whose methods nobody overrides? */
export function isExactDict(value: PyObject): value is PyDict {
  return value instanceof PyDict && typeOf(value) === PyDict.type;
}
