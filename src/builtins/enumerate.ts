/** enumerate and reversed. CPython: Objects/enumobject.c. */
import { intAdd } from '../common/int.ts';
import { attrName } from '../objects/attribute-name.ts';
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import { PyEnumerate, PyReversed } from '../objects/iterator.ts';
import type { KwNames, PyInt, PyObject, PyType } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { PyTuple } from '../objects/tuple.ts';
import { checkNoKeywords, checkPositional } from '../runtime/arguments.ts';
import { lookupOnType } from '../runtime/attributes.ts';
import { callSpecial } from '../runtime/call.ts';
import { builtinDef } from '../runtime/clinic.ts';
import { asIndex, intValue } from '../runtime/convert.ts';
import { defineType, methodsOf } from '../runtime/define.ts';
import { overflowError, typeError } from '../runtime/errors.ts';
import { classGetItem } from '../runtime/generic-alias.ts';
import { getIter } from '../runtime/iter.ts';
import { isSequence, length, sequenceItem } from '../runtime/sequence.ts';
import { isInstanceOf, typeName, typeOf } from '../runtime/type-of.ts';

type EnumerateConstructor = new (iterator: PyObject, index: PyInt) => PyEnumerate;
type ReversedConstructor = new (sequence: PyObject, index: number) => PyReversed;

function makeEnumerate(type: PyType, iterable: PyObject, start: PyObject | undefined): PyObject {
  const index = start === undefined ? 0 : asIndex(start);
  return new (type.ctor as unknown as EnumerateConstructor)(getIter(iterable), index);
}

/** The call of a class derived from enumerate. */
const subclassNew = builtinDef<PyType, 'enumerate($type, iterable: object, start: object = <null>)'>(
  'enumerate($type, iterable: object, start: object = <null>)',
  '',
  makeEnumerate,
);

/** `enumerate(…)` itself binds its arguments by hand in CPython, and words the errors in its own way. */
function newEnumerate(type: PyType, args: readonly PyObject[], kwnames: KwNames = []): PyObject {
  if (type !== PyEnumerate.type) return subclassNew.call(type, args, kwnames);
  if (args.length === 1 || args.length === 2) {
    const positional = args.length - kwnames.length;
    const startFirst = kwnames.length === 2 && kwnames[0] === 'start';
    const expected = startFirst ? ['start', 'iterable'] : ['iterable', 'start'];
    kwnames.forEach((name, i) => {
      if (name !== expected[positional + i]) {
        throw typeError(`'${name}' is an invalid keyword argument for enumerate()`);
      }
    });
    return startFirst ? makeEnumerate(type, args[1]!, args[0]!) : makeEnumerate(type, args[0]!, args[1]);
  }
  if (args.length === 0) throw typeError("enumerate() missing required argument 'iterable'");
  throw typeError(`enumerate() takes at most 2 arguments (${args.length} given)`);
}

export const enumerate = defineType({
  type: PyEnumerate.type,
  doc: 'Give pairs of a count, which begins with start, and an item of the iterable.',
  textSignature: '(iterable, start=0)',
  slots: {
    tp_new: newEnumerate,
    make1: (iterable) => makeEnumerate(PyEnumerate.type, iterable, undefined),
    tp_iter: (self) => self,
    tp_iternext: (self) => {
      const iterator = self as PyEnumerate;
      const source = iterator.iterator;
      const item = typeOf(source).tp_iternext!(source);
      if (item === undefined) return undefined;
      const { index } = iterator;
      iterator.index =
        typeof index === 'number' && index < Number.MAX_SAFE_INTEGER ? index + 1 : intAdd(index, 1);
      return new PyTuple([index, item]);
    },
  },
  entries: [
    methodsOf<PyEnumerate>()(
      '__reduce__($self, /)',
      'Return state information for pickling.',
      (self) => new PyTuple([typeOf(self), new PyTuple([self.iterator, self.index])]),
    ),
    classGetItem,
  ],
});

const dunderReversed = attrName('__reversed__');
const IndexErrorType = exceptionTypes.get('IndexError')!;
const StopIterationType = exceptionTypes.get('StopIteration')!;

/** `reversed(value)`: what `__reversed__` gives, if there is one. */
function newReversed(type: PyType, args: readonly PyObject[], kwnames: KwNames | undefined): PyObject {
  if (type === PyReversed.type || type.tp_init === PyReversed.type.tp_init)
    checkNoKeywords('reversed', kwnames);
  checkPositional('reversed', args.length - (kwnames?.length ?? 0), 1, 1);
  return makeReversed(type, args[0]!);
}

function makeReversed(type: PyType, value: PyObject): PyObject {
  const method = lookupOnType(value, dunderReversed);
  if (method !== undefined && method !== None) return callSpecial(value, dunderReversed)!;
  if (method === None || !isSequence(value)) throw typeError(`'${typeName(value)}' object is not reversible`);
  return new (type.ctor as unknown as ReversedConstructor)(value, length(value) - 1);
}

const reversedMethod = methodsOf<PyReversed>();

export const reversed = defineType({
  type: PyReversed.type,
  doc: 'Give the items of a sequence from the last to the first.',
  textSignature: '(sequence, /)',
  slots: {
    tp_new: newReversed,
    make1: (value) => makeReversed(PyReversed.type, value),
    tp_iter: (self) => self,
    tp_iternext: (self) => {
      const iterator = self as PyReversed;
      const { sequence, index } = iterator;
      if (sequence !== undefined && index >= 0) {
        try {
          const item = sequenceItem(sequence, index);
          iterator.index = index - 1;
          return item;
        } catch (thrown) {
          if (
            !(thrown instanceof PyBaseException) ||
            !(isInstanceOf(thrown, IndexErrorType) || isInstanceOf(thrown, StopIterationType))
          ) {
            throw thrown;
          }
        }
      }
      iterator.index = -1;
      iterator.sequence = undefined;
      return undefined;
    },
  },
  entries: [
    reversedMethod(
      '__length_hint__($self, /)',
      'Return about how many items are left.',
      ({ sequence, index }) => {
        if (sequence === undefined) return 0;
        return length(sequence) < index + 1 ? 0 : index + 1;
      },
    ),
    reversedMethod('__reduce__($self, /)', 'Return state information for pickling.', (self) =>
      self.sequence === undefined
        ? new PyTuple([typeOf(self), new PyTuple([new PyTuple([])])])
        : new PyTuple([typeOf(self), new PyTuple([self.sequence]), self.index]),
    ),
    reversedMethod(
      '__setstate__($self, object: object, /) -> None',
      'Set state information for unpickling.',
      (self, state) => {
        const index = intValue(state);
        if (index === undefined) throw typeError('an integer is required');
        if (typeof index === 'bigint' && BigInt.asIntN(64, index) !== index) {
          throw overflowError('Python int too large to convert to C ssize_t');
        }
        if (self.sequence !== undefined) {
          self.index = Math.max(Math.min(Number(index), length(self.sequence) - 1), -1);
        }
      },
    ),
  ],
});
