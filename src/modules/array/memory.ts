/**
 * The memory of arrays: changing the number of items, moving and copying them.
 * CPython: `array_resize`, `array_del_slice` in Modules/arraymodule.c.
 */
import { type ArrayKind, PyArray } from '../../objects/array.ts';
import { exceptionTypes, PyBaseException } from '../../objects/exception.ts';
import { PyFloat } from '../../objects/float.ts';
import type { PyObject } from '../../objects/object.ts';
import { checkResizable } from '../../runtime/buffer-exports.ts';
import { bufferError, indexError, typeError } from '../../runtime/errors.ts';
import { ownOctets } from '../../runtime/octets.ts';
import { isInstanceOf } from '../../runtime/type-of.ts';

const BufferErrorType = exceptionTypes.get('BufferError')!;

/** How many items there is room for. */
export function capacityOf(array: PyArray): number {
  return array.octets.length / array.kind.itemsize;
}

/** Throws a BufferError when somebody looks at the memory. */
export function checkFree(array: PyArray): void {
  try {
    checkResizable(array);
  } catch (thrown) {
    if (thrown instanceof PyBaseException && isInstanceOf(thrown, BufferErrorType)) {
      throw bufferError('cannot resize an array that is exporting buffers');
    }
    throw thrown;
  }
}

function moveTo(array: PyArray, capacity: number, keep: number): void {
  const { kind } = array;
  const octets = ownOctets(capacity * kind.itemsize);
  octets.set(array.octets.subarray(0, keep * kind.itemsize));
  array.octets = octets;
  array.memory = octets.buffer as ArrayBuffer;
  array.items = kind.itemsOf(array.memory);
}

/** Changes the number of items. What is added at the end is to be filled by the caller. */
export function resize(array: PyArray, length: number): void {
  const before = array.length;
  if (length !== before) checkFree(array);
  const capacity = capacityOf(array);
  if (capacity >= length && before < length + 16 && capacity > 0) {
    array.length = length;
    return;
  }
  const room = length === 0 ? 0 : Math.floor(length / 16) + (before < 8 ? 3 : 7) + length;
  moveTo(array, room, Math.min(before, length));
  array.length = length;
}

/** The octets of all items, in the array's own memory. */
export function octetsOf(array: PyArray): Uint8Array {
  return array.octets.subarray(0, array.length * array.kind.itemsize);
}

/** A new array with these items. */
export function arrayOfOctets(kind: ArrayKind, octets: Uint8Array): PyArray {
  const array = new PyArray(kind, octets.length / kind.itemsize);
  array.octets.set(octets);
  return array;
}

/** Puts octets at the end. There is a whole number of items in them, which are not the array's own. */
export function appendOctets(array: PyArray, octets: Uint8Array): void {
  const { length } = array;
  resize(array, length + octets.length / array.kind.itemsize);
  array.octets.set(octets, length * array.kind.itemsize);
}

/**
 * Puts an item before the one at an index, which may count from the end. Asks an object that is no number twice for
 * its value, as CPython does: before there is room for it, and then.
 */
export function insertItem(array: PyArray, index: number, value: PyObject): void {
  const { kind } = array;
  let stored = kind.convert(value);
  const { length } = array;
  resize(array, length + 1);
  const at = Math.min(index < 0 ? Math.max(index + length, 0) : index, length);
  const { itemsize } = kind;
  if (at < length) array.octets.copyWithin((at + 1) * itemsize, at * itemsize, length * itemsize);
  if (typeof value === 'object' && !(value instanceof PyFloat)) {
    stored = kind.convert(value);
    if (at >= array.length) throw indexError('array assignment index out of range');
  }
  kind.store(array.items, at, stored);
}

/** Takes out the items from `from` up to `to`. */
export function deleteItems(array: PyArray, from: number, to: number): void {
  if (to <= from) return;
  checkFree(array);
  const { itemsize } = array.kind;
  array.octets.copyWithin(from * itemsize, to * itemsize, array.length * itemsize);
  resize(array, array.length - (to - from));
}

/** Is it an array of the same machine type? The error is C's for a bad argument. */
export function checkSameKind(array: PyArray, other: PyArray): void {
  if (array.kind !== other.kind) throw typeError('bad argument type for built-in operation');
}
