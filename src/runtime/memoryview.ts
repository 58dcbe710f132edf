/**
 * Making and releasing memoryviews. What they do: builtins/memoryview.ts.
 * CPython: `PyMemoryView_FromObject`, `_PyMemoryView_FromBufferProc`, `mbuf_add_view` in Objects/memoryobject.c.
 */
import { type BufferView, PyBUF_FULL_RO } from '../objects/buffer.ts';
import { PyManagedBuffer, PyMemoryView } from '../objects/memoryview.ts';
import type { GetBufferSlot, PyObject } from '../objects/object.ts';
import { contiguousStrides, countDroppable, getBuffer, hasBuffer, letGoBuffer } from './buffer.ts';
import { bufferError, typeError, valueError } from './errors.ts';
import { typeName } from './type-of.ts';

/** Can the memory no longer be reached? */
export function isReleased(memory: PyMemoryView): boolean {
  return memory.released || memory.managed.released;
}

export function checkReleased(memory: PyMemoryView): void {
  if (memory.released || memory.managed.released) {
    throw valueError('operation forbidden on released memoryview object');
  }
}

export function checkRestricted(memory: PyMemoryView): void {
  if (memory.restricted) throw valueError('cannot create new view on restricted memoryview');
}

/** A view with nothing left out: what an exporter leaves absent has the meaning of octets in a row. */
function completed(view: BufferView): BufferView {
  const copy = view.copy();
  copy.format ??= 'B';
  if (copy.ndim > 0) {
    copy.shape ??= [copy.len / copy.itemsize];
    copy.strides ??= contiguousStrides(copy.shape, copy.itemsize);
  }
  return copy;
}

/** Another memoryview of what a managed buffer holds. */
export function addView(managed: PyManagedBuffer, view: BufferView): PyMemoryView {
  return new PyMemoryView(managed, view);
}

/** A memoryview that owns a view fresh from its exporter. */
export function memoryFromView(view: BufferView): PyMemoryView {
  countDroppable(view);
  return new PyMemoryView(new PyManagedBuffer(view), completed(view));
}

/** `memoryview._from_flags(value, flags)`. May call `__buffer__`. */
export function newMemoryView(value: PyObject, flags: number = PyBUF_FULL_RO): PyMemoryView {
  if (value instanceof PyMemoryView) {
    checkReleased(value);
    checkRestricted(value);
    return addView(value.managed, value.view.copy());
  }
  if (!hasBuffer(value))
    throw typeError(`memoryview: a bytes-like object is required, not '${typeName(value)}'`);
  return memoryFromView(getBuffer(value, flags));
}

/** The memoryview that `value.__buffer__(flags)` gives, by the slot function of one of its bases. */
export function memoryFromSlot(value: PyObject, flags: number, slot: GetBufferSlot): PyMemoryView {
  return memoryFromView(slot(value, flags));
}

/** `memory.release()`. May call `__release_buffer__`. */
export function releaseMemoryView(memory: PyMemoryView): void {
  if (memory.released) return;
  if (memory.exports > 0) {
    throw bufferError(`memoryview has ${memory.exports} exported buffer${memory.exports === 1 ? '' : 's'}`);
  }
  memory.released = true;
  const { managed } = memory;
  if (--managed.exports > 0 || managed.released) return;
  managed.released = true;
  letGoBuffer(managed.master);
}
