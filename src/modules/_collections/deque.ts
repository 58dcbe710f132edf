/** deque and its iterators. CPython: `dequeobject` in Modules/_collectionsmodule.c. */

import { attrName } from '../../objects/attribute-name.ts';
import { PyList } from '../../objects/list.ts';
import {
  type KwNames,
  objectType,
  Py_EQ,
  Py_GE,
  Py_GT,
  Py_LE,
  Py_LT,
  Py_NE,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_BASETYPE,
  TPFLAGS_IMMUTABLETYPE,
  TPFLAGS_SEQUENCE,
} from '../../objects/object.ts';
import { None, NotImplemented } from '../../objects/singletons.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { call, callMethod } from '../../runtime/call.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { isEqual, richCompare, richCompareBool } from '../../runtime/compare.ts';
import { indexAsNumber, intValue } from '../../runtime/convert.ts';
import { defineType, getset, methodsOf } from '../../runtime/define.ts';
import { indexError, overflowError, runtimeError, typeError, valueError } from '../../runtime/errors.ts';
import { classGetItem } from '../../runtime/generic-alias.ts';
import { checkItemCount } from '../../runtime/items.ts';
import { getIter } from '../../runtime/iter.ts';
import { checkTableStep } from '../../runtime/memory.ts';
import { guardRepr, repr } from '../../runtime/repr.ts';
import { strConcat } from '../../runtime/text.ts';
import { typeName, typeOf } from '../../runtime/type-of.ts';
import { Ring } from './ring.ts';

export class PyDeque extends PyBaseObject {
  static readonly type = new PyType(
    'collections.deque',
    PyDeque,
    objectType,
    TPFLAGS_BASETYPE | TPFLAGS_IMMUTABLETYPE | TPFLAGS_SEQUENCE,
  );

  readonly ring = new Ring();
  /** The greatest length; −1 when there is no bound. */
  maxlen = -1;
  /** Counts the changes that make an iteration invalid. */
  state = 0;
}

PyDeque.type.hasWeakref = true;

/** What the iterators share; no Python type of its own. */
abstract class PyDequeIterBase extends PyBaseObject {
  readonly deque: PyDeque;
  readonly state: number;
  /** How many items are still to come. */
  remaining: number;

  constructor(deque: PyDeque) {
    super();
    this.deque = deque;
    this.state = deque.state;
    this.remaining = deque.ring.size;
  }
}

class PyDequeIter extends PyDequeIterBase {
  static readonly type = new PyType(
    'collections._deque_iterator',
    PyDequeIter,
    objectType,
    TPFLAGS_IMMUTABLETYPE,
  );
}

class PyDequeRevIter extends PyDequeIterBase {
  static readonly type = new PyType(
    'collections._deque_reverse_iterator',
    PyDequeRevIter,
    objectType,
    TPFLAGS_IMMUTABLETYPE,
  );
}

const dunderGetstate = attrName('__getstate__');

// ── Changing it ──────────────────────────────────────────────────────────────────────────────────────────────────────

function append(deque: PyDeque, item: PyObject): void {
  const { ring } = deque;
  checkTableStep(ring.size);
  ring.pushLast(item);
  if (deque.maxlen >= 0 && ring.size > deque.maxlen) ring.popFirst();
  deque.state++;
}

function appendLeft(deque: PyDeque, item: PyObject): void {
  const { ring } = deque;
  checkTableStep(ring.size);
  ring.pushFirst(item);
  if (deque.maxlen >= 0 && ring.size > deque.maxlen) ring.popLast();
  deque.state++;
}

function pop(deque: PyDeque): PyObject {
  if (deque.ring.size === 0) throw indexError('pop from an empty deque');
  deque.state++;
  return deque.ring.popLast();
}

function popLeft(deque: PyDeque): PyObject {
  if (deque.ring.size === 0) throw indexError('pop from an empty deque');
  deque.state++;
  return deque.ring.popFirst();
}

/** Adds all items of an iterable at the end that `add` takes. */
function extend(deque: PyDeque, iterable: PyObject, add: (deque: PyDeque, item: PyObject) => void): void {
  // A deque that is extended by itself is extended by what it was.
  const source = iterable === deque ? new PyList(deque.ring.toArray()) : iterable;
  const iterator = getIter(source);
  const next = typeOf(iterator).tp_iternext!;
  for (let item = next(iterator); item !== undefined; item = next(iterator)) add(deque, item);
}

function rotate(deque: PyDeque, steps: number): void {
  if (deque.ring.size <= 1) return;
  deque.ring.rotate(steps);
  deque.state++;
}

function clear(deque: PyDeque): void {
  if (deque.ring.size === 0) return;
  deque.ring.clear();
  deque.state++;
}

function deleteAt(deque: PyDeque, index: number): void {
  rotate(deque, -index);
  popLeft(deque);
  rotate(deque, index);
}

function insert(deque: PyDeque, index: number, item: PyObject): void {
  const { size } = deque.ring;
  if (deque.maxlen === size) throw indexError('deque already at its maximum size');
  if (index >= size) append(deque, item);
  else if (index <= -size || index === 0) appendLeft(deque, item);
  else {
    rotate(deque, -index);
    if (index < 0) append(deque, item);
    else appendLeft(deque, item);
    rotate(deque, index);
  }
}

/** `deque *= count`. */
function repeat(deque: PyDeque, count: number): void {
  const { ring } = deque;
  const { size } = ring;
  if (size === 0 || count === 1) return;
  if (count <= 0) {
    clear(deque);
    return;
  }
  const items = ring.toArray();
  const times = deque.maxlen >= 0 ? Math.min(count, Math.ceil(deque.maxlen / size)) : count;
  const total = size * times;
  checkItemCount(total);
  for (let i = size; i < total; i++) append(deque, items[i % size]!);
  deque.state++;
}

// ── Searching ────────────────────────────────────────────────────────────────────────────────────────────────────────

function mutatedDuringIteration(): never {
  throw runtimeError('deque mutated during iteration');
}

/** Index of the first item that equals `value` from `start` up to `stop`; −1 when there is none. */
function indexOf(deque: PyDeque, value: PyObject, start: number, stop: number): number {
  const { state } = deque;
  for (let i = start; i < stop; i++) {
    const equal = isEqual(deque.ring.at(i), value);
    if (equal) return i;
    if (deque.state !== state) mutatedDuringIteration();
  }
  return -1;
}

function count(deque: PyDeque, value: PyObject): number {
  const { state } = deque;
  const { size } = deque.ring;
  let found = 0;
  for (let i = 0; i < size; i++) {
    const equal = isEqual(deque.ring.at(i), value);
    if (equal) found++;
    if (deque.state !== state) mutatedDuringIteration();
  }
  return found;
}

function remove(deque: PyDeque, value: PyObject): void {
  const { state } = deque;
  const { size } = deque.ring;
  let found = -1;
  for (let i = 0; i < size && found < 0; i++) {
    if (isEqual(deque.ring.at(i), value)) found = i;
    if (deque.state !== state) throw indexError('deque mutated during iteration');
  }
  if (found < 0) throw valueError('deque.remove(x): x not in deque');
  deleteAt(deque, found);
}

function checkIndex(deque: PyDeque, index: number): void {
  if (index < 0 || index >= deque.ring.size) throw indexError('deque index out of range');
}

/** The items that differ first decide, then the lengths. */
function compare(left: PyDeque, right: PyDeque, op: number): PyObject {
  if (left.ring.size !== right.ring.size) {
    if (op === Py_EQ) return false;
    if (op === Py_NE) return true;
  }
  const leftItems = new PyDequeIter(left);
  const rightItems = new PyDequeIter(right);
  for (;;) {
    const a = iterNext(leftItems);
    const b = iterNext(rightItems);
    if (a === undefined || b === undefined) return compareEnds(a !== undefined, b !== undefined, op);
    if (richCompareBool(a, b, Py_EQ)) continue;
    return op === Py_EQ ? false : op === Py_NE ? true : richCompare(a, b, op);
  }
}

/** Compares two deques one of which is at its end: `true` for the one that goes on. */
function compareEnds(left: boolean, right: boolean, op: number): boolean {
  switch (op) {
    case Py_LT:
      return !left && right;
    case Py_LE:
      return !left;
    case Py_EQ:
      return left === right;
    case Py_NE:
      return left !== right;
    case Py_GT:
      return left && !right;
    case Py_GE:
      return !right;
    default:
      return false;
  }
}

// ── Copies ───────────────────────────────────────────────────────────────────────────────────────────────────────────

function copy(deque: PyDeque): PyDeque {
  const type = typeOf(deque);
  if (type === PyDeque.type) {
    const made = new PyDeque();
    made.maxlen = deque.maxlen;
    for (const item of deque.ring.toArray()) append(made, item);
    return made;
  }
  const made = call(type, deque.maxlen < 0 ? [deque] : [deque, deque.maxlen]);
  if (!(made instanceof PyDeque)) {
    throw typeError(`${type.tp_name}() must return a deque, not ${typeName(made)}`);
  }
  return made;
}

/** `maxlen` as it is given. */
function asMaxlen(value: PyObject): number {
  if (value === None) return -1;
  const int = intValue(value);
  if (int === undefined) throw typeError('an integer is required');
  if (typeof int === 'bigint' && BigInt.asIntN(64, int) !== int) {
    throw overflowError('Python int too large to convert to C ssize_t');
  }
  if (int < 0) throw valueError('maxlen must be non-negative');
  return Number(int);
}

const initDef = builtinDef<
  PyDeque,
  'deque($self, /, iterable: object = <null>, maxlen: object = None) -> None'
>(
  'deque($self, /, iterable: object = <null>, maxlen: object = None) -> None',
  '',
  (self, iterable, maxlen) => {
    self.maxlen = asMaxlen(maxlen);
    clear(self);
    if (iterable !== undefined) extend(self, iterable, append);
  },
);

const method = methodsOf<PyDeque>();

export const deque = defineType({
  type: PyDeque.type,
  doc: 'A sequence that is fast at both of its ends.',
  textSignature: '([iterable[, maxlen]])',
  slots: {
    tp_new: (type) => new type.ctor(),
    tp_init: (self, args, kwnames) => {
      initDef.call(self, args, kwnames);
    },
    tp_repr: (self) => {
      const own = self as PyDeque;
      return guardRepr(own, '[...]', () => {
        const items = repr(new PyList(own.ring.toArray()));
        const name = typeName(own).slice(typeName(own).lastIndexOf('.') + 1);
        return strConcat(strConcat(`${name}(`, items), own.maxlen < 0 ? ')' : `, maxlen=${own.maxlen})`);
      });
    },
    tp_richcompare: (self, other, op) =>
      other instanceof PyDeque ? compare(self as PyDeque, other, op) : NotImplemented,
    tp_iter: (self) => new PyDequeIter(self as PyDeque),
    sq_length: (self) => (self as PyDeque).ring.size,
    sq_concat: (self, other) => {
      if (!(other instanceof PyDeque))
        throw typeError(`can only concatenate deque (not "${typeName(other)}") to deque`);
      const result = copy(self as PyDeque);
      extend(result, other, append);
      return result;
    },
    sq_repeat: (self, times) => {
      const result = copy(self as PyDeque);
      repeat(result, times);
      return result;
    },
    sq_item: (self, index) => {
      checkIndex(self as PyDeque, index);
      return (self as PyDeque).ring.at(index);
    },
    sq_ass_item: (self, index, value) => {
      const own = self as PyDeque;
      checkIndex(own, index);
      if (value === undefined) deleteAt(own, index);
      else own.ring.setAt(index, value);
    },
    sq_contains: (self, value) => indexOf(self as PyDeque, value, 0, (self as PyDeque).ring.size) >= 0,
    sq_inplace_concat: (self, other) => {
      extend(self as PyDeque, other, append);
      return self;
    },
    sq_inplace_repeat: (self, times) => {
      repeat(self as PyDeque, times);
      return self;
    },
  },
  entries: [
    method('append($self, item: object, /) -> None', 'Add an item at the right end.', append),
    method('appendleft($self, item: object, /) -> None', 'Add an item at the left end.', appendLeft),
    method('clear($self, /) -> None', 'Remove all items.', clear),
    method('__copy__($self, /)', 'Return a copy that holds the same items.', copy),
    method('copy($self, /)', 'Return a copy that holds the same items.', copy),
    method('count($self, value: object, /) -> int', 'Return how many items equal the value.', count),
    method(
      'extend($self, iterable: object, /) -> None',
      'Add the items of an iterable at the right end.',
      (self, iterable) => extend(self, iterable, append),
    ),
    method(
      'extendleft($self, iterable: object, /) -> None',
      'Add the items of an iterable at the left end, one after the other.',
      (self, iterable) => extend(self, iterable, appendLeft),
    ),
    method(
      'index($self, value: object, start: slice_index = 0, stop: slice_index = 9223372036854775807, /) -> int',
      'Return the index of the first item that equals the value.\n\nRaises ValueError when there is none.',
      (self, value, start, stop) => {
        const { size } = self.ring;
        const from = start < 0 ? Math.max(start + size, 0) : start;
        const to = Math.min(stop < 0 ? Math.max(stop + size, 0) : stop, size);
        const at = indexOf(self, value, Math.min(from, to), to);
        if (at < 0) throw valueError('deque.index(x): x not in deque');
        return at;
      },
      '($self, value, [start, [stop]])',
    ),
    method(
      'insert($self, index: ssize_t, value: object, /) -> None',
      'Insert a value before an index.',
      insert,
    ),
    method('pop($self, /)', 'Remove and return the item at the right end.', pop),
    method('popleft($self, /)', 'Remove and return the item at the left end.', popLeft),
    method('__reduce__($self, /)', 'Return what pickling needs.', (self) => {
      const state = callMethod(self, dunderGetstate);
      const args = self.maxlen < 0 ? [] : [new PyTuple([]), self.maxlen];
      return new PyTuple([typeOf(self), new PyTuple(args), state, getIter(self)]);
    }),
    method('remove($self, value: object, /) -> None', 'Remove the first item that equals the value.', remove),
    method('__reversed__($self, /)', 'Iterate from the right end.', (self) => new PyDequeRevIter(self)),
    method('reverse($self, /) -> None', 'Reverse the order of the items, in place.', (self) => {
      // Whoever iterates goes on: CPython does not count this among the changes.
      self.ring.reverse();
    }),
    method(
      'rotate($self, n: ssize_t = 1, /) -> None',
      'Rotate by n steps to the right; to the left when n is negative.',
      rotate,
    ),
    method('__sizeof__($self, /) -> int', 'Return the size of the deque in memory, in bytes.', (self) => {
      const blocks = Math.floor((self.ring.size + 63) / 64) + 1;
      return 232 + blocks * 528;
    }),
    classGetItem,
    getset<PyDeque>('maxlen', 'the greatest length, or None without a bound', (self) =>
      self.maxlen < 0 ? None : self.maxlen,
    ),
  ],
});

// ── Iterators ────────────────────────────────────────────────────────────────────────────────────────────────────────

function iterNext(self: PyObject): PyObject | undefined {
  const iterator = self as PyDequeIter;
  const { deque: source } = iterator;
  if (iterator.state !== source.state) {
    iterator.remaining = 0;
    mutatedDuringIteration();
  }
  if (iterator.remaining === 0) return undefined;
  return source.ring.at(source.ring.size - iterator.remaining--);
}

function reverseIterNext(self: PyObject): PyObject | undefined {
  const iterator = self as PyDequeRevIter;
  const { deque: source } = iterator;
  if (iterator.remaining === 0) return undefined;
  if (iterator.state !== source.state) {
    iterator.remaining = 0;
    mutatedDuringIteration();
  }
  return source.ring.at(--iterator.remaining);
}

const iteratorMethod = methodsOf<PyDequeIterBase>();

/** `_deque_iterator(deque, index=0)`: for unpickling. */
function iteratorType(
  type: PyType,
  make: (deque: PyDeque) => PyDequeIterBase,
  next: (self: PyObject) => PyObject | undefined,
): ReturnType<typeof defineType> {
  return defineType({
    type,
    slots: {
      tp_new: (_type, args, kwnames) => newIterator(type, make, next, args, kwnames),
      tp_iter: (self) => self,
      tp_iternext: next,
    },
    entries: [
      iteratorMethod(
        '__length_hint__($self, /) -> int',
        'Estimate how many items are still to come.',
        (self) => self.remaining,
      ),
      iteratorMethod(
        '__reduce__($self, /)',
        'Return what pickling needs.',
        (self) =>
          new PyTuple([typeOf(self), new PyTuple([self.deque, self.deque.ring.size - self.remaining])]),
      ),
    ],
  });
}

function newIterator(
  type: PyType,
  make: (deque: PyDeque) => PyDequeIterBase,
  next: (self: PyObject) => PyObject | undefined,
  args: readonly PyObject[],
  kwnames: KwNames | undefined,
): PyObject {
  const name = type.tp_qualname;
  if (kwnames !== undefined && kwnames.length > 0) throw typeError(`${name}() takes no keyword arguments`);
  if (args.length < 1) throw typeError(`function missing required argument 'iterable' (pos 1)`);
  const [source, index] = args;
  if (!(source instanceof PyDeque)) {
    throw typeError(`argument 1 must be collections.deque, not ${typeName(source!)}`);
  }
  const iterator = make(source);
  for (let skip = index === undefined ? 0 : indexAsNumber(index); skip > 0; skip--) {
    if (next(iterator) === undefined) break;
  }
  return iterator;
}

export const dequeIterator = iteratorType(PyDequeIter.type, (source) => new PyDequeIter(source), iterNext);
export const dequeReverseIterator = iteratorType(
  PyDequeRevIter.type,
  (source) => new PyDequeRevIter(source),
  reverseIterNext,
);
