/**
 * Lists of floats that keep their numbers (objects/list.ts), as a whole: what list does with their array. Arrays that come
 * from here are of doubles for V8, as those are that go in.
 */
import { newDoubles, type PyList } from '../objects/list.ts';
import { Py_EQ, Py_GE, Py_GT, Py_LE, Py_LT } from '../objects/object.ts';
import { checkItemCount } from './items.ts';
import type { SliceParts } from './slice.ts';
import { orderOfDoubles } from './sort-order.ts';

/** Of so many doubles arrays are cut that have one number throughout. */
const FILLED = 1024;
let template: readonly number[] | undefined;

function filled(double: number, count: number): number[] {
  if (template === undefined) {
    const doubles = newDoubles(0.5);
    while (doubles.length < FILLED) doubles.push(0.5);
    template = doubles;
  }
  return template.slice(0, count).fill(double);
}

/** A new array of the numbers `count` times over, which is at least once. */
export function repeatDoubles(doubles: readonly number[], count: number): number[] {
  const total = doubles.length * count;
  checkItemCount(total);
  // What has held floats may be empty, and doubling that leads nowhere.
  if (total === 0) return [];
  let repeated = doubles.length === 1 ? filled(doubles[0]!, Math.min(total, FILLED)) : doubles.slice();
  while (repeated.length * 2 <= total) repeated = repeated.concat(repeated);
  return repeated.length === total ? repeated : repeated.concat(repeated.slice(0, total - repeated.length));
}

/** A new array of the numbers that a fitted slice with a step selects; there is at least one. */
export function sliceDoubles(doubles: readonly number[], parts: SliceParts, count: number): number[] {
  if (parts.step === 1) return doubles.slice(parts.start, parts.stop);
  const selected = newDoubles(doubles[parts.start]!);
  for (let k = 1, i = parts.start + parts.step; k < count; k++, i += parts.step) selected.push(doubles[i]!);
  return selected;
}

/** Index of the first number from `start` up to `stop` that is another one; a NaN is one that it is the same as. */
export function indexOfDouble(
  doubles: readonly number[],
  sought: number,
  start: number,
  stop: number,
): number {
  const end = Math.min(stop, doubles.length);
  const isNaN = Number.isNaN(sought);
  for (let i = start; i < end; i++) {
    const double = doubles[i]!;
    if (double === sought || (isNaN && Number.isNaN(double))) return i;
  }
  return -1;
}

/** How many of the numbers are this one. */
export function countDouble(doubles: readonly number[], sought: number): number {
  let count = 0;
  for (let i = indexOfDouble(doubles, sought, 0, doubles.length); i >= 0; count++) {
    i = indexOfDouble(doubles, sought, i + 1, doubles.length);
  }
  return count;
}

/** A comparison of two lists of numbers. */
export function compareDoubles(left: readonly number[], right: readonly number[], op: number): boolean {
  const shorter = Math.min(left.length, right.length);
  let i = 0;
  // The same NaN is equal to itself.
  while (i < shorter && (left[i] === right[i] || (Number.isNaN(left[i]) && Number.isNaN(right[i])))) i++;
  const isDecided = i < shorter;
  const a = isDecided ? left[i]! : left.length;
  const b = isDecided ? right[i]! : right.length;
  switch (op) {
    case Py_EQ:
      return !isDecided && a === b;
    case Py_LT:
      return a < b;
    case Py_LE:
      return a <= b;
    case Py_GT:
      return a > b;
    case Py_GE:
      return a >= b;
    default:
      return isDecided || a !== b;
  }
}

/** Sorts a list of numbers; false when not all of them have a place in an order. */
export function sortDoubles(list: PyList, reverse: boolean): boolean {
  const doubles = list.doubles!;
  // Reversed before and after, equal ones keep their order.
  if (reverse) doubles.reverse();
  const order = orderOfDoubles(doubles);
  if (order !== undefined) {
    const before = doubles.slice();
    for (let i = 0; i < before.length; i++) doubles[i] = before[order[i]!]!;
  }
  if (reverse) doubles.reverse();
  return order !== undefined;
}
