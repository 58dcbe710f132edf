/**
 * memoryview: items in the memory of another object. CPython: Objects/memoryobject.c.
 *
 * All views that are derived from one another (slices, casts) share a managed buffer, the one view that the exporter
 * gave; it is released when the last of them is.
 */
import type { BufferView } from './buffer.ts';
import {
  objectType,
  PyBaseObject,
  type PyInt,
  PyType,
  TPFLAGS_DISALLOW_INSTANTIATION,
  TPFLAGS_SEQUENCE,
} from './object.ts';

export class PyManagedBuffer extends PyBaseObject {
  static readonly type = new PyType(
    'managedbuffer',
    PyManagedBuffer,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );

  readonly master: BufferView;
  /** How many memoryviews there are. */
  exports = 0;
  released = false;

  constructor(master: BufferView) {
    super();
    this.master = master;
  }
}

export class PyMemoryView extends PyBaseObject {
  static readonly type = new PyType('memoryview', PyMemoryView, objectType, TPFLAGS_SEQUENCE);

  readonly managed: PyManagedBuffer;
  /** Always complete: with format, shape and strides. */
  readonly view: BufferView;
  /** How many views of this view there are. */
  exports = 0;
  released = false;
  /** No further views may be made of it: it is lent for the time of a call. */
  restricted = false;
  /** Kept once it has been computed. */
  hash: PyInt | undefined = undefined;

  constructor(managed: PyManagedBuffer, view: BufferView) {
    super();
    this.managed = managed;
    this.view = view;
    managed.exports++;
  }
}
PyMemoryView.type.hasWeakref = true;

export class PyMemoryIter extends PyBaseObject {
  static readonly type = new PyType(
    'memory_iterator',
    PyMemoryIter,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );

  /** Absent when exhausted. */
  memory: PyMemoryView | undefined;
  /** Of the next item. */
  index = 0;
  readonly length: number;

  constructor(memory: PyMemoryView, length: number) {
    super();
    this.memory = memory;
    this.length = length;
  }
}

/**
 * Stands for an object of a Python class as the exporter of a view: its `__buffer__` gave a memoryview, its
 * `__release_buffer__` is called at the end (PEP 688). CPython: `bufferwrapper` in Objects/typeobject.c.
 */
export class PyBufferWrapper extends PyBaseObject {
  static readonly type = new PyType(
    '_buffer_wrapper',
    PyBufferWrapper,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );

  readonly memory: PyMemoryView;
  readonly obj: PyBaseObject;

  constructor(memory: PyMemoryView, obj: PyBaseObject) {
    super();
    this.memory = memory;
    this.obj = obj;
  }
}
