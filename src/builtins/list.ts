/**
 * list: the behaviour of Python lists. CPython: Objects/listobject.c. Sorting: ../runtime/sort.ts.
 *
 * A method that calls into Python (comparisons, iterators, `__index__`) may find the list changed when it comes back, even
 * with another array: such a method reads `items` anew each time. A list that is emptied gets a new array, which is
 * how a sort under way notices that somebody touched the list.
 */
import { isExactFloat, PyFloat } from '../objects/float.ts';
import {
  boxedDoubles,
  copyList,
  itemAt,
  itemsToRead,
  listLength,
  listOfDoubles,
  PyList,
  PyListIter,
  PyListRevIter,
  storeItem,
} from '../objects/list.ts';
import { type KwNames, Py_EQ, Py_NE, type PyObject } from '../objects/object.ts';
import { None, NotImplemented } from '../objects/singletons.ts';
import { PySlice } from '../objects/slice.ts';
import { appendTo, checkGrowth } from '../runtime/append-item.ts';
import { checkNoKeywords, checkPositional } from '../runtime/arguments.ts';
import { asNumber } from '../runtime/compare.ts';
import { indexAsNumber } from '../runtime/convert.ts';
import { defineType, methodsOf } from '../runtime/define.ts';
import {
  compareDoubles,
  countDouble,
  indexOfDouble,
  repeatDoubles,
  sliceDoubles,
} from '../runtime/doubles.ts';
import { indexError, typeError, valueError } from '../runtime/errors.ts';
import { extend } from '../runtime/extend.ts';
import { classGetItem } from '../runtime/generic-alias.ts';
import {
  checkItemCount,
  compareItems,
  countItem,
  indexOfItem,
  joinItems,
  repeatItems,
  reprItems,
  sequenceFast,
  sliceItems,
} from '../runtime/items.ts';
import { replaceDoubles, replaceItems } from '../runtime/plain-slices.ts';
import { guardRepr } from '../runtime/repr.ts';
import { type SliceParts, sliceParts } from '../runtime/slice.ts';
import { sortInPlace } from '../runtime/sort.ts';
import { strConcat } from '../runtime/text.ts';
import { typeName, typeOf } from '../runtime/type-of.ts';

const method = methodsOf<PyList>();

type ListConstructor = new (items: PyObject[]) => PyList;

// ── Growing and shrinking ────────────────────────────────────────────────────────────────────────────────────────────

function clear(list: PyList): void {
  if (listLength(list) > 0) list.items = [];
}

/** So many items are moved faster one by one: the engine's `splice` makes an array of what it takes out. */
const SHORT_MOVE = 32;

/** Takes out one item. The index is in range. */
function takeOut(list: PyList, index: number): PyObject {
  const { doubles } = list;
  if (doubles !== undefined) return new PyFloat(takeFrom(doubles, index));
  const { items } = list;
  if (items.length === 1) {
    const item = items[0]!;
    list.items = [];
    return item;
  }
  return takeFrom(items, index);
}

function takeFrom<T>(items: T[], index: number): T {
  const last = items.length - 1;
  if (index === last) return items.pop()!;
  if (index === 0) return items.shift()!;
  if (last - index > SHORT_MOVE) return items.splice(index, 1)[0]!;
  const item = items[index]!;
  for (let i = index; i < last; i++) items[i] = items[i + 1]!;
  items.pop();
  return item;
}

/** `list.insert(index, item)`. */
function insert(list: PyList, index: number, item: PyObject): void {
  const { doubles } = list;
  if (doubles !== undefined && isExactFloat(item)) insertInto(doubles, index, item.value);
  else insertInto(list.items, index, item);
}

function insertInto<T>(items: T[], index: number, item: T): void {
  const { length } = items;
  const at = index < 0 ? Math.max(index + length, 0) : index;
  checkGrowth(length, 1);
  if (at >= length) items.push(item);
  else if (at === 0) items.unshift(item);
  else if (length - at > SHORT_MOVE) items.splice(at, 0, item);
  else {
    items.push(items[length - 1]!);
    for (let i = length - 1; i > at; i--) items[i] = items[i - 1]!;
    items[at] = item;
  }
}

// ── Items and slices ─────────────────────────────────────────────────────────────────────────────────────────────────

function badIndex(key: PyObject): never {
  throw typeError(`list indices must be integers or slices, not ${typeName(key)}`);
}

/** Is this a key that stands for one item? */
function isIndex(key: PyObject): boolean {
  return typeof key === 'number' || typeOf(key).nb_index !== undefined;
}

function getItem(self: PyObject, key: PyObject): PyObject {
  const list = self as PyList;
  if (isIndex(key)) {
    const index = indexAsNumber(key);
    return presentItem(list, index < 0 ? index + listLength(list) : index);
  }
  if (!(key instanceof PySlice)) badIndex(key);
  const parts = sliceParts(key);
  const count = parts.fit(listLength(list));
  const { doubles } = list;
  return doubles === undefined || count === 0
    ? new PyList(sliceItems(list.items, parts, count))
    : listOfDoubles(sliceDoubles(doubles, parts, count));
}

/** The item at an index that counts from the start. */
function presentItem(list: PyList, index: number): PyObject {
  const item = itemAt(list, index);
  if (item === undefined) throw indexError('list index out of range');
  return item;
}

/** Sets or deletes the item at an index that counts from the start. */
function assignItem(list: PyList, index: number, value: PyObject | undefined): void {
  if (index < 0 || index >= listLength(list)) throw indexError('list assignment index out of range');
  if (value === undefined) takeOut(list, index);
  else storeItem(list, index, value);
}

function assignSubscript(self: PyObject, key: PyObject, value: PyObject | undefined): void {
  const list = self as PyList;
  if (isIndex(key)) {
    const index = indexAsNumber(key);
    assignItem(list, index < 0 ? index + listLength(list) : index, value);
    return;
  }
  if (!(key instanceof PySlice)) badIndex(key);
  const parts = sliceParts(key);
  if (value === undefined) deleteSlice(list, parts);
  else assignSlice(list, parts, value);
}

/** Fits a slice to be assigned to: an empty one lies at its start, so `s[5:2] = …` inserts before 5. */
function fitToAssign(list: PyList, parts: SliceParts): number {
  const count = parts.fit(listLength(list));
  if (parts.step < 0 ? parts.start < parts.stop : parts.start > parts.stop) parts.stop = parts.start;
  return count;
}

function deleteSlice(list: PyList, parts: SliceParts): void {
  const count = fitToAssign(list, parts);
  if (count === 0) return;
  if (count === listLength(list)) {
    list.items = [];
    return;
  }
  if (list.doubles === undefined) deleteFrom(list.items, parts, count);
  else deleteFrom(list.doubles, parts, count);
}

/** Takes the items out that a fitted slice selects. */
function deleteFrom<T>(items: T[], parts: SliceParts, count: number): void {
  if (parts.step === 1) {
    items.splice(parts.start, count);
    return;
  }
  const step = Math.abs(parts.step);
  const first = parts.step < 0 ? parts.start + parts.step * (count - 1) : parts.start;
  let to = first;
  let gone = 0;
  for (let from = first; from < items.length; from++) {
    if (gone < count && from === first + gone * step) gone++;
    else items[to++] = items[from]!;
  }
  items.length = to;
}

function assignSlice(list: PyList, parts: SliceParts, value: PyObject): void {
  if (parts.step === 1) {
    if (list.doubles !== undefined && value instanceof PyList && value.doubles !== undefined) {
      fitToAssign(list, parts);
      replaceDoubles(list, parts.start, parts.stop, value === list ? list.doubles.slice() : value.doubles);
      return;
    }
    const source =
      value === list ? list.items.slice() : sequenceFast(value, 'must assign iterable to extended slice');
    fitToAssign(list, parts);
    replaceItems(list, parts.start, parts.stop, source);
    return;
  }
  const source =
    value === list ? list.items.slice() : sequenceFast(value, 'must assign iterable to extended slice');
  const count = fitToAssign(list, parts);
  if (source.length !== count) {
    throw valueError(
      `attempt to assign sequence of size ${source.length} to extended slice of size ${count}`,
    );
  }
  const { items } = list;
  for (let i = 0, at = parts.start; i < count; i++, at += parts.step) items[at] = source[i]!;
}

/** Index of the first item from `start` up to `stop` that equals `value`; −1 when there is none. May call `__eq__`. */
function indexOf(list: PyList, value: PyObject, start: number, stop: number): number {
  const { doubles } = list;
  const sought = doubles === undefined ? undefined : asNumber(value);
  return sought === undefined
    ? indexOfItem(list, value, start, stop)
    : indexOfDouble(doubles!, sought, start, stop);
}

// ── The type ─────────────────────────────────────────────────────────────────────────────────────────────────────────

function init(self: PyObject, args: readonly PyObject[], kwnames: KwNames | undefined): void {
  const list = self as PyList;
  const type = typeOf(list);
  if (type === PyList.type || type.tp_new === PyList.type.tp_new) checkNoKeywords('list', kwnames);
  const count = args.length - (kwnames?.length ?? 0);
  checkPositional('list', count, 0, 1);
  clear(list);
  if (count === 1) extend(list, args[0]!);
}

export const list = defineType({
  type: PyList.type,
  doc: 'A mutable sequence.\n\nWithout an argument the new list is empty; otherwise it holds the items of the\niterable.',
  textSignature: '(iterable=(), /)',
  slots: {
    tp_new: (type) => new (type.ctor as unknown as ListConstructor)([]),
    tp_init: init,
    make1: (iterable) => {
      const list = new PyList([]);
      extend(list, iterable);
      return list;
    },
    tp_repr: (self) => {
      const list = self as PyList;
      if (listLength(list) === 0) return '[]';
      const { doubles } = list;
      if (doubles !== undefined) return `[${reprItems({ items: boxedDoubles(doubles) })}]`;
      return guardRepr(list, '[...]', () => strConcat(strConcat('[', reprItems(list)), ']'));
    },
    tp_iter: (self) => new PyListIter(self as PyList),
    tp_richcompare: (self, other, op) => {
      if (!(other instanceof PyList)) return NotImplemented;
      const list = self as PyList;
      const { doubles } = list;
      if (doubles !== undefined && other.doubles !== undefined)
        return compareDoubles(doubles, other.doubles, op);
      if (listLength(list) !== listLength(other) && (op === Py_EQ || op === Py_NE)) return op === Py_NE;
      return compareItems(list, other, op);
    },
    sq_length: (self) => listLength(self as PyList),
    sq_concat: (self, other) => {
      if (!(other instanceof PyList)) {
        throw typeError(`can only concatenate list (not "${typeName(other)}") to list`);
      }
      const list = self as PyList;
      checkItemCount(listLength(list) + listLength(other));
      const { doubles } = list;
      return doubles !== undefined && other.doubles !== undefined
        ? listOfDoubles(doubles.concat(other.doubles))
        : new PyList(joinItems(itemsToRead(list), itemsToRead(other)));
    },
    sq_repeat: (self, count) => {
      const { doubles } = self as PyList;
      return doubles === undefined || count <= 0
        ? new PyList(repeatItems((self as PyList).items, count))
        : listOfDoubles(repeatDoubles(doubles, count));
    },
    sq_item: (self, index) => presentItem(self as PyList, index),
    sq_ass_item: (self, index, value) => assignItem(self as PyList, index, value),
    sq_contains: (self, item) => indexOf(self as PyList, item, 0, Number.POSITIVE_INFINITY) >= 0,
    sq_inplace_concat: (self, other) => {
      extend(self as PyList, other);
      return self;
    },
    sq_inplace_repeat: (self, count) => {
      const list = self as PyList;
      if (count <= 0) clear(list);
      else if (count !== 1 && listLength(list) > 0) {
        if (list.doubles === undefined) list.items = repeatItems(list.items, count);
        else list.doubles = repeatDoubles(list.doubles, count);
      }
      return self;
    },
    mp_length: (self) => listLength(self as PyList),
    mp_subscript: getItem,
    mp_ass_subscript: assignSubscript,
  },
  entries: [
    method('__getitem__($self, index: object, /)', 'Return self[index].', getItem),
    method(
      '__reversed__($self, /)',
      'Return an iterator that goes backwards over the list.',
      (self) => new PyListRevIter(self),
    ),
    method(
      '__sizeof__($self, /) -> int',
      'Return the size of the list in memory, in bytes.',
      (self) => 40 + 8 * listLength(self),
    ),
    method('clear($self, /) -> None', 'Remove all items.', clear),
    method('copy($self, /)', 'Return a shallow copy of the list.', copyList),
    method('append($self, object: object, /) -> None', 'Add an item at the end.', (self, object) => {
      appendTo(self, object);
    }),
    method(
      'insert($self, index: ssize_t, object: object, /) -> None',
      'Insert an item before the one at the index.',
      insert,
    ),
    method('extend($self, iterable: object, /) -> None', 'Add all items of the iterable at the end.', extend),
    method(
      'pop($self, index: ssize_t = -1, /)',
      'Take an item out, the last one by default, and return it.\n\nRaises IndexError when the list is empty or the index is out of range.',
      (self, index) => {
        const length = listLength(self);
        if (length === 0) throw indexError('pop from empty list');
        const at = index < 0 ? index + length : index;
        if (at < 0 || at >= length) throw indexError('pop index out of range');
        return takeOut(self, at);
      },
    ),
    method(
      'remove($self, value: object, /) -> None',
      'Take out the first item that equals the value.\n\nRaises ValueError when there is none.',
      (self, value) => {
        const at = indexOf(self, value, 0, Number.POSITIVE_INFINITY);
        if (at < 0) throw valueError('list.remove(x): x not in list');
        // The comparison may have shortened the list.
        if (at < listLength(self)) takeOut(self, at);
      },
    ),
    method(
      'index($self, value: object, start: slice_index = 0, stop: slice_index = 9223372036854775807, /) -> int',
      'Return the index of the first item that equals the value.\n\nRaises ValueError when there is none.',
      (self, value, start, stop) => {
        const length = listLength(self);
        const from = start < 0 ? Math.max(start + length, 0) : start;
        const to = stop < 0 ? Math.max(stop + length, 0) : stop;
        const at = indexOf(self, value, from, to);
        if (at < 0) throw valueError('list.index(x): x not in list');
        return at;
      },
      '($self, value, start=0, stop=sys.maxsize, /)',
    ),
    method(
      'count($self, value: object, /) -> int',
      'Return how many items equal the value.',
      (self, value) => {
        const { doubles } = self;
        const sought = doubles === undefined ? undefined : asNumber(value);
        return sought === undefined ? countItem(self, value) : countDouble(doubles!, sought);
      },
    ),
    method('reverse($self, /) -> None', 'Reverse the list in place.', (self) => {
      if (self.doubles === undefined) self.items.reverse();
      else self.doubles.reverse();
    }),
    method(
      'sort($self, /, *, key: object = None, reverse: bool = False) -> None',
      'Sort the list in place, in ascending order.\n\nThe sort is stable: equal items keep their order. With a key function, items are\nordered by what it gives for each. With reverse, the order is descending.',
      (self, key, reverse) => sortInPlace(self, key === None ? undefined : key, reverse),
    ),
    classGetItem,
  ],
});
