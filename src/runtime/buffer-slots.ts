/**
 * `__buffer__` and `__release_buffer__`: the buffer protocol of Python classes (PEP 688).
 * CPython: `slot_bf_getbuffer`, `slot_bf_releasebuffer`, `wrap_buffer`, `bufferwrapper_releasebuf` in
 * Objects/typeobject.c.
 */
import { attrName } from '../objects/attribute-name.ts';
import type { BufferView } from '../objects/buffer.ts';
import { PyBaseException } from '../objects/exception.ts';
import { PyBufferWrapper, PyMemoryView } from '../objects/memoryview.ts';
import type { GetBufferSlot, PyBaseObject, PyObject, ReleaseBufferSlot } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { getBuffer } from './buffer.ts';
import { isReachable } from './buffer-exports.ts';
import { callSpecial } from './call.ts';
import { asIndex } from './convert.ts';
import { overflowError, typeError, valueError } from './errors.ts';
import { isReleased, memoryFromSlot, memoryFromView, releaseMemoryView } from './memoryview.ts';
import { current } from './state.ts';
import { typeName, typeOf } from './type-of.ts';

const dunderBuffer = attrName('__buffer__');
const dunderReleaseBuffer = attrName('__release_buffer__');

/** The slot of a class that defines `__buffer__`: a view of the memoryview that it returns. */
export const genericGetBuffer: GetBufferSlot = (self, flags) => {
  const memory = callSpecial(self, dunderBuffer, flags);
  if (!(memory instanceof PyMemoryView)) throw typeError('__buffer__ returned non-memoryview object');
  const view = getBuffer(memory, flags);
  view.obj = new PyBufferWrapper(memory, self as PyBaseObject);
  return view;
};

/** The slot of a class that defines `__release_buffer__` while a built-in base gives the memory. */
export const genericReleaseBuffer: ReleaseBufferSlot = (self, view) => {
  // The method may look at the memory, but make nothing of it that outlives the call.
  const unowned = view.copy();
  unowned.obj = undefined;
  const memory = memoryFromView(unowned);
  memory.restricted = true;
  callRelease(self, memory);
  releaseMemoryView(memory);
  releaseByBase(self, view);
};

function callRelease(self: PyObject, memory: PyMemoryView): void {
  try {
    callSpecial(self, dunderReleaseBuffer, memory);
  } catch (thrown) {
    if (!(thrown instanceof PyBaseException)) throw thrown;
    current.thread.interp.unraisable(
      thrown,
      `Exception ignored in __release_buffer__ of ${typeName(self)}`,
      None,
    );
  }
}

/** What the built-in base does, whether or not the method called it. */
function releaseByBase(self: PyObject, view: BufferView): void {
  const mro = typeOf(self).tp_mro;
  for (let i = 1; i < mro.length; i++) {
    const release = mro[i]!.bf_releasebuffer;
    if (release !== undefined && release !== genericReleaseBuffer) {
      release(self, view);
      return;
    }
  }
}

/** Releases a view that `__buffer__` of a Python class gave. */
export function releaseWrapped(wrapper: PyBufferWrapper): void {
  const { memory, obj } = wrapper;
  memory.exports--;
  const ownMemory = memory.view.obj === obj;
  if (!ownMemory) {
    if (obj.ob_type.bf_releasebuffer === genericReleaseBuffer) callRelease(obj, memory);
  } else if (memory.exports === 0 && !isReachable((value) => value === memory)) {
    // CPython drops the last reference here, and releasing it calls the method.
    releaseMemoryView(memory);
  }
}

/** `value.__buffer__(flags)` of a type with the slot. */
export function bufferMethod(slot: GetBufferSlot, self: PyObject, flags: PyObject): PyObject {
  const wanted = asIndex(flags);
  if (wanted > 0x7fffffff || wanted < -0x80000000) throw overflowError('buffer flags out of range');
  return memoryFromSlot(self, Number(wanted), slot);
}

/** `value.__release_buffer__(memory)`. */
export function releaseBufferMethod(self: PyObject, memory: PyObject): PyObject {
  if (!(memory instanceof PyMemoryView)) throw typeError('expected a memoryview object');
  const { obj } = memory.view;
  if (obj === undefined) return None;
  if (obj !== self) throw valueError("memoryview's buffer is not this object");
  if (isReleased(memory)) throw valueError("memoryview's buffer has already been released");
  releaseMemoryView(memory);
  return None;
}
