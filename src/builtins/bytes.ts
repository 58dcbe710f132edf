/**
 * bytes: the behaviour of immutable octets. CPython: Objects/bytesobject.c.
 * What it shares with bytearray stands by theme in bytes-search.ts, bytes-split.ts and bytes-text.ts.
 */
import { compareOctets, equalOctets, repeatWithin } from '../common/octets.ts';
import { PyBytes, PyBytesIter } from '../objects/bytes.ts';
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import {
  type KwNames,
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
import { PyTuple } from '../objects/tuple.ts';
import { octetsView } from '../runtime/buffer.ts';
import { bytesFromBufferOrItems, callBytesMethod } from '../runtime/bytes-from-object.ts';
import { builtinDef } from '../runtime/clinic.ts';
import { encode } from '../runtime/codecs.ts';
import { asIndex, indexAsNumber, intValue, strValue } from '../runtime/convert.ts';
import { defineType, methodsOf } from '../runtime/define.ts';
import { indexError, overflowError, typeError, valueError } from '../runtime/errors.ts';
import { hashHigh, joinHash, octetsHash } from '../runtime/key-hash.ts';
import { bytesBetween, concatOctets, newBytesOctets, newOctets } from '../runtime/octets.ts';
import { percentFormatBytes } from '../runtime/percent-format.ts';
import { builtinNamed, stateIndex } from '../runtime/pickling.ts';
import { sliceParts } from '../runtime/slice.ts';
import { current } from '../runtime/state.ts';
import { isInstanceOf, typeName, typeOf } from '../runtime/type-of.ts';
import { warn } from '../runtime/warn.ts';
import { octetsToAdd } from './bytes-object.ts';
import { containsBytes, searchMethods } from './bytes-search.ts';
import { splitMethods } from './bytes-split.ts';
import { textMethods } from './bytes-text.ts';

const method = methodsOf<PyBytes>();

const SSIZE_MAX = 2 ** 63;

const BytesWarning = exceptionTypes.get('BytesWarning')!;
const TypeErrorType = exceptionTypes.get('TypeError')!;

type BytesConstructor = new (value: Uint8Array) => PyBytes;

// ── Making bytes ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** The count in `bytes(count)`; `undefined` when the value only seems to be one. */
function countOf(value: PyObject): number | undefined {
  let count: PyInt;
  try {
    count = asIndex(value);
  } catch (thrown) {
    if (thrown instanceof PyBaseException && isInstanceOf(thrown, TypeErrorType)) return undefined;
    throw thrown;
  }
  if (typeof count === 'bigint' && BigInt.asIntN(64, count) !== count) {
    throw overflowError(`cannot fit '${typeName(value)}' into an index-sized integer`);
  }
  if (count < 0) throw valueError('negative count');
  return Number(count);
}

/** The octets that `bytes(source, encoding, errors)` gets; for exact bytes their own. */
function octetsFrom(
  source: PyObject | undefined,
  encoding: string | undefined,
  errors: string | undefined,
): Uint8Array {
  if (source === undefined) {
    if (encoding !== undefined) throw typeError('encoding without a string argument');
    if (errors !== undefined) throw typeError('errors without a string argument');
    return new Uint8Array(0);
  }
  const text = strValue(source);
  if (encoding !== undefined) {
    if (text === undefined) throw typeError('encoding without a string argument');
    return encode(text, encoding, errors).value;
  }
  if (errors !== undefined) {
    throw typeError(
      text === undefined ? 'errors without a string argument' : 'string argument without an encoding',
    );
  }
  const made = callBytesMethod(source);
  if (made !== undefined) return made.value;
  if (text !== undefined) throw typeError('string argument without an encoding');
  if (typeOf(source).nb_index !== undefined) {
    const count = countOf(source);
    if (count !== undefined) return newBytesOctets(count);
  }
  return bytesFromBufferOrItems(source);
}

const NEW = 'bytes($type, /, source: object = <null>, encoding: c_str = <null>, errors: c_str = <null>)';

const bytesNew = builtinDef<PyType, typeof NEW>(NEW, '', (type, source, encoding, errors) => {
  if (
    type === PyBytes.type &&
    source instanceof PyBytes &&
    source.ob_type === type &&
    encoding === undefined
  ) {
    if (errors === undefined) return source;
  }
  if (type === PyBytes.type && source !== undefined && encoding === undefined && errors === undefined) {
    if (typeof source === 'number' && source >= 0) return new PyBytes(newBytesOctets(source));
    // What `__bytes__` gives may be of a subclass.
    const made = callBytesMethod(source);
    if (made !== undefined) return made;
  }
  return new (type.ctor as unknown as BytesConstructor)(octetsFrom(source, encoding, errors));
});

function newBytes(type: PyType, args: readonly PyObject[], kwnames: KwNames | undefined): PyObject {
  return bytesNew.call(type, args, kwnames);
}

// ── Items ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function subscript(self: PyObject, key: PyObject): PyObject {
  const { value } = self as PyBytes;
  if (typeof key === 'number' || typeOf(key).nb_index !== undefined) {
    const index = indexAsNumber(key);
    const octet = value[index < 0 ? index + value.length : index];
    if (octet === undefined) throw indexError('index out of range');
    return octet;
  }
  if (!(key instanceof PySlice)) {
    throw typeError(`byte indices must be integers or slices, not ${typeName(key)}`);
  }
  const parts = sliceParts(key);
  const count = parts.fit(value.length);
  if (count === value.length && parts.step === 1 && isExact(self)) return self;
  const { start, step } = parts;
  if (step === 1) return bytesBetween(value, start, start + count);
  const selected = new Uint8Array(count);
  for (let i = 0, at = start; i < count; i++, at += step) selected[i] = value[at]!;
  return new PyBytes(selected);
}

function isExact(self: PyObject): boolean {
  return (self as PyBytes).ob_type === PyBytes.type;
}

// ── Operators ────────────────────────────────────────────────────────────────────────────────────────────────────────

function concat(left: PyObject, right: PyObject): PyObject {
  const octets = (left as PyBytes).value;
  const more = octetsToAdd(left, right);
  if (octets.length === 0 && isExact(right)) return right;
  if (more.length === 0 && isExact(left)) return left;
  return new PyBytes(concatOctets(octets, more));
}

function repeat(self: PyObject, count: number): PyObject {
  const { value } = self as PyBytes;
  if (count <= 0 || value.length === 0)
    return isExact(self) && value.length === 0 ? self : new PyBytes(new Uint8Array(0));
  if (value.length * count >= SSIZE_MAX - 33) throw overflowError('repeated bytes are too long');
  if (count === 1 && isExact(self)) return self;
  const repeated = newOctets(value.length * count);
  repeated.set(value);
  repeatWithin(repeated, value.length);
  return new PyBytes(repeated);
}

/** Warns of comparisons that always fail, as the option `-b` asks. */
function warnComparison(left: PyObject, right: PyObject): void {
  if (strValue(left) !== undefined || strValue(right) !== undefined) {
    warn(BytesWarning, 'Comparison between bytes and string');
  }
  if (intValue(left) !== undefined || intValue(right) !== undefined) {
    warn(BytesWarning, 'Comparison between bytes and int');
  }
}

function compare(left: PyObject, right: PyObject, op: number): PyObject {
  if (!(left instanceof PyBytes && right instanceof PyBytes)) {
    if (current.thread.interp.config.flags.bytesWarning > 0 && (op === Py_EQ || op === Py_NE)) {
      warnComparison(left, right);
    }
    return NotImplemented;
  }
  switch (op) {
    case Py_EQ:
      return equalOctets(left.value, right.value);
    case Py_NE:
      return !equalOctets(left.value, right.value);
    case Py_LT:
      return compareOctets(left.value, right.value) < 0;
    case Py_LE:
      return compareOctets(left.value, right.value) <= 0;
    case Py_GT:
      return compareOctets(left.value, right.value) > 0;
    case Py_GE:
      return compareOctets(left.value, right.value) >= 0;
    default:
      return NotImplemented;
  }
}

function hashOf(self: PyObject): PyInt {
  const low = octetsHash(self as PyBytes);
  return joinHash(hashHigh.value, low);
}

export const bytes = defineType({
  type: PyBytes.type,
  doc: 'bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\nbytes(int) -> bytes object of size given by the parameter initialized with null bytes\nbytes() -> empty bytes object\n\nMake an immutable array of bytes of:\n  - an iterable that gives integers in range(256)\n  - a text string, encoded by the given encoding\n  - any object with the buffer protocol\n  - an integer: so many null bytes',
  slots: {
    tp_new: newBytes,
    tp_repr: (self) => reprBytes((self as PyBytes).value),
    tp_str: (self) => {
      if (current.thread.interp.config.flags.bytesWarning > 0)
        warn(BytesWarning, 'str() on a bytes instance');
      return reprBytes((self as PyBytes).value);
    },
    tp_hash: hashOf,
    tp_richcompare: compare,
    tp_iter: (self) => new PyBytesIter(self as PyBytes),
    nb_remainder: (left, right) =>
      left instanceof PyBytes ? new PyBytes(percentFormatBytes(left.value, right)) : NotImplemented,
    sq_length: (self) => (self as PyBytes).value.length,
    sq_concat: concat,
    sq_repeat: repeat,
    sq_item: (self, index) => {
      const octet = (self as PyBytes).value[index];
      if (octet === undefined) throw indexError('index out of range');
      return octet;
    },
    sq_contains: (self, item) => containsBytes(self as PyBytes, item),
    mp_length: (self) => (self as PyBytes).value.length,
    mp_subscript: subscript,
    bf_getbuffer: (self, flags) => octetsView(self, (self as PyBytes).value, true, flags),
  },
  entries: [
    ...searchMethods,
    ...splitMethods,
    ...textMethods,
    method(
      '__getnewargs__($self, /)',
      'Return what __new__ is to be given to make equal bytes.',
      (self) => new PyTuple([new PyBytes(self.value)]),
    ),
    method('__bytes__($self, /)', 'Return these bytes, as exact bytes.', (self) =>
      isExact(self) ? self : new PyBytes(self.value),
    ),
  ],
});

// ── The iterator ─────────────────────────────────────────────────────────────────────────────────────────────────────

const iteratorMethod = methodsOf<PyBytesIter>();

export const bytesIterator = defineType({
  type: PyBytesIter.type,
  slots: {
    tp_iter: (self) => self,
    tp_iternext: (self) => {
      const iterator = self as PyBytesIter;
      const octet = iterator.bytes?.value[iterator.index];
      if (octet === undefined) iterator.bytes = undefined;
      else iterator.index++;
      return octet;
    },
  },
  entries: [
    iteratorMethod(
      '__length_hint__($self, /) -> int',
      'Return how many items are left.',
      ({ bytes, index }) => (bytes === undefined ? 0 : bytes.value.length - index),
    ),
    iteratorMethod('__reduce__($self, /)', 'Return state information for pickling.', (self) => {
      const iter = builtinNamed('iter');
      const { bytes, index } = self;
      if (bytes === undefined) return new PyTuple([iter, new PyTuple([new PyTuple([])])]);
      return new PyTuple([iter, new PyTuple([bytes]), index]);
    }),
    iteratorMethod(
      '__setstate__($self, object: object, /)',
      'Set state information for unpickling.',
      (self, state) => {
        const index = stateIndex(state);
        if (self.bytes !== undefined) self.index = Math.min(Math.max(index, 0), self.bytes.value.length);
        return None;
      },
    ),
  ],
});
