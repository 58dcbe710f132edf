/**
 * Iterators that take or leave the items of others, or make new ones of them: accumulate, batched, chain, compress,
 * dropwhile, filterfalse, islice, pairwise, starmap, takewhile, zip_longest. CPython: Modules/itertoolsmodule.c.
 */

import { PyBaseException } from '../../objects/exception.ts';
import { boolType } from '../../objects/int.ts';
import { type KwNames, PyBaseObject, type PyObject, type PyType } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { call, call1, call2 } from '../../runtime/call.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { asIndex, isTrue } from '../../runtime/convert.ts';
import { classMethod, type TypeDefinition } from '../../runtime/define.ts';
import { typeError, valueError } from '../../runtime/errors.ts';
import { classGetItem } from '../../runtime/generic-alias.ts';
import { checkItemCount } from '../../runtime/items.ts';
import { getIter, iterToArray, nextOf } from '../../runtime/iter.ts';
import { add } from '../../runtime/number.ts';
import { defineIterator, iteratorShell, makeInstance, nextOrEnd, positionalOnly } from './iterator-type.ts';

// ── accumulate ───────────────────────────────────────────────────────────────────────────────────────────────────────

class PyAccumulate extends PyBaseObject {
  static readonly type = iteratorShell('accumulate', PyAccumulate);

  readonly iterator: PyObject;
  readonly func: PyObject | undefined;
  /** Given first, then absent. */
  initial: PyObject | undefined;
  total: PyObject | undefined = undefined;

  constructor(iterator: PyObject, func: PyObject | undefined, initial: PyObject | undefined) {
    super();
    this.iterator = iterator;
    this.func = func;
    this.initial = initial;
  }
}

const accumulateNew = builtinDef<
  PyType,
  'accumulate($type, /, iterable: object, func: object = None, *, initial: object = None)'
>(
  'accumulate($type, /, iterable: object, func: object = None, *, initial: object = None)',
  '',
  (type, iterable, func, initial) =>
    makeInstance(
      type,
      PyAccumulate,
      getIter(iterable),
      func === None ? undefined : func,
      initial === None ? undefined : initial,
    ),
);

const accumulate = defineIterator(PyAccumulate.type, {
  doc: 'Give the running totals of an iterable, by addition or by another function of two arguments.',
  textSignature: '(iterable, func=None, *, initial=None)',
  make: (type, args, kwnames) => accumulateNew.call(type, args, kwnames),
  next: (self) => {
    const own = self as PyAccumulate;
    if (own.initial !== undefined) {
      own.total = own.initial;
      own.initial = undefined;
      return own.total;
    }
    const item = nextOf(own.iterator);
    if (item === undefined) return undefined;
    if (own.total === undefined) own.total = item;
    else own.total = own.func === undefined ? add(own.total, item) : call2(own.func, own.total, item);
    return own.total;
  },
});

// ── batched ──────────────────────────────────────────────────────────────────────────────────────────────────────────

class PyBatched extends PyBaseObject {
  static readonly type = iteratorShell('batched', PyBatched);

  /** Absent when exhausted. */
  iterator: PyObject | undefined;
  readonly size: number;
  readonly strict: boolean;

  constructor(iterator: PyObject, size: number, strict: boolean) {
    super();
    this.iterator = iterator;
    this.size = size;
    this.strict = strict;
  }
}

const batchedNew = builtinDef<
  PyType,
  'batched($type, /, iterable: object, n: ssize_t, *, strict: bool = False)'
>(
  'batched($type, /, iterable: object, n: ssize_t, *, strict: bool = False)',
  '',
  (type, iterable, n, strict) => {
    if (n < 1) throw valueError('n must be at least one');
    return makeInstance(type, PyBatched, getIter(iterable), n, strict);
  },
);

const batched = defineIterator(PyBatched.type, {
  doc: 'Batch items into tuples of length n. The last batch may be shorter.\n\nThe iterable is consumed lazily, just enough to fill a batch. If "strict" is\ntrue, a shorter last batch is a ValueError.',
  textSignature: '(iterable, n, *, strict=False)',
  make: (type, args, kwnames) => batchedNew.call(type, args, kwnames),
  next: (self) => {
    const own = self as PyBatched;
    const { iterator, size } = own;
    if (iterator === undefined) return undefined;
    checkItemCount(size);
    const items: PyObject[] = [];
    while (items.length < size) {
      const item = nextOrEnd(own, iterator);
      if (item !== undefined) {
        items.push(item);
        continue;
      }
      if (items.length === 0) return undefined;
      if (own.strict) throw valueError('batched(): incomplete batch');
      break;
    }
    return new PyTuple(items);
  },
});

// ── chain ────────────────────────────────────────────────────────────────────────────────────────────────────────────

class PyChain extends PyBaseObject {
  static readonly type = iteratorShell('chain', PyChain);

  /** The iterables still to come; absent when exhausted. */
  source: PyObject | undefined;
  active: PyObject | undefined = undefined;

  constructor(source: PyObject) {
    super();
    this.source = source;
  }
}

const chain = defineIterator(PyChain.type, {
  doc: 'Give the items of the first iterable, then those of the next one, and so on.',
  textSignature: '(*iterables)',
  make: (type, args, kwnames) => {
    positionalOnly('chain', type, args, kwnames, 0, Number.POSITIVE_INFINITY);
    const count = args.length - (kwnames?.length ?? 0);
    return makeInstance(type, PyChain, getIter(new PyTuple(args.slice(0, count))));
  },
  next: (self) => {
    const own = self as PyChain;
    while (own.source !== undefined) {
      if (own.active === undefined) {
        const iterable = nextOf(own.source);
        if (iterable === undefined) {
          own.source = undefined;
          return undefined;
        }
        try {
          own.active = getIter(iterable);
        } catch (thrown) {
          own.source = undefined;
          throw thrown;
        }
      }
      const item = nextOf(own.active);
      if (item !== undefined) return item;
      own.active = undefined;
    }
    return undefined;
  },
  entries: [
    classMethod(
      'from_iterable($type, iterable: object, /)',
      'Make a chain of the iterables that an iterable gives, lazily.',
      (type, iterable) => makeInstance(type, PyChain, getIter(iterable)),
    ),
    classGetItem,
  ],
});

// ── compress ─────────────────────────────────────────────────────────────────────────────────────────────────────────

class PyCompress extends PyBaseObject {
  static readonly type = iteratorShell('compress', PyCompress);

  readonly data: PyObject;
  readonly selectors: PyObject;

  constructor(data: PyObject, selectors: PyObject) {
    super();
    this.data = data;
    this.selectors = selectors;
  }
}

const compressNew = builtinDef<PyType, 'compress($type, /, data: object, selectors: object)'>(
  'compress($type, /, data: object, selectors: object)',
  '',
  (type, data, selectors) => makeInstance(type, PyCompress, getIter(data), getIter(selectors)),
);

const compress = defineIterator(PyCompress.type, {
  doc: 'Give those items of data whose selectors are true.',
  textSignature: '(data, selectors)',
  make: (type, args, kwnames) => compressNew.call(type, args, kwnames),
  next: (self) => {
    const { data, selectors } = self as PyCompress;
    for (;;) {
      const item = nextOf(data);
      if (item === undefined) return undefined;
      const selector = nextOf(selectors);
      if (selector === undefined) return undefined;
      if (isTrue(selector)) return item;
    }
  },
});

// ── dropwhile, takewhile, filterfalse, starmap ───────────────────────────────────────────────────────────────────────

/** What iterators have that call a function for each item; no Python type of its own. */
abstract class PyFunctionIter extends PyBaseObject {
  readonly func: PyObject;
  readonly iterator: PyObject;
  /** The predicate has decided for good. */
  decided = false;

  constructor(func: PyObject, iterator: PyObject) {
    super();
    this.func = func;
    this.iterator = iterator;
  }
}

class PyDropWhile extends PyFunctionIter {
  static readonly type = iteratorShell('dropwhile', PyDropWhile);
}

class PyTakeWhile extends PyFunctionIter {
  static readonly type = iteratorShell('takewhile', PyTakeWhile);
}

class PyFilterFalse extends PyFunctionIter {
  static readonly type = iteratorShell('filterfalse', PyFilterFalse);
}

class PyStarMap extends PyFunctionIter {
  static readonly type = iteratorShell('starmap', PyStarMap);
}

/** `__new__` of a type that takes a function and an iterable. */
function functionAndIterable(
  layout: new (func: PyObject, iterator: PyObject) => PyFunctionIter,
  name: string,
) {
  return (type: PyType, args: readonly PyObject[], kwnames: KwNames | undefined): PyObject => {
    positionalOnly(name, type, args, kwnames, 2, 2);
    return makeInstance(type, layout, args[0]!, getIter(args[1]!));
  };
}

const dropwhile = defineIterator(PyDropWhile.type, {
  doc: 'Leave out items while a predicate is true, then give all the others.',
  textSignature: '(predicate, iterable, /)',
  make: functionAndIterable(PyDropWhile, 'dropwhile'),
  next: (self) => {
    const own = self as PyDropWhile;
    for (;;) {
      const item = nextOf(own.iterator);
      if (item === undefined || own.decided) return item;
      if (!isTrue(call1(own.func, item))) {
        own.decided = true;
        return item;
      }
    }
  },
});

const takewhile = defineIterator(PyTakeWhile.type, {
  doc: 'Give items as long as a predicate is true.',
  textSignature: '(predicate, iterable, /)',
  make: functionAndIterable(PyTakeWhile, 'takewhile'),
  next: (self) => {
    const own = self as PyTakeWhile;
    if (own.decided) return undefined;
    const item = nextOf(own.iterator);
    if (item === undefined) return undefined;
    if (isTrue(call1(own.func, item))) return item;
    own.decided = true;
    return undefined;
  },
});

const filterfalse = defineIterator(PyFilterFalse.type, {
  doc: 'Give those items for which a function is false; without a function (None), those that are false.',
  textSignature: '(function, iterable, /)',
  make: functionAndIterable(PyFilterFalse, 'filterfalse'),
  next: (self) => {
    const { func, iterator } = self as PyFilterFalse;
    const byTruth = func === None || func === boolType;
    for (;;) {
      const item = nextOf(iterator);
      if (item === undefined) return undefined;
      if (!isTrue(byTruth ? item : call1(func, item))) return item;
    }
  },
});

const starmap = defineIterator(PyStarMap.type, {
  doc: 'Give what a function gives for each sequence of arguments.',
  textSignature: '(function, iterable, /)',
  make: functionAndIterable(PyStarMap, 'starmap'),
  next: (self) => {
    const { func, iterator } = self as PyStarMap;
    const args = nextOf(iterator);
    return args === undefined ? undefined : call(func, iterToArray(args));
  },
});

// ── islice ───────────────────────────────────────────────────────────────────────────────────────────────────────────

class PyISlice extends PyBaseObject {
  static readonly type = iteratorShell('islice', PyISlice);

  /** Absent when exhausted. */
  iterator: PyObject | undefined;
  /** The number of the next item to give. */
  nextIndex: number;
  readonly stop: number;
  readonly step: number;
  /** How many items were taken. */
  taken = 0;

  constructor(iterator: PyObject, start: number, stop: number, step: number) {
    super();
    this.iterator = iterator;
    this.nextIndex = start;
    this.stop = stop;
    this.step = step;
  }
}

/** A bound of islice; `undefined` for what is none, whatever error its `__index__` raises. */
function sliceBound(value: PyObject): number | undefined {
  let int: number | bigint;
  try {
    int = asIndex(value);
  } catch (thrown) {
    if (thrown instanceof PyBaseException) return undefined;
    throw thrown;
  }
  return int >= 0 && int <= 9223372036854775807n ? Number(int) : undefined;
}

function sliceStop(value: PyObject): number {
  if (value === None) return Number.POSITIVE_INFINITY;
  const stop = sliceBound(value);
  if (stop === undefined) {
    throw valueError('Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.');
  }
  return stop;
}

const islice = defineIterator(PyISlice.type, {
  doc: 'islice(iterable, stop) --> islice object\nislice(iterable, start, stop[, step]) --> islice object\n\nGive the items that the slice of a list would have, without a list. Nothing\nnegative is allowed.',
  make: (type, args, kwnames) => {
    positionalOnly('islice', type, args, kwnames, 2, 4);
    const [iterable, ...bounds] = args.slice(0, args.length - (kwnames?.length ?? 0));
    if (bounds.length === 1) {
      const stop = sliceStop(bounds[0]!);
      return makeInstance(type, PyISlice, getIter(iterable!), 0, stop, 1);
    }
    const stop = sliceStop(bounds[1]!);
    const start = bounds[0] === None ? 0 : sliceBound(bounds[0]!);
    if (start === undefined) {
      throw valueError('Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.');
    }
    const step = bounds[2] === undefined || bounds[2] === None ? 1 : sliceBound(bounds[2]);
    if (step === undefined || step < 1)
      throw valueError('Step for islice() must be a positive integer or None.');
    return makeInstance(type, PyISlice, getIter(iterable!), start, stop, step);
  },
  next: (self) => {
    const own = self as PyISlice;
    const { iterator } = own;
    if (iterator === undefined) return undefined;
    while (own.taken < own.nextIndex) {
      if (nextOrEnd(own, iterator) === undefined) return undefined;
      own.taken++;
    }
    if (own.taken >= own.stop) {
      own.iterator = undefined;
      return undefined;
    }
    const item = nextOrEnd(own, iterator);
    if (item === undefined) return undefined;
    own.taken++;
    own.nextIndex = Math.min(own.nextIndex + own.step, own.stop);
    return item;
  },
});

// ── pairwise ─────────────────────────────────────────────────────────────────────────────────────────────────────────

class PyPairwise extends PyBaseObject {
  static readonly type = iteratorShell('pairwise', PyPairwise);

  /** Absent when exhausted. */
  iterator: PyObject | undefined;
  old: PyObject | undefined = undefined;

  constructor(iterator: PyObject) {
    super();
    this.iterator = iterator;
  }
}

const pairwise = defineIterator(PyPairwise.type, {
  doc: 'Give the pairs of items that follow each other.\n\n    s -> (s0,s1), (s1,s2), (s2, s3), ...',
  textSignature: '(iterable, /)',
  make: (type, args, kwnames) => {
    positionalOnly('pairwise', type, args, kwnames, 1, 1);
    return makeInstance(type, PyPairwise, getIter(args[0]!));
  },
  next: (self) => {
    const own = self as PyPairwise;
    if (own.iterator === undefined) return undefined;
    if (own.old === undefined) {
      own.old = nextOrEnd(own, own.iterator);
      if (own.old === undefined) return undefined;
      // Asking for the first item may have used this iterator itself, up to the end.
      if (own.iterator === undefined) {
        own.old = undefined;
        return undefined;
      }
    }
    const { old } = own;
    const item = nextOrEnd(own, own.iterator);
    own.old = item;
    if (item === undefined) return undefined;
    return new PyTuple([old, item]);
  },
});

// ── zip_longest ──────────────────────────────────────────────────────────────────────────────────────────────────────

class PyZipLongest extends PyBaseObject {
  static readonly type = iteratorShell('zip_longest', PyZipLongest);

  /** Absent where exhausted. */
  readonly iterators: (PyObject | undefined)[];
  readonly fill: PyObject;
  active: number;

  constructor(iterators: (PyObject | undefined)[], fill: PyObject) {
    super();
    this.iterators = iterators;
    this.fill = fill;
    this.active = iterators.length;
  }
}

const zipLongest = defineIterator(PyZipLongest.type, {
  doc: 'Give tuples of the items of all iterables, until the longest is exhausted.\n\nThe fill value stands for the items of those that are exhausted before.',
  textSignature: '(*iterables, fillvalue=None)',
  make: (type, args, kwnames) => {
    if (kwnames !== undefined && kwnames.length > 0 && (kwnames.length > 1 || kwnames[0] !== 'fillvalue')) {
      throw typeError('zip_longest() got an unexpected keyword argument');
    }
    const count = args.length - (kwnames?.length ?? 0);
    const iterators = args.slice(0, count).map(getIter);
    return makeInstance(type, PyZipLongest, iterators, args[count] ?? None);
  },
  next: (self) => {
    const own = self as PyZipLongest;
    const { iterators } = own;
    if (iterators.length === 0 || own.active === 0) return undefined;
    const items: PyObject[] = [];
    for (let i = 0; i < iterators.length; i++) {
      const iterator = iterators[i];
      const item = iterator === undefined ? undefined : takeNext(own, iterator);
      if (item !== undefined) {
        items.push(item);
        continue;
      }
      if (iterator !== undefined) {
        iterators[i] = undefined;
        if (--own.active === 0) return undefined;
      }
      items.push(own.fill);
    }
    return new PyTuple(items);
  },
});

/** The next item; an iterator that raises ends everything. */
function takeNext(own: PyZipLongest, iterator: PyObject): PyObject | undefined {
  try {
    return nextOf(iterator);
  } catch (thrown) {
    own.active = 0;
    throw thrown;
  }
}

export const SELECTING_ITERATORS: readonly TypeDefinition[] = [
  accumulate,
  batched,
  chain,
  compress,
  dropwhile,
  filterfalse,
  islice,
  pairwise,
  starmap,
  takewhile,
  zipLongest,
];
