/**
 * range: arithmetic progressions of ints of any size. CPython: Objects/rangeobject.c.
 * Safe integers are computed as numbers; the functions of common/int.ts take over where they do not suffice.
 */
import { intAdd, intFloorDiv, intMod, intMul, intNeg, intSub } from '../common/int.ts';
import { type KwNames, Py_EQ, Py_NE, type PyInt, type PyObject, type PyType } from '../objects/object.ts';
import { PyLongRangeIter, PyRange, PyRangeIter, WideCounter } from '../objects/range.ts';
import { None, NotImplemented } from '../objects/singletons.ts';
import { PySlice } from '../objects/slice.ts';
import { utf16FromStr } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { checkNoKeywords, checkPositional } from '../runtime/arguments.ts';
import { isEqual } from '../runtime/compare.ts';
import { asIndex, intValue } from '../runtime/convert.ts';
import { defineType, member, methodsOf } from '../runtime/define.ts';
import { indexError, overflowError, typeError, valueError } from '../runtime/errors.ts';
import { getIter, iterNext } from '../runtime/iter.ts';
import { hashHigh, hashItems, joinHash } from '../runtime/key-hash.ts';
import { repr } from '../runtime/repr.ts';
import { sliceIndices } from '../runtime/slice.ts';
import { typeName, typeOf } from '../runtime/type-of.ts';

const method = methodsOf<PyRange>();

/** The number of items. */
function rangeLength(start: PyInt, stop: PyInt, step: PyInt): PyInt {
  const up = step > 0;
  if (up ? start >= stop : start <= stop) return 0;
  const span = up ? intSub(stop, start) : intSub(start, stop);
  return intAdd(intFloorDiv(intSub(span, 1), up ? step : intNeg(step)), 1);
}

function makeRange(start: PyInt, stop: PyInt, step: PyInt): PyRange {
  return new PyRange(start, stop, step, rangeLength(start, stop, step));
}

function rangeTo(end: PyObject): PyRange {
  const stop = asIndex(end);
  return new PyRange(0, stop, 1, stop > 0 ? stop : 0);
}

function newRange(_type: PyType, args: readonly PyObject[], kwnames: KwNames | undefined): PyObject {
  checkNoKeywords('range', kwnames);
  checkPositional('range', args.length, 1, 3);
  if (args.length === 1) return rangeTo(args[0]!);
  const start = asIndex(args[0]!);
  const stop = asIndex(args[1]!);
  const step = args.length === 3 ? asIndex(args[2]!) : 1;
  if (step === 0) throw valueError('range() arg 3 must not be zero');
  return makeRange(start, stop, step);
}

/** The item at an index that is in range, counted from the start. */
function itemAt(range: PyRange, index: PyInt): PyInt {
  return intAdd(range.start, intMul(index, range.step));
}

/** The length as `len()` gives it. */
function lengthOf(self: PyObject): number {
  const { length } = self as PyRange;
  if (typeof length === 'bigint' && length >= 1n << 63n) {
    throw overflowError('Python int too large to convert to C ssize_t');
  }
  return Number(length);
}

function getItem(self: PyObject, key: PyObject): PyObject {
  const range = self as PyRange;
  if (key instanceof PySlice) return sliceRange(range, key);
  if (typeof key !== 'number' && typeOf(key).nb_index === undefined) {
    throw typeError(`range indices must be integers or slices, not ${typeName(key)}`);
  }
  const given = asIndex(key);
  const index = given < 0 ? intAdd(given, range.length) : given;
  if (index < 0 || index >= range.length) throw indexError('range object index out of range');
  return itemAt(range, index);
}

function sliceRange(range: PyRange, slice: PySlice): PyRange {
  const [start, stop, step] = sliceIndices(slice, range.length);
  return makeRange(itemAt(range, start), itemAt(range, stop), intMul(step, range.step));
}

/** Is this int one of the items? */
function containsInt(range: PyRange, value: PyInt): boolean {
  const { start, stop, step } = range;
  if (step > 0 ? value < start || value >= stop : value > start || value <= stop) return false;
  return intMod(intSub(value, start), step) === 0;
}

/** An exact int or bool, which can be searched for by arithmetic; others could define `__eq__`. */
function exactInt(value: PyObject): PyInt | undefined {
  return typeof value === 'object' ? undefined : intValue(value);
}

function contains(self: PyObject, item: PyObject): boolean {
  const int = exactInt(item);
  if (int !== undefined) return containsInt(self as PyRange, int);
  return searchBySteps(self as PyRange, item) >= 0;
}

/** The index of the first item that equals a value that is no int; −1 when there is none. May call `__eq__`. */
function searchBySteps(range: PyRange, value: PyObject): number {
  const iterator = getIter(range);
  let index = 0;
  for (let item = iterNext(iterator); item !== undefined; item = iterNext(iterator), index++) {
    if (isEqual(item, value)) return index;
  }
  return -1;
}

function index(range: PyRange, value: PyObject): PyInt {
  const int = exactInt(value);
  if (int === undefined) {
    const at = searchBySteps(range, value);
    if (at < 0) throw valueError('sequence.index(x): x not in sequence');
    return at;
  }
  if (!containsInt(range, int)) throw valueError('range.index(x): x not in range');
  return intFloorDiv(intSub(int, range.start), range.step);
}

function count(range: PyRange, value: PyObject): PyInt {
  const int = exactInt(value);
  if (int !== undefined) return containsInt(range, int) ? 1 : 0;
  const iterator = getIter(range);
  let found = 0;
  for (let item = iterNext(iterator); item !== undefined; item = iterNext(iterator))
    if (isEqual(item, value)) found++;
  return found;
}

/** What makes two ranges equal: the length, the first item, and the step where there is a second item. */
function identifying(range: PyRange): PyObject[] {
  const { length, start, step } = range;
  return [length, length === 0 ? None : start, length === 0 || length === 1 ? None : step];
}

function isEqualRange(left: PyRange, right: PyRange): boolean {
  const { length } = left;
  if (length !== right.length) return false;
  if (length === 0) return true;
  return left.start === right.start && (length === 1 || left.step === right.step);
}

function isLong(value: PyInt): boolean {
  return typeof value === 'number' || BigInt.asIntN(64, value) === value;
}

/** An iterator over `length` ints; `fitsLong` says whether CPython would count them in C. */
function makeIterator(start: PyInt, step: PyInt, length: PyInt, fitsLong: boolean): PyObject {
  if (fitsLong && typeof start === 'number' && typeof step === 'number' && typeof length === 'number') {
    const end = start + step * length;
    if (end <= Number.MAX_SAFE_INTEGER && end >= Number.MIN_SAFE_INTEGER) {
      return new PyRangeIter(start, step, length, undefined);
    }
  }
  const counter = new WideCounter(start, step, length);
  return fitsLong ? new PyRangeIter(0, 0, 0, counter) : new PyLongRangeIter(counter);
}

function iterate(self: PyObject): PyObject {
  const { start, stop, step, length } = self as PyRange;
  // CPython keeps clear of an overflow in computing the int behind the last one.
  const end = length === 0 ? stop : intAdd(stop, step > 0 ? intSub(step, 1) : intAdd(step, 1));
  return makeIterator(
    start,
    step,
    length,
    isLong(start) && isLong(stop) && isLong(step) && isLong(length) && isLong(end),
  );
}

function iterateBackwards(range: PyRange): PyObject {
  const { start, stop, step, length } = range;
  const last = intAdd(start, intMul(intSub(length, 1), step));
  const fitsLong =
    isLong(start) &&
    isLong(stop) &&
    isLong(step) &&
    isLong(intNeg(step)) &&
    isLong(length) &&
    isLong(intSub(start, step));
  return makeIterator(last, intNeg(step), length, fitsLong);
}

/** An int in decimal, which fails when it is longer than the interpreter allows. */
function intText(value: PyInt): string {
  return typeof value === 'number' ? String(value) : utf16FromStr(repr(value));
}

export const range = defineType({
  type: PyRange.type,
  doc: 'range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\nThe ints from start (0 by default) up to but not including stop, in steps of step.\nrange(4) gives 0, 1, 2, 3: the indices of a list of four items. A negative step counts\ndown.',
  slots: {
    tp_new: newRange,
    make1: rangeTo,
    tp_repr: (self) => {
      const { start, stop, step } = self as PyRange;
      const bounds = `range(${intText(start)}, ${intText(stop)}`;
      return step === 1 ? `${bounds})` : `${bounds}, ${intText(step)})`;
    },
    tp_hash: (self) => {
      const low = hashItems(identifying(self as PyRange), true);
      return joinHash(hashHigh.value, low);
    },
    tp_iter: iterate,
    tp_richcompare: (self, other, op) => {
      if (!(other instanceof PyRange) || (op !== Py_EQ && op !== Py_NE)) return NotImplemented;
      return isEqualRange(self as PyRange, other) === (op === Py_EQ);
    },
    nb_bool: (self) => (self as PyRange).length !== 0,
    sq_length: lengthOf,
    sq_item: getItem,
    sq_contains: contains,
    mp_length: lengthOf,
    mp_subscript: getItem,
  },
  entries: [
    method(
      '__reversed__($self, /)',
      'Return an iterator that goes backwards over the range.',
      iterateBackwards,
    ),
    method(
      '__reduce__($self, /)',
      'Return state information for pickling.',
      (self) => new PyTuple([PyRange.type, new PyTuple([self.start, self.stop, self.step])]),
    ),
    method('count($self, object: object, /) -> int', 'Return how many items equal the value.', count),
    method(
      'index($self, object: object, /) -> int',
      'Return the index of the item that equals the value.\n\nRaises ValueError when there is none.',
      index,
    ),
    member<PyRange>('start', undefined, 'start'),
    member<PyRange>('stop', undefined, 'stop'),
    member<PyRange>('step', undefined, 'step'),
  ],
});
