/**
 * bytearray: the behaviour of mutable octets. CPython: Objects/bytearrayobject.c.
 * What it shares with bytes stands by theme in bytes-search.ts, bytes-split.ts and bytes-text.ts.
 *
 * Code that calls Python (`__index__`, an iterator) may find the array changed when it comes back: such code reads the
 * octets anew, or counts as a view of them meanwhile, so that the array cannot change its size.
 */
import { compareOctets, repeatWithin } from '../common/octets.ts';
import { attrName } from '../objects/attribute-name.ts';
import { PyByteArray, PyByteArrayIter } from '../objects/bytearray.ts';
import { PyBytes } from '../objects/bytes.ts';
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import { PyList } from '../objects/list.ts';
import {
  Py_EQ,
  Py_GE,
  Py_GT,
  Py_LE,
  Py_LT,
  Py_NE,
  type PyInt,
  type PyObject,
  type PyType,
} from '../objects/object.ts';
import { reprBytes } from '../objects/repr.ts';
import { None, NotImplemented } from '../objects/singletons.ts';
import { PySlice } from '../objects/slice.ts';
import { stringFromUnits } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { bytesLike, copyBuffer, hasBuffer, octetsView } from '../runtime/buffer.ts';
import { checkResizable } from '../runtime/buffer-exports.ts';
import { callMethod } from '../runtime/call.ts';
import { builtinDef } from '../runtime/clinic.ts';
import { encode } from '../runtime/codecs.ts';
import { asIndex, indexAsNumber, strValue } from '../runtime/convert.ts';
import { byteValue } from '../runtime/converters.ts';
import { defineType, methodsOf } from '../runtime/define.ts';
import { indexError, memoryError, overflowError, typeError, valueError } from '../runtime/errors.ts';
import { getIter } from '../runtime/iter.ts';
import { concatOctets, newOctets } from '../runtime/octets.ts';
import { percentFormatBytes } from '../runtime/percent-format.ts';
import { builtinNamed, stateIndex } from '../runtime/pickling.ts';
import { sliceParts } from '../runtime/slice.ts';
import { current } from '../runtime/state.ts';

import { isInstanceOf, typeName, typeOf } from '../runtime/type-of.ts';
import { warn } from '../runtime/warn.ts';
import { allocated, replaceOctets, resize } from './bytearray-resize.ts';
import { keepingInPlace, octetsToAdd } from './bytes-object.ts';
import { containsBytes, searchMethods } from './bytes-search.ts';
import { splitMethods } from './bytes-split.ts';
import { textMethods } from './bytes-text.ts';

const method = methodsOf<PyByteArray>();

const SSIZE_MAX = 2 ** 63;

const BytesWarning = exceptionTypes.get('BytesWarning')!;
const TypeErrorType = exceptionTypes.get('TypeError')!;

function isTypeError(thrown: unknown): boolean {
  return thrown instanceof PyBaseException && isInstanceOf(thrown, TypeErrorType);
}

// ── Filling ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Adds one octet at the end. */
function append(array: PyByteArray, octet: number): void {
  const { length } = array;
  resize(array, length + 1);
  array.storage[array.start + length] = octet;
}

/** Adds the octets of an iterable of ints as they come; the error when it is not iterable says what was wanted. */
function appendItems(array: PyByteArray, iterable: PyObject, refusal: string): void {
  let iterator: PyObject;
  try {
    iterator = getIter(iterable);
  } catch (thrown) {
    throw isTypeError(thrown) ? typeError(refusal) : thrown;
  }
  const next = typeOf(iterator).tp_iternext!;
  for (let item = next(iterator); item !== undefined; item = next(iterator)) append(array, byteValue(item));
}

/** Fills an empty array as `bytearray(source)` does when the source is no str. */
function fillFrom(array: PyByteArray, source: PyObject): void {
  if (typeOf(source).nb_index !== undefined) {
    const count = countOf(source);
    if (count !== undefined) {
      fill(array, newOctets(count));
      return;
    }
  }
  if (hasBuffer(source)) fill(array, copyBuffer(source));
  else if (source instanceof PyList && source.items.every(isInt))
    fill(array, Uint8Array.from(source.items, byteValue));
  else appendItems(array, source, `cannot convert '${typeName(source)}' object to bytearray`);
}

function isInt(value: PyObject): boolean {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** The count in `bytearray(count)`; `undefined` when the value only seems to be one. */
function countOf(value: PyObject): number | undefined {
  let count: PyInt;
  try {
    count = asIndex(value);
  } catch (thrown) {
    if (isTypeError(thrown)) return undefined;
    throw thrown;
  }
  if (typeof count === 'bigint' && BigInt.asIntN(64, count) !== count) {
    throw overflowError(`cannot fit '${typeName(value)}' into an index-sized integer`);
  }
  if (count < 0) throw valueError('negative count');
  return Number(count);
}

const INIT = 'bytearray($self, /, source: object = <null>, encoding: c_str = <null>, errors: c_str = <null>)';

const bytearrayInit = builtinDef<PyByteArray, typeof INIT>(INIT, '', (self, source, encoding, errors) => {
  resize(self, 0);
  const text = source === undefined ? undefined : strValue(source);
  if (text !== undefined) {
    if (encoding === undefined) throw typeError('string argument without an encoding');
    fill(self, encode(text, encoding, errors).value.slice());
    return None;
  }
  if (encoding !== undefined) throw typeError('encoding without a string argument');
  if (errors !== undefined) throw typeError('errors without a string argument');
  if (source === undefined) return None;
  try {
    fillFrom(self, source);
  } catch (thrown) {
    if (self.exports === 0) resize(self, 0);
    throw thrown;
  }
  return None;
});

/** Gives an empty array its octets. */
function fill(self: PyByteArray, octets: Uint8Array): void {
  // The source may have filled the array meanwhile.
  checkResizable(self);
  self.storage = octets;
  self.start = 0;
  self.length = octets.length;
}

function extend(self: PyByteArray, iterable: PyObject): void {
  if (hasBuffer(iterable)) {
    const before = self.length;
    const octets = iterable === self ? self.octets.slice() : bytesLike(iterable);
    // Giving its memory, the other may have changed this one.
    const end = Math.min(before, self.length);
    replaceOctets(self, end, end, octets);
    return;
  }
  const added = new PyByteArray();
  try {
    appendItems(added, iterable, `can't extend bytearray with ${typeName(iterable)}`);
  } catch (thrown) {
    if (isTypeError(thrown) && strValue(iterable) !== undefined) {
      throw typeError("expected iterable of integers; got: 'str'");
    }
    throw thrown;
  }
  replaceOctets(self, self.length, self.length, added.octets);
}

// ── Items and slices ─────────────────────────────────────────────────────────────────────────────────────────────────

function badIndex(key: PyObject): never {
  throw typeError(`bytearray indices must be integers or slices, not ${typeName(key)}`);
}

function subscript(self: PyObject, key: PyObject): PyObject {
  const array = self as PyByteArray;
  if (typeof key === 'number' || typeOf(key).nb_index !== undefined) {
    const index = indexAsNumber(key);
    return item(self, index < 0 ? index + array.length : index);
  }
  if (!(key instanceof PySlice)) badIndex(key);
  const parts = sliceParts(key);
  const { octets } = array;
  const count = parts.fit(octets.length);
  const { start, step } = parts;
  if (step === 1) return new PyByteArray(octets.slice(start, start + count));
  const selected = new Uint8Array(count);
  for (let i = 0, at = start; i < count; i++, at += step) selected[i] = octets[at]!;
  return new PyByteArray(selected);
}

function item(self: PyObject, index: number): number {
  const { storage, start, length } = self as PyByteArray;
  if (index < 0 || index >= length) throw indexError('bytearray index out of range');
  return storage[start + index]!;
}

/** Sets or deletes the octet at an index that counts from the start. */
function assignItem(self: PyObject, index: number, value: PyObject | undefined): void {
  const array = self as PyByteArray;
  const octet = value === undefined ? 0 : byteValue(value);
  assignOctet(array, index, value === undefined ? undefined : octet);
}

function assignOctet(array: PyByteArray, index: number, octet: number | undefined): void {
  if (index < 0 || index >= array.length) throw indexError('bytearray index out of range');
  if (octet === undefined) replaceOctets(array, index, index + 1, new Uint8Array(0));
  else array.storage[array.start + index] = octet;
}

function assignSubscript(self: PyObject, key: PyObject, value: PyObject | undefined): void {
  const array = self as PyByteArray;
  if (typeof key === 'number' || typeOf(key).nb_index !== undefined) {
    const index = indexAsNumber(key);
    const octet = value === undefined ? undefined : byteValue(value);
    assignOctet(array, index < 0 ? index + array.length : index, octet);
    return;
  }
  if (!(key instanceof PySlice)) badIndex(key);
  const parts = sliceParts(key);
  if (value === undefined) {
    assignSlice(array, parts, new Uint8Array(0));
  } else if (value instanceof PyByteArray && value !== array) {
    assignSlice(array, parts, value.octets);
  } else {
    const octets = octetsToAssign(value);
    // Making them may have changed the array, and asks the slice for its parts a second time, as in CPython.
    assignSlice(array, sliceParts(key), octets);
  }
}

/** The octets that are assigned to a slice. */
function octetsToAssign(value: PyObject): Uint8Array {
  const { nb_index, nb_int, nb_float } = typeOf(value);
  if (
    nb_index !== undefined ||
    nb_int !== undefined ||
    nb_float !== undefined ||
    strValue(value) !== undefined
  ) {
    throw typeError('can assign only bytes, buffers, or iterables of ints in range(0, 256)');
  }
  const array = new PyByteArray();
  fillFrom(array, value);
  return array.octets;
}

function assignSlice(array: PyByteArray, parts: ReturnType<typeof sliceParts>, octets: Uint8Array): void {
  const count = parts.fit(array.length);
  const { start, step } = parts;
  if (step === 1) {
    // An empty slice lies at its start: a[5:2] = … inserts before 5.
    replaceOctets(array, start, Math.max(start, parts.stop), octets);
  } else if (octets.length === 0) {
    deleteSlice(array, start, step, count);
  } else if (octets.length !== count) {
    throw valueError(`attempt to assign bytes of size ${octets.length} to extended slice of size ${count}`);
  } else {
    const { storage } = array;
    for (let i = 0, at = array.start + start; i < count; i++, at += step) storage[at] = octets[i]!;
  }
}

function deleteSlice(array: PyByteArray, start: number, step: number, count: number): void {
  checkResizable(array);
  if (count === 0) return;
  const stride = Math.abs(step);
  const first = step < 0 ? start + step * (count - 1) : start;
  const { octets } = array;
  let to = first;
  let gone = 0;
  for (let from = first; from < octets.length; from++) {
    if (gone < count && from === first + gone * stride) gone++;
    else octets[to++] = octets[from]!;
  }
  resize(array, to);
}

// ── Operators ────────────────────────────────────────────────────────────────────────────────────────────────────────

function concat(left: PyObject, right: PyObject): PyObject {
  const more = octetsToAdd(left, right);
  return new PyByteArray(concatOctets((left as PyByteArray).octets, more));
}

function inplaceConcat(self: PyObject, other: PyObject): PyObject {
  const array = self as PyByteArray;
  const octets = octetsToAdd(array, other);
  const { length } = array;
  // Its own octets are looked at meanwhile.
  if (other === array) keepingInPlace(array, () => resize(array, 2 * length));
  replaceOctets(array, length, length, octets);
  return self;
}

function repeated(array: PyByteArray, count: number): Uint8Array {
  if (count <= 0 || array.length === 0) return new Uint8Array(0);
  if (array.length * count >= SSIZE_MAX) throw memoryError();
  const result = newOctets(array.length * count);
  result.set(array.octets);
  repeatWithin(result, array.length);
  return result;
}

function inplaceRepeat(self: PyObject, count: number): PyObject {
  const array = self as PyByteArray;
  const { length } = array;
  if (count > 0 && length * count >= SSIZE_MAX) throw memoryError();
  resize(array, length * Math.max(count, 0));
  if (count > 1) repeatWithin(array.octets, length);
  return self;
}

/** Compares with any bytes-like object. */
function compare(left: PyObject, right: PyObject, op: number): PyObject {
  if (!hasBuffer(right)) {
    const strict = current.thread.interp.config.flags.bytesWarning > 0 && (op === Py_EQ || op === Py_NE);
    if (strict && strValue(right) !== undefined)
      warn(BytesWarning, 'Comparison between bytearray and string');
    return NotImplemented;
  }
  let other: Uint8Array;
  try {
    other = bytesLike(right);
  } catch (thrown) {
    if (thrown instanceof PyBaseException) return NotImplemented;
    throw thrown;
  }
  const order = compareOctets((left as PyByteArray).octets, other);
  switch (op) {
    case Py_EQ:
      return order === 0;
    case Py_NE:
      return order !== 0;
    case Py_LT:
      return order < 0;
    case Py_LE:
      return order <= 0;
    case Py_GT:
      return order > 0;
    case Py_GE:
      return order >= 0;
    default:
      return NotImplemented;
  }
}

function reprOf(self: PyObject): string {
  const text = reprBytes((self as PyByteArray).octets);
  // Single quotes are escaped here also between double ones.
  const shown = text.startsWith('b"') ? text.replaceAll("'", "\\'") : text;
  return `${typeOf(self).tp_name}(${shown})`;
}

// ── Pickling ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const getstate = attrName('__getstate__');

function reduce(self: PyByteArray, protocol: number): PyObject {
  const state = callMethod(self, getstate);
  const { octets } = self;
  let args: PyObject[] = [];
  if (octets.length > 0) {
    args = protocol < 3 ? [stringFromUnits(octets), 'latin-1'] : [new PyBytes(octets.slice())];
  }
  return new PyTuple([self.ob_type, new PyTuple(args), state]);
}

export const bytearray = defineType({
  type: PyByteArray.type,
  doc: 'bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\nbytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\nbytearray(int) -> bytes array of size given by the parameter initialized with null bytes\nbytearray() -> empty bytes array\n\nMake a mutable array of bytes of:\n  - an iterable that gives integers in range(256)\n  - a text string, encoded by the given encoding\n  - a bytes object or any object with the buffer protocol\n  - an integer: so many null bytes',
  slots: {
    tp_new: (type: PyType) => new (type.ctor as unknown as new () => PyByteArray)(),
    tp_init: (self, args, kwnames) => {
      bytearrayInit.call(self, args, kwnames);
    },
    tp_repr: reprOf,
    tp_str: (self) => {
      if (current.thread.interp.config.flags.bytesWarning > 0)
        warn(BytesWarning, 'str() on a bytearray instance');
      return reprOf(self);
    },
    tp_richcompare: compare,
    tp_iter: (self) => new PyByteArrayIter(self as PyByteArray),
    nb_remainder: (left, right) =>
      left instanceof PyByteArray
        ? new PyByteArray(keepingInPlace(left, () => percentFormatBytes(left.octets, right)))
        : NotImplemented,
    sq_length: (self) => (self as PyByteArray).length,
    sq_concat: concat,
    sq_repeat: (self, count) => new PyByteArray(repeated(self as PyByteArray, count)),
    sq_item: item,
    sq_ass_item: assignItem,
    sq_contains: (self, value) => containsBytes(self as PyByteArray, value),
    sq_inplace_concat: inplaceConcat,
    sq_inplace_repeat: inplaceRepeat,
    mp_length: (self) => (self as PyByteArray).length,
    mp_subscript: subscript,
    mp_ass_subscript: assignSubscript,
    bf_getbuffer: (self, flags) => {
      const array = self as PyByteArray;
      const view = octetsView(array, array.octets, false, flags);
      array.exports++;
      return view;
    },
    bf_releasebuffer: (self) => {
      const array = self as PyByteArray;
      if (array.exports > 0) array.exports--;
    },
  },
  entries: [
    ...searchMethods,
    ...splitMethods,
    ...textMethods,
    method(
      '__alloc__($self, /) -> int',
      'B.__alloc__() -> int\n\nReturn the number of bytes that are allocated.',
      allocated,
    ),
    method(
      '__sizeof__($self, /) -> int',
      'Return the size of the object in memory, in bytes.',
      (self) => 56 + allocated(self),
    ),
    method('__reduce__($self, /)', 'Return state information for pickling.', (self) => reduce(self, 2)),
    method('__reduce_ex__($self, proto: int = 0, /)', 'Return state information for pickling.', reduce),
    method(
      'append($self, item: bytesvalue, /) -> None',
      'Add a single item at the end of the bytearray.',
      append,
    ),
    method('clear($self, /) -> None', 'Remove all items.', (self) => resize(self, 0)),
    method(
      'copy($self, /)',
      'Return a copy of the bytearray.',
      (self) => new PyByteArray(self.octets.slice()),
    ),
    method(
      'extend($self, iterable_of_ints: object, /) -> None',
      'Add all items of a bytes-like object or of an iterable of ints at the end.',
      extend,
    ),
    method(
      'insert($self, index: ssize_t, item: bytesvalue, /) -> None',
      'Insert a single item before the one at the index.',
      (self, index, octet) => {
        const { length } = self;
        const at = Math.min(index < 0 ? Math.max(index + length, 0) : index, length);
        replaceOctets(self, at, at, Uint8Array.of(octet));
      },
    ),
    method(
      'pop($self, index: ssize_t = -1, /) -> int',
      'Take an item out, the last one by default, and return it.\n\nRaises IndexError when the bytearray is empty or the index is out of range.',
      (self, index) => {
        const { length } = self;
        if (length === 0) throw indexError('pop from empty bytearray');
        const at = index < 0 ? index + length : index;
        if (at < 0 || at >= length) throw indexError('pop index out of range');
        checkResizable(self);
        const { octets } = self;
        const octet = octets[at]!;
        octets.copyWithin(at, at + 1);
        resize(self, length - 1);
        return octet;
      },
    ),
    method(
      'remove($self, value: bytesvalue, /) -> None',
      'Take out the first item that equals the value.\n\nRaises ValueError when there is none.',
      (self, octet) => {
        const { octets } = self;
        const at = octets.indexOf(octet);
        if (at < 0) throw valueError('value not found in bytearray');
        checkResizable(self);
        octets.copyWithin(at, at + 1);
        resize(self, octets.length - 1);
      },
    ),
    method(
      'resize($self, size: ssize_t, /) -> None',
      'Change the length of the bytearray.\n\nWhat is added at the end are null bytes.',
      (self, size) => {
        if (size < 0) throw valueError(`Can only resize to positive sizes, got ${size}`);
        const { length } = self;
        resize(self, size);
        if (size > length) self.octets.fill(0, length);
      },
    ),
    method('reverse($self, /) -> None', 'Reverse the order of the items in place.', (self) => {
      self.octets.reverse();
    }),
  ],
});

// ── The iterator ─────────────────────────────────────────────────────────────────────────────────────────────────────

const iteratorMethod = methodsOf<PyByteArrayIter>();

export const bytearrayIterator = defineType({
  type: PyByteArrayIter.type,
  slots: {
    tp_iter: (self) => self,
    tp_iternext: (self) => {
      const iterator = self as PyByteArrayIter;
      const { array, index } = iterator;
      if (array === undefined || index < 0) return undefined;
      if (index < array.length) {
        iterator.index = index + 1;
        return array.storage[array.start + index];
      }
      iterator.array = undefined;
      return undefined;
    },
  },
  entries: [
    iteratorMethod(
      '__length_hint__($self, /) -> int',
      'Return how many items are left.',
      ({ array, index }) => (array === undefined || index < 0 ? 0 : Math.max(array.length - index, 0)),
    ),
    iteratorMethod('__reduce__($self, /)', 'Return state information for pickling.', (self) => {
      const iter = builtinNamed('iter');
      const { array, index } = self;
      if (array === undefined || index < 0) return new PyTuple([iter, new PyTuple([new PyTuple([])])]);
      return new PyTuple([iter, new PyTuple([array]), index]);
    }),
    iteratorMethod(
      '__setstate__($self, object: object, /)',
      'Set state information for unpickling.',
      (self, state) => {
        const index = stateIndex(state);
        if (self.array !== undefined) self.index = Math.min(Math.max(index, -1), self.array.length);
        return None;
      },
    ),
  ],
});
