/**
 * Arrays that grow item by item. V8 makes half as much room again when an array is full, and ends the process, where it
 * should throw, if that is more than an array can have. So arrays stop growing while it cannot come to that.
 */
import { exceptionTypes } from '../objects/exception.ts';
import type { PyObject } from '../objects/object.ts';
import { newException } from './errors.ts';

const MemoryErrorType = exceptionTypes.get('MemoryError')!;

/** Half as much again and 16 more is less than V8's limit, 2**27 less a few. */
const MAX_GROWN = 89_000_000;

/** Puts an item at the end of an array. */
export function appendItem(items: PyObject[], item: PyObject): void {
  if (items.length >= MAX_GROWN) throw newException(MemoryErrorType);
  items.push(item);
}

/** Refuses to let an array of `length` items grow by `count` more. */
export function checkGrowth(length: number, count: number): void {
  if (count > 0 && length + count > MAX_GROWN) throw newException(MemoryErrorType);
}
