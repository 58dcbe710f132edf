/**
 * set, frozenset and their iterator. How items are found and put in order: runtime/set.ts.
 * CPython: Objects/setobject.c.
 */
import { attrName } from '../objects/attribute-name.ts';
import { PyList } from '../objects/list.ts';
import {
  type KwNames,
  Py_EQ,
  Py_GE,
  Py_GT,
  Py_LE,
  Py_LT,
  type PyObject,
  type PyType,
} from '../objects/object.ts';
import { PlainSet, PyAnySet, PyFrozenSet, PySet, PySetIter } from '../objects/set.ts';
import { SetTable } from '../objects/set-table.ts';
import { NotImplemented } from '../objects/singletons.ts';
import type { Str } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { checkNoKeywords, checkPositional } from '../runtime/arguments.ts';
import { callMethod } from '../runtime/call.ts';
import { defineType, type Entry, methodsOf, type SlotFunctions } from '../runtime/define.ts';
import { keyError, runtimeError } from '../runtime/errors.ts';
import { classGetItem } from '../runtime/generic-alias.ts';
import { getIter } from '../runtime/iter.ts';
import { frozenSetHash, hashHigh, joinHash } from '../runtime/key-hash.ts';
import { builtinNamed } from '../runtime/pickling.ts';
import { guardRepr, repr } from '../runtime/repr.ts';
import {
  areDisjoint,
  inSet,
  isSubset,
  isTypeError,
  newFrozenSet,
  newSet,
  setAdd,
  setClear,
  setContains,
  setCopy,
  setDifference,
  setDiscard,
  setDiscardHashed,
  setIntersection,
  setItems,
  setPop,
  setSize,
  setSubtract,
  setSymmetricDifference,
  setTakeOver,
  setToggle,
  setUpdate,
  storageOf,
} from '../runtime/set.ts';
import { strConcat, strJoin } from '../runtime/text.ts';
import { typeName, typeOf } from '../runtime/type-of.ts';

const dunderGetstate = attrName('__getstate__');

const setMethod = methodsOf<PySet>();
/** For methods that both have; a name in a message is that of the type that declares it. */
const method = methodsOf<PyAnySet>();

/** `set.discard(item)`; a set, which has no hash, is looked for as the equal frozenset. */
function discard(set: PySet, item: PyObject): boolean {
  try {
    return setDiscard(set, item);
  } catch (thrown) {
    if (!(item instanceof PySet) || !isTypeError(thrown)) throw thrown;
    const low = frozenSetHash(item);
    return setDiscardHashed(set, item, low, hashHigh.value);
  }
}

function setRepr(self: PyObject): Str {
  const set = self as PyAnySet;
  const name = typeName(set);
  return guardRepr(set, `${name}(...)`, () => {
    if (setSize(set) === 0) return `${name}()`;
    const exact = typeOf(set) === PySet.type;
    const items = strJoin(', ', setItems(set).map(repr));
    return strConcat(strConcat(exact ? '{' : `${name}({`, items), exact ? '}' : '})');
  });
}

function richCompare(self: PyObject, other: PyObject, op: number): PyObject {
  if (!(other instanceof PyAnySet)) return NotImplemented;
  const set = self as PyAnySet;
  switch (op) {
    case Py_EQ:
      return isEqualSet(set, other);
    case Py_LE:
      return isSubset(set, other);
    case Py_GE:
      return isSubset(other, set);
    case Py_LT:
      return setSize(set) < setSize(other) && isSubset(set, other);
    case Py_GT:
      return setSize(set) > setSize(other) && isSubset(other, set);
    default:
      return !isEqualSet(set, other);
  }
}

function isEqualSet(left: PyAnySet, right: PyAnySet): boolean {
  if (setSize(left) !== setSize(right)) return false;
  if (left instanceof PyFrozenSet && right instanceof PyFrozenSet && left.hashKnown && right.hashKnown) {
    if (left.hashLow !== right.hashLow || left.hashHigh !== right.hashHigh) return false;
  }
  return isSubset(left, right);
}

// ── What both have ───────────────────────────────────────────────────────────────────────────────────────────────────

const SHARED_SLOTS: SlotFunctions = {
  tp_repr: setRepr,
  tp_richcompare: richCompare,
  tp_iter: (self) => new PySetIter(self as PyAnySet, storageOf(self as PyAnySet)),
  nb_subtract: (left, right) =>
    left instanceof PyAnySet && right instanceof PyAnySet ? setDifference(left, right) : NotImplemented,
  nb_and: (left, right) =>
    left instanceof PyAnySet && right instanceof PyAnySet ? setIntersection(left, right) : NotImplemented,
  nb_xor: (left, right) =>
    left instanceof PyAnySet && right instanceof PyAnySet
      ? setSymmetricDifference(left, right)
      : NotImplemented,
  nb_or: (left, right) => {
    if (!(left instanceof PyAnySet) || !(right instanceof PyAnySet)) return NotImplemented;
    const result = setCopy(left);
    setUpdate(result, right);
    return result;
  },
  sq_length: (self) => setSize(self as PyAnySet),
  sq_contains: (self, item) => inSet(self as PyAnySet, item),
};

function intersectionWithAll(set: PyAnySet, others: readonly PyObject[]): PyAnySet {
  if (others.length === 0) return setCopy(set);
  let result = set;
  for (const other of others) result = setIntersection(result, other);
  return result;
}

/** `copy()`: a frozenset is its own copy. */
function copyMethod(set: PyAnySet): PyAnySet {
  return typeOf(set) === PyFrozenSet.type ? set : setCopy(set);
}

/** The size of CPython's object. */
function sizeOf(set: PyAnySet): number {
  const storage = storageOf(set);
  let slots = 8;
  if (storage instanceof SetTable) slots = storage.keys.length;
  else while (storage.size * 5 >= (slots - 1) * 3) slots *= 4;
  return 200 + (slots > 8 ? slots * 16 : 0);
}

const SHARED_METHODS: readonly Entry[] = [
  method('__contains__($self, object: object, /) -> bool', 'x.__contains__(y) <==> y in x.', inSet),
  method('copy($self, /)', 'Return a copy that holds the same items.', copyMethod),
  method(
    'difference($self, /, *others)',
    'Return a new set with the items that are in none of the others.',
    (self, others) => {
      if (others.length === 0) return setCopy(self);
      const result = setDifference(self, others[0]!);
      for (let i = 1; i < others.length; i++) setSubtract(result as PySet, others[i]!);
      return result;
    },
  ),
  method(
    'intersection($self, /, *others)',
    'Return a new set with the items that are in all of the others too.',
    intersectionWithAll,
  ),
  method(
    'isdisjoint($self, other: object, /) -> bool',
    'Return True if the set has no item in common with the other.',
    (self, other) => {
      if (self === other) return setSize(self) === 0;
      if (typeOf(other) === PySet.type || typeOf(other) === PyFrozenSet.type)
        return areDisjoint(self, other as PyAnySet);
      return !someIsIn(self, other);
    },
  ),
  method(
    'issubset($self, other: object, /) -> bool',
    'Tell whether the other contains every item of this set.',
    (self, other) =>
      other instanceof PyAnySet
        ? isSubset(self, other)
        : setSize(setIntersection(self, other)) === setSize(self),
  ),
  method(
    'issuperset($self, other: object, /) -> bool',
    'Tell whether this set contains every item of the other.',
    (self, other) => (other instanceof PyAnySet ? isSubset(other, self) : containsAll(self, other)),
  ),
  method('__reduce__($self, /)', 'Return what pickling needs.', (self) => {
    const state = callMethod(self, dunderGetstate);
    return new PyTuple([typeOf(self), new PyTuple([new PyList(setItems(self))]), state]);
  }),
  method('__sizeof__($self, /) -> int', 'Return the size of the set in memory, in bytes.', sizeOf),
  method(
    'symmetric_difference($self, other: object, /)',
    'Return a new set with the items that are in one of the two but not in both.',
    setSymmetricDifference,
  ),
  method('union($self, /, *others)', 'Return a new set with the items of all.', (self, others) => {
    const result = setCopy(self);
    for (const other of others) if (other !== self) setUpdate(result, other);
    return result;
  }),
];

function someIsIn(set: PyAnySet, items: PyObject): boolean {
  const iterator = getIter(items);
  const next = typeOf(iterator).tp_iternext!;
  for (let item = next(iterator); item !== undefined; item = next(iterator))
    if (setContains(set, item)) return true;
  return false;
}

function containsAll(set: PyAnySet, items: PyObject): boolean {
  const iterator = getIter(items);
  const next = typeOf(iterator).tp_iternext!;
  for (let item = next(iterator); item !== undefined; item = next(iterator))
    if (!setContains(set, item)) return false;
  return true;
}

// ── set ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

function inplace(change: (set: PySet, other: PyObject) => void) {
  return (self: PyObject, other: PyObject): PyObject => {
    if (!(other instanceof PyAnySet)) return NotImplemented;
    change(self as PySet, other);
    return self;
  };
}

export const set = defineType({
  type: PySet.type,
  doc: 'A collection of distinct items without order.',
  textSignature: '(iterable=(), /)',
  slots: {
    ...SHARED_SLOTS,
    tp_new: (type) => new type.ctor(),
    make1: newSet,
    tp_init: (self, args, kwnames) => {
      checkNoKeywords('set', kwnames);
      checkPositional(typeName(self), args.length, 0, 1);
      const set = self as PySet;
      if (setSize(set) > 0) setClear(set);
      if (args.length === 1) setUpdate(set, args[0]!);
    },
    nb_inplace_subtract: inplace((set, other) => setSubtract(set, other)),
    nb_inplace_and: inplace((set, other) => setTakeOver(set, setIntersection(set, other))),
    nb_inplace_xor: inplace((set, other) => setToggle(set, other)),
    nb_inplace_or: inplace((set, other) => setUpdate(set, other)),
  },
  entries: [
    setMethod(
      'add($self, object: object, /) -> None',
      'Add an item; nothing happens when it is there already.',
      setAdd,
    ),
    setMethod('clear($self, /) -> None', 'Remove all items.', setClear),
    setMethod(
      'discard($self, object: object, /) -> None',
      'Remove an item if it is there.\n\nUnlike remove(), this is no error when it is not.',
      (self, item) => {
        discard(self, item);
      },
    ),
    setMethod(
      'difference_update($self, /, *others) -> None',
      'Remove the items that are in any of the others.',
      (self, others) => {
        for (const other of others) setSubtract(self, other);
      },
    ),
    setMethod(
      'intersection_update($self, /, *others) -> None',
      'Keep only the items that are in all of the others too.',
      (self, others) => {
        setTakeOver(self, intersectionWithAll(self, others));
      },
    ),
    setMethod(
      'pop($self, /)',
      'Remove and return any item.\n\nRaises KeyError when the set is empty.',
      (self) => {
        const item = setPop(self);
        if (item === undefined) throw keyError('pop from an empty set');
        return item;
      },
    ),
    setMethod(
      'remove($self, object: object, /) -> None',
      'Remove an item.\n\nRaises KeyError when it is not there.',
      (self, item) => {
        if (!discard(self, item)) throw keyError(item);
      },
    ),
    setMethod(
      'symmetric_difference_update($self, other: object, /) -> None',
      'Keep only the items that are in one of the two but not in both.',
      setToggle,
    ),
    setMethod('update($self, /, *others) -> None', 'Add the items of all others.', (self, others) => {
      for (const other of others) setUpdate(self, other);
    }),
    ...SHARED_METHODS,
    classGetItem,
  ],
});

// ── frozenset ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `frozenset(iterable)`: a frozenset itself is its own copy. */
function frozen(iterable: PyObject): PyObject {
  return typeOf(iterable) === PyFrozenSet.type ? iterable : newFrozenSet(iterable);
}

function makeFrozenSet(type: PyType, args: readonly PyObject[], kwnames: KwNames | undefined): PyObject {
  if (type === PyFrozenSet.type || type.tp_init === PyFrozenSet.type.tp_init)
    checkNoKeywords('frozenset', kwnames);
  const count = args.length - (kwnames?.length ?? 0);
  checkPositional(type.tp_name, count, 0, 1);
  const iterable = args[0];
  if (type === PyFrozenSet.type && count === 1) return frozen(iterable!);
  const made = new type.ctor() as PyFrozenSet;
  if (count === 1) setUpdate(made, iterable!);
  return made;
}

export const frozenset = defineType({
  type: PyFrozenSet.type,
  doc: 'A collection of distinct items without order that cannot change.',
  textSignature: '(iterable=(), /)',
  slots: {
    ...SHARED_SLOTS,
    tp_new: makeFrozenSet,
    make1: frozen,
    tp_hash: (self) => {
      const low = frozenSetHash(self as PyFrozenSet);
      return joinHash(hashHigh.value, low);
    },
  },
  entries: [...SHARED_METHODS, classGetItem],
});

// ── The iterator ─────────────────────────────────────────────────────────────────────────────────────────────────────

function iterNext(self: PyObject): PyObject | undefined {
  const iterator = self as PySetIter;
  const { set, storage } = iterator;
  if (set === undefined) return undefined;
  if (iterator.used !== set.storage!.size) {
    iterator.used = -1;
    throw runtimeError('Set changed size during iteration');
  }
  if (storage instanceof SetTable) {
    const slot = storage.nextSlot(iterator.slot);
    if (slot >= 0) {
      iterator.slot = slot + 1;
      iterator.remaining--;
      return storage.keyAt(slot);
    }
  } else if (iterator.remaining > 0) {
    const step = iterator.source!.next();
    if (step.done !== true) {
      iterator.remaining--;
      return step.value;
    }
  }
  iterator.set = undefined;
  return undefined;
}

/** The items still to come, of an iterator that stays where it is. */
function restOf(iterator: PySetIter): PyObject[] {
  const { set, storage } = iterator;
  if (set === undefined) return [];
  const copy = new PySetIter(set, storage);
  copy.used = iterator.used;
  copy.remaining = iterator.remaining;
  copy.slot = iterator.slot;
  if (storage instanceof PlainSet) {
    for (let i = storage.size - iterator.remaining; i > 0; i--) copy.source!.next();
  }
  const items: PyObject[] = [];
  for (let item = iterNext(copy); item !== undefined; item = iterNext(copy)) items.push(item);
  return items;
}

const iteratorMethod = methodsOf<PySetIter>();

export const setIterator = defineType({
  type: PySetIter.type,
  slots: { tp_iter: (self) => self, tp_iternext: iterNext },
  entries: [
    iteratorMethod(
      '__length_hint__($self, /) -> int',
      'Estimate how many items are still to come.',
      (self) => (self.set !== undefined && self.used === self.set.storage!.size ? self.remaining : 0),
    ),
    iteratorMethod(
      '__reduce__($self, /)',
      'Return what pickling needs.',
      (self) => new PyTuple([builtinNamed('iter'), new PyTuple([new PyList(restOf(self))])]),
    ),
  ],
});
