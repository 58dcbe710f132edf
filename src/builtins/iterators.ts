/**
 * The iterators of list, tuple and range, and those over any sequence and any callable.
 * CPython: Objects/listobject.c, Objects/tupleobject.c, Objects/rangeobject.c, Objects/iterobject.c.
 *
 * An iterator that is exhausted lets go of what it iterated and stays exhausted.
 */
import { intAdd, intMul, intSub } from '../common/int.ts';
import { attrName } from '../objects/attribute-name.ts';
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import { PyFunction } from '../objects/function.ts';
import { PyCallIter, PySeqIter } from '../objects/iterator.ts';
import { PyList, PyListIter, PyListRevIter } from '../objects/list.ts';
import type { IterNextSlot, PyInt, PyObject } from '../objects/object.ts';
import { PyLongRangeIter, PyRange, PyRangeIter, type WideCounter } from '../objects/range.ts';
import { None, NotImplemented } from '../objects/singletons.ts';
import { PyTuple, PyTupleIter } from '../objects/tuple.ts';
import { lookupOnType } from '../runtime/attributes.ts';
import { throwPropagating } from '../runtime/call.ts';
import { isEqual } from '../runtime/compare.ts';
import { asIndex, intValue } from '../runtime/convert.ts';
import { defineType, methodsOf } from '../runtime/define.ts';
import { overflowError, typeError } from '../runtime/errors.ts';
import { nextOfList, nextOfReversed, nextOfTuple } from '../runtime/iter.ts';
import { builtinNamed } from '../runtime/pickling.ts';
import { callHeld } from '../runtime/scheduler.ts';
import { getItem, length, sequenceItem } from '../runtime/sequence.ts';
import { generics } from '../runtime/slotdefs.ts';
import { current } from '../runtime/state.ts';
import { isInstanceOf, typeOf } from '../runtime/type-of.ts';

const LENGTH_HINT = '__length_hint__($self, /)';
const LENGTH_HINT_DOC = 'Return about how many items are left.';
const REDUCE = '__reduce__($self, /)';
const REDUCE_DOC = 'Return state information for pickling.';
const SETSTATE = '__setstate__($self, object: object, /) -> None';
const SETSTATE_DOC = 'Set state information for unpickling.';

const IndexErrorType = exceptionTypes.get('IndexError')!;
const dunderGetitem = attrName('__getitem__');
const StopIterationType = exceptionTypes.get('StopIteration')!;

function self(iterator: PyObject): PyObject {
  return iterator;
}

/** An index out of a pickle. CPython: `PyLong_AsSsize_t`, which does not ask for `__index__`. */
function stateInt(state: PyObject): PyInt {
  const index = intValue(state);
  if (index === undefined) throw typeError('an integer is required');
  if (typeof index === 'bigint' && BigInt.asIntN(64, index) !== index) {
    throw overflowError('Python int too large to convert to C ssize_t');
  }
  return index;
}

function stateIndex(state: PyObject): number {
  return Number(stateInt(state));
}

function clamp(index: number, least: number, most: number): number {
  return index < least ? least : index > most ? most : index;
}

/**
 * `(callable, (sequence,), index)`, or `(callable, (empty,))` at the end. Looking the callable up may run Python code,
 * so it comes before the state of the iterator is read.
 */
function reduction(
  callable: PyObject,
  sequence: PyObject | undefined,
  index: PyInt,
  empty: PyObject,
): PyObject {
  if (sequence === undefined) return new PyTuple([callable, new PyTuple([empty])]);
  return new PyTuple([callable, new PyTuple([sequence]), index]);
}

const listIterMethod = methodsOf<PyListIter>();

export const listIterator = defineType({
  type: PyListIter.type,
  slots: {
    tp_iter: self,
    tp_iternext: nextOfList as IterNextSlot,
  },
  entries: [
    listIterMethod(LENGTH_HINT, LENGTH_HINT_DOC, ({ list, index }) =>
      list === undefined || index < 0 ? 0 : Math.max(list.items.length - index, 0),
    ),
    listIterMethod(REDUCE, REDUCE_DOC, (iterator) => {
      const iter = builtinNamed('iter');
      const { list, index } = iterator;
      return reduction(iter, index < 0 ? undefined : list, index, new PyList([]));
    }),
    listIterMethod(SETSTATE, SETSTATE_DOC, (iterator, state) => {
      const index = stateIndex(state);
      if (iterator.list !== undefined) iterator.index = clamp(index, -1, iterator.list.items.length);
    }),
  ],
});

const listRevIterMethod = methodsOf<PyListRevIter>();

export const listReverseIterator = defineType({
  type: PyListRevIter.type,
  slots: {
    tp_iter: self,
    tp_iternext: nextOfReversed as IterNextSlot,
  },
  entries: [
    listRevIterMethod(LENGTH_HINT, LENGTH_HINT_DOC, ({ list, index }) =>
      list === undefined || list.items.length < index + 1 ? 0 : index + 1,
    ),
    listRevIterMethod(REDUCE, REDUCE_DOC, (iterator) => {
      const reversed = builtinNamed('reversed');
      const { list, index } = iterator;
      return reduction(reversed, index < 0 ? undefined : list, index, new PyList([]));
    }),
    listRevIterMethod(SETSTATE, SETSTATE_DOC, (iterator, state) => {
      const index = stateIndex(state);
      if (iterator.list !== undefined) iterator.index = clamp(index, -1, iterator.list.items.length - 1);
    }),
  ],
});

const tupleIterMethod = methodsOf<PyTupleIter>();

export const tupleIterator = defineType({
  type: PyTupleIter.type,
  slots: {
    tp_iter: self,
    tp_iternext: nextOfTuple as IterNextSlot,
  },
  entries: [
    tupleIterMethod(LENGTH_HINT, LENGTH_HINT_DOC, ({ tuple, index }) =>
      tuple === undefined ? 0 : tuple.items.length - index,
    ),
    tupleIterMethod(REDUCE, REDUCE_DOC, (iterator) => {
      const iter = builtinNamed('iter');
      return reduction(iter, iterator.tuple, iterator.index, new PyTuple([]));
    }),
    tupleIterMethod(SETSTATE, SETSTATE_DOC, (iterator, state) => {
      const index = stateIndex(state);
      if (iterator.tuple !== undefined) iterator.index = clamp(index, 0, iterator.tuple.items.length);
    }),
  ],
});

// ── Ranges ───────────────────────────────────────────────────────────────────────────────────────────────────────────

function nextOf(counter: WideCounter): PyInt | undefined {
  if (counter.remaining <= 0) return undefined;
  const { next } = counter;
  counter.next = intAdd(next, counter.step);
  counter.remaining = intSub(counter.remaining, 1);
  return next;
}

/** What is left of a range, as an argument for `iter`. */
function rangeReduction(next: PyInt, step: PyInt, remaining: PyInt): PyObject {
  const rest = new PyRange(next, intAdd(next, intMul(remaining, step)), step, remaining);
  return new PyTuple([builtinNamed('iter'), new PyTuple([rest]), None]);
}

/** Skips as many items as a pickle says. */
function skip(counter: WideCounter, state: PyInt): void {
  const index = state < 0 ? 0 : state > counter.remaining ? counter.remaining : state;
  counter.next = intAdd(counter.next, intMul(index, counter.step));
  counter.remaining = intSub(counter.remaining, index);
}

const rangeIterMethod = methodsOf<PyRangeIter>();

export const rangeIterator = defineType({
  type: PyRangeIter.type,
  slots: {
    tp_iter: self,
    tp_iternext: (self) => {
      const iterator = self as PyRangeIter;
      const { remaining } = iterator;
      if (remaining > 0) {
        const { next } = iterator;
        iterator.remaining = remaining - 1;
        iterator.next = next + iterator.step;
        return next;
      }
      return iterator.wide === undefined ? undefined : nextOf(iterator.wide);
    },
  },
  entries: [
    rangeIterMethod(LENGTH_HINT, LENGTH_HINT_DOC, ({ remaining, wide }) =>
      wide === undefined ? remaining : wide.remaining,
    ),
    rangeIterMethod(REDUCE, REDUCE_DOC, ({ next, step, remaining, wide }) =>
      wide === undefined
        ? rangeReduction(next, step, remaining)
        : rangeReduction(wide.next, wide.step, wide.remaining),
    ),
    rangeIterMethod(SETSTATE, SETSTATE_DOC, (iterator, state) => {
      const given = asIndex(state);
      if (typeof given === 'bigint' && BigInt.asIntN(64, given) !== given) {
        throw overflowError('Python int too large to convert to C long');
      }
      if (iterator.wide !== undefined) {
        skip(iterator.wide, given);
        return;
      }
      const index = clamp(Number(given), 0, iterator.remaining);
      iterator.next += index * iterator.step;
      iterator.remaining -= index;
    }),
  ],
});

const longRangeIterMethod = methodsOf<PyLongRangeIter>();

export const longRangeIterator = defineType({
  type: PyLongRangeIter.type,
  slots: {
    tp_iter: self,
    tp_iternext: (self) => nextOf((self as PyLongRangeIter).counter),
  },
  entries: [
    longRangeIterMethod(LENGTH_HINT, LENGTH_HINT_DOC, ({ counter }) => counter.remaining),
    longRangeIterMethod(REDUCE, REDUCE_DOC, ({ counter }) =>
      rangeReduction(counter.next, counter.step, counter.remaining),
    ),
    longRangeIterMethod(SETSTATE, SETSTATE_DOC, ({ counter }, state) => {
      if (typeof state !== 'number' && typeof state !== 'bigint') {
        throw typeError(`state must be an int, not ${typeOf(state).tp_name}`);
      }
      skip(counter, state);
    }),
  ],
});

// ── Any sequence, any callable ───────────────────────────────────────────────────────────────────────────────────────

/** No iterator counts further: the greatest `Py_ssize_t`. */
const MAX_INDEX = 2n ** 63n - 1n;

function endsIteration(thrown: unknown): boolean {
  return (
    thrown instanceof PyBaseException &&
    (isInstanceOf(thrown, IndexErrorType) || isInstanceOf(thrown, StopIterationType))
  );
}

/** The `__getitem__` of a Python class, if it is compiled. */
function compiledGetItem(sequence: PyObject): PyFunction | undefined {
  if (typeof sequence !== 'object' || sequence.ob_type.sq_item !== generics.genericItem) return undefined;
  const method = lookupOnType(sequence, dunderGetitem);
  const isCompiled = method instanceof PyFunction && method.jitArity === 2 && current.thread.startsCompiled;
  return isCompiled ? method : undefined;
}

/** The next item of an iterator that asks for it by a compiled function: the exception at the end is not thrown. */
function nextByFunction(iterator: PySeqIter, sequence: PyObject, method: PyFunction): PyObject | undefined {
  const { index } = iterator;
  const item = method.jitEntry!(method, sequence, index);
  if (item !== undefined) iterator.index = intAdd(index, 1);
  else if (endsIteration(current.thread.propagating)) iterator.sequence = undefined;
  else throwPropagating();
  return item;
}

/** Is it a sequence of ours that has no such item? Then the IndexError need not be thrown. */
function isAtEnd(sequence: PyObject, index: number): boolean {
  const { sq_item, sq_length } = typeOf(sequence);
  if (sq_item === undefined || sq_item === generics.genericItem) return false;
  return sq_length !== undefined && sq_length !== generics.genericLength && index >= sq_length(sequence);
}

const seqIterMethod = methodsOf<PySeqIter>();

export const sequenceIterator = defineType({
  type: PySeqIter.type,
  slots: {
    tp_iter: self,
    tp_iternext: (self) => {
      const iterator = self as PySeqIter;
      const { sequence, index } = iterator;
      if (sequence === undefined) return undefined;
      if (typeof index === 'number' && isAtEnd(sequence, index)) {
        iterator.sequence = undefined;
        return undefined;
      }
      const method = compiledGetItem(sequence);
      if (method !== undefined && typeof index === 'number')
        return nextByFunction(iterator, sequence, method);
      try {
        let item: PyObject;
        if (typeof index === 'number') item = sequenceItem(sequence, index);
        else if (index < MAX_INDEX) item = getItem(sequence, index);
        else throw overflowError('iter index too large');
        iterator.index = intAdd(index, 1);
        return item;
      } catch (thrown) {
        if (!endsIteration(thrown)) throw thrown;
        iterator.sequence = undefined;
        return undefined;
      }
    },
  },
  entries: [
    seqIterMethod(LENGTH_HINT, LENGTH_HINT_DOC, ({ sequence, index }) => {
      if (sequence === undefined) return 0;
      const type = typeOf(sequence);
      if (type.sq_length === undefined && type.mp_length === undefined) return NotImplemented;
      return Math.max(length(sequence) - Number(index), 0);
    }),
    seqIterMethod(REDUCE, REDUCE_DOC, (iterator) => {
      const iter = builtinNamed('iter');
      return reduction(iter, iterator.sequence, iterator.index, new PyTuple([]));
    }),
    seqIterMethod(SETSTATE, SETSTATE_DOC, (iterator, state) => {
      const index = stateInt(state);
      if (iterator.sequence !== undefined) iterator.index = index < 0 ? 0 : index;
    }),
  ],
});

const callIterMethod = methodsOf<PyCallIter>();

export const callableIterator = defineType({
  type: PyCallIter.type,
  slots: {
    tp_iter: self,
    tp_iternext: (self) => {
      const iterator = self as PyCallIter;
      const { callable } = iterator;
      if (callable === undefined) return undefined;
      let result: PyObject;
      try {
        result = callHeld(iterator, callable, [], undefined);
      } catch (thrown) {
        if (!(thrown instanceof PyBaseException) || !isInstanceOf(thrown, StopIterationType)) throw thrown;
        iterator.callable = undefined;
        return undefined;
      }
      // The call may have exhausted this very iterator.
      if (iterator.callable === undefined) return undefined;
      if (!isEqual(iterator.sentinel, result)) return result;
      iterator.callable = undefined;
      return undefined;
    },
  },
  entries: [
    callIterMethod(REDUCE, REDUCE_DOC, (iterator) => {
      const iter = builtinNamed('iter');
      const { callable, sentinel } = iterator;
      return new PyTuple([
        iter,
        callable === undefined ? new PyTuple([new PyTuple([])]) : new PyTuple([callable, sentinel]),
      ]);
    }),
  ],
});
