/**
 * A hash table that keeps the order of insertion: what dict uses for keys that JavaScript's equality cannot tell
 * apart. It knows no Python: whoever uses it brings the hash and says what equal means.
 *
 * As in CPython's compact dict, entries stand in arrays in the order of insertion and a sparse array of indices finds
 * them; a deleted entry leaves a hole that the next rebuilding closes. Holes at either end are cut off at once, so the
 * first and the last entry are found in constant time. A comparison may run Python code and change the
 * table; `version` tells the lookup to start again. A small table is searched from one end to the other: its entries need no
 * indices, which take longer to make than to go through them. CPython: Objects/dictobject.c.
 */
import type { PyObject } from './object.ts';

const EMPTY = -1;
const DELETED = -2;
const MIN_SIZE = 8;
/** So many entries, holes included, do without indices. */
const SMALL = 8;

/** The 32 bits by which a hash is looked up. */
function mix(low: number, high: number): number {
  return low ^ Math.imul(high, 0x9e3779b1);
}

export type KeyEquality = (left: PyObject, right: PyObject) => boolean;

export class HashTable {
  /** Positions in the entry arrays, by hash. The length is a power of two. Absent while the table is small. */
  private _indices: Int32Array | undefined = undefined;
  /** Index slots that are not empty, deleted ones included: when to rebuild, so that every probe ends. */
  private _fill = 0;
  /** Entries may stand up to this position before the table is rebuilt. */
  private _limit = SMALL;
  /** The halves of the hash of each entry. */
  readonly lows: number[] = [];
  readonly highs: number[] = [];
  /** A hole where an entry was deleted. */
  readonly keys: (PyObject | undefined)[] = [];
  readonly values: (PyObject | undefined)[] = [];
  /** The position of the first entry; holes in front of it are room for {@link addFirst}. */
  start = 0;
  size = 0;
  /** Counts the changes that make a lookup under way invalid. */
  version = 0;

  /** The position of the entry of a key, −1 when absent. `equal` may run Python code. */
  find(key: PyObject, low: number, high: number, equal: KeyEquality): number {
    for (;;) {
      const { version } = this;
      const position = this._probe(key, low, high, equal);
      if (this.version === version) return position;
    }
  }

  private _probe(key: PyObject, low: number, high: number, equal: KeyEquality): number {
    const { version, _indices: indices } = this;
    if (indices === undefined) return this._search(key, low, high, equal);
    const mask = indices.length - 1;
    const hash = mix(low, high);
    let slot = hash & mask;
    for (let perturb = hash >>> 0; ; perturb >>>= 5) {
      const position = indices[slot]!;
      if (position === EMPTY) return -1;
      if (position !== DELETED && this.lows[position] === low && this.highs[position] === high) {
        const candidate = this.keys[position]!;
        if (candidate === key || equal(candidate, key)) return position;
        if (this.version !== version) return -1;
      }
      slot = (slot * 5 + perturb + 1) & mask;
    }
  }

  /** The same in a small table. */
  private _search(key: PyObject, low: number, high: number, equal: KeyEquality): number {
    const { version, keys, lows, highs } = this;
    for (let position = this.start; position < keys.length; position++) {
      if (lows[position] !== low || highs[position] !== high) continue;
      const candidate = keys[position];
      if (candidate === undefined) continue;
      if (candidate === key || equal(candidate, key)) return position;
      if (this.version !== version) return -1;
    }
    return -1;
  }

  /** Have the indices no room for one more? */
  private get _isFull(): boolean {
    return this._indices !== undefined && (this._fill + 1) * 3 > this._indices.length * 2;
  }

  /** Adds a key that {@link find} did not find, at the end. */
  add(key: PyObject, low: number, high: number, value: PyObject): void {
    if (this.keys.length >= this._limit || this._isFull) this._rebuild(0);
    const position = this.keys.length;
    this.lows.push(low);
    this.highs.push(high);
    this.keys.push(key);
    this.values.push(value);
    this._insertIndex(mix(low, high), position);
    this.size++;
    this.version++;
  }

  /** Adds a key that {@link find} did not find, in front of all others. */
  addFirst(key: PyObject, low: number, high: number, value: PyObject): void {
    if (this.start === 0 || this._isFull) this._rebuild(this.size + MIN_SIZE);
    const position = --this.start;
    this.lows[position] = low;
    this.highs[position] = high;
    this.keys[position] = key;
    this.values[position] = value;
    this._insertIndex(mix(low, high), position);
    this.size++;
    this.version++;
  }

  private _insertIndex(hash: number, position: number): void {
    const { _indices: indices } = this;
    if (indices === undefined) return;
    const mask = indices.length - 1;
    let slot = hash & mask;
    for (let perturb = hash >>> 0; indices[slot]! >= 0; perturb >>>= 5)
      slot = (slot * 5 + perturb + 1) & mask;
    if (indices[slot] === EMPTY) this._fill++;
    indices[slot] = position;
  }

  /** Deletes the entry at a position. */
  deleteAt(position: number): void {
    const { _indices: indices, keys, values, lows, highs } = this;
    if (indices !== undefined) {
      const hash = mix(lows[position]!, highs[position]!);
      const mask = indices.length - 1;
      let slot = hash & mask;
      for (let perturb = hash >>> 0; indices[slot] !== position; perturb >>>= 5)
        slot = (slot * 5 + perturb + 1) & mask;
      indices[slot] = DELETED;
    }
    keys[position] = undefined;
    values[position] = undefined;
    this.size--;
    this.version++;
    if (this.size === 0) {
      this.clear();
      return;
    }
    while (keys[keys.length - 1] === undefined) {
      keys.pop();
      values.pop();
      lows.pop();
      highs.pop();
    }
    while (keys[this.start] === undefined) this.start++;
  }

  clear(): void {
    this._indices = undefined;
    this._fill = 0;
    this._limit = SMALL;
    this.lows.length = 0;
    this.highs.length = 0;
    this.keys.length = 0;
    this.values.length = 0;
    this.start = 0;
    this.size = 0;
    this.version++;
  }

  /** Closes the holes and makes room, in front as many places as `gap` says. */
  private _rebuild(gap: number): void {
    const { keys, lows, highs } = this;
    if (gap > 0 || this.size !== keys.length) this._closeHoles(gap);
    this._fill = 0;
    this.start = gap;
    if (this.size < SMALL) {
      this._indices = undefined;
      this._limit = gap + SMALL;
    } else {
      let length = MIN_SIZE;
      while (length < (this.size + 1) * 3) length *= 2;
      this._indices = new Int32Array(length).fill(EMPTY);
      this._limit = gap + Math.floor((length * 2) / 3);
    }
    for (let i = gap; i < keys.length; i++) this._insertIndex(mix(lows[i]!, highs[i]!), i);
    this.version++;
  }

  private _closeHoles(gap: number): void {
    const { keys, values, lows, highs } = this;
    const oldKeys = keys.slice(this.start);
    const oldValues = values.slice(this.start);
    const oldLows = lows.slice(this.start);
    const oldHighs = highs.slice(this.start);
    keys.length = 0;
    values.length = 0;
    lows.length = 0;
    highs.length = 0;
    for (let i = 0; i < gap; i++) {
      keys.push(undefined);
      values.push(undefined);
      lows.push(0);
      highs.push(0);
    }
    for (let i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] === undefined) continue;
      keys.push(oldKeys[i]);
      values.push(oldValues[i]);
      lows.push(oldLows[i]!);
      highs.push(oldHighs[i]!);
    }
  }

  /** A copy that changes of this one do not reach. */
  copy(): HashTable {
    const copy = new HashTable();
    if (this.size >= SMALL) {
      let length = MIN_SIZE;
      while (length * 2 < (this.size + 1) * 3) length *= 2;
      copy._indices = new Int32Array(length).fill(EMPTY);
      copy._limit = Math.floor((length * 2) / 3);
    }
    for (let i = this.start; i < this.keys.length; i++) {
      if (this.keys[i] !== undefined) copy.add(this.keys[i]!, this.lows[i]!, this.highs[i]!, this.values[i]!);
    }
    return copy;
  }
}
