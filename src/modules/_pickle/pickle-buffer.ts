/** pickle.PickleBuffer: memory that a pickle may leave out, to be handed over beside it. CPython: Objects/picklebufobject.c. */
import { BufferHolder, type BufferView, PyBUF_FULL_RO } from '../../objects/buffer.ts';
import { objectType, type PyObject, PyType, TPFLAGS_HAVE_GC } from '../../objects/object.ts';
import { getBuffer, holdBuffer, isContiguous, letGoBuffer } from '../../runtime/buffer.ts';
import { defineType, methodsOf } from '../../runtime/define.ts';
import { bufferError, typeError, valueError } from '../../runtime/errors.ts';
import { memoryFromView } from '../../runtime/memoryview.ts';

export class PyPickleBuffer extends BufferHolder {
  static readonly type = new PyType('pickle.PickleBuffer', PyPickleBuffer, objectType, TPFLAGS_HAVE_GC);
}
PyPickleBuffer.type.hasWeakref = true;

/** The view that the buffer wraps. */
export function heldView(self: PyPickleBuffer): BufferView {
  if (self.held === undefined) throw valueError('operation forbidden on released PickleBuffer object');
  return self.held;
}

/** The object whose memory it is. */
function ownerOf(self: PyPickleBuffer): PyObject {
  return heldView(self).obj!;
}

/** The memory as octets in a row, whatever its items are. */
function rawView(self: PyPickleBuffer): BufferView {
  const held = heldView(self);
  if (!isContiguous(held, 'C') && !isContiguous(held, 'F')) {
    throw bufferError('cannot extract raw buffer from non-contiguous buffer');
  }
  const view = getBuffer(ownerOf(self), PyBUF_FULL_RO);
  view.format = 'B';
  view.itemsize = 1;
  view.ndim = 1;
  view.shape = [view.len];
  view.strides = [1];
  return view;
}

const method = methodsOf<PyPickleBuffer>();

export const pickleBuffer = defineType({
  type: PyPickleBuffer.type,
  doc: 'Memory that may be left out of a pickle.',
  slots: {
    tp_new: (type, args, kwnames) => {
      if (args.length > 1) throw typeError(`PickleBuffer() takes at most 1 argument (${args.length} given)`);
      if (args.length === (kwnames?.length ?? 0)) {
        throw typeError('PickleBuffer() takes exactly 1 positional argument (0 given)');
      }
      const self = new type.ctor() as PyPickleBuffer;
      self.held = holdBuffer(args[0]!, PyBUF_FULL_RO);
      return self;
    },
    bf_getbuffer: (self, flags) => getBuffer(ownerOf(self as PyPickleBuffer), flags),
    // A view belongs to the owner of the memory, who is told when it is released.
    bf_releasebuffer: () => {},
  },
  entries: [
    method(
      'raw($self, /)',
      'Return a memoryview of the bytes in the memory, which must lie in a row.',
      (self) => memoryFromView(rawView(self)),
    ),
    method(
      'release($self, /) -> None',
      'Let the memory go; nothing can be done with the buffer any more.',
      (self) => {
        const view = self.held;
        self.held = undefined;
        if (view !== undefined) letGoBuffer(view);
      },
    ),
  ],
});
