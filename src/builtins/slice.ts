/** slice: the behaviour of slice objects. CPython: Objects/sliceobject.c. Applying them: ../runtime/slice.ts. */
import { Py_EQ, Py_GE, Py_LE } from '../objects/object.ts';
import { None, NotImplemented } from '../objects/singletons.ts';
import { PySlice } from '../objects/slice.ts';
import { PyTuple } from '../objects/tuple.ts';
import { checkNoKeywords, checkPositional } from '../runtime/arguments.ts';
import { isSame } from '../runtime/compare.ts';
import { asIndex } from '../runtime/convert.ts';
import { defineType, member, methodsOf } from '../runtime/define.ts';
import { valueError } from '../runtime/errors.ts';
import { compareItems, type ItemHolder, reprItems } from '../runtime/items.ts';
import { hashHigh, hashItems, joinHash } from '../runtime/key-hash.ts';
import { sliceIndices } from '../runtime/slice.ts';
import { strConcat } from '../runtime/text.ts';

const method = methodsOf<PySlice>();

/** The three parts, as a sequence to compare and to show. */
function partsOf(slice: PySlice): ItemHolder {
  return { items: [slice.start, slice.stop, slice.step] };
}

export const slice = defineType({
  type: PySlice.type,
  doc: 'slice(stop)\nslice(start, stop[, step])\n\nA selection of items, as written between brackets: a[0:10:2].',
  slots: {
    tp_new: (_type, args, kwnames) => {
      checkNoKeywords('slice', kwnames);
      checkPositional('slice', args.length, 1, 3);
      return args.length === 1
        ? new PySlice(None, args[0]!, None)
        : new PySlice(args[0]!, args[1]!, args[2] ?? None);
    },
    tp_repr: (self) => strConcat(strConcat('slice(', reprItems(partsOf(self as PySlice))), ')'),
    tp_hash: (self) => {
      const low = hashItems(partsOf(self as PySlice).items, false);
      return joinHash(hashHigh.value, low);
    },
    tp_richcompare: (self, other, op) => {
      if (!(other instanceof PySlice)) return NotImplemented;
      if (isSame(self, other)) return op === Py_EQ || op === Py_LE || op === Py_GE;
      return compareItems(partsOf(self as PySlice), partsOf(other), op);
    },
  },
  entries: [
    method(
      'indices($self, object: object, /)',
      'S.indices(len) -> (start, stop, stride)\n\nGive the start, stop and step of the slice for a sequence of that length.',
      (self, object) => {
        const length = asIndex(object);
        if (length < 0) throw valueError('length should not be negative');
        return new PyTuple(sliceIndices(self, length));
      },
    ),
    method(
      '__reduce__($self, /)',
      'Return state information for pickling.',
      (self) => new PyTuple([PySlice.type, new PyTuple([self.start, self.stop, self.step])]),
    ),
    member<PySlice>('start', undefined, 'start'),
    member<PySlice>('stop', undefined, 'stop'),
    member<PySlice>('step', undefined, 'step'),
  ],
});
