/** _heapq: a list as a priority queue. CPython: Modules/_heapqmodule.c. */
import { PyList } from '../objects/list.ts';
import type { PyObject } from '../objects/object.ts';
import { isLess } from '../runtime/compare.ts';
import { badArgument } from '../runtime/converters.ts';
import { constant, defineModule, fn, type ModuleEntry } from '../runtime/define.ts';
import { indexError, runtimeError } from '../runtime/errors.ts';

/** Is `a` to come before `b`? For a heap of the greatest first the operands change places. */
type Before = (a: PyObject, b: PyObject) => boolean;

const least: Before = isLess;
const greatest: Before = (a, b) => isLess(b, a);

/** Compares two items of the heap; a comparison that changes its size is an error. */
function compare(heap: PyList, before: Before, a: PyObject, b: PyObject): boolean {
  const size = heap.items.length;
  const result = before(a, b);
  if (heap.items.length !== size) throw runtimeError('list changed size during iteration');
  return result;
}

function exchange(heap: PyList, i: number, j: number): void {
  const { items } = heap;
  const item = items[i]!;
  items[i] = items[j]!;
  items[j] = item;
}

/** Moves the item at `position` up to where it belongs, not above `start`. */
function siftDown(heap: PyList, start: number, position: number, before: Before): void {
  let at = position;
  while (at > start) {
    const parent = (at - 1) >> 1;
    const { items } = heap;
    if (!compare(heap, before, items[at]!, items[parent]!)) break;
    exchange(heap, at, parent);
    at = parent;
  }
}

/** Moves the item at `position` down to a leaf along the smaller children, then up to its place. */
function siftUp(heap: PyList, position: number, before: Before): void {
  const end = heap.items.length;
  const limit = end >> 1;
  let at = position;
  while (at < limit) {
    let child = 2 * at + 1;
    const { items } = heap;
    if (child + 1 < end && !compare(heap, before, items[child]!, items[child + 1]!)) child++;
    exchange(heap, at, child);
    at = child;
  }
  siftDown(heap, position, at, before);
}

function heapOf(value: PyObject, name: string, single = false): PyList {
  if (!(value instanceof PyList)) {
    badArgument({ functionName: name, argument: single ? 'argument' : 'argument 1' }, 'list', value);
  }
  return value;
}

function pop(heap: PyList, before: Before): PyObject {
  const { items } = heap;
  const last = items.pop();
  if (last === undefined) throw indexError('index out of range');
  if (items.length === 0) return last;
  const first = items[0]!;
  items[0] = last;
  siftUp(heap, 0, before);
  return first;
}

function replace(heap: PyList, item: PyObject, before: Before): PyObject {
  const { items } = heap;
  if (items.length === 0) throw indexError('index out of range');
  const first = items[0]!;
  items[0] = item;
  siftUp(heap, 0, before);
  return first;
}

/** The functions of one kind of heap; names of the other kind end in `_max`. */
function functions(suffix: '' | '_max', before: Before, order: string): ModuleEntry[] {
  const single = `heapify${suffix}`;
  return [
    fn(
      `${single}($module, heap: object, /) -> None` as 'heapify($module, heap: object, /) -> None',
      `Turn a list into a heap of the ${order} first, in linear time.`,
      (_, list) => {
        const heap = heapOf(list, single, true);
        for (let i = (heap.items.length >> 1) - 1; i >= 0; i--) siftUp(heap, i, before);
      },
    ),
    fn(
      `heappop${suffix}($module, heap: object, /)` as 'heappop($module, heap: object, /)',
      `Remove and return the ${order} item.`,
      (_, list) => pop(heapOf(list, `heappop${suffix}`, true), before),
    ),
    fn(
      `heappush${suffix}($module, heap: object, item: object, /) -> None` as 'heappush($module, heap: object, item: object, /) -> None',
      'Add an item to a heap.',
      (_, list, item) => {
        const heap = heapOf(list, `heappush${suffix}`);
        heap.items.push(item);
        siftDown(heap, 0, heap.items.length - 1, before);
      },
    ),
    fn(
      `heappushpop${suffix}($module, heap: object, item: object, /)` as 'heappushpop($module, heap: object, item: object, /)',
      `Add an item, then remove and return the ${order}.`,
      (_, list, item) => {
        const heap = heapOf(list, `heappushpop${suffix}`);
        const { items } = heap;
        // A comparison that empties the heap is told so by what follows.
        if (items.length === 0 || !before(items[0]!, item)) return item;
        return replace(heap, item, before);
      },
    ),
    fn(
      `heapreplace${suffix}($module, heap: object, item: object, /)` as 'heapreplace($module, heap: object, item: object, /)',
      `Remove and return the ${order} item, then add one.`,
      (_, list, item) => replace(heapOf(list, `heapreplace${suffix}`), item, before),
    ),
  ];
}

export const _heapq = defineModule('_heapq', 'Heap queue algorithm (a.k.a. priority queue).', [
  ...functions('', least, 'smallest'),
  ...functions('_max', greatest, 'largest'),
  constant(
    '__about__',
    'A heap is a list in which heap[k] <= heap[2*k+1] and heap[k] <= heap[2*k+2] for all k.',
  ),
]);
