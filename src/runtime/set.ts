/**
 * Sets as the runtime uses them: every read and write of a set's items comes through here.
 *
 * Items are kept in CPython's own table, so that iteration has CPython's order, unless there are items whose hash, and so
 * whose place, is another one in every process: then JavaScript's set is faster. See objects/set.ts.
 * CPython: Objects/setobject.c.
 */

import { type PyDict, TableStorage } from '../objects/dict.ts';
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import { PyList } from '../objects/list.ts';
import type { PyObject } from '../objects/object.ts';
import { PlainSet, PyAnySet, PyFrozenSet, PySet, type SetStorage } from '../objects/set.ts';
import { isSmall, SetTable } from '../objects/set-table.ts';
import { None } from '../objects/singletons.ts';
import { PyTuple } from '../objects/tuple.ts';
import { dictContainsHashed, isExactDict, keysEqual, unhashable } from './dict.ts';
import { getIter } from './iter.ts';
import { ANY_KEY, frozenSetHash, hashHigh, isPlainKey, keyHash, plainForm, tupleHash } from './key-hash.ts';
import { checkTableStep } from './memory.ts';
import { current } from './state.ts';
import { isInstanceOf, typeOf } from './type-of.ts';

const TypeErrorType = exceptionTypes.get('TypeError')!;

/** Plain sets up to this size are searched item by item for a key that says itself what it equals. */
const SMALL = 8;

/** The low half of the hash of an item; the high half is then in `hashHigh`. May call `__hash__`. */
function itemHash(item: PyObject): number {
  try {
    return keyHash(item);
  } catch (thrown) {
    throw unhashable(thrown, item, 'a set element');
  }
}

/** The same for a tuple, which mostly knows its hash. */
function tupleHashIn(tuple: PyTuple): number {
  try {
    return tupleHash(tuple);
  } catch (thrown) {
    throw unhashable(thrown, tuple, 'a set element');
  }
}

/** Does the hash of this item differ between processes? Then so does the order of a set that it is in. */
function isUnordered(item: PyObject): boolean {
  if (typeof item === 'string') return !current.thread.interp.hasFixedHashSeed;
  return typeof item === 'object' && item !== None && isPlainKey(item);
}

/** The storage of a set; that of a constant frozenset is made now. */
export function storageOf(set: PyAnySet): SetStorage {
  if (set.storage === undefined) {
    set.storage = new SetTable();
    for (const item of (set as PyFrozenSet).items) setAdd(set, item);
  }
  return set.storage;
}

/** Changes a set to the table. */
function toTable(set: PyAnySet, plain: PlainSet): SetTable {
  const table = new SetTable();
  for (const item of plain.set) {
    const low = keyHash(item);
    table.add(item, low, hashHigh.value, keysEqual);
  }
  set.storage = table;
  return table;
}

/** Changes a set, whose items are all plain, to JavaScript's form. */
function toPlain(set: PyAnySet, table: SetTable): PlainSet {
  const plain = new PlainSet();
  for (let slot = table.nextSlot(0); slot >= 0; slot = table.nextSlot(slot + 1)) {
    const item = table.keyAt(slot);
    plain.set.add(item);
    if (isUnordered(item)) plain.unordered++;
  }
  set.storage = plain;
  return plain;
}

// ── Single items ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** `set.add(item)`. May call `__hash__` and `__eq__`. */
export function setAdd(set: PyAnySet, item: PyObject): void {
  const storage = storageOf(set);
  if (storage instanceof SetTable) {
    checkTableStep(storage.size);
    if (typeof item === 'number') {
      if (isSmall(item)) storage.addSmall(item, keysEqual);
      else {
        const low = keyHash(item);
        storage.add(item, low, hashHigh.value, keysEqual);
      }
      return;
    }
    if (typeof item === 'object' && item.ob_type === PyTuple.type) {
      const low = tupleHashIn(item as PyTuple);
      const high = hashHigh.value;
      if (storage.add(item, low, high, keysEqual)) storage.odd++;
      // A comparison may have changed the form of the set.
      if (set.storage !== storage) setAddHashed(set, item, low, high);
      return;
    }
  } else if (typeof item === 'string') {
    addPlain(storage, item);
    return;
  }
  if (!addWithoutHash(set, item)) {
    const low = itemHash(item);
    addToTable(set, item, low, hashHigh.value);
  }
}

function addPlain(storage: PlainSet, item: PyObject): void {
  const { set } = storage;
  const { size } = set;
  set.add(item);
  if (set.size !== size && isUnordered(item)) storage.unordered++;
}

/** Adds an item if its hash is not needed for that; says whether it was so. */
function addWithoutHash(set: PyAnySet, item: PyObject): boolean {
  const storage = set.storage!;
  if (storage instanceof PlainSet) {
    const plain = plainForm(item);
    if (plain === item) addPlain(storage, item);
    else if (plain === undefined || plain === ANY_KEY || !storage.set.has(plain)) return false;
    return true;
  }
  if (storage.odd > 0 || !isUnordered(item)) return false;
  addPlain(toPlain(set, storage), item);
  return true;
}

function addToTable(set: PyAnySet, item: PyObject, low: number, high: number): void {
  const storage = set.storage!;
  const table = storage instanceof SetTable ? storage : toTable(set, storage);
  if (table.add(item, low, high, keysEqual) && !isPlainKey(item)) table.odd++;
  // A comparison may have changed the form of the set.
  if (set.storage !== table) setAddHashed(set, item, low, high);
}

/** {@link setAdd} for an item whose hash is known. */
export function setAddHashed(set: PyAnySet, item: PyObject, low: number, high: number): void {
  storageOf(set);
  if (!addWithoutHash(set, item)) addToTable(set, item, low, high);
}

/** `item in set`. May call `__hash__` and `__eq__`. */
export function setContains(set: PyAnySet, item: PyObject): boolean {
  const storage = storageOf(set);
  if (storage instanceof SetTable && isSmall(item)) return storage.findSmall(item, keysEqual) >= 0;
  if (storage instanceof SetTable && typeof item === 'object') {
    const low = item.ob_type === PyTuple.type ? tupleHashIn(item as PyTuple) : itemHash(item);
    return storage.find(item, low, hashHigh.value, keysEqual) >= 0;
  }
  if (storage instanceof PlainSet) {
    // What is found so is the item itself.
    if (storage.set.has(item)) return true;
    if (typeof item === 'string' || typeof item === 'number') return false;
    const plain = plainForm(item);
    if (plain !== undefined && plain !== ANY_KEY) return plain !== item && storage.set.has(plain);
  }
  const low = itemHash(item);
  return setContainsHashed(set, item, low, hashHigh.value);
}

/** `item in set` as Python has it: a set, which has no hash, is looked for as the equal frozenset. */
export function inSet(set: PyAnySet, item: PyObject): boolean {
  try {
    return setContains(set, item);
  } catch (thrown) {
    if (!(item instanceof PySet) || !isTypeError(thrown)) throw thrown;
    const low = frozenSetHash(item);
    return setContainsHashed(set, item, low, hashHigh.value);
  }
}

export function isTypeError(thrown: unknown): boolean {
  return thrown instanceof PyBaseException && isInstanceOf(thrown, TypeErrorType);
}

/** {@link setContains} for an item whose hash is known. */
export function setContainsHashed(set: PyAnySet, item: PyObject, low: number, high: number): boolean {
  const storage = storageOf(set);
  if (storage instanceof SetTable) return storage.find(item, low, high, keysEqual) >= 0;
  return plainEqual(set, storage, item, low, high) !== undefined;
}

/** The item of a plain set that equals a key. */
function plainEqual(
  set: PyAnySet,
  storage: PlainSet,
  key: PyObject,
  low: number,
  high: number,
): PyObject | undefined {
  const plain = plainForm(key);
  if (plain === undefined) return undefined;
  if (plain !== ANY_KEY) return storage.set.has(plain) ? plain : undefined;
  if (storage.size > SMALL) {
    const table = toTable(set, storage);
    const slot = table.find(key, low, high, keysEqual);
    return slot < 0 ? undefined : table.keyAt(slot);
  }
  for (const candidate of Array.from(storage.set)) {
    if (keyHash(candidate) === low && hashHigh.value === high && keysEqual(candidate, key)) return candidate;
  }
  return undefined;
}

/** `set.discard(item)`: says whether the item was there. May call `__hash__` and `__eq__`. */
export function setDiscard(set: PyAnySet, item: PyObject): boolean {
  const storage = storageOf(set);
  if (storage instanceof PlainSet) {
    const plain = plainForm(item);
    if (plain !== undefined && plain !== ANY_KEY) return deletePlain(set, storage, plain);
  }
  const low = itemHash(item);
  return setDiscardHashed(set, item, low, hashHigh.value);
}

/** {@link setDiscard} for an item whose hash is known. */
export function setDiscardHashed(set: PyAnySet, item: PyObject, low: number, high: number): boolean {
  let storage = storageOf(set);
  if (storage instanceof PlainSet) {
    const plain = plainEqual(set, storage, item, low, high);
    if (plain === undefined) return false;
    storage = set.storage!;
    if (storage instanceof PlainSet) return deletePlain(set, storage, plain);
  }
  const slot = storage.find(item, low, high, keysEqual);
  if (slot < 0) return false;
  if (storage.odd > 0 && !isPlainKey(storage.keyAt(slot))) storage.odd--;
  storage.deleteAt(slot);
  return true;
}

function deletePlain(set: PyAnySet, storage: PlainSet, item: PyObject): boolean {
  if (!storage.set.delete(item)) return false;
  if (isUnordered(item)) {
    storage.unordered--;
    if (storage.unordered === 0) toTable(set, storage);
  }
  return true;
}

/** `set.pop()`: any item; `undefined` when the set is empty. */
export function setPop(set: PySet): PyObject | undefined {
  const { storage } = set;
  if (storage.size === 0) return undefined;
  const item = storage.pop();
  if (storage instanceof SetTable) {
    if (storage.odd > 0 && !isPlainKey(item)) storage.odd--;
  } else if (isUnordered(item)) {
    storage.unordered--;
    if (storage.unordered === 0) toTable(set, storage);
  }
  return item;
}

/** `set.clear()`. */
export function setClear(set: PySet): void {
  if (set.storage instanceof SetTable) set.storage.clear();
  else set.storage = new SetTable();
}

// ── Many items ───────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Visits the items with their hashes in the order of iteration until `visit` returns true; says whether it did. When the
 * items are plain and `hashed` is false, the hashes are not made. The set may change meanwhile.
 */
export function someItem(
  set: PyAnySet,
  hashed: boolean,
  visit: (item: PyObject, low: number, high: number) => boolean,
): boolean {
  const storage = storageOf(set);
  if (storage instanceof SetTable) {
    for (let slot = storage.nextSlot(0); slot >= 0; slot = storage.nextSlot(slot + 1)) {
      if (visit(storage.keyAt(slot), storage.lowAt(slot), storage.highAt(slot))) return true;
    }
    return false;
  }
  for (const item of storage.set) {
    const low = hashed ? keyHash(item) : 0;
    if (visit(item, low, hashHigh.value)) return true;
  }
  return false;
}

/** The items in the order of iteration. */
export function setItems(set: PyAnySet): PyObject[] {
  return storageOf(set).items();
}

/** The number of items. */
export function setSize(set: PyAnySet): number {
  return storageOf(set).size;
}

/** `set.update(iterable)`. May run Python code. */
export function setUpdate(set: PyAnySet, iterable: PyObject): void {
  if (iterable instanceof PyAnySet) mergeSet(set, iterable);
  else if (isExactDict(iterable)) mergeDict(set, iterable);
  else if (
    typeof iterable === 'object' &&
    (iterable.ob_type === PyList.type || iterable.ob_type === PyTuple.type)
  ) {
    addAll(set, (iterable as PyList | PyTuple).items);
  } else {
    const iterator = getIter(iterable);
    const next = typeOf(iterator).tp_iternext!;
    for (let item = next(iterator); item !== undefined; item = next(iterator)) setAdd(set, item);
  }
}

/** Adds the items of a list, which hashing and comparing them may change. */
function addAll(set: PyAnySet, items: readonly PyObject[]): void {
  for (let i = 0; i < items.length; ) {
    const { storage } = set;
    if (typeof items[i] !== 'string' || !(storage instanceof PlainSet)) setAdd(set, items[i++]!);
    else i = addTexts(storage, items, i);
  }
}

/** Adds the strings from an index on; where they end. */
function addTexts(storage: PlainSet, items: readonly PyObject[], start: number): number {
  const { set } = storage;
  const { size } = set;
  let i = start;
  for (; i < items.length; i++) {
    const item = items[i]!;
    if (typeof item !== 'string') break;
    set.add(item);
  }
  if (!current.thread.interp.hasFixedHashSeed) storage.unordered += set.size - size;
  return i;
}

function mergeSet(set: PyAnySet, other: PyAnySet): void {
  const source = storageOf(other);
  if (set === other || source.size === 0) return;
  const storage = storageOf(set);
  if (storage instanceof SetTable) {
    if (source instanceof SetTable) {
      storage.reserve(source.size);
      if (storage.fill === 0) storage.copyFrom(source);
      else mergeTable(set, storage, source);
      return;
    }
    if (storage.size === 0) {
      set.storage = new PlainSet();
    }
  }
  const target = set.storage!;
  if (target instanceof PlainSet && source instanceof PlainSet) {
    if (target.size === 0) {
      for (const item of source.set) target.set.add(item);
      target.unordered = source.unordered;
    } else for (const item of source.set) addPlain(target, item);
    return;
  }
  someItem(other, true, (item, low, high) => {
    setAddHashed(set, item, low, high);
    return false;
  });
}

function mergeTable(set: PyAnySet, target: SetTable, source: SetTable): void {
  for (let slot = source.nextSlot(0); slot >= 0; slot = source.nextSlot(slot + 1)) {
    const item = source.keyAt(slot);
    const low = source.lowAt(slot);
    const high = source.highAt(slot);
    if (isSmall(item)) target.addSmall(item, keysEqual);
    else if (target.add(item, low, high, keysEqual) && source.odd > 0 && !isPlainKey(item)) target.odd++;
    // A comparison may have changed the form of the set.
    if (set.storage !== target) setAddHashed(set, item, low, high);
  }
}

function mergeDict(set: PyAnySet, dict: PyDict): void {
  const storage = storageOf(set);
  if (storage instanceof SetTable) storage.reserve(dict.storage.size);
  someKey(dict, (key, low, high) => {
    setAddHashed(set, key, low, high);
    return false;
  });
}

/** Visits the keys of a dict with their hashes until `visit` returns true; says whether it did. */
export function someKey(dict: PyDict, visit: (key: PyObject, low: number, high: number) => boolean): boolean {
  const { storage } = dict;
  if (storage instanceof TableStorage) {
    const { table } = storage;
    for (let i = table.start; i < table.keys.length; i++) {
      const key = table.keys[i];
      if (key !== undefined && visit(key, table.lows[i]!, table.highs[i]!)) return true;
    }
    return false;
  }
  for (const key of storage.keys()) {
    const low = keyHash(key);
    if (visit(key, low, hashHigh.value)) return true;
  }
  return false;
}

/** A set display: `{a, b}`. */
export function buildSet(items: readonly PyObject[]): PySet {
  const set = new PySet();
  for (const item of items) setAdd(set, item);
  return set;
}

/** A new set of the items of an iterable. */
export function newSet(iterable: PyObject): PySet {
  if (iterable instanceof PyAnySet) return new PySet(copiedStorage(iterable));
  const set = new PySet();
  setUpdate(set, iterable);
  return set;
}

/** A new frozenset of the items of an iterable. */
export function newFrozenSet(iterable: PyObject): PyFrozenSet {
  if (iterable instanceof PyAnySet) return new PyFrozenSet(copiedStorage(iterable));
  const set = new PyFrozenSet();
  setUpdate(set, iterable);
  return set;
}

// ── Operations ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** A new, empty set or frozenset, whichever the type derives from. CPython: `make_new_set_basetype`. */
function emptyLike(set: PyAnySet): PyAnySet {
  return set instanceof PySet ? new PySet() : new PyFrozenSet();
}

/** What a new set gets that shall have the same items. */
function copiedStorage(set: PyAnySet): SetStorage {
  const storage = storageOf(set);
  const copy = storage instanceof SetTable ? storage.copyIfTight() : undefined;
  if (copy !== undefined) return copy;
  const merged = new PySet();
  mergeSet(merged, set);
  return merged.storage;
}

/** A copy of the basic type. */
export function setCopy(set: PyAnySet): PyAnySet {
  const items = copiedStorage(set);
  return set instanceof PySet ? new PySet(items) : new PyFrozenSet(items);
}

/**
 * Adds to an empty set those items of a table that are in another one, or that are not: the usual case of intersections
 * and differences, without a look at the kind of each item.
 */
function filterTable(result: PyAnySet, source: SetTable, other: SetTable, wanted: boolean): void {
  const target = result.storage as SetTable;
  for (let slot = source.nextSlot(0); slot >= 0; slot = source.nextSlot(slot + 1)) {
    const item = source.keyAt(slot);
    if (isSmall(item)) {
      if (other.findSmall(item, keysEqual) >= 0 === wanted) target.addSmall(item, keysEqual);
      continue;
    }
    const low = source.lowAt(slot);
    const high = source.highAt(slot);
    if (other.find(item, low, high, keysEqual) >= 0 !== wanted) continue;
    if (target.add(item, low, high, keysEqual) && source.odd > 0 && !isPlainKey(item)) target.odd++;
  }
}

/** Is one of a table's items in another one, or is one not in it? */
function someInTable(source: SetTable, other: SetTable, wanted: boolean): boolean {
  for (let slot = source.nextSlot(0); slot >= 0; slot = source.nextSlot(slot + 1)) {
    const item = source.keyAt(slot);
    const found = isSmall(item)
      ? other.findSmall(item, keysEqual)
      : other.find(item, source.lowAt(slot), source.highAt(slot), keysEqual);
    if (found >= 0 === wanted) return true;
  }
  return false;
}

/** The same where both sets are plain and so are all their items: nothing is hashed here, and no Python code runs. */
function filterPlain(result: PyAnySet, source: PlainSet, other: PlainSet, wanted: boolean): void {
  const target = new PlainSet();
  for (const item of source.set) {
    if (other.set.has(item) !== wanted) continue;
    target.set.add(item);
    if (isUnordered(item)) target.unordered++;
  }
  if (target.unordered > 0) result.storage = target;
  else for (const item of target.set) setAdd(result, item);
}

/** As {@link someInTable}, of plain sets. */
function someInPlain(source: PlainSet, other: PlainSet, wanted: boolean): boolean {
  for (const item of source.set) if (other.set.has(item) === wanted) return true;
  return false;
}

/** The items of both. May run Python code, as all of the following. */
export function setIntersection(set: PyAnySet, other: PyObject): PyAnySet {
  if (set === other) return setCopy(set);
  const result = emptyLike(set);
  if (other instanceof PyAnySet) {
    const [small, large] = setSize(other) > setSize(set) ? [set, other] : [other, set];
    if (small.storage instanceof SetTable && large.storage instanceof SetTable) {
      filterTable(result, small.storage, large.storage, true);
      return result;
    }
    if (small.storage instanceof PlainSet && large.storage instanceof PlainSet) {
      filterPlain(result, small.storage, large.storage, true);
      return result;
    }
    const hashed = storageOf(large) instanceof SetTable || storageOf(small) instanceof SetTable;
    someItem(small, hashed, (item, low, high) => {
      if (setContainsHashed(large, item, low, high)) {
        if (hashed) setAddHashed(result, item, low, high);
        else setAdd(result, item);
      }
      return false;
    });
    return result;
  }
  const iterator = getIter(other);
  const next = typeOf(iterator).tp_iternext!;
  for (let item = next(iterator); item !== undefined; item = next(iterator)) {
    const low = keyHash(item);
    const high = hashHigh.value;
    if (!setContainsHashed(set, item, low, high)) continue;
    setAddHashed(result, item, low, high);
    if (setSize(result) >= setSize(set)) break;
  }
  return result;
}

/** Removes the items of `other`. */
export function setSubtract(set: PySet | PyFrozenSet, other: PyObject): void {
  if (set === other) {
    setClear(set as PySet);
    return;
  }
  if (other instanceof PyAnySet) {
    const removed = setSize(other) >> 3 > setSize(set) ? setIntersection(set, other) : other;
    const items = storageOf(removed);
    if (items instanceof PlainSet) {
      // Most need no hash.
      for (const item of items.set) setDiscard(set, item);
      return;
    }
    someItem(removed, true, (item, low, high) => {
      setDiscardHashed(set, item, low, high);
      return false;
    });
  } else {
    const iterator = getIter(other);
    const next = typeOf(iterator).tp_iternext!;
    for (let item = next(iterator); item !== undefined; item = next(iterator)) setDiscard(set, item);
  }
  const storage = storageOf(set);
  if (storage instanceof SetTable && storage.fill - storage.size > (storage.keys.length - 1) / 4) {
    storage.resize(storage.growth());
  }
}

/** The items that are not in `other`. */
export function setDifference(set: PyAnySet, other: PyObject): PyAnySet {
  const isDict = isExactDict(other);
  const otherSize = other instanceof PyAnySet ? setSize(other) : isDict ? other.storage.size : -1;
  if (otherSize < 0 || setSize(set) >> 2 > otherSize) {
    const result = setCopy(set);
    setSubtract(result as PySet, other);
    return result;
  }
  const result = emptyLike(set);
  if (other instanceof PyAnySet && set.storage instanceof SetTable && other.storage instanceof SetTable) {
    filterTable(result, set.storage, other.storage, false);
    return result;
  }
  if (other instanceof PyAnySet && set.storage instanceof PlainSet && other.storage instanceof PlainSet) {
    filterPlain(result, set.storage, other.storage, false);
    return result;
  }
  someItem(set, true, (item, low, high) => {
    const shared = isDict
      ? dictContainsHashed(other, item, low, high)
      : setContainsHashed(other as PyAnySet, item, low, high);
    if (!shared) setAddHashed(result, item, low, high);
    return false;
  });
  return result;
}

/** Removes an item that is there, adds one that is not. */
function toggle(set: PyAnySet, item: PyObject, low: number, high: number): boolean {
  if (!setDiscardHashed(set, item, low, high)) setAddHashed(set, item, low, high);
  return false;
}

/** `set ^= other`. */
export function setToggle(set: PySet, other: PyObject): void {
  if (set === other) setClear(set);
  else if (isExactDict(other)) someKey(other, (key, low, high) => toggle(set, key, low, high));
  else {
    let others: PyAnySet;
    if (other instanceof PyAnySet) others = other;
    else {
      others = emptyLike(set);
      setUpdate(others, other);
    }
    someItem(others, true, (item, low, high) => toggle(set, item, low, high));
  }
}

/** The items of one of the two but not of both. */
export function setSymmetricDifference(set: PyAnySet, other: PyObject): PyAnySet {
  const result = emptyLike(set);
  setUpdate(result, other);
  someItem(set, true, (item, low, high) => toggle(result, item, low, high));
  return result;
}

/** Is every item of `set` in `other`? */
export function isSubset(set: PyAnySet, other: PyAnySet): boolean {
  const items = storageOf(set);
  const target = storageOf(other);
  if (items.size > target.size) return false;
  const hashed = target instanceof SetTable;
  if (hashed && items instanceof SetTable) return !someInTable(items, target, false);
  if (!hashed && items instanceof PlainSet) return !someInPlain(items, target, false);
  return !someItem(set, hashed, (item, low, high) => !setContainsHashed(other, item, low, high));
}

/** Have the two sets no item in common? */
export function areDisjoint(left: PyAnySet, right: PyAnySet): boolean {
  const [small, large] = setSize(right) > setSize(left) ? [left, right] : [right, left];
  const items = storageOf(small);
  const target = storageOf(large);
  const hashed = target instanceof SetTable;
  if (hashed && items instanceof SetTable) return !someInTable(items, target, true);
  if (!hashed && items instanceof PlainSet) return !someInPlain(items, target, true);
  return !someItem(small, hashed, (item, low, high) => setContainsHashed(large, item, low, high));
}

/** Gives a set the items of another one that nobody else knows. CPython: `set_swap_bodies`. */
export function setTakeOver(set: PySet, other: PyAnySet): void {
  set.storage = storageOf(other);
}
