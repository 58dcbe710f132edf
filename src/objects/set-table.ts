/**
 * The hash table of sets: CPython's, slot for slot, because its order is the order in which a set shows its items.
 *
 * Open addressing: from the slot that the hash names up to nine neighbours are tried, then the probe jumps. A deleted
 * item leaves a dummy, which an insertion may take again and which counts as filled until the next resize. Hashes have
 * 64 bits and stand here in halves. The table knows no Python: whoever uses it brings the hash and says what equal means.
 * Comparing may run Python code and change the table; `version` tells the search to start again.
 * CPython: Objects/setobject.c.
 */
import type { PyObject } from './object.ts';

const MIN_SIZE = 8;
const LINEAR_PROBES = 9;
/** Beyond this size tables grow by two, not by four. */
const LARGE = 50000;

/** Stands where an item was deleted. */
const DUMMY: unique symbol = Symbol('dummy');

type Slot = PyObject | typeof DUMMY | undefined;

/** In the place of hashes that need not be kept. */
const NO_HASHES: number[] = [];

/** Is it an int of 32 bits? Its hash is its value, but for −1. */
export function isSmall(key: Slot): key is number {
  return typeof key === 'number' && key === (key | 0);
}

function lowOf(key: number): number {
  return key === -1 ? -2 : key;
}

export type KeyEquality = (left: PyObject, right: PyObject) => boolean;

export class SetTable {
  // None of these arrays is filled: to make room took longer than to put the items there.
  /** By slot: an item, the dummy, or nothing. */
  keys: Slot[];
  /** By slot that has an item, unless it is an int whose hash follows from it: the halves of the hash. */
  private _lows: number[] = NO_HASHES;
  private _highs: number[] = NO_HASHES;
  /** The number of items. */
  size = 0;
  /** Slots that are not empty: items and dummies. */
  fill = 0;
  /** Where {@link pop} looks first. */
  finger = 0;
  /** Counts the changes that make a search under way invalid. */
  version = 0;
  /** Items that JavaScript's equality cannot find (see `isPlainKey`); kept by whoever adds and deletes. */
  odd = 0;

  constructor(source?: SetTable) {
    if (source === undefined) {
      this.keys = new Array<Slot>(MIN_SIZE);
    } else {
      this.keys = source.keys.slice();
      this._copyHashes(source);
      this.size = source.size;
      this.fill = source.fill;
      this.odd = source.odd;
    }
  }

  /** Is there an item in this slot? */
  isActive(slot: number): boolean {
    const key = this.keys[slot];
    return key !== undefined && key !== DUMMY;
  }

  /** The item in a slot that has one. */
  keyAt(slot: number): PyObject {
    return this.keys[slot] as PyObject;
  }

  /** The first slot from here on that has an item; −1 when there is none. */
  nextSlot(slot: number): number {
    const { keys } = this;
    for (let i = slot; i < keys.length; i++) {
      const key = keys[i];
      if (key !== undefined && key !== DUMMY) return i;
    }
    return -1;
  }

  /** The items in the order of iteration, in a new array. */
  items(): PyObject[] {
    const items: PyObject[] = [];
    const { keys } = this;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      if (key !== undefined && key !== DUMMY) items.push(key);
    }
    return items;
  }

  /** The low half of the hash of the item in a slot that has one. */
  lowAt(slot: number): number {
    const key = this.keys[slot];
    return isSmall(key) ? lowOf(key) : this._lows[slot]!;
  }

  /** The high half. */
  highAt(slot: number): number {
    const key = this.keys[slot];
    return isSmall(key) ? key >> 31 : this._highs[slot]!;
  }

  private _copyHashes(source: SetTable): void {
    const has = source._lows !== NO_HASHES;
    this._lows = has ? source._lows.slice() : NO_HASHES;
    this._highs = has ? source._highs.slice() : NO_HASHES;
  }

  /** Puts an item into a slot. */
  private _put(slot: number, key: PyObject, low: number, high: number): void {
    this.keys[slot] = key;
    if (isSmall(key)) return;
    if (this._lows === NO_HASHES) {
      this._lows = new Array<number>(this.keys.length);
      this._highs = new Array<number>(this.keys.length);
    }
    this._lows[slot] = low;
    this._highs[slot] = high;
  }

  /** The slot of an item, −1 when absent. May run Python code. */
  find(key: PyObject, low: number, high: number, equal: KeyEquality): number {
    // Mostly the first slot tells.
    const { keys } = this;
    const first = low & (keys.length - 1);
    const candidate = keys[first];
    if (candidate === undefined) return -1;
    if (candidate === key) return first;
    for (;;) {
      const { version } = this;
      const slot = this._probe(key, low, high, equal, false);
      if (this.version === version) return slot;
    }
  }

  /** As {@link find}, for an int of 32 bits. V8 compares two numbers faster than two values of any kind. */
  findSmall(key: number, equal: KeyEquality): number {
    const { keys } = this;
    const low = lowOf(key);
    const first = low & (keys.length - 1);
    const candidate = keys[first];
    if (candidate === undefined) return -1;
    if (typeof candidate === 'number' && candidate === key) return first;
    return this.find(key, low, key >> 31, equal);
  }

  /** As {@link add}, for an int of 32 bits. */
  addSmall(key: number, equal: KeyEquality): boolean {
    const { keys } = this;
    const low = lowOf(key);
    const first = low & (keys.length - 1);
    const candidate = keys[first];
    if (candidate !== undefined) {
      if (typeof candidate === 'number' && candidate === key) return false;
      return this.add(key, low, key >> 31, equal);
    }
    keys[first] = key;
    this.size++;
    this.version++;
    this.fill++;
    if (this.fill * 5 >= (keys.length - 1) * 3) this.resize(this.growth());
    return true;
  }

  /** Adds an item unless it is there; says whether it was added. May run Python code. */
  add(key: PyObject, low: number, high: number, equal: KeyEquality): boolean {
    let slot: number;
    for (;;) {
      const { version } = this;
      slot = this._probe(key, low, high, equal, true);
      if (this.version === version) break;
    }
    if (slot >= 0) return false;
    slot = -2 - slot;
    const fresh = this.keys[slot] === undefined;
    this._put(slot, key, low, high);
    this.size++;
    this.version++;
    if (fresh) {
      this.fill++;
      if (this.fill * 5 >= (this.keys.length - 1) * 3) this.resize(this.growth());
    }
    return true;
  }

  /**
   * Searches: the slot of the item; when it is absent −1, or for an insertion −2 − the slot to put it in. That is the last
   * dummy passed, else the empty slot at the end.
   */
  private _probe(
    key: PyObject,
    low: number,
    high: number,
    equal: KeyEquality,
    forInsertion: boolean,
  ): number {
    const { keys, version } = this;
    const isNumber = typeof key === 'number';
    const mask = keys.length - 1;
    let slot = low & mask;
    let perturbLow = low;
    let perturbHigh = high;
    let free = -1;
    for (;;) {
      const last = slot + LINEAR_PROBES <= mask ? slot + LINEAR_PROBES : slot;
      for (let i = slot; i <= last; i++) {
        const candidate = keys[i];
        if (candidate === undefined) return forInsertion ? -2 - (free < 0 ? i : free) : -1;
        if (isNumber && typeof candidate === 'number') {
          // Ints that differ are not equal.
          if (candidate === key) return i;
        } else if (candidate === key) return i;
        else if (candidate === DUMMY) free = i;
        else if (this.lowAt(i) === low && this.highAt(i) === high) {
          if (equal(candidate, key)) return i;
          if (this.version !== version) return -1;
        }
      }
      perturbLow = (perturbLow >>> 5) | (perturbHigh << 27);
      perturbHigh >>>= 5;
      slot = (slot * 5 + 1 + perturbLow) & mask;
    }
  }

  /** Deletes the item in a slot. */
  deleteAt(slot: number): void {
    this.keys[slot] = DUMMY;
    this.size--;
    this.version++;
  }

  /** Takes any item out; the set is not empty. */
  pop(): PyObject {
    const mask = this.keys.length - 1;
    let slot = this.finger & mask;
    while (!this.isActive(slot)) slot = (slot + 1) & mask;
    const key = this.keys[slot] as PyObject;
    this.deleteAt(slot);
    this.finger = slot + 1;
    return key;
  }

  clear(): void {
    this.keys = new Array<Slot>(MIN_SIZE);
    this._lows = NO_HASHES;
    this._highs = NO_HASHES;
    this.size = 0;
    this.fill = 0;
    this.odd = 0;
    this.version++;
  }

  /** The size that a full table grows to. */
  growth(): number {
    return this.size > LARGE ? this.size * 2 : this.size * 4;
  }

  /** Makes room for so many items, as a merge does that expects few of them to be there already. */
  reserve(count: number): void {
    if ((this.fill + count) * 5 >= (this.keys.length - 1) * 3) this.resize((this.size + count) * 2);
  }

  /** Builds the table anew, in the smallest length above `least`, without dummies. */
  resize(least: number): void {
    let length = MIN_SIZE;
    while (length <= least) length *= 2;
    const { keys, _lows: lows, _highs: highs } = this;
    if (length === MIN_SIZE && keys.length === MIN_SIZE && this.fill === this.size) return;
    this.keys = new Array<Slot>(length);
    this._lows = NO_HASHES;
    this._highs = NO_HASHES;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      if (isSmall(key)) this._insertClean(key, lowOf(key), key >> 31);
      else if (key !== undefined && key !== DUMMY) this._insertClean(key, lows[i]!, highs[i]!);
    }
    this.fill = this.size;
    this.version++;
  }

  /** Puts an item that is known to be absent into a table without dummies. */
  private _insertClean(key: PyObject, low: number, high: number): void {
    const { keys } = this;
    const mask = keys.length - 1;
    let slot = low & mask;
    let perturbLow = low;
    let perturbHigh = high;
    for (;;) {
      const last = slot + LINEAR_PROBES <= mask ? slot + LINEAR_PROBES : slot;
      for (let i = slot; i <= last; i++) {
        if (keys[i] !== undefined) continue;
        this._put(i, key, low, high);
        return;
      }
      perturbLow = (perturbLow >>> 5) | (perturbHigh << 27);
      perturbHigh >>>= 5;
      slot = (slot * 5 + 1 + perturbLow) & mask;
    }
  }

  /** A copy, if it is what merging this table into an empty one gives: of the length that its items need, and without dummies. */
  copyIfTight(): SetTable | undefined {
    const { size } = this;
    if (this.fill !== size) return undefined;
    let length = MIN_SIZE;
    if (size * 5 >= (MIN_SIZE - 1) * 3) while (length <= size * 2) length *= 2;
    return length === this.keys.length ? new SetTable(this) : undefined;
  }

  /** Takes over all items of another table into this one, which is empty but may have been made larger. */
  copyFrom(other: SetTable): void {
    if (this.fill === 0 && this.keys.length === other.keys.length && other.fill === other.size) {
      this.keys = other.keys.slice();
      this._copyHashes(other);
    } else {
      for (let i = 0; i < other.keys.length; i++) {
        const key = other.keys[i];
        if (key !== undefined && key !== DUMMY) this._insertClean(key, other.lowAt(i), other.highAt(i));
      }
    }
    this.size = other.size;
    this.fill = other.size;
    this.odd = other.odd;
    this.version++;
  }
}
