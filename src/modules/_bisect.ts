/** _bisect: finding the place of an item in a sorted sequence. CPython: Modules/_bisectmodule.c. */
import { intAdd, intRshift } from '../common/int.ts';
import { attrName } from '../objects/attribute-name.ts';
import { PyList } from '../objects/list.ts';
import { Py_LT, type PyInt, type PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { call1, callMethod } from '../runtime/call.ts';
import { richCompareBool } from '../runtime/compare.ts';
import { optionalCount } from '../runtime/convert.ts';
import { asSsizeInt } from '../runtime/converters.ts';
import { defineModule, fn, type ModuleEntry } from '../runtime/define.ts';
import { valueError } from '../runtime/errors.ts';
import { getItem, lengthAsInt } from '../runtime/sequence.ts';

const insert = attrName('insert');

function itemAt(sequence: PyObject, index: PyInt): PyObject {
  const item =
    typeof index === 'number' && sequence instanceof PyList && sequence.ob_type === PyList.type
      ? sequence.boxed?.[index]
      : undefined;
  return item ?? getItem(sequence, index);
}

/** The place for `x` before (`left`) or behind the items equal to it. */
function find(
  sequence: PyObject,
  x: PyObject,
  lo: PyObject,
  hi: PyObject,
  key: PyObject,
  left: boolean,
): PyInt {
  let low = asSsizeInt(lo);
  // −1 is CPython's own default.
  const end = optionalCount(hi);
  if (low < 0) throw valueError('lo must be non-negative');
  let high: PyInt = end === -1 ? lengthAsInt(sequence) : end;
  while (low < high) {
    const middle: PyInt =
      typeof low === 'number' && typeof high === 'number'
        ? low + Math.floor((high - low) / 2)
        : intRshift(intAdd(low, high), 1);
    const item = itemAt(sequence, middle);
    const value = key === None ? item : call1(key, item);
    const goRight = left ? richCompareBool(value, x, Py_LT) : !richCompareBool(x, value, Py_LT);
    if (goRight) low = intAdd(middle, 1);
    else high = middle;
  }
  return low;
}

function place(sequence: PyObject, index: PyInt, x: PyObject): void {
  if (sequence instanceof PyList && sequence.ob_type === PyList.type && sequence.boxed !== undefined) {
    sequence.boxed.splice(Number(index), 0, x);
  } else callMethod(sequence, insert, index, x);
}

const PARAMETERS =
  '($module, /, a: object, x: object, lo: object = 0, hi: object = None, *, key: object = None)';

function functions(side: 'left' | 'right'): ModuleEntry[] {
  const left = side === 'left';
  const where = left ? 'before' : 'behind';
  type Find =
    'f($module, /, a: object, x: object, lo: object = 0, hi: object = None, *, key: object = None) -> int';
  type Insert =
    'f($module, /, a: object, x: object, lo: object = 0, hi: object = None, *, key: object = None) -> None';
  return [
    fn(
      `bisect_${side}${PARAMETERS} -> int` as Find,
      `Return the index at which x keeps the sequence sorted, ${where} any equal items.`,
      (_, a, x, lo, hi, key) => find(a, x, lo, hi, key, left),
    ),
    fn(
      `insort_${side}${PARAMETERS} -> None` as Insert,
      `Insert x so that the sequence stays sorted, ${where} any equal items.`,
      (_, a, x, lo, hi, key) => {
        place(a, find(a, key === None ? x : call1(key, x), lo, hi, key, left), x);
      },
    ),
  ];
}

export const _bisect = defineModule('_bisect', 'Bisection algorithms.', [
  ...functions('left'),
  ...functions('right'),
]);
