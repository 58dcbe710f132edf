/**
 * Items of a memoryview: reading and writing them, and which one a key means.
 * CPython: `unpack_single`, `pack_single`, `ptr_from_tuple`, `copy_single` in Objects/memoryobject.c.
 */
import { fitsInt, writeFloat, writeInt } from '../common/octet-numbers.ts';
import { type BufferView, PyBUF_FULL_RO } from '../objects/buffer.ts';
import { PyBytes } from '../objects/bytes.ts';
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import { PyList } from '../objects/list.ts';
import type { PyMemoryView } from '../objects/memoryview.ts';
import type { PyObject } from '../objects/object.ts';
import type { PySlice } from '../objects/slice.ts';
import { PyTuple } from '../objects/tuple.ts';
import { getBuffer, releaseBuffer } from '../runtime/buffer.ts';
import { asIndex, indexAsNumber, intValue, isTrue } from '../runtime/convert.ts';
import { asDouble } from '../runtime/converters.ts';
import { indexError, newException, typeError, valueError } from '../runtime/errors.ts';
import { checkReleased } from '../runtime/memoryview.ts';
import { isSignedCode, nativeSize, unpackNative } from '../runtime/native-items.ts';
import { sliceParts } from '../runtime/slice.ts';
import { isInstanceOf } from '../runtime/type-of.ts';

const NotImplementedErrorType = exceptionTypes.get('NotImplementedError')!;
const TypeErrorType = exceptionTypes.get('TypeError')!;
const OverflowErrorType = exceptionTypes.get('OverflowError')!;
const ValueErrorType = exceptionTypes.get('ValueError')!;

export function notImplemented(message: string): PyBaseException {
  return newException(NotImplementedErrorType, message);
}

// ── Reading and writing ──────────────────────────────────────────────────────────────────────────────────────────────

/** The character of the format of the items, which may have an `@` before it. */
export function formatCode(view: BufferView): string {
  const format = view.format!;
  const code = format.startsWith('@') ? format.slice(1) : format;
  if (code.length !== 1) throw notImplemented(`memoryview: unsupported format ${format}`);
  return code;
}

/** The item at an octet of the memory. */
export function unpackItem(memory: PyMemoryView, at: number, code: string): PyObject {
  checkReleased(memory);
  const item = unpackNative(code, memory.view.data, at);
  if (item === undefined) throw notImplemented(`memoryview: format ${code} not supported`);
  return item;
}

function invalidType(code: string): PyBaseException {
  return typeError(`memoryview: invalid type for format '${code}'`);
}

function invalidValue(code: string): PyBaseException {
  return valueError(`memoryview: invalid value for format '${code}'`);
}

/** Converts a value; the errors that say it is not of the format become memoryview's. */
function converted<T>(code: string, convert: () => T): T {
  try {
    return convert();
  } catch (thrown) {
    if (!(thrown instanceof PyBaseException)) throw thrown;
    if (isInstanceOf(thrown, TypeErrorType)) throw invalidType(code);
    if (isInstanceOf(thrown, OverflowErrorType) || isInstanceOf(thrown, ValueErrorType))
      throw invalidValue(code);
    throw thrown;
  }
}

/** Writes an item. May call `__index__`, `__float__` or `__bool__`, which may release the memory. */
export function packItem(memory: PyMemoryView, at: number, value: PyObject, code: string): void {
  const { data } = memory.view;
  switch (code) {
    case 'e':
    case 'f':
    case 'd': {
      const double = converted(code, () => asDouble(value));
      checkReleased(memory);
      const fits = writeFloat(data, at, nativeSize(code)!, double, true);
      if (!fits && code === 'e') throw invalidValue(code);
      return;
    }
    case '?': {
      const truth = isTrue(value);
      checkReleased(memory);
      data[at] = truth ? 1 : 0;
      return;
    }
    case 'c':
      if (!(value instanceof PyBytes)) throw invalidType(code);
      if (value.value.length !== 1) throw invalidValue(code);
      data[at] = value.value[0]!;
      return;
  }
  // A pointer is not asked for by `__index__`.
  if (code === 'P' && intValue(value) === undefined) throw invalidType(code);
  const size = nativeSize(code);
  if (size === undefined) throw notImplemented(`memoryview: format ${code} not supported`);
  const int = typeof value === 'number' ? value : converted(code, () => asIndex(value));
  checkReleased(memory);
  const signed = isSignedCode(code) || (code === 'P' && int < 0);
  if (!fitsInt(int, size, signed)) throw invalidValue(code);
  writeInt(data, at, size, int, true);
}

/** All items, in lists of lists for several dimensions. */
export function listOfItems(memory: PyMemoryView, code: string): PyObject {
  const { shape, strides, offset, ndim } = memory.view;
  if (ndim === 0) return unpackItem(memory, offset, code);
  const listOf = (dimension: number, start: number): PyList => {
    const items: PyObject[] = [];
    const count = shape![dimension]!;
    const stride = strides![dimension]!;
    const last = dimension === ndim - 1;
    for (let i = 0, at = start; i < count; i++, at += stride) {
      items.push(last ? unpackItem(memory, at, code) : listOf(dimension + 1, at));
    }
    return new PyList(items);
  };
  return listOf(0, offset);
}

// ── Keys ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Where the items begin that have this index along a dimension. */
function stepInto(view: BufferView, start: number, dimension: number, index: number): number {
  const count = view.shape![dimension]!;
  const i = index < 0 ? index + count : index;
  if (i < 0 || i >= count) throw indexError(`index out of bounds on dimension ${dimension + 1}`);
  return start + view.strides![dimension]! * i;
}

/** Where an item of a view of one dimension stands. */
export function placeOfIndex(view: BufferView, index: number): number {
  return stepInto(view, view.offset, 0, index);
}

/** Where the item with these indices stands. May call `__index__`. */
export function placeOfTuple(view: BufferView, key: PyTuple): number {
  const { items } = key;
  if (items.length > view.ndim) {
    throw typeError(`cannot index ${view.ndim}-dimension view with ${items.length}-element tuple`);
  }
  let at = view.offset;
  for (let dimension = 0; dimension < items.length; dimension++) {
    at = stepInto(view, at, dimension, indexAsNumber(items[dimension]!));
  }
  return at;
}

/** Cuts a view along its first dimension. May call `__index__`. */
export function applySlice(view: BufferView, key: PySlice): void {
  const parts = sliceParts(key);
  const shape = view.shape!.slice();
  const strides = view.strides!.slice();
  const count = parts.fit(shape[0]!);
  view.offset += strides[0]! * parts.start;
  shape[0] = count;
  strides[0]! *= parts.step;
  view.shape = shape;
  view.strides = strides;
  view.len = shape.reduce((product, n) => product * n, view.itemsize);
}

// ── Copying ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function plainFormat(view: BufferView): string {
  const format = view.format ?? 'B';
  return format.startsWith('@') ? format.slice(1) : format;
}

/** Are the numbers of items the same along all dimensions, up to one that has none? */
export function sameShape(left: BufferView, right: BufferView): boolean {
  if (left.ndim !== right.ndim) return false;
  for (let i = 0; i < left.ndim; i++) {
    if (left.shape![i] !== right.shape![i]) return false;
    if (left.shape![i] === 0) break;
  }
  return true;
}

/** `memory[slice] = value` of one dimension. May call `__buffer__`. */
export function assignSlice(memory: PyMemoryView, key: PySlice, value: PyObject): void {
  const source = getBuffer(value, PyBUF_FULL_RO);
  try {
    const target = memory.view.copy();
    applySlice(target, key);
    checkReleased(memory);
    if (
      plainFormat(target) !== plainFormat(source) ||
      target.itemsize !== source.itemsize ||
      !sameShape(target, source)
    ) {
      throw valueError('memoryview assignment: lvalue and rvalue have different structures');
    }
    copyItems(target, source);
  } finally {
    releaseBuffer(source);
  }
}

/** Copies the items of one view of one dimension to another, which may overlap. */
function copyItems(target: BufferView, source: BufferView): void {
  const { itemsize } = target;
  const count = target.shape![0]!;
  const toStride = target.strides![0]!;
  const fromStride = source.strides?.[0] ?? itemsize;
  if (toStride === itemsize && fromStride === itemsize) {
    target.data.set(source.data.subarray(source.offset, source.offset + count * itemsize), target.offset);
    return;
  }
  const items = new Uint8Array(count * itemsize);
  for (let i = 0, from = source.offset; i < count; i++, from += fromStride) {
    for (let k = 0; k < itemsize; k++) items[i * itemsize + k] = source.data[from + k]!;
  }
  for (let i = 0, to = target.offset; i < count; i++, to += toStride) {
    for (let k = 0; k < itemsize; k++) target.data[to + k] = items[i * itemsize + k]!;
  }
}

/** Is the key a tuple of indices, or of slices? */
export function isTupleOf(key: PyObject, matches: (item: PyObject) => boolean): key is PyTuple {
  return key instanceof PyTuple && key.items.every(matches);
}
