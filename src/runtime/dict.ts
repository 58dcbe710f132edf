/**
 * Dictionaries as the runtime uses them: every read and write of a dict's items comes through here.
 *
 * A dict keeps plain keys (str, int, objects that compare by identity) in a form that JavaScript's own equality
 * serves; the first other key changes it to a hash table for good. CPython: Objects/dictobject.c.
 */
import { CellStorage, type DictStorage, MapStorage, PyDict } from '../objects/dict.ts';
import { HashTable } from '../objects/hash-table.ts';
import { objectType, type PyInt, type PyObject } from '../objects/object.ts';
import { hash, isEqual } from './compare.ts';
import { keyError } from './errors.ts';
import { typeOf } from './type-of.ts';

/** The items of a dict with at least one key that is not plain. */
export class TableStorage implements DictStorage {
  readonly table: HashTable = new HashTable();

  get size(): number {
    return this.table.size;
  }
  *keys(): IterableIterator<PyObject> {
    for (const key of this.table.keys) if (key !== undefined) yield key;
  }
  *entries(): IterableIterator<[PyObject, PyObject]> {
    const { keys, values } = this.table;
    for (let i = 0; i < keys.length; i++) if (keys[i] !== undefined) yield [keys[i]!, values[i]!];
  }
  clear(): void {
    this.table.clear();
  }
}

/** The 32 bits of a hash that tables use. */
export function tableHash(value: PyInt): number {
  return typeof value === 'number'
    ? (value | 0) ^ Math.floor(value / 4294967296)
    : Number(BigInt.asIntN(32, value ^ (value >> 32n)));
}

/**
 * Can JavaScript's equality find this key? Not bools, which equal ints; nor floats; nor anything with an `__eq__`
 * or `__hash__` of its own.
 */
export function isPlainKey(key: PyObject): boolean {
  switch (typeof key) {
    case 'string':
    case 'number':
    case 'bigint':
      return true;
    case 'boolean':
      return false;
    default: {
      const type = key.ob_type;
      return type.tp_hash === objectType.tp_hash && type.tp_richcompare === objectType.tp_richcompare;
    }
  }
}

/** Can this storage hold the key as it is? */
function takes(storage: DictStorage, key: PyObject): boolean {
  return storage instanceof MapStorage ? isPlainKey(key) : typeof key === 'string';
}

/** Changes a dict's storage to one that takes the key. */
function widen(dict: PyDict, key: PyObject): void {
  const { storage } = dict;
  if (!(storage instanceof MapStorage) && isPlainKey(key)) {
    dict.storage = new MapStorage(new Map(storage.entries()));
    return;
  }
  const table = new TableStorage();
  for (const [oldKey, value] of storage.entries()) table.table.add(oldKey, tableHash(hash(oldKey)), value);
  dict.storage = table;
}

/** `dict.get(key)`: `undefined` when absent. May call `__hash__` and `__eq__`. */
export function dictGetItem(dict: PyDict, key: PyObject): PyObject | undefined {
  const { storage } = dict;
  if (storage instanceof MapStorage) {
    if (isPlainKey(key)) return storage.map.get(key);
  } else if (storage instanceof CellStorage) {
    if (typeof key === 'string') return storage.get(key);
  } else if (storage instanceof TableStorage) {
    const { table } = storage;
    const position = table.find(key, tableHash(hash(key)), isEqual);
    return position < 0 ? undefined : table.values[position];
  }
  return lookupForeign(storage, key);
}

/** Looks a key up that the storage could not hold: an equal plain key may be there (`1` for `1.0`). */
function lookupForeign(storage: DictStorage, key: PyObject): PyObject | undefined {
  const keyHash = hash(key);
  if (typeof key === 'boolean') return 'get' in storage ? (storage as MapStorage).get(Number(key)) : undefined;
  for (const [candidate, value] of storage.entries()) {
    if (hash(candidate) === keyHash && isEqual(candidate, key)) return value;
  }
  return undefined;
}

/** `dict[key] = value`. May call `__hash__` and `__eq__`. */
export function dictSetItem(dict: PyDict, key: PyObject, value: PyObject): void {
  const { storage } = dict;
  if (storage instanceof MapStorage && isPlainKey(key)) {
    storage.map.set(key, value);
    return;
  }
  if (storage instanceof TableStorage) {
    const { table } = storage;
    const keyHash = tableHash(hash(key));
    const position = table.find(key, keyHash, isEqual);
    if (position >= 0) table.values[position] = value;
    else table.add(key, keyHash, value);
    return;
  }
  if (takes(storage, key)) {
    (storage as MapStorage).set(key, value);
    return;
  }
  hash(key);
  widen(dict, key);
  dictSetItem(dict, key, value);
}

/** Deletes a key and returns its value; `undefined` when absent. */
export function dictPop(dict: PyDict, key: PyObject): PyObject | undefined {
  const { storage } = dict;
  if (storage instanceof TableStorage) {
    const { table } = storage;
    const position = table.find(key, tableHash(hash(key)), isEqual);
    if (position < 0) return undefined;
    const value = table.values[position];
    table.deleteAt(position);
    return value;
  }
  if (takes(storage, key)) {
    const value = (storage as MapStorage).get(key);
    if (value !== undefined) (storage as MapStorage).delete(key);
    return value;
  }
  if (lookupForeign(storage, key) === undefined) return undefined;
  widen(dict, key);
  return dictPop(dict, key);
}

/** `del dict[key]`. */
export function dictDelItem(dict: PyDict, key: PyObject): void {
  if (dictPop(dict, key) === undefined) throw keyError(key);
}

/** `key in dict`. */
export function dictContains(dict: PyDict, key: PyObject): boolean {
  return dictGetItem(dict, key) !== undefined;
}

/** The value of a str key, without any Python code running. */
export function dictGetStr(dict: PyDict, name: string): PyObject | undefined {
  const { storage } = dict;
  if (storage instanceof MapStorage) return storage.map.get(name);
  if (storage instanceof CellStorage) return storage.cells.get(name)?.value;
  return dictGetItem(dict, name);
}

/** A dict of keys and values that alternate. */
export function newDictOf(items: readonly PyObject[]): PyDict {
  const dict = new PyDict();
  for (let i = 0; i < items.length; i += 2) dictSetItem(dict, items[i]!, items[i + 1]!);
  return dict;
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
