/**
 * The memory of a bytearray: changing its length, putting octets in place of others.
 * CPython: `PyByteArray_Resize`, `bytearray_setslice_linear` in Objects/bytearrayobject.c.
 */
import { NO_MEMORY, type PyByteArray } from '../objects/bytearray.ts';
import { checkResizable } from '../runtime/buffer-exports.ts';
import { ownOctets, putOctets } from '../runtime/octets.ts';

/** Up to this length octets are moved faster one by one than a view of them is made. */
const SHORT = 64;

/** How much memory CPython would have taken: with a null byte at the end, which is not in `storage`. */
export function allocated(array: PyByteArray): number {
  const { storage } = array;
  return storage === NO_MEMORY ? 0 : storage.length + 1;
}

/**
 * Changes the length. The octets stay as far as they fit; what comes behind them is to be filled by the caller. A
 * BufferError when somebody looks at the memory.
 */
export function resize(array: PyByteArray, length: number): void {
  if (length === array.length) return;
  checkResizable(array);
  const { storage, start } = array;
  const room = allocated(array);
  let capacity: number;
  if (length + start + 1 <= room) {
    if (length >= Math.floor(room / 2)) {
      array.length = length;
      return;
    }
    // Most of it is free now: the rest is given back.
    capacity = length;
  } else if (length <= room * 1.125) capacity = length + Math.floor(length / 8) + (length < 9 ? 2 : 5);
  else capacity = length;
  const kept = Math.min(length, array.length);
  const moved = ownOctets(capacity);
  if (kept > SHORT) moved.set(storage.subarray(start, start + kept));
  else for (let i = 0; i < kept; i++) moved[i] = storage[start + i]!;
  array.storage = moved;
  array.start = 0;
  array.length = length;
}

/** Puts octets in place of those from `from` up to `to`. They are not the array's own. */
export function replaceOctets(array: PyByteArray, from: number, to: number, octets: Uint8Array): void {
  const growth = octets.length - (to - from);
  if (growth < 0) {
    checkResizable(array);
    // At the front nothing moves: the array begins further behind.
    if (from === 0) {
      const { storage, start, length } = array;
      array.start = start - growth;
      array.length = length + growth;
      shrinkStorage(array, storage.length);
    } else {
      const { start } = array;
      array.storage.copyWithin(start + from + octets.length, start + to, start + array.length);
      resize(array, array.length + growth);
    }
  } else if (growth > 0) {
    const before = array.length;
    resize(array, before + growth);
    const { start } = array;
    if (to < before) {
      array.storage.copyWithin(start + from + octets.length, start + to, start + before);
    }
  }
  putOctets(array.storage, octets, array.start + from);
}

/** Gives memory back when less than half of it is in use. */
function shrinkStorage(array: PyByteArray, capacity: number): void {
  const { length } = array;
  if (length >= Math.floor((capacity + 1) / 2)) return;
  const moved = ownOctets(length);
  moved.set(array.octets);
  array.storage = moved;
  array.start = 0;
}
