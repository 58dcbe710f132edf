/** array.array: the type and its iterator. CPython: Modules/arraymodule.c. */
import { repeatWithin } from '../../common/octets.ts';
import { PyArray, PyArrayIter } from '../../objects/array.ts';
import { attrName } from '../../objects/attribute-name.ts';
import { BufferView, PyBUF_FORMAT, PyBUF_ND, PyBUF_STRIDES } from '../../objects/buffer.ts';
import { PyByteArray } from '../../objects/bytearray.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { PyFloat } from '../../objects/float.ts';
import { PyList } from '../../objects/list.ts';
import {
  type KwNames,
  Py_EQ,
  Py_GT,
  Py_LE,
  Py_LT,
  Py_NE,
  type PyObject,
  type PyType,
} from '../../objects/object.ts';
import { None, NotImplemented } from '../../objects/singletons.ts';
import { PySlice } from '../../objects/slice.ts';
import { codePointsOf, type Str, strLength } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { checkNoKeywords } from '../../runtime/arguments.ts';
import { getAttrOrAbsent } from '../../runtime/attributes.ts';
import { audit } from '../../runtime/audit.ts';
import { getBuffer, releaseBuffer, viewOctets } from '../../runtime/buffer.ts';
import { callMethod } from '../../runtime/call.ts';
import { decodeUtf32 } from '../../runtime/codecs/utf16-32.ts';
import { isEqual, richCompare } from '../../runtime/compare.ts';
import { indexAsNumber, intValue, strValue } from '../../runtime/convert.ts';
import { asSsize, badArgument } from '../../runtime/converters.ts';
import { defineType, getset, methodsOf, rawMethod } from '../../runtime/define.ts';
import {
  eofError,
  indexError,
  memoryError,
  overflowError,
  runtimeError,
  typeError,
  valueError,
} from '../../runtime/errors.ts';
import { classGetItem } from '../../runtime/generic-alias.ts';
import { idOf } from '../../runtime/identity.ts';
import { importedModule } from '../../runtime/import-module.ts';
import { getIter } from '../../runtime/iter.ts';
import { bytesBetween } from '../../runtime/octets.ts';
import { builtinNamed, stateIndex } from '../../runtime/pickling.ts';
import { repr } from '../../runtime/repr.ts';
import { sliceParts } from '../../runtime/slice.ts';
import { strJoin } from '../../runtime/text.ts';
import { typeName, typeOf } from '../../runtime/type-of.ts';
import { warnDeprecated } from '../../runtime/warn.ts';
import { isCharacterKind, kindOf } from './kinds.ts';
import {
  appendOctets,
  arrayOfOctets,
  capacityOf,
  checkFree,
  checkSameKind,
  deleteItems,
  insertItem,
  octetsOf,
  resize,
} from './memory.ts';

const method = methodsOf<PyArray>();

const SSIZE_MAX = 2 ** 63;
const MAX_ITEMS = 2 ** 32;

const dunderDict = attrName('__dict__');
const readName = attrName('read');
const writeName = attrName('write');
const reconstructorName = attrName('_array_reconstructor');

// ── Making arrays ────────────────────────────────────────────────────────────────────────────────────────────────────

/** The typecode argument: a character. */
function typecodeOf(value: PyObject): string {
  const text = strValue(value);
  if (text === undefined) {
    badArgument({ functionName: 'array', argument: 'argument 1' }, 'a unicode character', value);
  }
  const length = strLength(text);
  if (length !== 1) {
    throw typeError(`array() argument 1 must be a unicode character, not a string of length ${length}`);
  }
  return typeof text === 'string' ? text : '\uffff';
}

function newArray(type: PyType, args: readonly PyObject[], kwnames: KwNames | undefined): PyObject {
  if (type === PyArray.type || type.tp_init === PyArray.type.tp_init) checkNoKeywords('array.array', kwnames);
  const count = args.length - (kwnames?.length ?? 0);
  if (count < 1) throw typeError(`array() takes at least 1 argument (${count} given)`);
  if (count > 2) throw typeError(`array() takes at most 2 arguments (${count} given)`);
  const typecode = typecodeOf(args[0]!);
  const initial = count === 2 ? args[1]! : undefined;
  audit('array.__new__', typecode, initial ?? None);
  if (typecode === 'u') {
    warnDeprecated("The 'u' type code is deprecated and will be removed in Python 3.16");
  }
  if (initial !== undefined && typecode !== 'u' && typecode !== 'w') checkInitial(typecode, initial);
  return makeArray(type, typecode, initial);
}

function checkInitial(typecode: string, initial: PyObject): void {
  if (strValue(initial) !== undefined) {
    throw typeError(`cannot use a str to initialize an array with typecode '${typecode}'`);
  }
  if (initial instanceof PyArray && isCharacterKind(initial.kind)) {
    throw typeError(`cannot use a unicode array to initialize an array with typecode '${typecode}'`);
  }
}

/** An array of `type` with the items that `initial` gives. */
export function makeArray(type: PyType, typecode: string, initial: PyObject | undefined): PyArray {
  const kind = kindOf(typecode);
  const text = initial === undefined ? undefined : strValue(initial);
  const isPlain =
    initial === undefined ||
    initial instanceof PyList ||
    initial instanceof PyTuple ||
    initial instanceof PyBytes ||
    initial instanceof PyByteArray ||
    (text !== undefined && kind !== undefined && isCharacterKind(kind)) ||
    (initial instanceof PyArray && initial.kind === kind);
  // What is no such object must be iterable, whatever the typecode.
  const iterator = isPlain ? undefined : getIter(initial);
  if (kind === undefined) {
    throw valueError('bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)');
  }
  const array = new (type.ctor as unknown as new (...args: ConstructorParameters<typeof PyArray>) => PyArray)(
    kind,
    0,
  );
  if (iterator !== undefined) extendByIterator(array, iterator);
  else if (initial instanceof PyList || initial instanceof PyTuple) fillFromItems(array, initial);
  else if (initial instanceof PyArray) setOctets(array, octetsOf(initial));
  else if (text !== undefined) setOctets(array, octetsOfText(text));
  else if (initial !== undefined) appendBytes(array, initial);
  return array;
}

/** Gives a new array its memory. */
function setOctets(array: PyArray, octets: Uint8Array): void {
  const filled = arrayOfOctets(array.kind, octets);
  array.memory = filled.memory;
  array.items = filled.items;
  array.octets = filled.octets;
  array.length = filled.length;
}

/** The items of a list or tuple. `__index__` of one may change the list. */
function fillFromItems(array: PyArray, sequence: PyList | PyTuple): void {
  const { kind } = array;
  const count = sequence.items.length;
  setOctets(array, new Uint8Array(count * kind.itemsize));
  for (let i = 0; i < count; i++) {
    const item = sequence.items[i];
    if (item === undefined) throw indexError('list index out of range');
    kind.store(array.items, i, kind.convert(item));
  }
}

function octetsOfText(text: Str): Uint8Array {
  return new Uint8Array(Uint32Array.from(codePointsOf(text)).buffer);
}

function extendByIterator(array: PyArray, iterator: PyObject): void {
  const next = typeOf(iterator).tp_iternext!;
  for (let item = next(iterator); item !== undefined; item = next(iterator)) {
    insertItem(array, array.length, item);
  }
}

function extend(array: PyArray, items: PyObject): void {
  if (!(items instanceof PyArray)) {
    extendByIterator(array, getIter(items));
    return;
  }
  if (array.kind !== items.kind) throw typeError('can only extend with array of same kind');
  appendOctets(array, items === array ? octetsOf(items).slice() : octetsOf(items));
}

// ── Bytes, text, files ───────────────────────────────────────────────────────────────────────────────────────────────

function appendBytes(array: PyArray, bytes: PyObject): void {
  const view = getBuffer(bytes, 0);
  try {
    if (view.itemsize !== 1) throw typeError('a bytes-like object is required');
    if (view.len % array.kind.itemsize !== 0) throw valueError('bytes length not a multiple of item size');
    if (view.len > 0) appendOctets(array, viewOctets(view));
  } finally {
    releaseBuffer(view);
  }
}

function fromList(array: PyArray, list: PyObject): void {
  if (!(list instanceof PyList)) throw typeError('arg must be list');
  const count = list.items.length;
  if (count === 0) return;
  const { kind, length } = array;
  resize(array, length + count);
  try {
    for (let i = 0; i < count; i++) {
      const stored = kind.convert(list.items[i]!);
      if (length + i < array.length) kind.store(array.items, length + i, stored);
      if (list.items.length !== count) throw runtimeError('list changed size during iteration');
    }
  } catch (thrown) {
    resize(array, length);
    throw thrown;
  }
}

function toList(array: PyArray): PyList {
  const { kind, items, length } = array;
  const list: PyObject[] = [];
  for (let i = 0; i < length; i++) list.push(kind.read(items, i));
  return new PyList(list);
}

function toUnicode(array: PyArray): Str {
  if (!isCharacterKind(array.kind)) {
    throw valueError("tounicode() may only be called on unicode type arrays ('u' or 'w')");
  }
  return decodeUtf32(octetsOf(array), undefined, -1, true).text;
}

function fromFile(array: PyArray, file: PyObject, count: PyObject): void {
  const n = asSsize(count);
  if (n < 0) throw valueError('negative count');
  const length = n * array.kind.itemsize;
  if (length >= SSIZE_MAX) throw memoryError();
  const bytes = callMethod(file, readName, length);
  if (!(bytes instanceof PyBytes)) throw typeError("read() didn't return bytes");
  appendBytes(array, bytes);
  if (bytes.value.length !== length) throw eofError("read() didn't return enough bytes");
}

/** So many octets are written at a time. */
const BLOCK = 65536;

function toFile(array: PyArray, file: PyObject): void {
  const { length } = octetsOf(array);
  for (let at = 0; at < length; at += BLOCK) {
    callMethod(file, writeName, new PyBytes(array.octets.slice(at, Math.min(at + BLOCK, length))));
  }
}

// ── Items and slices ─────────────────────────────────────────────────────────────────────────────────────────────────

function item(self: PyObject, index: number): PyObject {
  const { kind, items, length } = self as PyArray;
  if (index < 0 || index >= length) throw indexError('array index out of range');
  return kind.read(items, index);
}

function isIndex(key: PyObject): boolean {
  return typeof key === 'number' || typeOf(key).nb_index !== undefined;
}

function subscript(self: PyObject, key: PyObject): PyObject {
  const array = self as PyArray;
  if (isIndex(key)) {
    const index = indexAsNumber(key);
    return item(self, index < 0 ? index + array.length : index);
  }
  if (!(key instanceof PySlice)) throw typeError('array indices must be integers');
  const parts = sliceParts(key);
  const count = parts.fit(array.length);
  return arrayOfOctets(array.kind, sliceOctets(array, parts.start, parts.step, count));
}

function sliceOctets(array: PyArray, start: number, step: number, count: number): Uint8Array {
  const { octets } = array;
  const { itemsize } = array.kind;
  if (step === 1) return octets.subarray(start * itemsize, (start + count) * itemsize);
  const selected = new Uint8Array(count * itemsize);
  for (let i = 0, at = start; i < count; i++, at += step) {
    for (let k = 0; k < itemsize; k++) selected[i * itemsize + k] = octets[at * itemsize + k]!;
  }
  return selected;
}

/** Sets or deletes the item at an index that counts from the start. */
function assignItem(self: PyObject, index: number, value: PyObject | undefined): void {
  const array = self as PyArray;
  const check = (): void => {
    if (index < 0 || index >= array.length) throw indexError('array assignment index out of range');
  };
  check();
  if (value === undefined) {
    deleteItems(array, index, index + 1);
    return;
  }
  const stored = array.kind.convert(value);
  // The conversion may have taken items away.
  check();
  array.kind.store(array.items, index, stored);
}

function assignSubscript(self: PyObject, key: PyObject, value: PyObject | undefined): void {
  const array = self as PyArray;
  if (isIndex(key)) {
    const index = indexAsNumber(key);
    assignItem(self, index < 0 ? index + array.length : index, value);
    return;
  }
  if (!(key instanceof PySlice)) throw typeError('array indices must be integers');
  const parts = sliceParts(key);
  let source: Uint8Array;
  if (value === undefined) source = new Uint8Array(0);
  else if (value instanceof PyArray) {
    checkSameKind(array, value);
    source = value === array ? octetsOf(array).slice() : octetsOf(value);
  } else throw typeError(`can only assign array (not "${typeName(value)}") to array slice`);
  assignSlice(array, parts, source);
}

function assignSlice(array: PyArray, parts: ReturnType<typeof sliceParts>, source: Uint8Array): void {
  const { itemsize } = array.kind;
  const count = parts.fit(array.length);
  const { start, step } = parts;
  const needed = source.length / itemsize;
  // A slice that changes the size is refused before anything moves.
  if (needed === 0 || count !== needed) checkFree(array);
  if (step === 1) {
    replaceItems(array, start, Math.max(start, parts.stop), source);
  } else if (needed === 0) {
    deleteEvery(array, step < 0 ? start + step * (count - 1) : start, Math.abs(step), count);
  } else if (needed !== count) {
    throw valueError(`attempt to assign array of size ${needed} to extended slice of size ${count}`);
  } else {
    for (let i = 0, at = start; i < count; i++, at += step) {
      for (let k = 0; k < itemsize; k++) array.octets[at * itemsize + k] = source[i * itemsize + k]!;
    }
  }
}

/** Puts octets in place of the items from `from` up to `to`. */
function replaceItems(array: PyArray, from: number, to: number, source: Uint8Array): void {
  const { itemsize } = array.kind;
  const growth = source.length / itemsize - (to - from);
  const { length } = array;
  const move = (): void => {
    array.octets.copyWithin(from * itemsize + source.length, to * itemsize, length * itemsize);
  };
  if (growth < 0) move();
  if (growth !== 0) resize(array, length + growth);
  if (growth > 0) move();
  array.octets.set(source, from * itemsize);
}

/** Takes out `count` items, each `step` behind the one before. */
function deleteEvery(array: PyArray, first: number, step: number, count: number): void {
  if (count === 0) return;
  const { itemsize } = array.kind;
  let to = first;
  let gone = 0;
  for (let from = first; from < array.length; from++) {
    if (gone < count && from === first + gone * step) {
      gone++;
      continue;
    }
    array.octets.copyWithin(to * itemsize, from * itemsize, (from + 1) * itemsize);
    to++;
  }
  resize(array, to);
}

// ── Operators ────────────────────────────────────────────────────────────────────────────────────────────────────────

function concat(left: PyObject, right: PyObject): PyObject {
  const array = left as PyArray;
  if (!(right instanceof PyArray))
    throw typeError(`can only append array (not "${typeName(right)}") to array`);
  checkSameKind(array, right);
  const joined = new PyArray(array.kind, array.length + right.length);
  joined.octets.set(octetsOf(array));
  joined.octets.set(octetsOf(right), array.length * array.kind.itemsize);
  return joined;
}

function checkCount(array: PyArray, count: number): void {
  if (array.length * count * array.kind.itemsize >= MAX_ITEMS) throw memoryError();
}

function repeat(self: PyObject, count: number): PyObject {
  const array = self as PyArray;
  if (count <= 0) return new PyArray(array.kind, 0);
  checkCount(array, count);
  const repeated = new PyArray(array.kind, array.length * count);
  repeated.octets.set(octetsOf(array));
  repeatWithin(repeated.octets, array.length * array.kind.itemsize);
  return repeated;
}

function inplaceRepeat(self: PyObject, count: number): PyObject {
  const array = self as PyArray;
  const { length } = array;
  if (length === 0 || count === 1) return self;
  if (count > 0) checkCount(array, count);
  resize(array, length * Math.max(count, 0));
  repeatWithin(octetsOf(array), length * array.kind.itemsize);
  return self;
}

function compareLengths(left: number, right: number, op: number): boolean {
  switch (op) {
    case Py_LT:
      return left < right;
    case Py_LE:
      return left <= right;
    case Py_EQ:
      return left === right;
    case Py_NE:
      return left !== right;
    case Py_GT:
      return left > right;
    default:
      return left >= right;
  }
}

function compare(left: PyObject, right: PyObject, op: number): PyObject {
  if (!(left instanceof PyArray && right instanceof PyArray)) return NotImplemented;
  if (left.length !== right.length && (op === Py_EQ || op === Py_NE)) return op === Py_NE;
  for (let i = 0; i < left.length && i < right.length; i++) {
    const a = left.kind.read(left.items, i);
    const b = right.kind.read(right.items, i);
    if (a instanceof PyFloat && b instanceof PyFloat ? a.value === b.value : isEqual(a, b)) continue;
    if (op === Py_EQ) return false;
    if (op === Py_NE) return true;
    return richCompare(a, b, op);
  }
  return compareLengths(left.length, right.length, op);
}

/** The index of the first item from `start` up to `stop` that equals the value; −1 when there is none. May call `__eq__`. */
function indexOf(array: PyArray, value: PyObject, start: number, stop: number): number {
  for (let i = start; i < stop && i < array.length; i++) {
    if (isEqual(array.kind.read(array.items, i), value)) return i;
  }
  return -1;
}

function count(array: PyArray, value: PyObject): number {
  let found = 0;
  for (let i = 0; i < array.length; i++) if (isEqual(array.kind.read(array.items, i), value)) found++;
  return found;
}

function reverse(array: PyArray): void {
  const { itemsize } = array.kind;
  const octets = octetsOf(array).reverse();
  swapOctets(octets, itemsize);
}

/** Reverses the octets of each item. */
function swapOctets(octets: Uint8Array, itemsize: number): void {
  if (itemsize === 1) return;
  for (let at = 0; at < octets.length; at += itemsize) octets.subarray(at, at + itemsize).reverse();
}

function reprOf(self: PyObject): PyObject {
  const array = self as PyArray;
  const name = array.ob_type.tp_name.slice(array.ob_type.tp_name.lastIndexOf('.') + 1);
  const { typecode } = array.kind;
  if (array.length === 0) return `${name}('${typecode}')`;
  const content = isCharacterKind(array.kind) ? toUnicode(array) : toList(array);
  return strJoin('', [`${name}('${typecode}', `, repr(content), ')']);
}

// ── Pickling, the buffer protocol ────────────────────────────────────────────────────────────────────────────────────

function reduce(array: PyArray, protocol: PyObject): PyObject {
  const version = intValue(protocol);
  if (version === undefined) throw typeError('__reduce_ex__ argument should be an integer');
  if (typeof version === 'bigint' && BigInt.asIntN(64, version) !== version) {
    throw overflowError('Python int too large to convert to C long');
  }
  const dict = getAttrOrAbsent(array, dunderDict) ?? None;
  const { kind } = array;
  if (version < 3) return new PyTuple([array.ob_type, new PyTuple([kind.typecode, toList(array)]), dict]);
  const reconstructor = getAttrOrAbsent(importedModule('array'), reconstructorName)!;
  const bytes = new PyBytes(octetsOf(array).slice());
  return new PyTuple([
    reconstructor,
    new PyTuple([array.ob_type, kind.typecode, kind.machineFormat, bytes]),
    dict,
  ]);
}

function exportView(self: PyObject, flags: number): BufferView {
  const array = self as PyArray;
  const { kind, length } = array;
  array.exports++;
  return new BufferView(
    array,
    array.octets,
    0,
    length * kind.itemsize,
    false,
    kind.itemsize,
    flags & PyBUF_FORMAT ? kind.format : undefined,
    flags & PyBUF_ND ? [length] : undefined,
    (flags & PyBUF_STRIDES) === PyBUF_STRIDES ? [kind.itemsize] : undefined,
    1,
  );
}

/** The arguments of a method of one argument or more whose errors are those of methods that know their class. */
function checkArguments(
  name: string,
  args: readonly PyObject[],
  kwnames: KwNames | undefined,
  wanted: number,
): void {
  const plural = wanted === 1 ? '' : 's';
  if (kwnames !== undefined && kwnames.length > 0) throw typeError(`${name}() takes no keyword arguments`);
  if (args.length < wanted) {
    throw typeError(`${name}() takes exactly ${wanted} positional argument${plural} (${args.length} given)`);
  }
  if (args.length > wanted) {
    throw typeError(`${name}() takes at most ${wanted} argument${plural} (${args.length} given)`);
  }
}

export const array = defineType({
  type: PyArray.type,
  doc: "array(typecode [, initializer]) -> array\n\nMake an array of items of the machine type that typecode names. The initializer\nis a list, a bytes-like object, a string for arrays of characters, or any iterable\nof fitting items.\n\nArrays behave much like lists; only the type of their items is fixed, by a single\ncharacter:\n\n    Type code   C Type             Minimum size in bytes\n    'b'         signed integer     1\n    'B'         unsigned integer   1\n    'u'         Unicode character  2 (see note)\n    'w'         Unicode character  4\n    'h'         signed integer     2\n    'H'         unsigned integer   2\n    'i'         signed integer     2\n    'I'         unsigned integer   2\n    'l'         signed integer     4\n    'L'         unsigned integer   4\n    'q'         signed integer     8 (see note)\n    'Q'         unsigned integer   8 (see note)\n    'f'         floating-point     4\n    'd'         floating-point     8\n\nNote: how large they are here is what the attribute itemsize says.",
  slots: {
    tp_new: newArray,
    tp_repr: reprOf,
    tp_richcompare: compare,
    tp_iter: (self) => new PyArrayIter(self as PyArray),
    sq_length: (self) => (self as PyArray).length,
    sq_concat: concat,
    sq_repeat: repeat,
    sq_item: item,
    sq_ass_item: assignItem,
    sq_contains: (self, value) => indexOf(self as PyArray, value, 0, Number.POSITIVE_INFINITY) >= 0,
    sq_inplace_concat: (self, other) => {
      if (!(other instanceof PyArray)) {
        throw typeError(`can only extend array with array (not "${typeName(other)}")`);
      }
      extend(self as PyArray, other);
      return self;
    },
    sq_inplace_repeat: inplaceRepeat,
    mp_length: (self) => (self as PyArray).length,
    mp_subscript: subscript,
    mp_ass_subscript: assignSubscript,
    bf_getbuffer: exportView,
    bf_releasebuffer: (self) => {
      const { exports } = self as PyArray;
      if (exports > 0) (self as PyArray).exports = exports - 1;
    },
  },
  entries: [
    getset<PyArray>(
      'typecode',
      'the character that names the machine type of the items',
      (self) => self.kind.typecode,
    ),
    getset<PyArray>('itemsize', 'how many bytes an item takes', (self) => self.kind.itemsize),
    method('append($self, v: object, /) -> None', 'Add a value at the end of the array.', (self, value) =>
      insertItem(self, self.length, value),
    ),
    method(
      'buffer_info($self, /)',
      'Return a tuple of the address of the memory and of the number of items in it.\n\nThe address is good for telling arrays apart only.',
      (self) => new PyTuple([idOf(self), self.length]),
    ),
    method('byteswap($self, /) -> None', 'Reverse the order of the bytes in each item.', (self) =>
      swapOctets(octetsOf(self), self.kind.itemsize),
    ),
    method('clear($self, /) -> None', 'Remove all items from the array.', (self) => resize(self, 0)),
    method('__copy__($self, /)', 'Return a copy of the array.', (self) =>
      arrayOfOctets(self.kind, octetsOf(self)),
    ),
    method('count($self, v: object, /) -> int', 'Return how many items equal the value.', count),
    method('__deepcopy__($self, unused: object, /)', 'Return a copy of the array.', (self) =>
      arrayOfOctets(self.kind, octetsOf(self)),
    ),
    rawMethod('extend', '($self, bb, /)', 'Add items at the end of the array.', (self, args, kwnames) => {
      checkArguments('extend', args, kwnames, 1);
      extend(self as PyArray, args[0]!);
      return None;
    }),
    rawMethod(
      'fromfile',
      '($self, f, n, /)',
      'Read n items from the file object and add them at the end of the array.',
      (self, args, kwnames) => {
        checkArguments('fromfile', args, kwnames, 2);
        fromFile(self as PyArray, args[0]!, args[1]!);
        return None;
      },
    ),
    method(
      'fromlist($self, list: object, /) -> None',
      'Add the items of a list at the end of the array.',
      fromList,
    ),
    method(
      'frombytes($self, buffer: object, /) -> None',
      'Add the items whose machine values the bytes are, as if they had been read with fromfile().',
      appendBytes,
    ),
    method(
      'fromunicode($self, ustr: str, /) -> None',
      'Add the characters of a string at the end of an array of characters.\n\nArrays of other types raise ValueError; array.frombytes(ustr.encode(...)) adds\ntext to them.',
      (self, text) => {
        if (!isCharacterKind(self.kind)) {
          throw valueError("fromunicode() may only be called on unicode type arrays ('u' or 'w')");
        }
        appendOctets(self, octetsOfText(text));
      },
    ),
    method(
      'index($self, v: object, start: slice_index = 0, stop: slice_index = 9223372036854775807, /) -> int',
      'Return the index of the first item that equals the value.\n\nRaises ValueError when there is none.',
      (self, value, start, stop) => {
        const from = start < 0 ? Math.max(start + self.length, 0) : start;
        const found = indexOf(self, value, from, stop < 0 ? stop + self.length : stop);
        if (found < 0) throw valueError('array.index(x): x not in array');
        return found;
      },
      '($self, v, start=0, stop=sys.maxsize, /)',
    ),
    method(
      'insert($self, i: ssize_t, v: object, /) -> None',
      'Insert a value before position i.',
      insertItem,
    ),
    method(
      'pop($self, i: ssize_t = -1, /)',
      'Take an item out, the last one by default, and return it.',
      (self, index) => {
        const { length, kind } = self;
        if (length === 0) throw indexError('pop from empty array');
        const at = index < 0 ? index + length : index;
        if (at < 0 || at >= length) throw indexError('pop index out of range');
        const value = kind.read(self.items, at);
        deleteItems(self, at, at + 1);
        return value;
      },
    ),
    rawMethod(
      '__reduce_ex__',
      '($self, value, /)',
      'Return state information for pickling.',
      (self, args, kwnames) => {
        checkArguments('__reduce_ex__', args, kwnames, 1);
        return reduce(self as PyArray, args[0]!);
      },
    ),
    method(
      'remove($self, v: object, /) -> None',
      'Take out the first item that equals the value.',
      (self, value) => {
        const at = indexOf(self, value, 0, Number.POSITIVE_INFINITY);
        if (at < 0) throw valueError('array.remove(x): x not in array');
        deleteItems(self, at, Math.min(at + 1, self.length));
      },
    ),
    method('reverse($self, /) -> None', 'Reverse the order of the items in the array.', reverse),
    rawMethod(
      'tofile',
      '($self, f, /)',
      'Write all items, as machine values, to the file object.',
      (self, args, kwnames) => {
        checkArguments('tofile', args, kwnames, 1);
        toFile(self as PyArray, args[0]!);
        return None;
      },
    ),
    method('tolist($self, /)', 'Return a list of the items.', toList),
    method('tobytes($self, /)', 'Return the machine values of the items as bytes.', (self) => {
      const octets = octetsOf(self);
      return bytesBetween(octets, 0, octets.length);
    }),
    method(
      'tounicode($self, /)',
      'Return the characters of an array of characters as a string.\n\nArrays of other types raise ValueError; array.tobytes().decode() makes a string\nof them.',
      toUnicode,
    ),
    method(
      '__sizeof__($self, /) -> int',
      'Return the size of the array in memory, in bytes.',
      (self) => 64 + capacityOf(self) * self.kind.itemsize,
    ),
    classGetItem,
  ],
});

// ── The iterator ─────────────────────────────────────────────────────────────────────────────────────────────────────

const iteratorMethod = methodsOf<PyArrayIter>();

export const arrayIterator = defineType({
  type: PyArrayIter.type,
  slots: {
    tp_iter: (self) => self,
    tp_iternext: (self) => {
      const iterator = self as PyArrayIter;
      const { array, index } = iterator;
      if (array === undefined) return undefined;
      if (index < array.length) {
        iterator.index = index + 1;
        return array.kind.read(array.items, index);
      }
      iterator.array = undefined;
      return undefined;
    },
  },
  entries: [
    iteratorMethod('__reduce__($self, /)', 'Return state information for pickling.', (self) => {
      const iter = builtinNamed('iter');
      const { array, index } = self;
      if (array === undefined) return new PyTuple([iter, new PyTuple([new PyTuple([])])]);
      return new PyTuple([iter, new PyTuple([array]), index]);
    }),
    iteratorMethod(
      '__setstate__($self, state: object, /) -> None',
      'Set state information for unpickling.',
      (self, state) => {
        const index = stateIndex(state);
        if (self.array !== undefined) self.index = Math.min(Math.max(index, 0), self.array.length);
      },
    ),
  ],
});
