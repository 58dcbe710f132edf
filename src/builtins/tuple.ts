/** tuple: the behaviour of Python tuples. CPython: Objects/tupleobject.c. */
import type { KwNames, PyObject, PyType } from '../objects/object.ts';
import { NotImplemented } from '../objects/singletons.ts';
import { PySlice } from '../objects/slice.ts';
import { PyTuple, PyTupleIter } from '../objects/tuple.ts';
import { checkNoKeywords, checkPositional } from '../runtime/arguments.ts';
import { indexAsNumber } from '../runtime/convert.ts';
import { defineType, methodsOf } from '../runtime/define.ts';
import { indexError, typeError, valueError } from '../runtime/errors.ts';
import { classGetItem } from '../runtime/generic-alias.ts';
import {
  checkItemCount,
  compareItems,
  countItem,
  indexOfItem,
  joinItems,
  repeatItems,
  reprItems,
  sliceItems,
} from '../runtime/items.ts';
import { iterToArray } from '../runtime/iter.ts';
import { hashHigh, joinHash, tupleHash } from '../runtime/key-hash.ts';
import { guardRepr } from '../runtime/repr.ts';
import { sliceParts } from '../runtime/slice.ts';
import { strConcat } from '../runtime/text.ts';
import { typeName, typeOf } from '../runtime/type-of.ts';

const method = methodsOf<PyTuple>();

type TupleConstructor = new (items: readonly PyObject[]) => PyTuple;

/** `tuple(iterable)`: a tuple itself is its own copy. */
function newTuple(type: PyType, args: readonly PyObject[], kwnames: KwNames | undefined): PyObject {
  if (type === PyTuple.type || type.tp_init === PyTuple.type.tp_init) checkNoKeywords('tuple', kwnames);
  const count = args.length - (kwnames?.length ?? 0);
  checkPositional('tuple', count, 0, 1);
  const iterable = args[0];
  let items: readonly PyObject[];
  if (count === 0) items = [];
  else if (typeof iterable === 'object' && iterable.ob_type === PyTuple.type) {
    if (type === PyTuple.type) return iterable;
    items = (iterable as PyTuple).items;
  } else items = iterToArray(iterable!);
  return type === PyTuple.type ? new PyTuple(items) : new (type.ctor as unknown as TupleConstructor)(items);
}

/** A tuple that an operation leaves as it is, is itself the result, unless it is an instance of a subclass. */
function asExact(tuple: PyTuple): PyTuple {
  return typeOf(tuple) === PyTuple.type ? tuple : new PyTuple(tuple.items);
}

function getItem(self: PyObject, key: PyObject): PyObject {
  const tuple = self as PyTuple;
  const { items } = tuple;
  if (typeof key === 'number' || typeOf(key).nb_index !== undefined) {
    const index = indexAsNumber(key);
    const item = items[index < 0 ? index + items.length : index];
    if (item === undefined) throw indexError('tuple index out of range');
    return item;
  }
  if (!(key instanceof PySlice))
    throw typeError(`tuple indices must be integers or slices, not ${typeName(key)}`);
  const parts = sliceParts(key);
  const count = parts.fit(items.length);
  if (parts.step === 1 && count === items.length) return asExact(tuple);
  return new PyTuple(sliceItems(items, parts, count));
}

export const tuple = defineType({
  type: PyTuple.type,
  doc: 'An immutable sequence.\n\nWithout an argument the tuple is empty; otherwise it holds the items of the iterable.\nA tuple given as argument is returned itself.',
  textSignature: '(iterable=(), /)',
  slots: {
    tp_new: newTuple,
    make1: (iterable) =>
      typeof iterable === 'object' && iterable.ob_type === PyTuple.type
        ? iterable
        : new PyTuple(iterToArray(iterable)),
    tp_repr: (self) => {
      const tuple = self as PyTuple;
      if (tuple.items.length === 0) return '()';
      const end = tuple.items.length === 1 ? ',)' : ')';
      return guardRepr(tuple, '(...)', () => strConcat(strConcat('(', reprItems(tuple)), end));
    },
    tp_hash: (self) => {
      const low = tupleHash(self as PyTuple);
      return joinHash(hashHigh.value, low);
    },
    tp_iter: (self) => new PyTupleIter(self as PyTuple),
    tp_richcompare: (self, other, op) =>
      other instanceof PyTuple ? compareItems(self as PyTuple, other, op) : NotImplemented,
    sq_length: (self) => (self as PyTuple).items.length,
    sq_concat: (self, other) => {
      if (!(other instanceof PyTuple)) {
        throw typeError(`can only concatenate tuple (not "${typeName(other)}") to tuple`);
      }
      const tuple = self as PyTuple;
      if (tuple.items.length === 0 && typeOf(other) === PyTuple.type) return other;
      if (other.items.length === 0 && typeOf(tuple) === PyTuple.type) return tuple;
      checkItemCount(tuple.items.length + other.items.length);
      return new PyTuple(joinItems(tuple.items, other.items));
    },
    sq_repeat: (self, count) => {
      const tuple = self as PyTuple;
      if ((count === 1 || tuple.items.length === 0) && typeOf(tuple) === PyTuple.type) return tuple;
      return new PyTuple(repeatItems(tuple.items, count));
    },
    sq_item: (self, index) => {
      const item = (self as PyTuple).items[index];
      if (item === undefined) throw indexError('tuple index out of range');
      return item;
    },
    sq_contains: (self, item) => indexOfItem(self as PyTuple, item, 0, Number.POSITIVE_INFINITY) >= 0,
    mp_length: (self) => (self as PyTuple).items.length,
    mp_subscript: getItem,
  },
  entries: [
    method(
      '__getnewargs__($self, /)',
      'Give the arguments that make a copy, for pickling.',
      (self) => new PyTuple([new PyTuple(self.items)]),
    ),
    method(
      'index($self, value: object, start: slice_index = 0, stop: slice_index = 9223372036854775807, /) -> int',
      'Return the index of the first item that equals the value.\n\nRaises ValueError when there is none.',
      (self, value, start, stop) => {
        const { length } = self.items;
        const from = start < 0 ? Math.max(start + length, 0) : start;
        const to = stop < 0 ? stop + length : stop;
        const at = indexOfItem(self, value, from, to);
        if (at < 0) throw valueError('tuple.index(x): x not in tuple');
        return at;
      },
      '($self, value, start=0, stop=sys.maxsize, /)',
    ),
    method('count($self, value: object, /) -> int', 'Return how many items equal the value.', countItem),
    classGetItem,
  ],
});
