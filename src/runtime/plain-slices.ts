/**
 * Slices as programs write them, `s[a:b]`, `s[a:b:c]` and `s[a:b] = t`: those of lists and strings with plain ints, or
 * nothing, as bounds need no slice object and call no Python code.
 */
import { PyList } from '../objects/list.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { PySlice } from '../objects/slice.ts';
import { checkGrowth } from './append-item.ts';
import { checkItemCount, sliceItems } from './items.ts';
import { getItem, setItem } from './sequence.ts';
import { plainParts } from './slice.ts';

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

/** `container[start:stop:step]`. */
export function getSteppedSlice(
  container: PyObject,
  start: PyObject,
  stop: PyObject,
  step: PyObject,
): PyObject {
  if (typeof container === 'object' && container.ob_type === PyList.type) {
    const parts = plainParts(start, stop, step);
    if (parts !== undefined) {
      const { items } = container as PyList;
      const count = parts.fit(items.length);
      return new PyList(sliceItems(items, parts, count));
    }
  }
  return getItem(container, new PySlice(start, stop, step));
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
    const parts = plainParts(start, stop, None);
    if (parts !== undefined) {
      const list = container as PyList;
      parts.fit(list.items.length);
      // An empty slice lies at its start.
      replaceItems(list, parts.start, Math.max(parts.start, parts.stop), (value as PyList).items);
      return;
    }
  }
  setItem(container, new PySlice(start, stop, None), value);
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
