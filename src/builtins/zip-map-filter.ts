/** zip, map and filter: iterators made of other iterators. CPython: Python/bltinmodule.c. */
import { boolType } from '../objects/int.ts';
import { PyFilter, PyMap, PyZip } from '../objects/iterator.ts';
import type { KwNames, PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { PyTuple } from '../objects/tuple.ts';
import { checkNoKeywords, checkPositional, unexpectedKeyword } from '../runtime/arguments.ts';
import { call, call1, call2 } from '../runtime/call.ts';
import { isTrue } from '../runtime/convert.ts';
import { defineType, methodsOf } from '../runtime/define.ts';
import { typeError, valueError } from '../runtime/errors.ts';
import { getIter, nextOf } from '../runtime/iter.ts';
import { typeOf } from '../runtime/type-of.ts';

const REDUCE = '__reduce__($self, /)';
const REDUCE_DOC = 'Return state information for pickling.';
const SETSTATE = '__setstate__($self, object: object, /) -> None';
const SETSTATE_DOC = 'Set state information for unpickling.';

type ZipConstructor = new (iterators: readonly PyObject[], strict: boolean) => PyZip;
type MapConstructor = new (func: PyObject, iterators: readonly PyObject[], strict: boolean) => PyMap;
type FilterConstructor = new (func: PyObject, iterator: PyObject) => PyFilter;

/** The only keyword of zip and map. */
function strictArgument(name: string, args: readonly PyObject[], kwnames: KwNames | undefined): boolean {
  if (kwnames === undefined || kwnames.length === 0) return false;
  if (kwnames.length > 1)
    throw typeError(`${name}() takes at most 1 keyword argument (${kwnames.length} given)`);
  if (kwnames[0] !== 'strict') throw unexpectedKeyword(name, kwnames[0]!, ['strict']);
  return isTrue(args[args.length - 1]!);
}

function iteratorsOf(iterables: readonly PyObject[]): PyObject[] {
  const iterators: PyObject[] = [];
  for (let i = 0; i < iterables.length; i++) iterators.push(getIter(iterables[i]!));
  return iterators;
}

/** One item of each iterator; absent when one is at its end, of which `strict` demands that all are. */
function nextItems(name: string, iterators: readonly PyObject[], strict: boolean): PyObject[] | undefined {
  if (iterators.length === 2 && !strict) {
    const first = nextOf(iterators[0]!);
    const second = first === undefined ? undefined : nextOf(iterators[1]!);
    // An array that grows item by item has room for many.
    return second === undefined ? undefined : [first!, second];
  }
  const items: PyObject[] = [];
  for (let i = 0; i < iterators.length; i++) {
    const item = nextOf(iterators[i]!);
    if (item === undefined) {
      if (strict) checkAllEnd(name, iterators, i);
      return undefined;
    }
    items.push(item);
  }
  return items;
}

/** The iterator at `ended` is at its end: those before it must not have given an item, nor may those behind it. */
function checkAllEnd(name: string, iterators: readonly PyObject[], ended: number): void {
  if (ended > 0) throw valueError(`${name}() argument ${ended + 1} is shorter than ${argumentsUpTo(ended)}`);
  for (let i = 1; i < iterators.length; i++) {
    if (nextOf(iterators[i]!) !== undefined) {
      throw valueError(`${name}() argument ${i + 1} is longer than ${argumentsUpTo(i)}`);
    }
  }
}

function argumentsUpTo(count: number): string {
  return count === 1 ? 'argument 1' : `arguments 1-${count}`;
}

const zipMethod = methodsOf<PyZip>();

export const zip = defineType({
  type: PyZip.type,
  doc: "Give tuples of one item of each iterable, until the shortest ends.\n\nIf strict is true, a ValueError is raised unless all end together.\n\n   >>> list(zip(\"abc\", range(3)))\n   [('a', 0), ('b', 1), ('c', 2)]",
  textSignature: '(*iterables, strict=False)',
  slots: {
    tp_new: (type, args, kwnames) => {
      const strict = strictArgument('zip', args, kwnames);
      const iterators = iteratorsOf(args.slice(0, args.length - (kwnames?.length ?? 0)));
      return new (type.ctor as unknown as ZipConstructor)(iterators, strict);
    },
    tp_iter: (self) => self,
    tp_iternext: (self) => {
      const { iterators, strict } = self as PyZip;
      if (iterators.length === 0) return undefined;
      const items = nextItems('zip', iterators, strict);
      return items === undefined ? undefined : new PyTuple(items);
    },
  },
  entries: [
    zipMethod(REDUCE, REDUCE_DOC, (self) => {
      const parts: PyObject[] = [typeOf(self), new PyTuple(self.iterators)];
      if (self.strict) parts.push(true);
      return new PyTuple(parts);
    }),
    zipMethod(SETSTATE, SETSTATE_DOC, (self, state) => {
      self.strict = isTrue(state);
    }),
  ],
});

const mapMethod = methodsOf<PyMap>();

export const map = defineType({
  type: PyMap.type,
  doc: 'Give what the function returns for the items of the iterables, taken one from each,\nuntil the shortest ends.\n\nIf strict is true, a ValueError is raised unless all end together.',
  textSignature: '(function, iterable, /, *iterables, strict=False)',
  slots: {
    tp_new: (type, args, kwnames) => {
      const strict = strictArgument('map', args, kwnames);
      const count = args.length - (kwnames?.length ?? 0);
      if (count < 2) throw typeError('map() must have at least two arguments.');
      return new (type.ctor as unknown as MapConstructor)(
        args[0]!,
        iteratorsOf(args.slice(1, count)),
        strict,
      );
    },
    tp_iter: (self) => self,
    tp_iternext: (self) => {
      const { func, iterators, strict } = self as PyMap;
      if (iterators.length === 1) {
        const item = nextOf(iterators[0]!);
        return item === undefined ? undefined : call1(func, item);
      }
      const items = nextItems('map', iterators, strict);
      if (items === undefined) return undefined;
      return items.length === 2 ? call2(func, items[0]!, items[1]!) : call(func, items);
    },
  },
  entries: [
    mapMethod(REDUCE, REDUCE_DOC, (self) => {
      const parts: PyObject[] = [typeOf(self), new PyTuple([self.func, ...self.iterators])];
      if (self.strict) parts.push(true);
      return new PyTuple(parts);
    }),
    mapMethod(SETSTATE, SETSTATE_DOC, (self, state) => {
      self.strict = isTrue(state);
    }),
  ],
});

export const filter = defineType({
  type: PyFilter.type,
  doc: 'Give the items of the iterable for which the function returns a true value, or which\nare true themselves if the function is None.',
  textSignature: '(function, iterable, /)',
  slots: {
    tp_new: (type, args, kwnames) => {
      if (type === PyFilter.type || type.tp_init === PyFilter.type.tp_init)
        checkNoKeywords('filter', kwnames);
      checkPositional('filter', args.length - (kwnames?.length ?? 0), 2, 2);
      return new (type.ctor as unknown as FilterConstructor)(args[0]!, getIter(args[1]!));
    },
    tp_iter: (self) => self,
    tp_iternext: (self) => {
      const { func, iterator } = self as PyFilter;
      const next = typeOf(iterator).tp_iternext!;
      const byTruth = func === None || func === boolType;
      for (let item = next(iterator); item !== undefined; item = next(iterator)) {
        if (isTrue(byTruth ? item : call1(func, item))) return item;
      }
      return undefined;
    },
  },
  entries: [
    methodsOf<PyFilter>()(
      REDUCE,
      REDUCE_DOC,
      (self) => new PyTuple([typeOf(self), new PyTuple([self.func, self.iterator])]),
    ),
  ],
});
