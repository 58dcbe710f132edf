/**
 * Slices as programs write them, `s[a:b]`, `s[a:b:c]` and `s[a:b] = t`: those of lists and strings with plain ints, or
 * nothing, as bounds need no slice object and call no Python code.
 */
import { PyList } from '../objects/list.ts';
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
        return new PyList((container as PyList).items.slice(from, to));
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
    const { items } = container as PyList;
    const last = items.length - 1;
    const from = start === None ? last : start;
    const to = stop === None ? -last - 2 : stop;
    if (typeof from === 'number' && typeof to === 'number') {
      const first = from < 0 ? from + last + 1 : from > last ? last : from;
      const behind = to < 0 ? Math.max(to + last + 1, -1) : to;
      return new PyList(first > behind ? reversed(items.slice(behind + 1, first + 1)) : []);
    }
  }
  return getItem(container, new PySlice(start, stop, step));
}

/** Turns an array round; short ones are turned faster than the engine's `reverse` begins. */
function reversed(items: PyObject[]): PyObject[] {
  if (items.length > 32) return items.reverse();
  for (let i = 0, j = items.length - 1; i < j; i++, j--) {
    const item = items[i]!;
    items[i] = items[j]!;
    items[j] = item;
  }
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
    const { length } = list.items;
    const from = start === None ? 0 : start;
    const to = stop === None ? length : stop;
    if (typeof from === 'number' && typeof to === 'number') {
      const first = fit(from, length);
      // An empty slice lies at its start.
      replaceItems(list, first, Math.max(first, fit(to, length)), (value as PyList).items);
      return;
    }
  }
  setItem(container, new PySlice(start, stop, None), value);
}

/** A bound of a slice as an index. */
function fit(bound: number, length: number): number {
  return bound < 0 ? Math.max(bound + length, 0) : Math.min(bound, length);
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
