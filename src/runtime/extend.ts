/** Putting all items of an iterable at the end of a list. CPython: `list_extend` in Objects/listobject.c. */
import { PyFloat } from '../objects/float.ts';
import { doublesOf, listLength, PyList } from '../objects/list.ts';
import type { PyObject } from '../objects/object.ts';
import { PyRange } from '../objects/range.ts';
import { PyTuple } from '../objects/tuple.ts';
import { appendTo, checkGrowth } from './append-item.ts';
import { checkHint } from './items.ts';
import { collectItems, getIter, hashedItems } from './iter.ts';
import { lengthHint } from './length-hint.ts';
import { typeOf } from './type-of.ts';

/** `list.extend(iterable)`: items are there as soon as the iterator has given them. */
export function extend(list: PyList, iterable: PyObject): void {
  if (typeof iterable === 'object') {
    const type = iterable.ob_type;
    if (type === PyTuple.type) {
      appendAll(list, (iterable as PyTuple).items);
      return;
    }
    if (type === PyList.type || iterable === list) {
      const { doubles } = iterable as PyList;
      if (doubles === undefined) appendAll(list, (iterable as PyList).items);
      else appendDoubles(list, doubles);
      return;
    }
    if (iterable instanceof PyRange && appendRange(list, iterable)) return;
    const items = hashedItems(iterable);
    if (items !== undefined) {
      appendAll(list, items);
      return;
    }
  }
  const iterator = getIter(iterable);
  if (typeof iterable === 'string') {
    appendAll(list, collectItems(iterator));
    return;
  }
  checkHint(listLength(list), lengthHint(iterable, 8));
  const next = typeOf(iterator).tp_iternext!;
  for (let item = next(iterator); item !== undefined; item = next(iterator)) appendTo(list, item);
}

/** The source may be the list's own array. */
function appendAll(list: PyList, source: readonly PyObject[]): void {
  const count = source.length;
  if (count === 0) return;
  const { doubles } = list;
  const isEmpty = listLength(list) === 0;
  const added =
    (isEmpty && list.ob_type === PyList.type) || doubles !== undefined ? doublesOf(source) : undefined;
  if (added !== undefined) appendDoubles(list, added);
  else if (isEmpty) list.items = source.slice();
  else {
    const { items } = list;
    checkGrowth(items.length, count);
    for (let i = 0; i < count; i++) items.push(source[i]!);
  }
}

/** The source may be the list's own array. */
function appendDoubles(list: PyList, source: readonly number[]): void {
  const { doubles } = list;
  const count = source.length;
  if (doubles !== undefined) {
    checkGrowth(doubles.length, count);
    for (let i = 0; i < count; i++) doubles.push(source[i]!);
  } else if (list.boxed!.length > 0 || list.ob_type !== PyList.type) {
    checkGrowth(list.items.length, count);
    const { items } = list;
    for (let i = 0; i < count; i++) items.push(new PyFloat(source[i]!));
  } else {
    list.boxed = undefined;
    list.doubles = source.slice();
  }
}

/** Appends the ints of a range if they are all safe. */
function appendRange(list: PyList, range: PyRange): boolean {
  const { start, stop, step, length } = range;
  if (typeof start !== 'number' || typeof stop !== 'number' || typeof step !== 'number') return false;
  checkGrowth(list.items.length, length as number);
  const { items } = list;
  for (let i = 0, value = start; i < (length as number); i++, value += step) items.push(value);
  return true;
}
