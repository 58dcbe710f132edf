/**
 * The buffer protocol: memory that an object lets others see. CPython: `Py_buffer` in Include/pybuffer.h, PEP 3118.
 *
 * A view says where its first item stands in `data`, how large items are and how they lie: `shape` has the number of
 * items along each dimension, `strides` how many octets lie between neighbours. There are no suboffsets: no memory
 * here is made of pointers. An exporter with a slot `bf_releasebuffer` is told when a view is no longer used.
 */
import { PyBaseObject, type PyObject } from './object.ts';

/** What a consumer asks of an exporter. `inspect.BufferFlags` shows them. */
export const PyBUF_SIMPLE = 0;
export const PyBUF_WRITABLE = 0x1;
export const PyBUF_FORMAT = 0x4;
export const PyBUF_ND = 0x8;
export const PyBUF_STRIDES = 0x10 | PyBUF_ND;
export const PyBUF_C_CONTIGUOUS = 0x20 | PyBUF_STRIDES;
export const PyBUF_F_CONTIGUOUS = 0x40 | PyBUF_STRIDES;
export const PyBUF_ANY_CONTIGUOUS = 0x80 | PyBUF_STRIDES;
export const PyBUF_INDIRECT = 0x100 | PyBUF_STRIDES;
export const PyBUF_FULL_RO = PyBUF_INDIRECT | PyBUF_FORMAT;
export const PyBUF_READ = 0x100;
export const PyBUF_WRITE = 0x200;

/** The most dimensions that a view may have. */
export const PyBUF_MAX_NDIM = 64;

export class BufferView {
  /** Whom to tell when the view is released; absent once it is. */
  obj: PyObject | undefined;
  /** The memory, shared with the exporter. */
  data: Uint8Array;
  /** Where the first item stands in `data`. */
  offset: number;
  /** How many octets the items take: the product of `shape` and `itemsize`. */
  len: number;
  readonly: boolean;
  itemsize: number;
  /** How to read an item, as the struct module writes it; absent means unsigned octets. */
  format: string | undefined;
  ndim: number;
  /** Absent where the consumer did not ask: then the memory is one row of octets. */
  shape: readonly number[] | undefined;
  strides: readonly number[] | undefined;

  constructor(
    obj: PyObject | undefined,
    data: Uint8Array,
    offset: number,
    len: number,
    readonly: boolean,
    itemsize: number,
    format: string | undefined,
    shape: readonly number[] | undefined,
    strides: readonly number[] | undefined,
    ndim: number,
  ) {
    this.obj = obj;
    this.data = data;
    this.offset = offset;
    this.len = len;
    this.readonly = readonly;
    this.itemsize = itemsize;
    this.format = format;
    this.ndim = ndim;
    this.shape = shape;
    this.strides = strides;
  }

  /** The same view for another holder. */
  copy(): BufferView {
    return new BufferView(
      this.obj,
      this.data,
      this.offset,
      this.len,
      this.readonly,
      this.itemsize,
      this.format,
      this.shape,
      this.strides,
      this.ndim,
    );
  }
}

/** An object whose memory must stay where it is as long as there are views of it. */
export abstract class BufferExporter extends PyBaseObject {
  /** How many views there are. */
  exports = 0;
  /** How many of them belong to objects that may be dropped without anybody noticing: see runtime/buffer-exports.ts. */
  droppable = 0;
}

/** An object that looks at the memory of another until it is exhausted, closed or dropped. */
export abstract class BufferHolder extends PyBaseObject {
  held: BufferView | undefined = undefined;
}
