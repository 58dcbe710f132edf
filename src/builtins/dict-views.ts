/**
 * The views of a dict (`keys()`, `values()`, `items()`) and the iterators over them.
 * CPython: Objects/dictobject.c.
 */
import type { PyDict } from '../objects/dict.ts';
import {
  PyDictItemIter,
  PyDictItems,
  PyDictKeyIter,
  PyDictKeys,
  PyDictReverseItemIter,
  type PyDictReverseIterBase,
  PyDictReverseKeyIter,
  PyDictReverseValueIter,
  PyDictValueIter,
  PyDictValues,
  type PyDictView,
} from '../objects/dict-views.ts';
import { PyList } from '../objects/list.ts';
import { PyMappingProxy } from '../objects/mapping-proxy.ts';
import { Py_EQ, Py_GE, Py_GT, Py_LE, Py_LT, type PyObject } from '../objects/object.ts';
import { PyAnySet, PyFrozenSet, PySet } from '../objects/set.ts';
import { NotImplemented } from '../objects/singletons.ts';
import type { Str } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { isEqual } from '../runtime/compare.ts';
import { defineType, type Entry, getset, methodsOf, type SlotFunctions } from '../runtime/define.ts';
import { dictContains, dictCopy, dictGetItem, dictPop, isExactDict } from '../runtime/dict.ts';
import { dictReverseNext, nextEntry, nextKey, nextValue } from '../runtime/dict-iteration.ts';
import { getIter, iterToArray } from '../runtime/iter.ts';
import { builtinNamed } from '../runtime/pickling.ts';
import { guardRepr, repr } from '../runtime/repr.ts';
import { contains, length } from '../runtime/sequence.ts';
import { setAdd, setIntersection, setSubtract, setToggle, setUpdate } from '../runtime/set.ts';
import { strConcat } from '../runtime/text.ts';
import { typeName, typeOf } from '../runtime/type-of.ts';

// ── Iterators ────────────────────────────────────────────────────────────────────────────────────────────────────────

type PyDictIter = PyDictKeyIter | PyDictValueIter | PyDictItemIter;

function newKeyIter(dict: PyDict): PyDictKeyIter {
  return new PyDictKeyIter(dict, dict.storage.keys());
}

function itemIterNext(self: PyObject): PyObject | undefined {
  const pair = nextEntry(self as PyDictItemIter);
  // The array was made for this step, so the tuple may have it.
  return pair === undefined ? undefined : new PyTuple(pair);
}

function reverseKeyIterNext(self: PyObject): PyObject | undefined {
  const iterator = self as PyDictReverseKeyIter;
  return dictReverseNext(iterator) ? iterator.key : undefined;
}

function reverseValueIterNext(self: PyObject): PyObject | undefined {
  const iterator = self as PyDictReverseValueIter;
  return dictReverseNext(iterator) ? iterator.value : undefined;
}

function reverseItemIterNext(self: PyObject): PyObject | undefined {
  const iterator = self as PyDictReverseItemIter;
  return dictReverseNext(iterator) ? new PyTuple([iterator.key, iterator.value]) : undefined;
}

type IterNext = (self: PyObject) => PyObject | undefined;

/** The items still to come, of an iterator that stays where it is: `copy` is a new one. */
function restOf(
  iterator: PyDictIter | PyDictReverseIterBase,
  next: IterNext,
  copy: PyDictIter | PyDictReverseIterBase,
): PyObject {
  const rest: PyObject[] = [];
  if (iterator.dict !== undefined) {
    for (let given = iterator.used - iterator.remaining; given > 0; given--) next(copy);
    copy.used = iterator.used;
    for (let item = next(copy); item !== undefined; item = next(copy)) rest.push(item);
  }
  return new PyTuple([builtinNamed('iter'), new PyTuple([new PyList(rest)])]);
}

const iterMethod = methodsOf<PyDictIter | PyDictReverseIterBase>();

function iteratorEntries(
  next: IterNext,
  make: (dict: PyDict) => PyDictIter | PyDictReverseIterBase,
): readonly Entry[] {
  return [
    iterMethod('__length_hint__($self, /) -> int', 'Estimate how many items are still to come.', (self) =>
      self.dict !== undefined && self.used === self.dict.storage.size ? self.remaining : 0,
    ),
    iterMethod('__reduce__($self, /)', 'Return what pickling needs.', (self) =>
      restOf(self, next, self.dict === undefined ? self : make(self.dict)),
    ),
  ];
}

function iteratorType(
  type: typeof PyDictKeyIter.type,
  next: IterNext,
  make: (dict: PyDict) => PyDictIter | PyDictReverseIterBase,
): ReturnType<typeof defineType> {
  return defineType({
    type,
    slots: { tp_iter: (self) => self, tp_iternext: next },
    entries: iteratorEntries(next, make),
  });
}

export const dictKeyIterator = iteratorType(
  PyDictKeyIter.type,
  (self) => nextKey(self as PyDictKeyIter),
  newKeyIter,
);
export const dictValueIterator = iteratorType(
  PyDictValueIter.type,
  (self) => nextValue(self as PyDictValueIter),
  (dict) => new PyDictValueIter(dict, dict.storage.values()),
);
export const dictItemIterator = iteratorType(
  PyDictItemIter.type,
  itemIterNext,
  (dict) => new PyDictItemIter(dict, dict.storage.entries()),
);
export const dictReverseKeyIterator = iteratorType(
  PyDictReverseKeyIter.type,
  reverseKeyIterNext,
  (dict) => new PyDictReverseKeyIter(dict),
);
export const dictReverseValueIterator = iteratorType(
  PyDictReverseValueIter.type,
  reverseValueIterNext,
  (dict) => new PyDictReverseValueIter(dict),
);
export const dictReverseItemIterator = iteratorType(
  PyDictReverseItemIter.type,
  reverseItemIterNext,
  (dict) => new PyDictReverseItemIter(dict),
);

// ── Views ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function viewRepr(self: PyObject): Str {
  const view = self as PyDictView;
  return guardRepr(view, '...', () => {
    const items = new PyList(iterToArray(view));
    return strConcat(strConcat(`${typeName(view)}(`, repr(items)), ')');
  });
}

const viewMethod = methodsOf<PyDictView>();

const mappingEntry = getset<PyDictView>(
  'mapping',
  'the dictionary that this is a view of',
  (self) => new PyMappingProxy(self.dict),
);

/** The slots that all views have. */
const VIEW_SLOTS: SlotFunctions = {
  tp_repr: viewRepr,
  sq_length: (self) => (self as PyDictView).dict.storage.size,
};

/** A view that is like a set: of keys or of items. */
function isSetView(value: PyObject): value is PyDictKeys | PyDictItems {
  return value instanceof PyDictKeys || value instanceof PyDictItems;
}

function itemsContain(view: PyDictItems, item: PyObject): boolean {
  if (!(item instanceof PyTuple) || item.items.length !== 2) return false;
  const value = dictGetItem(view.dict, item.items[0]!);
  return value !== undefined && isEqual(value, item.items[1]!);
}

function setViewContains(self: PyObject, item: PyObject): boolean {
  if (self instanceof PyDictItems) return itemsContain(self, item);
  return dictContains((self as PyDictKeys).dict, item);
}

/** Is every item of the first in the second? */
function allContained(items: PyObject, container: PyObject): boolean {
  const iterator = getIter(items);
  const next = typeOf(iterator).tp_iternext!;
  for (let item = next(iterator); item !== undefined; item = next(iterator)) {
    if (!contains(container, item)) return false;
  }
  return true;
}

function richCompare(self: PyObject, other: PyObject, op: number): PyObject {
  if (!(other instanceof PyAnySet) && !isSetView(other)) return NotImplemented;
  const own = length(self);
  const others = length(other);
  switch (op) {
    case Py_EQ:
      return own === others && allContained(self, other);
    case Py_LT:
      return own < others && allContained(self, other);
    case Py_LE:
      return own <= others && allContained(self, other);
    case Py_GT:
      return own > others && allContained(other, self);
    case Py_GE:
      return own >= others && allContained(other, self);
    default:
      return !(own === others && allContained(self, other));
  }
}

/** The items of a view, or of whatever stands on the left of an operator, as a set. */
function asSet(items: PyObject): PySet {
  const set = new PySet();
  setUpdate(set, items instanceof PyDictKeys && isExactDict(items.dict) ? items.dict : items);
  return set;
}

function subtract(left: PyObject, right: PyObject): PyObject {
  const result = asSet(left);
  setSubtract(result, right);
  return result;
}

function intersect(left: PyObject, right: PyObject): PyObject {
  // The operator also comes here with the view on the right.
  let view = left;
  let other = right;
  if (!isSetView(view)) {
    view = right;
    other = left;
  }
  const size = length(view);
  if (typeOf(other) === PySet.type && size <= length(other)) return setIntersection(other as PySet, view);
  if (isSetView(other) && length(other) > size) {
    const swapped = other;
    other = view;
    view = swapped;
  }
  const result = new PySet();
  const iterator = getIter(other);
  const next = typeOf(iterator).tp_iternext!;
  for (let item = next(iterator); item !== undefined; item = next(iterator)) {
    if (setViewContains(view, item)) setAdd(result, item);
  }
  return result;
}

function unite(left: PyObject, right: PyObject): PyObject {
  const result = asSet(left);
  setUpdate(result, right);
  return result;
}

function toggle(left: PyObject, right: PyObject): PyObject {
  if (left instanceof PyDictItems && right instanceof PyDictItems) return toggleItems(left.dict, right.dict);
  const result = asSet(left);
  setToggle(result, right);
  return result;
}

/** The items that only one of the two dicts has. */
function toggleItems(left: PyDict, right: PyDict): PySet {
  const result = new PySet();
  const rest = dictCopy(left);
  for (const [key, value] of right.storage.entries()) {
    const own = dictGetItem(rest, key);
    if (own !== undefined && isEqual(own, value)) dictPop(rest, key);
    else setAdd(result, new PyTuple([key, value]));
  }
  setUpdate(result, new PyDictItems(rest));
  return result;
}

function isExactSet(value: PyObject): boolean {
  const type = typeOf(value);
  return type === PySet.type || type === PyFrozenSet.type;
}

function isDisjoint(self: PyDictView, other: PyObject): boolean {
  if (self === other) return length(self) === 0;
  let view: PyObject = self;
  let items = other;
  if ((isExactSet(other) || isSetView(other)) && length(other) > length(self)) {
    view = other;
    items = self;
  }
  const iterator = getIter(items);
  const next = typeOf(iterator).tp_iternext!;
  for (let item = next(iterator); item !== undefined; item = next(iterator))
    if (contains(view, item)) return false;
  return true;
}

const SET_VIEW_SLOTS: SlotFunctions = {
  ...VIEW_SLOTS,
  tp_richcompare: richCompare,
  nb_subtract: subtract,
  nb_and: intersect,
  nb_xor: toggle,
  nb_or: unite,
  sq_contains: setViewContains,
};

const isDisjointEntry = viewMethod(
  'isdisjoint($self, object: object, /) -> bool',
  'Return True if the view has no item in common with the iterable.',
  isDisjoint,
);

export const dictKeys = defineType({
  type: PyDictKeys.type,
  slots: { ...SET_VIEW_SLOTS, tp_iter: (self) => newKeyIter((self as PyDictKeys).dict) },
  entries: [
    isDisjointEntry,
    viewMethod(
      '__reversed__($self, /)',
      'Iterate over the keys from the end.',
      (self) => new PyDictReverseKeyIter(self.dict),
    ),
    mappingEntry,
  ],
});

export const dictItems = defineType({
  type: PyDictItems.type,
  slots: {
    ...SET_VIEW_SLOTS,
    tp_iter: (self) =>
      new PyDictItemIter((self as PyDictItems).dict, (self as PyDictItems).dict.storage.entries()),
  },
  entries: [
    isDisjointEntry,
    viewMethod(
      '__reversed__($self, /)',
      'Iterate over the items from the end.',
      (self) => new PyDictReverseItemIter(self.dict),
    ),
    mappingEntry,
  ],
});

export const dictValues = defineType({
  type: PyDictValues.type,
  slots: {
    ...VIEW_SLOTS,
    tp_iter: (self) =>
      new PyDictValueIter((self as PyDictValues).dict, (self as PyDictValues).dict.storage.values()),
  },
  entries: [
    viewMethod(
      '__reversed__($self, /)',
      'Iterate over the values from the end.',
      (self) => new PyDictReverseValueIter(self.dict),
    ),
    mappingEntry,
  ],
});
