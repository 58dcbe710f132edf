/**
 * A hash table that keeps the order of insertion: what dict and set use for keys that JavaScript's equality cannot tell
 * apart. It knows no Python: whoever uses it brings the hash and says what equal means.
 *
 * As in CPython's compact dict, entries stand in arrays in the order of insertion and a sparse array of indices finds
 * them; a deleted entry leaves a hole that the next resize closes. A comparison may run Python code and change the
 * table; `version` tells the lookup to start again. CPython: Objects/dictobject.c.
 */
import type { PyObject } from './object.ts';

const EMPTY = -1;
const DELETED = -2;
const MIN_SIZE = 8;

export type KeyEquality = (left: PyObject, right: PyObject) => boolean;

export class HashTable {
  /** Positions in the entry arrays, by hash. The length is a power of two. */
  #indices: Int32Array = new Int32Array(MIN_SIZE).fill(EMPTY);
  readonly hashes: number[] = [];
  /** A hole where an entry was deleted. */
  readonly keys: (PyObject | undefined)[] = [];
  readonly values: (PyObject | undefined)[] = [];
  size = 0;
  /** Index slots that are not empty, deleted ones included: when to resize, so that every probe ends. */
  #fill = 0;
  /** Counts the changes that make a lookup under way invalid. */
  version = 0;

  /** The position of the entry of a key, −1 when absent. `equal` may run Python code. */
  find(key: PyObject, hash: number, equal: KeyEquality): number {
    for (;;) {
      const version = this.version;
      const position = this.#probe(key, hash, equal);
      if (this.version === version) return position;
    }
  }

  #probe(key: PyObject, hash: number, equal: KeyEquality): number {
    const version = this.version;
    const indices = this.#indices;
    const mask = indices.length - 1;
    let slot = hash & mask;
    for (let perturb = hash >>> 0; ; perturb >>>= 5) {
      const position = indices[slot]!;
      if (position === EMPTY) return -1;
      if (position !== DELETED && this.hashes[position] === hash) {
        const candidate = this.keys[position]!;
        if (candidate === key || equal(candidate, key)) return position;
        if (this.version !== version) return -1;
      }
      slot = (slot * 5 + perturb + 1) & mask;
    }
  }

  /** Adds a key that {@link find} did not find. */
  add(key: PyObject, hash: number, value: PyObject): void {
    if ((this.#fill + 1) * 3 > this.#indices.length * 2) this.#resize();
    const position = this.keys.length;
    this.hashes.push(hash);
    this.keys.push(key);
    this.values.push(value);
    this.#insertIndex(hash, position);
    this.size++;
    this.version++;
  }

  #insertIndex(hash: number, position: number): void {
    const indices = this.#indices;
    const mask = indices.length - 1;
    let slot = hash & mask;
    for (let perturb = hash >>> 0; indices[slot]! >= 0; perturb >>>= 5) slot = (slot * 5 + perturb + 1) & mask;
    if (indices[slot] === EMPTY) this.#fill++;
    indices[slot] = position;
  }

  /** Deletes the entry at a position. */
  deleteAt(position: number): void {
    const hash = this.hashes[position]!;
    const indices = this.#indices;
    const mask = indices.length - 1;
    let slot = hash & mask;
    for (let perturb = hash >>> 0; indices[slot] !== position; perturb >>>= 5) slot = (slot * 5 + perturb + 1) & mask;
    indices[slot] = DELETED;
    this.keys[position] = undefined;
    this.values[position] = undefined;
    this.size--;
    this.version++;
    // Holes at the end go at once, so that popitem() stays constant on average.
    while (this.keys.length > 0 && this.keys[this.keys.length - 1] === undefined) {
      this.keys.pop();
      this.values.pop();
      this.hashes.pop();
    }
  }

  clear(): void {
    this.#indices = new Int32Array(MIN_SIZE).fill(EMPTY);
    this.#fill = 0;
    this.hashes.length = 0;
    this.keys.length = 0;
    this.values.length = 0;
    this.size = 0;
    this.version++;
  }

  /** Makes room and closes the holes. */
  #resize(): void {
    let kept = 0;
    for (let i = 0; i < this.keys.length; i++) {
      if (this.keys[i] === undefined) continue;
      this.hashes[kept] = this.hashes[i]!;
      this.keys[kept] = this.keys[i];
      this.values[kept] = this.values[i];
      kept++;
    }
    this.hashes.length = kept;
    this.keys.length = kept;
    this.values.length = kept;
    let length = MIN_SIZE;
    while (length * 2 < (kept + 1) * 3 * 2) length *= 2;
    this.#indices = new Int32Array(length).fill(EMPTY);
    this.#fill = 0;
    for (let i = 0; i < kept; i++) this.#insertIndex(this.hashes[i]!, i);
  }
}
