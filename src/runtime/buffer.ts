/**
 * The buffer protocol as consumers use it. CPython: `PyObject_GetBuffer`, `PyBuffer_FillInfo` in Objects/abstract.c.
 *
 * Most consumers want octets for the time of a call: {@link bytesLike}. Who keeps a view, or calls Python code while
 * using one, takes it with {@link getBuffer} and gives it back with {@link releaseBuffer}.
 */
import {
  BufferExporter,
  BufferView,
  PyBUF_FORMAT,
  PyBUF_FULL_RO,
  PyBUF_ND,
  PyBUF_READ,
  PyBUF_SIMPLE,
  PyBUF_STRIDES,
  PyBUF_WRITABLE,
  PyBUF_WRITE,
} from '../objects/buffer.ts';
import { PyByteArray } from '../objects/bytearray.ts';
import { PyBytes } from '../objects/bytes.ts';
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import type { PyObject } from '../objects/object.ts';
import { bufferError, systemError, typeError } from './errors.ts';
import { isInstanceOf, typeName, typeOf } from './type-of.ts';

const OCTET_STRIDES: readonly number[] = [1];

const ExceptionType = exceptionTypes.get('Exception')!;

/** Does the object have the buffer protocol? CPython: `PyObject_CheckBuffer`. */
export function hasBuffer(value: PyObject): boolean {
  return typeof value === 'object' && value.ob_type.bf_getbuffer !== undefined;
}

/** A view of an object's memory. Whoever takes it releases it. May call `__buffer__`. */
export function getBuffer(value: PyObject, flags: number): BufferView {
  if (flags === PyBUF_READ || flags === PyBUF_WRITE) badInternalCall();
  const get = typeOf(value).bf_getbuffer;
  if (get === undefined) throw typeError(`a bytes-like object is required, not '${typeName(value)}'`);
  return get(value, flags);
}

/** What C code gets that asks for nonsense. */
function badInternalCall(): never {
  throw systemError('bad argument to internal function');
}

/** Ends the use of a view; a second time does nothing. May call `__release_buffer__`. */
export function releaseBuffer(view: BufferView): void {
  const { obj } = view;
  if (obj === undefined) return;
  typeOf(obj).bf_releasebuffer?.(obj, view);
  view.obj = undefined;
}

/** Notes that a view belongs to an object that may be dropped without {@link letGoBuffer}. */
export function countDroppable(view: BufferView): void {
  if (view.obj instanceof BufferExporter) view.obj.droppable++;
}

/** A view for an object that holds it as long as it lives: a `BufferHolder`. May call `__buffer__`. */
export function holdBuffer(value: PyObject, flags: number): BufferView {
  const view = getBuffer(value, flags);
  countDroppable(view);
  return view;
}

/** Ends the use of such a view. May call `__release_buffer__`. */
export function letGoBuffer(view: BufferView): void {
  const { obj } = view;
  if (obj instanceof BufferExporter && obj.droppable > 0) obj.droppable--;
  releaseBuffer(view);
}

/** The view that an object gives which consists of octets in a row. CPython: `PyBuffer_FillInfo`. */
export function octetsView(obj: PyObject, octets: Uint8Array, readonly: boolean, flags: number): BufferView {
  if (flags === PyBUF_READ || flags === PyBUF_WRITE) badInternalCall();
  if (flags & PyBUF_WRITABLE && readonly) throw bufferError('Object is not writable.');
  const { length } = octets;
  return new BufferView(
    obj,
    octets,
    0,
    length,
    readonly,
    1,
    flags & PyBUF_FORMAT ? 'B' : undefined,
    flags & PyBUF_ND ? [length] : undefined,
    (flags & PyBUF_STRIDES) === PyBUF_STRIDES ? OCTET_STRIDES : undefined,
    1,
  );
}

/** The memory of a view whose items lie in a row. */
export function viewOctets(view: BufferView): Uint8Array {
  const { data, offset, len } = view;
  return offset === 0 && len === data.length ? data : data.subarray(offset, offset + len);
}

/**
 * The octets of a bytes-like object. They are the object's own: whoever keeps them copies. A view made by a Python
 * class is released before the octets are used. May call `__buffer__` and `__release_buffer__`.
 */
export function bytesLike(value: PyObject): Uint8Array {
  if (typeof value === 'object') {
    if (value.ob_type === PyBytes.type) return (value as PyBytes).value;
    if (value.ob_type === PyByteArray.type) return (value as PyByteArray).octets;
  }
  const view = getBuffer(value, PyBUF_SIMPLE);
  const octets = viewOctets(view);
  releaseBuffer(view);
  return octets;
}

/** The same, `undefined` for what has no buffer. */
export function bytesLikeOrAbsent(value: PyObject): Uint8Array | undefined {
  return hasBuffer(value) ? bytesLike(value) : undefined;
}

/** The same for memory that will be written to; `complain` throws when the object does not offer such. */
export function writableBytesLike(value: PyObject, complain: () => never): Uint8Array {
  if (typeof value === 'object' && value.ob_type === PyByteArray.type) return (value as PyByteArray).octets;
  let view: BufferView;
  try {
    view = getBuffer(value, PyBUF_WRITABLE);
  } catch (thrown) {
    if (thrown instanceof PyBaseException && isInstanceOf(thrown, ExceptionType)) complain();
    throw thrown;
  }
  const octets = viewOctets(view);
  releaseBuffer(view);
  return octets;
}

/** A copy of the items of any bytes-like object, also where they do not lie in a row. May call `__buffer__`. */
export function copyBuffer(value: PyObject): Uint8Array {
  const view = getBuffer(value, PyBUF_FULL_RO);
  const octets = contiguousOctets(view, 'C');
  releaseBuffer(view);
  return octets;
}

// ── Views of several dimensions ──────────────────────────────────────────────────────────────────────────────────────

/** The strides of items that lie in a row, the last index running fastest. */
export function contiguousStrides(shape: readonly number[], itemsize: number): number[] {
  const strides: number[] = [];
  let stride = itemsize;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = stride;
    stride *= shape[i]!;
  }
  return strides;
}

/** Do the items lie in a row, the last index (order C) or the first (order F) running fastest? */
export function isContiguous(view: BufferView, order: 'C' | 'F'): boolean {
  const { shape, strides } = view;
  if (shape === undefined || strides === undefined || view.len === 0) return true;
  let stride = view.itemsize;
  for (let k = 0; k < shape.length; k++) {
    const i = order === 'F' ? k : shape.length - 1 - k;
    if (shape[i]! > 1 && strides[i] !== stride) return false;
    stride *= shape[i]!;
  }
  return true;
}

/** A copy of the items in a row, in that order; order A is F for what lies that way already, else C. */
export function contiguousOctets(view: BufferView, order: 'C' | 'F' | 'A'): Uint8Array {
  const wanted = order !== 'A' ? order : isContiguous(view, 'F') && !isContiguous(view, 'C') ? 'F' : 'C';
  if (isContiguous(view, wanted)) return viewOctets(view).slice();
  const copy = new Uint8Array(view.len);
  const shape = view.shape!;
  const { itemsize, data } = view;
  const targetStrides =
    wanted === 'C'
      ? contiguousStrides(shape, itemsize)
      : contiguousStrides(shape.slice().reverse(), itemsize).reverse();
  const copyDimension = (dimension: number, from: number, to: number): void => {
    const count = shape[dimension]!;
    const fromStride = view.strides![dimension]!;
    const toStride = targetStrides[dimension]!;
    const last = dimension === shape.length - 1;
    for (let i = 0; i < count; i++, from += fromStride, to += toStride) {
      if (!last) copyDimension(dimension + 1, from, to);
      else for (let k = 0; k < itemsize; k++) copy[to + k] = data[from + k]!;
    }
  };
  copyDimension(0, view.offset, 0);
  return copy;
}
