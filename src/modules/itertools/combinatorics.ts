/** product, permutations, combinations, combinations_with_replacement. CPython: Modules/itertoolsmodule.c. */
import { PyBaseObject, type PyObject, type PyType } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { asIndex, intValue } from '../../runtime/convert.ts';
import { methodsOf, type TypeDefinition } from '../../runtime/define.ts';
import { overflowError, typeError, valueError } from '../../runtime/errors.ts';
import { checkItemCount } from '../../runtime/items.ts';
import { iterToArray } from '../../runtime/iter.ts';
import { defineIterator, iteratorShell, makeInstance } from './iterator-type.ts';

/** What these iterators share: they go through choices of positions in pools; no Python type of their own. */
abstract class PyChoices extends PyBaseObject {
  /** The positions of the choice that was given last. */
  readonly indices: number[] = [];
  started = false;
  stopped = false;
}

const method = methodsOf<PyChoices>();

const sizeEntry = method(
  '__sizeof__($self, /) -> int',
  'Return the size in memory, in bytes.',
  (self) => 64 + 8 * self.indices.length,
);

/** An iterator whose choices `advance` goes through; it returns false behind the last one. */
function nextChoice<Self extends PyChoices>(
  first: (self: Self) => void,
  advance: (self: Self) => boolean,
  result: (self: Self) => PyObject[],
) {
  return (self: PyObject): PyObject | undefined => {
    const own = self as Self;
    if (own.stopped) return undefined;
    if (!own.started) {
      own.started = true;
      first(own);
    } else if (!advance(own)) own.stopped = true;
    return own.stopped ? undefined : new PyTuple(result(own));
  };
}

/** The items of one pool at the chosen positions. */
function choose(pool: readonly PyObject[], indices: readonly number[], count: number): PyObject[] {
  const items: PyObject[] = [];
  for (let i = 0; i < count; i++) items.push(pool[indices[i]!]!);
  return items;
}

function checkR(r: number): void {
  if (r < 0) throw valueError('r must be non-negative');
}

// ── product ──────────────────────────────────────────────────────────────────────────────────────────────────────────

class PyProduct extends PyChoices {
  static readonly type = iteratorShell('product', PyProduct);

  readonly pools: readonly (readonly PyObject[])[];

  constructor(pools: readonly (readonly PyObject[])[]) {
    super();
    this.pools = pools;
  }
}

const productNew = builtinDef<PyType, 'product($type, /, *iterables, repeat: ssize_t = 1)'>(
  'product($type, /, *iterables, repeat: ssize_t = 1)',
  '',
  (type, iterables, repeat) => {
    if (repeat < 0) throw valueError('repeat argument cannot be negative');
    if (iterables.length * repeat > 2 ** 60) throw overflowError('repeat argument too large');
    checkItemCount(iterables.length * repeat);
    const once = repeat === 0 ? [] : iterables.map(iterToArray);
    const pools: (readonly PyObject[])[] = [];
    if (once.length > 0) for (let i = 0; i < repeat; i++) pools.push(...once);
    return makeInstance(type, PyProduct, pools);
  },
);

const product = defineIterator(PyProduct.type, {
  doc: 'Give the Cartesian product of iterables, as nested loops would.\n\nThe last iterable is the innermost loop. With repeat, the iterables are taken\nthat many times: product(A, repeat=4) means product(A, A, A, A).',
  textSignature: '(*iterables, repeat=1)',
  make: (type, args, kwnames) => productNew.call(type, args, kwnames),
  next: nextChoice<PyProduct>(
    (own) => {
      for (const pool of own.pools) {
        if (pool.length === 0) own.stopped = true;
        own.indices.push(0);
      }
    },
    (own) => {
      const { pools, indices } = own;
      for (let i = pools.length - 1; i >= 0; i--) {
        if (++indices[i]! < pools[i]!.length) return true;
        indices[i] = 0;
      }
      return false;
    },
    (own) => {
      const { pools, indices } = own;
      const items: PyObject[] = [];
      for (let i = 0; i < pools.length; i++) items.push(pools[i]![indices[i]!]!);
      return items;
    },
  ),
  entries: [sizeEntry],
});

// ── combinations ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** What iterators over one pool share. */
abstract class PySelections extends PyChoices {
  readonly pool: readonly PyObject[];
  readonly r: number;

  constructor(pool: readonly PyObject[], r: number) {
    super();
    this.pool = pool;
    this.r = r;
  }
}

class PyCombinations extends PySelections {
  static readonly type = iteratorShell('combinations', PyCombinations);
}

const combinationsNew = builtinDef<PyType, 'combinations($type, /, iterable: object, r: ssize_t)'>(
  'combinations($type, /, iterable: object, r: ssize_t)',
  '',
  (type, iterable, r) => {
    const pool = iterToArray(iterable);
    checkR(r);
    return makeInstance(type, PyCombinations, pool, r);
  },
);

const combinations = defineIterator(PyCombinations.type, {
  doc: 'Give the combinations of r items.\n\ncombinations(range(4), 3) --> (0,1,2), (0,1,3), (0,2,3), (1,2,3)',
  textSignature: '(iterable, r)',
  make: (type, args, kwnames) => combinationsNew.call(type, args, kwnames),
  next: nextChoice<PyCombinations>(
    (own) => {
      if (own.r > own.pool.length) own.stopped = true;
      else for (let i = 0; i < own.r; i++) own.indices.push(i);
    },
    ({ pool, r, indices }) => {
      let i = r - 1;
      while (i >= 0 && indices[i] === i + pool.length - r) i--;
      if (i < 0) return false;
      indices[i]!++;
      for (let j = i + 1; j < r; j++) indices[j] = indices[j - 1]! + 1;
      return true;
    },
    (own) => choose(own.pool, own.indices, own.r),
  ),
  entries: [sizeEntry],
});

class PyReplacements extends PySelections {
  static readonly type = iteratorShell('combinations_with_replacement', PyReplacements);
}

const replacementsNew = builtinDef<
  PyType,
  'combinations_with_replacement($type, /, iterable: object, r: ssize_t)'
>('combinations_with_replacement($type, /, iterable: object, r: ssize_t)', '', (type, iterable, r) => {
  const pool = iterToArray(iterable);
  checkR(r);
  return makeInstance(type, PyReplacements, pool, r);
});

const combinationsWithReplacement = defineIterator(PyReplacements.type, {
  doc: "Give the combinations of r items, each of which may be taken several times.\n\ncombinations_with_replacement('ABC', 2) --> ('A','A'), ('A','B'), ('A','C'), ('B','B'), ('B','C'), ('C','C')",
  textSignature: '(iterable, r)',
  make: (type, args, kwnames) => replacementsNew.call(type, args, kwnames),
  next: nextChoice<PyReplacements>(
    (own) => {
      if (own.pool.length === 0 && own.r > 0) own.stopped = true;
      else for (let i = 0; i < own.r; i++) own.indices.push(0);
    },
    ({ pool, r, indices }) => {
      let i = r - 1;
      while (i >= 0 && indices[i] === pool.length - 1) i--;
      if (i < 0) return false;
      indices.fill(indices[i]! + 1, i);
      return true;
    },
    (own) => choose(own.pool, own.indices, own.r),
  ),
  entries: [sizeEntry],
});

// ── permutations ─────────────────────────────────────────────────────────────────────────────────────────────────────

class PyPermutations extends PySelections {
  static readonly type = iteratorShell('permutations', PyPermutations);

  /** How many more choices there are for each place before it starts anew. */
  readonly cycles: number[] = [];
}

const permutationsNew = builtinDef<PyType, 'permutations($type, /, iterable: object, r: object = None)'>(
  'permutations($type, /, iterable: object, r: object = None)',
  '',
  (type, iterable, r) => {
    const pool = iterToArray(iterable);
    let count = pool.length;
    if (r !== None) {
      if (intValue(r) === undefined) throw typeError('Expected int as r');
      const int = asIndex(r);
      if (typeof int === 'bigint' && BigInt.asIntN(64, int) !== int) {
        throw overflowError('Python int too large to convert to C ssize_t');
      }
      count = Number(int);
      checkR(count);
    }
    return makeInstance(type, PyPermutations, pool, count);
  },
);

const permutations = defineIterator(PyPermutations.type, {
  doc: 'Give the permutations of r items.\n\npermutations(range(3), 2) --> (0,1), (0,2), (1,0), (1,2), (2,0), (2,1)',
  textSignature: '(iterable, r=None)',
  make: (type, args, kwnames) => permutationsNew.call(type, args, kwnames),
  next: nextChoice<PyPermutations>(
    (own) => {
      const { length } = own.pool;
      if (own.r > length) {
        own.stopped = true;
        return;
      }
      for (let i = 0; i < length; i++) own.indices.push(i);
      for (let i = 0; i < own.r; i++) own.cycles.push(length - i);
    },
    ({ pool, r, indices, cycles }) => {
      for (let i = r - 1; i >= 0; i--) {
        cycles[i]!--;
        if (cycles[i] === 0) {
          // The choices of this place are through: its item goes to the end, and the next place changes.
          indices.push(indices.splice(i, 1)[0]!);
          cycles[i] = pool.length - i;
          continue;
        }
        const j = pool.length - cycles[i]!;
        const index = indices[i]!;
        indices[i] = indices[j]!;
        indices[j] = index;
        return true;
      }
      return false;
    },
    (own) => choose(own.pool, own.indices, own.r),
  ),
  entries: [sizeEntry],
});

export const COMBINATORIC_ITERATORS: readonly TypeDefinition[] = [
  product,
  permutations,
  combinations,
  combinationsWithReplacement,
];
