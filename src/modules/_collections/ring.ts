/**
 * A ring buffer that grows at both ends: what a deque keeps its items in. All but inserting and deleting in the middle take
 * constant time; rotating moves as many items as it steps, and none when the buffer is full.
 */
import type { PyObject } from '../../objects/object.ts';

const MIN_CAPACITY = 8;
const MAX_CAPACITY = 2 ** 26;

export class Ring {
  /** The length is a power of two. */
  private _slots: (PyObject | undefined)[] = new Array<PyObject | undefined>(MIN_CAPACITY).fill(undefined);
  /** The slot of the first item. */
  private _head = 0;
  size = 0;

  /** The item at an index that is in range. */
  at(index: number): PyObject {
    return this._slots[(this._head + index) & (this._slots.length - 1)]!;
  }

  setAt(index: number, item: PyObject): void {
    this._slots[(this._head + index) & (this._slots.length - 1)] = item;
  }

  pushLast(item: PyObject): void {
    if (this.size === this._slots.length) this._grow();
    this._slots[(this._head + this.size) & (this._slots.length - 1)] = item;
    this.size++;
  }

  pushFirst(item: PyObject): void {
    if (this.size === this._slots.length) this._grow();
    this._head = (this._head - 1) & (this._slots.length - 1);
    this._slots[this._head] = item;
    this.size++;
  }

  /** Takes the last item; the ring is not empty. */
  popLast(): PyObject {
    this.size--;
    const slot = (this._head + this.size) & (this._slots.length - 1);
    const item = this._slots[slot]!;
    this._slots[slot] = undefined;
    return item;
  }

  /** Takes the first item; the ring is not empty. */
  popFirst(): PyObject {
    const item = this._slots[this._head]!;
    this._slots[this._head] = undefined;
    this._head = (this._head + 1) & (this._slots.length - 1);
    this.size--;
    return item;
  }

  /** Moves the items `steps` to the right; those that fall off the end come in at the front. */
  rotate(steps: number): void {
    const { size } = this;
    if (size <= 1) return;
    let right = steps % size;
    if (right < 0) right += size;
    const mask = this._slots.length - 1;
    if (size === this._slots.length) this._head = (this._head - right) & mask;
    else if (right * 2 <= size) for (let i = 0; i < right; i++) this.pushFirst(this.popLast());
    else for (let i = size - right; i > 0; i--) this.pushLast(this.popFirst());
  }

  reverse(): void {
    for (let i = 0, j = this.size - 1; i < j; i++, j--) {
      const item = this.at(i);
      this.setAt(i, this.at(j));
      this.setAt(j, item);
    }
  }

  clear(): void {
    this._slots = new Array<PyObject | undefined>(MIN_CAPACITY).fill(undefined);
    this._head = 0;
    this.size = 0;
  }

  /** A new array of the items. */
  toArray(): PyObject[] {
    const items: PyObject[] = [];
    for (let i = 0; i < this.size; i++) items.push(this.at(i));
    return items;
  }

  /** Throws a RangeError, a MemoryError to Python, where an array cannot be as long. */
  private _grow(): void {
    if (this._slots.length >= MAX_CAPACITY) throw new RangeError('too many items for a ring buffer');
    const slots = new Array<PyObject | undefined>(this._slots.length * 2).fill(undefined);
    for (let i = 0; i < this.size; i++) slots[i] = this.at(i);
    this._slots = slots;
    this._head = 0;
  }
}
