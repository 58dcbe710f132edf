/**
 * Arrays that grow item by item. V8 makes half as much room again when an array is full, and ends the process, where it
 * should throw, if that is more than an array can have. So arrays stop growing while it cannot come to that.
 */

import { isExactFloat, PyFloat } from '../objects/float.ts';
import { newDoubles, PyList } from '../objects/list.ts';
import type { PyObject } from '../objects/object.ts';
import { memoryError } from './errors.ts';
import { checkItems, checkStep } from './memory.ts';

/** Half as much again is less than V8's limit, 2**27 less a few, even when it was passed between two looks. */
const MAX_GROWN = 89_000_000;

/** An array is looked at when the low bits of its length are these. */
const LOOKS = 0xffff;

/** Puts an item at the end of an array. */
export function appendItem(items: PyObject[], item: PyObject): void {
  if ((items.length & LOOKS) === LOOKS) checkGrowth(items.length, 1);
  items.push(item);
}

/** Puts an item at the end of a list. */
export function appendTo(list: PyList, item: PyObject): void {
  const { boxed } = list;
  if (boxed !== undefined && (boxed.length > 0 || !isExactFloat(item))) appendItem(boxed, item);
  else if (isExactFloat(item)) appendDouble(list, item.value);
  else appendItem(list.items, item);
}

/** Puts a float at the end of a list: of an empty one as a number, by which it becomes a list of numbers. */
export function appendDouble(list: PyList, double: number): void {
  const { doubles, boxed } = list;
  if (doubles !== undefined) {
    if ((doubles.length & LOOKS) === LOOKS) checkGrowth(doubles.length, 1);
    doubles.push(double);
  } else if (boxed!.length > 0 || list.ob_type !== PyList.type) appendItem(boxed!, new PyFloat(double));
  else {
    list.doubles = newDoubles(double);
    list.boxed = undefined;
  }
}

/** Refuses to let an array of `length` items grow by `count` more. */
export function checkGrowth(length: number, count: number): void {
  if (count > 0 && length + count > MAX_GROWN) throw memoryError();
  checkItems(count);
  checkStep(length);
}
