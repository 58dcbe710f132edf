/** The iterators of str. CPython: `unicode_iter`, `unicodeiter_*`, `unicode_ascii_iter_next` in Objects/unicodeobject.c. */
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { strLength } from '../objects/str.ts';
import { PyStrAsciiIterator, PyStrIterator, type StrIteratorLayout } from '../objects/str-iterator.ts';
import { PyTuple } from '../objects/tuple.ts';
import { intValue } from '../runtime/convert.ts';
import { defineType, methodsOf } from '../runtime/define.ts';
import { overflowError, typeError } from '../runtime/errors.ts';
import { builtinNamed } from '../runtime/pickling.ts';
import { charAt } from '../runtime/text.ts';

const method = methodsOf<StrIteratorLayout & PyObject>();

function next(self: PyObject): PyObject | undefined {
  const iterator = self as StrIteratorLayout;
  const { text } = iterator;
  if (text === undefined) return undefined;
  const { index } = iterator;
  if (index >= strLength(text)) {
    iterator.text = undefined;
    return undefined;
  }
  iterator.index = index + 1;
  return charAt(text, index);
}

/** The index to go on from; any int will do, the iterator cuts it to its text. */
function setState(iterator: StrIteratorLayout, state: PyObject): void {
  const int = intValue(state);
  if (int === undefined) throw typeError('an integer is required');
  if (typeof int === 'bigint' && BigInt.asIntN(64, int) !== int) {
    throw overflowError('Python int too large to convert to C ssize_t');
  }
  if (iterator.text !== undefined) {
    iterator.index = Math.max(0, Math.min(Number(int), strLength(iterator.text)));
  }
}

function reduce(iterator: StrIteratorLayout): PyObject {
  const iter = builtinNamed('iter');
  const { text, index } = iterator;
  return text === undefined
    ? new PyTuple([iter, new PyTuple([''])])
    : new PyTuple([iter, new PyTuple([text]), index]);
}

const entries = [
  method('__length_hint__($self, /) -> int', 'Tell how many characters are left.', (self) =>
    self.text === undefined ? 0 : strLength(self.text) - self.index,
  ),
  method('__reduce__($self, /)', 'Give what pickling needs.', reduce),
  method('__setstate__($self, object: object, /)', 'Take the state that pickling kept.', (self, state) => {
    setState(self, state);
    return None;
  }),
];

export const strIterator = defineType({
  type: PyStrIterator.type,
  slots: { tp_iter: (self) => self, tp_iternext: next },
  entries,
});

export const strAsciiIterator = defineType({
  type: PyStrAsciiIterator.type,
  slots: { tp_iter: (self) => self, tp_iternext: next },
  entries,
});
