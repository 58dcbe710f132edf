/** _heapq: a list as a priority queue. CPython: Modules/_heapqmodule.c. */
import { PyList } from '../objects/list.ts';
import { Py_LT, type PyObject } from '../objects/object.ts';
import { richCompareBool } from '../runtime/compare.ts';
import { constant, defineModule, fn, type ModuleEntry } from '../runtime/define.ts';
import { indexError, runtimeError, typeError } from '../runtime/errors.ts';
import { typeName } from '../runtime/type-of.ts';

/** Is `a` to come before `b`? For a heap of the greatest first the operands change places. */
type Before = (a: PyObject, b: PyObject) => boolean;

const least: Before = (a, b) => richCompareBool(a, b, Py_LT);
const greatest: Before = (a, b) => richCompareBool(b, a, Py_LT);

/** Compares two items of the heap; a comparison that changes its size is an error. */
function compare(heap: PyObject[], before: Before, a: PyObject, b: PyObject): boolean {
  const size = heap.length;
  const result = before(a, b);
  if (heap.length !== size) throw runtimeError('list changed size during iteration');
  return result;
}

/** Moves the item at `position` up to where it belongs, not above `start`. */
function siftDown(heap: PyObject[], start: number, position: number, before: Before): void {
  let at = position;
  while (at > start) {
    const parent = (at - 1) >> 1;
    const item = heap[at]!;
    if (!compare(heap, before, item, heap[parent]!)) break;
    heap[at] = heap[parent]!;
    heap[parent] = item;
    at = parent;
  }
}

/** Moves the item at `position` down to a leaf along the smaller children, then up to its place. */
function siftUp(heap: PyObject[], position: number, before: Before): void {
  const end = heap.length;
  const limit = end >> 1;
  let at = position;
  while (at < limit) {
    let child = 2 * at + 1;
    if (child + 1 < end && !compare(heap, before, heap[child]!, heap[child + 1]!)) child++;
    const item = heap[child]!;
    heap[child] = heap[at]!;
    heap[at] = item;
    at = child;
  }
  siftDown(heap, position, at, before);
}

function heapOf(value: PyObject, name: string, single = false): PyObject[] {
  if (!(value instanceof PyList)) {
    throw typeError(`${name}() argument ${single ? '' : '1 '}must be list, not ${typeName(value)}`);
  }
  return value.items;
}

function pop(heap: PyObject[], before: Before): PyObject {
  const last = heap.pop();
  if (last === undefined) throw indexError('index out of range');
  if (heap.length === 0) return last;
  const first = heap[0]!;
  heap[0] = last;
  siftUp(heap, 0, before);
  return first;
}

function replace(heap: PyObject[], item: PyObject, before: Before): PyObject {
  if (heap.length === 0) throw indexError('index out of range');
  const first = heap[0]!;
  heap[0] = item;
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
        for (let i = (heap.length >> 1) - 1; i >= 0; i--) siftUp(heap, i, before);
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
        heap.push(item);
        siftDown(heap, 0, heap.length - 1, before);
      },
    ),
    fn(
      `heappushpop${suffix}($module, heap: object, item: object, /)` as 'heappushpop($module, heap: object, item: object, /)',
      `Add an item, then remove and return the ${order}.`,
      (_, list, item) => {
        const heap = heapOf(list, `heappushpop${suffix}`);
        if (heap.length === 0 || !compare(heap, before, heap[0]!, item)) return item;
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
