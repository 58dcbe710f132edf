/**
 * Slices as programs write them, `s[a:b]`, `s[a:b:c]` and `s[a:b] = t`: those of lists and strings with plain ints, or
 * nothing, as bounds need no slice object and call no Python code.
 */
import { itemsToRead, listLength, listOfDoubles, PyList } from '../objects/list.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { PySlice } from '../objects/slice.ts';
import { checkGrowth } from './append-item.ts';
import { checkItemCount } from './items.ts';
import { getItem, setItem } from './sequence.ts';

/** `container[start:stop]`. The engine's own slices of strings and arrays mean what Python's mean. */
export function getSlice(container: PyObject, start: PyObject, stop: PyObject): PyObject {
  const from = start === None ? 0 : start;
  if (typeof from === 'number') {
    const to = stop === None ? undefined : stop;
    if (typeof to === 'number' || to === undefined) {
      if (typeof container === 'string') return container.slice(from, to);
      if (typeof container === 'object' && container.ob_type === PyList.type) {
        const { doubles } = container as PyList;
        return doubles === undefined
          ? new PyList((container as PyList).items.slice(from, to))
          : listOfDoubles(doubles.slice(from, to));
      }
    }
  }
  return getItem(container, new PySlice(start, stop, None));
}

/** `container[start:stop:step]`. Of those with a step, programs mostly want all backwards. */
export function getSteppedSlice(
  container: PyObject,
  start: PyObject,
  stop: PyObject,
  step: PyObject,
): PyObject {
  if (step === -1 && typeof container === 'object' && container.ob_type === PyList.type) {
    const { doubles } = container as PyList;
    const length = listLength(container as PyList);
    const from = start === None ? length : start;
    const to = stop === None ? -length - 1 : stop;
    if (typeof from === 'number' && typeof to === 'number') {
      const first = fitBackwards(from, length);
      const behind = fitBackwards(to, length);
      if (first <= behind) return new PyList([]);
      return doubles === undefined
        ? new PyList(reversed((container as PyList).items.slice(behind + 1, first + 1)))
        : listOfDoubles(doubles.slice(behind + 1, first + 1).reverse());
    }
  }
  return getItem(container, new PySlice(start, stop, step));
}

/** Turns an array round; short ones are turned faster than the engine's `reverse` begins. */
function reversed(items: PyObject[]): PyObject[] {
  if (items.length > 32) return items.reverse();
  reverse(items, 0, items.length);
  return items;
}

/** `container[start:stop] = value`. */
export function setSlice(container: PyObject, start: PyObject, stop: PyObject, value: PyObject): void {
  if (
    typeof container === 'object' &&
    container.ob_type === PyList.type &&
    typeof value === 'object' &&
    value.ob_type === PyList.type &&
    value !== container
  ) {
    const list = container as PyList;
    const length = listLength(list);
    const from = start === None ? 0 : start;
    const to = stop === None ? length : stop;
    if (typeof from === 'number' && typeof to === 'number') {
      const first = fit(from, length);
      // An empty slice lies at its start.
      const behind = Math.max(first, fit(to, length));
      const { doubles } = value as PyList;
      if (doubles !== undefined && list.doubles !== undefined) replaceDoubles(list, first, behind, doubles);
      else replaceItems(list, first, behind, itemsToRead(value as PyList));
      return;
    }
  }
  setItem(container, new PySlice(start, stop, None), value);
}

/**
 * `container[start:stop] = list[from:to:step]` for a list and plain bounds there, and a step of 1 or −1. As many items as
 * there are already are moved, without a list between.
 */
export function moveItems(
  container: PyObject,
  start: PyObject,
  stop: PyObject,
  list: PyList,
  from: PyObject,
  to: PyObject,
  step: 1 | -1,
): void {
  if (
    typeof container === 'object' &&
    container.ob_type === PyList.type &&
    list.doubles === undefined &&
    (container as PyList).doubles === undefined
  ) {
    const { items } = container as PyList;
    const source = list.items;
    const { length } = source;
    const begin = start === None ? 0 : start;
    const end = stop === None ? items.length : stop;
    if (typeof begin === 'number' && typeof end === 'number') {
      let first: number;
      let behind: number;
      if (step === 1) {
        first = typeof from === 'number' ? fit(from, length) : 0;
        behind = typeof to === 'number' ? fit(to, length) : length;
      } else {
        // Those between them are the same backwards.
        first = typeof to === 'number' ? fitBackwards(to, length) + 1 : 0;
        behind = typeof from === 'number' ? fitBackwards(from, length) + 1 : length;
      }
      const at = fit(begin, items.length);
      const count = behind - first;
      if (count > 0 && fit(end, items.length) - at === count) {
        if (items !== source) copyItems(items, at, source, first, behind, step);
        else if (step === 1) items.copyWithin(at, first, behind);
        else if (at === first) reverse(items, first, behind);
        else copyItems(items, at, source.slice(first, behind), 0, count, step);
        return;
      }
    }
  }
  setSlice(
    container,
    start,
    stop,
    step === 1 ? getSlice(list, from, to) : getSteppedSlice(list, from, to, step),
  );
}

/** Where a slice backwards begins, or what it ends in front of. */
function fitBackwards(bound: number, length: number): number {
  return bound < 0 ? Math.max(bound + length, -1) : Math.min(bound, length - 1);
}

function copyItems(
  items: PyObject[],
  at: number,
  source: readonly PyObject[],
  first: number,
  behind: number,
  step: 1 | -1,
): void {
  if (step === 1) for (let i = first; i < behind; i++) items[at++] = source[i]!;
  else for (let i = behind - 1; i >= first; i--) items[at++] = source[i]!;
}

/** Turns the items from `first` up to `behind` round. */
function reverse(items: PyObject[], first: number, behind: number): void {
  for (let i = first, j = behind - 1; i < j; i++, j--) {
    const item = items[i]!;
    items[i] = items[j]!;
    items[j] = item;
  }
}

/** A bound of a slice as an index. */
function fit(bound: number, length: number): number {
  return bound < 0 ? Math.max(bound + length, 0) : Math.min(bound, length);
}

/** Puts numbers in place of those from `start` up to `stop` of a list of numbers. The source is not the list's own array. */
export function replaceDoubles(list: PyList, start: number, stop: number, source: readonly number[]): void {
  const doubles = list.doubles!;
  const removed = stop - start;
  if (removed === source.length) {
    for (let i = 0; i < removed; i++) doubles[start + i] = source[i]!;
  } else if (removed === doubles.length) list.doubles = source.slice();
  else {
    checkItemCount(doubles.length - removed + source.length);
    list.doubles = doubles.slice(0, start).concat(source, doubles.slice(stop));
  }
}

/** Puts items in place of those from `start` up to `stop`. The source is not the list's own array. */
export function replaceItems(list: PyList, start: number, stop: number, source: readonly PyObject[]): void {
  const { items } = list;
  const removed = stop - start;
  if (removed === items.length) {
    // All of it. An empty list for an empty one is no change.
    if (removed > 0 || source.length > 0) list.items = source.slice();
  } else if (removed === source.length) {
    for (let i = 0; i < removed; i++) items[start + i] = source[i]!;
  } else if (source.length <= 16) {
    checkGrowth(items.length, source.length - removed);
    items.splice(start, removed, ...source);
  } else {
    checkItemCount(items.length - removed + source.length);
    list.items = items.slice(0, start).concat(source, items.slice(stop));
  }
}
