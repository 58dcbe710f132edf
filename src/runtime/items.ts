/**
 * What list and tuple have in common: searching, comparing, repeating, cutting and showing arrays of items.
 *
 * Comparing two items may run Python code, which may change the list that the items are in. So the functions that
 * compare take the holder and read its array anew for every item. CPython: Objects/listobject.c, Objects/tupleobject.c.
 */
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import { PyList } from '../objects/list.ts';
import { Py_EQ, Py_GT, Py_LE, Py_LT, Py_NE, type PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import type { Str } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { areOther, isEqual, richCompare } from './compare.ts';
import { memoryError, typeError } from './errors.ts';
import { collectItems, getIter } from './iter.ts';
import { lengthHint } from './length-hint.ts';
import { checkItems } from './memory.ts';
import { repr } from './repr.ts';
import type { SliceParts } from './slice.ts';
import { strJoin } from './text.ts';
import { isInstanceOf } from './type-of.ts';

/** A list or a tuple. */
export interface ItemHolder {
  readonly items: readonly PyObject[];
}

/** The most items an array is made for; V8's own limit is 2**27 less a few. */
const MAX_ITEMS = 2 ** 27 - 64;

const TypeErrorType = exceptionTypes.get('TypeError')!;

/** Refuses to make room for more items than an array can hold. */
export function checkItemCount(count: number): void {
  if (count > MAX_ITEMS) throw memoryError();
  checkItems(count);
}

/**
 * Refuses to make room for items that an iterable says it will add to `count` others. What overflows is not believed.
 * CPython: `list_extend_iter` in Objects/listobject.c.
 */
export function checkHint(count: number, hint: number): void {
  if (count === 0 || hint < 2 ** 63) checkItemCount(count + hint);
}

/** Can equality with this value only be identity, as long as the other one is of a primitive type too? */
function isPlain(value: PyObject): boolean {
  const kind = typeof value;
  return kind === 'number' || kind === 'string' || kind === 'bigint';
}

/** Index of the first item from `start` up to `stop` that equals `value`; −1 when there is none. May call `__eq__`. */
export function indexOfItem(holder: ItemHolder, value: PyObject, start: number, stop: number): number {
  const plain = isPlain(value);
  for (let i = start; i < stop && i < holder.items.length; i++) {
    const item = holder.items[i]!;
    if (item === value) return i;
    if (plain && typeof item !== 'object' && typeof item !== 'boolean') continue;
    if (isEqual(item, value)) return i;
  }
  return -1;
}

/** How many items equal `value`. May call `__eq__`. */
export function countItem(holder: ItemHolder, value: PyObject): number {
  const plain = isPlain(value);
  let count = 0;
  for (let i = 0; i < holder.items.length; i++) {
    const item = holder.items[i]!;
    if (item === value) count++;
    else if (plain && typeof item !== 'object' && typeof item !== 'boolean') continue;
    else if (isEqual(item, value)) count++;
  }
  return count;
}

/** The order of two lengths as a comparison has it. */
function compareLengths(left: number, right: number, op: number): boolean {
  switch (op) {
    case Py_LT:
      return left < right;
    case Py_LE:
      return left <= right;
    case Py_EQ:
      return left === right;
    case Py_NE:
      return left !== right;
    case Py_GT:
      return left > right;
    default:
      return left >= right;
  }
}

/** The first items that differ decide, then the lengths. May call `__eq__` and the operator of the deciding items. */
export function compareItems(left: ItemHolder, right: ItemHolder, op: number): PyObject {
  let i = 0;
  for (; i < left.items.length && i < right.items.length; i++) {
    const a = left.items[i]!;
    const b = right.items[i]!;
    // V8 compares two numbers faster than two values of any kind.
    if (typeof a === 'number' && typeof b === 'number') {
      if (a !== b) break;
    } else if (a !== b && (areOther(a, b) || !isEqual(a, b))) break;
  }
  if (i >= left.items.length || i >= right.items.length) {
    return compareLengths(left.items.length, right.items.length, op);
  }
  if (op === Py_EQ) return false;
  if (op === Py_NE) return true;
  return richCompare(left.items[i]!, right.items[i]!, op);
}

/** A new array of the items of both. Short ones are copied faster than the engine's `concat` begins. */
export function joinItems(left: readonly PyObject[], right: readonly PyObject[]): PyObject[] {
  if (right.length > 16) return left.concat(right);
  const items = left.slice();
  for (let i = 0; i < right.length; i++) items.push(right[i]!);
  return items;
}

/** Packed arrays to cut others from: `new Array(n)` is not packed, and filling one is faster than pushing. */
const FILLED = 1024;
const ZEROS = pushed(0);
const NONES = pushed(None);

function pushed(item: PyObject): readonly PyObject[] {
  const items: PyObject[] = [];
  for (let i = 0; i < FILLED; i++) items.push(item);
  return items;
}

/** A packed array that has an item so often; up to {@link FILLED} times. */
function filled(item: PyObject, count: number): PyObject[] {
  if (item === 0) return ZEROS.slice(0, count);
  if (item === None) return NONES.slice(0, count);
  return (typeof item === 'number' ? ZEROS : NONES).slice(0, count).fill(item);
}

/** A new array of the items `count` times over. */
export function repeatItems(items: readonly PyObject[], count: number): PyObject[] {
  if (count <= 0 || items.length === 0) return [];
  const total = items.length * count;
  checkItemCount(total);
  if (total <= 64 && (items.length > 1 || total < 8)) {
    const repeated: PyObject[] = [];
    for (let k = 0; k < count; k++) for (let i = 0; i < items.length; i++) repeated.push(items[i]!);
    return repeated;
  }
  // Doubling by concat keeps the array packed, which `new Array(n)` is not.
  let repeated = items.length === 1 ? filled(items[0]!, Math.min(total, FILLED)) : items.slice();
  while (repeated.length * 2 <= total) repeated = repeated.concat(repeated);
  return repeated.length === total ? repeated : repeated.concat(repeated.slice(0, total - repeated.length));
}

/** A new array of the items that a fitted slice selects. */
export function sliceItems(items: readonly PyObject[], parts: SliceParts, count: number): PyObject[] {
  if (count === 0) return [];
  if (parts.step === 1) return items.slice(parts.start, parts.stop);
  const selected: PyObject[] = [];
  for (let k = 0, i = parts.start; k < count; k++, i += parts.step) selected.push(items[i]!);
  return selected;
}

/** The reprs of all items, separated by commas. May call `__repr__`. */
export function reprItems(holder: ItemHolder): Str {
  const pieces: Str[] = [];
  for (let i = 0; i < holder.items.length; i++) pieces.push(repr(holder.items[i]!));
  return strJoin(', ', pieces);
}

/**
 * The items of any iterable: the array itself of a list or tuple, else a new one. What is not iterable is a TypeError
 * with the given message. May run Python code. CPython: `PySequence_Fast` in Objects/abstract.c.
 */
export function sequenceFast(value: PyObject, message: string): readonly PyObject[] {
  if (typeof value === 'object' && (value.ob_type === PyList.type || value.ob_type === PyTuple.type)) {
    return (value as PyList | PyTuple).items;
  }
  let iterator: PyObject;
  try {
    iterator = getIter(value);
  } catch (thrown) {
    if (thrown instanceof PyBaseException && isInstanceOf(thrown, TypeErrorType)) throw typeError(message);
    throw thrown;
  }
  return iteratedItems(iterator);
}

/** The items of an iterable that is no list or tuple, in a new array. CPython: `PySequence_List`. */
export function iteratedItems(iterable: PyObject): PyObject[] {
  const iterator = getIter(iterable);
  checkHint(0, lengthHint(iterable, 8));
  return collectItems(iterator);
}
