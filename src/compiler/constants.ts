/**
 * The constants of code objects: when two are the same constant, and the tables that keep one of each.
 * CPython: `_PyCode_ConstantKey` in Objects/codeobject.c, `const_cache_insert` in Python/compile.c.
 *
 * Sameness is finer than `==`: the type counts (`1`, `1.0` and `True` are three constants, at every depth), so
 * does the sign of a zero; a NaN is the same as itself only. Values without a box are the same when `===` says so,
 * so only boxed ones ever stand in a cache. What a cache has merged can be compared by identity.
 */
import { PyBytes } from '../objects/bytes.ts';
import { PyCode } from '../objects/code.ts';
import { PyComplex } from '../objects/complex.ts';
import { PyFloat } from '../objects/float.ts';
import type { PyObject } from '../objects/object.ts';
import { PyFrozenSet } from '../objects/set.ts';
import { PySlice } from '../objects/slice.ts';
import { PyStr } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';

/** Are the two the same constant? */
export function sameConstant(a: PyObject, b: PyObject): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  if (a instanceof PyFloat) return b instanceof PyFloat && sameDouble(a.value, b.value);
  if (a instanceof PyTuple) return b instanceof PyTuple && sameConstants(a.items, b.items);
  if (a instanceof PyBytes) return b instanceof PyBytes && sameNumbers(a.value, b.value);
  if (a instanceof PyCode) return b instanceof PyCode && sameCode(a, b);
  if (a instanceof PyStr) return b instanceof PyStr && sameNumbers(a.codePoints, b.codePoints);
  if (a instanceof PyComplex) {
    return b instanceof PyComplex && sameDouble(a.real, b.real) && sameDouble(a.imag, b.imag);
  }
  if (a instanceof PySlice) {
    return (
      b instanceof PySlice &&
      sameConstant(a.start, b.start) &&
      sameConstant(a.stop, b.stop) &&
      sameConstant(a.step, b.step)
    );
  }
  if (a instanceof PyFrozenSet) {
    return (
      b instanceof PyFrozenSet &&
      a.items.length === b.items.length &&
      a.items.every((item) => b.items.some((other) => sameConstant(item, other)))
    );
  }
  return false;
}

function sameDouble(a: number, b: number): boolean {
  return a === b && (a !== 0 || Object.is(a, b));
}

function sameConstants(a: readonly PyObject[], b: readonly PyObject[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    if (!sameConstant(a[i], b[i])) return false;
  }
  return true;
}

/** The same for items that one cache has merged. */
function sameItems(a: readonly PyObject[], b: readonly PyObject[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i]) return false;
  }
  return true;
}

function sameNumbers(a: Uint8Array | Uint32Array, b: Uint8Array | Uint32Array): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i]) return false;
  }
  return true;
}

/**
 * Code objects are compared without `co_qualname`, `co_stacksize` and the kinds of variables, as CPython does. Their
 * constants went through the cache before them, so they are not looked into: to do so at each level of nested functions
 * that stand at one place (the nodes of a tree that a program made) would take the third power of their number.
 */
function sameCode(a: PyCode, b: PyCode): boolean {
  return (
    a.co_firstlineno === b.co_firstlineno &&
    a.co_flags === b.co_flags &&
    a.co_argcount === b.co_argcount &&
    a.co_posonlyargcount === b.co_posonlyargcount &&
    a.co_kwonlyargcount === b.co_kwonlyargcount &&
    sameConstant(a.co_name, b.co_name) &&
    sameNumbers(a.co_linetable, b.co_linetable) &&
    sameNumbers(a.co_code, b.co_code) &&
    sameItems(a.co_consts, b.co_consts) &&
    sameConstants(a.co_names, b.co_names) &&
    sameConstants(a.co_localsplusnames, b.co_localsplusnames) &&
    sameNumbers(a.co_exceptiontable, b.co_exceptiontable)
  );
}

/** Hashes of numbers and of constants, such that same constants have the same hash. */
class ConstantHasher {
  private readonly _double = new Float64Array(1);
  private readonly _words = new Int32Array(this._double.buffer);

  hash(value: PyObject): number {
    switch (typeof value) {
      case 'string':
        return hashString(value);
      case 'number':
        return this._hashDouble(value, 1);
      case 'boolean':
        return value ? 3 : 5;
      case 'bigint':
        return Number(BigInt.asIntN(32, value)) ^ 7;
    }
    if (value instanceof PyFloat) return this._hashDouble(value.value, 11);
    if (value instanceof PyTuple) return this._hashItems(value.items, 13);
    if (value instanceof PyBytes) return hashNumbers(value.value, value.value.length);
    if (value instanceof PyCode) return this._hashCode(value);
    if (value instanceof PyStr) return hashNumbers(value.codePoints, value.codePoints.length);
    if (value instanceof PyComplex) {
      return mix(this._hashDouble(value.real, 17), this._hashDouble(value.imag, 19));
    }
    if (value instanceof PySlice) return this._hashItems([value.start, value.stop, value.step], 23);
    if (value instanceof PyFrozenSet) {
      let sum = value.items.length;
      for (const item of value.items) sum = (sum + this.hash(item)) | 0;
      return sum;
    }
    return 29;
  }

  private _hashDouble(value: number, seed: number): number {
    this._double[0] = value;
    return mix(mix(seed, this._words[0]), this._words[1]);
  }

  private _hashItems(items: readonly PyObject[], seed: number): number {
    let h = mix(seed, items.length);
    for (let i = 0; i < items.length; i++) h = mix(h, this.hash(items[i]));
    return h;
  }

  private _hashCode(code: PyCode): number {
    // The beginnings of the tables suffice to tell apart functions of one name on one line.
    const h = mix(this.hash(code.co_name), this.hash(code.co_firstlineno));
    return mix(mix(h, hashNumbers(code.co_linetable, 32)), hashNumbers(code.co_code, 32));
  }
}

function mix(hash: number, value: number): number {
  const h = Math.imul(hash ^ value, 0x9e3779b1);
  return h ^ (h >>> 15);
}

function hashString(value: string): number {
  let h = value.length;
  for (let i = 0; i < value.length; i++) h = (Math.imul(h, 31) + value.charCodeAt(i)) | 0;
  return h;
}

/** The hash of the first `limit` numbers and the length. */
function hashNumbers(values: Uint8Array | Uint32Array, limit: number): number {
  const n = Math.min(values.length, limit);
  let h = values.length;
  for (let i = 0; i < n; i++) h = Math.imul(h ^ values[i], 0x01000193);
  return h ^ (h >>> 15);
}

class CacheEntry {
  readonly value: PyObject;
  /** Another constant with the same hash. */
  readonly next: CacheEntry | undefined;

  constructor(value: PyObject, next: CacheEntry | undefined) {
    this.value = value;
    this.next = next;
  }
}

/** One object for each distinct constant of a whole compilation. */
export class ConstCache {
  private readonly _entries = new Map<number, CacheEntry>();
  private readonly _hasher = new ConstantHasher();

  /** The first constant that was merged and is the same as `value`, with its items merged too. */
  merge(value: PyObject): PyObject {
    if (typeof value !== 'object') return value;
    const hash = this._hasher.hash(value);
    const found = this._find(value, hash);
    if (found !== undefined) return found;
    let merged: PyObject = value;
    if (value instanceof PyTuple) {
      const items = this._mergeItems(value.items);
      if (items !== value.items) merged = new PyTuple(items);
    } else if (value instanceof PyFrozenSet) {
      const items = this._mergeItems(value.items);
      if (items !== value.items) merged = new PyFrozenSet(items);
    }
    this._insert(merged, hash);
    return merged;
  }

  /** The same without looking into tuples and frozen sets. CPython: `_PyCompile_ConstCacheMergeOne`. */
  mergeOne<T extends PyObject>(value: T): T {
    if (typeof value !== 'object') return value;
    const hash = this._hasher.hash(value);
    const found = this._find(value, hash);
    // The same constant is of the same type.
    if (found !== undefined) return found as T;
    this._insert(value, hash);
    return value;
  }

  private _mergeItems(items: readonly PyObject[]): readonly PyObject[] {
    let merged: PyObject[] | undefined;
    for (let i = 0; i < items.length; i++) {
      const item = this.merge(items[i]);
      if (item !== items[i]) {
        merged ??= items.slice();
        merged[i] = item;
      }
    }
    return merged ?? items;
  }

  private _find(value: PyObject, hash: number): PyObject | undefined {
    let entry = this._entries.get(hash);
    while (entry !== undefined) {
      if (sameConstant(entry.value, value)) return entry.value;
      entry = entry.next;
    }
    return undefined;
  }

  private _insert(value: PyObject, hash: number): void {
    this._entries.set(hash, new CacheEntry(value, this._entries.get(hash)));
  }
}

/** Lists up to this length are searched item by item. */
const SHORT_LIST = 16;

/** `co_consts` under construction: each constant once. */
export class ConstantList {
  readonly items: PyObject[] = [];
  /** The index of each item of a list that is no longer short. Merged constants are the same when `===` says so. */
  private _indices: Map<PyObject, number> | undefined = undefined;

  /** The index of a constant, which is added where it is new. */
  add(value: PyObject, cache: ConstCache): number {
    return this._addMerged(cache.merge(value));
  }

  /** The same for a constant whose items are merged already. */
  addOne(value: PyObject, cache: ConstCache): number {
    return this._addMerged(cache.mergeOne(value));
  }

  private _addMerged(value: PyObject): number {
    const { items } = this;
    if (items.length <= SHORT_LIST) {
      const index = items.indexOf(value);
      return index >= 0 ? index : items.push(value) - 1;
    }
    this._indices ??= new Map(items.map((item, i) => [item, i]));
    let index = this._indices.get(value);
    if (index === undefined) {
      index = items.push(value) - 1;
      this._indices.set(value, index);
    }
    return index;
  }
}
