/**
 * Sorting lists: an adaptive, stable, natural mergesort with galloping and the powersort merge policy.
 *
 * The steps and the comparisons are those of CPython, so that a comparison that raises or lies leaves the same
 * permutation behind. Keys whose comparisons nobody can observe are put in order without them: sort-order.ts. CPython: `list.sort` in Objects/listobject.c, Objects/listsort.txt.
 */
import { PyFloat } from '../objects/float.ts';
import type { PyList } from '../objects/list.ts';
import type { PyObject } from '../objects/object.ts';
import { call1 } from './call.ts';
import { isLess } from './compare.ts';
import { sortDoubles } from './doubles.ts';
import { valueError } from './errors.ts';
import { orderOf } from './sort-order.ts';

/** How often one run must win in a row before galloping pays. */
const MIN_GALLOP = 7;
/** Runs shorter than this, or half of it, are lengthened by insertion. */
const MAX_MINRUN = 64;

type Less = (left: PyObject, right: PyObject) => boolean;

function isLessPlain(left: PyObject, right: PyObject): boolean {
  return left < right;
}

function isLessFloat(left: PyObject, right: PyObject): boolean {
  return (left as PyFloat).value < (right as PyFloat).value;
}

/** What all keys are. */
type KeyKind = 'number' | 'int' | 'string' | 'float' | 'any';

function kindOf(key: PyObject): KeyKind {
  switch (typeof key) {
    case 'number':
      return 'number';
    case 'bigint':
      return 'int';
    case 'string':
      return 'string';
    case 'boolean':
      return 'any';
    default:
      return key.ob_type === PyFloat.type ? 'float' : 'any';
  }
}

function commonKind(keys: readonly PyObject[]): KeyKind {
  let common = kindOf(keys[0]!);
  for (let i = 1; i < keys.length && common !== 'any'; i++) {
    const kind = kindOf(keys[i]!);
    if (kind === common) continue;
    const ints = (kind === 'number' || kind === 'int') && (common === 'number' || common === 'int');
    common = ints ? 'int' : 'any';
  }
  return common;
}

const LESS: { readonly [K in KeyKind]: Less } = {
  number: isLessPlain,
  int: isLessPlain,
  string: isLessPlain,
  float: isLessFloat,
  any: isLess,
};

/** A run that waits to be merged. */
interface Run {
  base: number;
  length: number;
  /** Depth of the boundary behind it in the merge tree. */
  power: number;
}

/** Sorts `keys` and moves `values` along. */
class MergeState {
  readonly keys: PyObject[];
  readonly values: PyObject[] | undefined;
  readonly less: Less;
  minGallop = MIN_GALLOP;
  readonly pending: Run[] = [];
  /** Room for the shorter of two runs. */
  spareKeys: PyObject[] = [];
  spareValues: PyObject[] = [];

  constructor(keys: PyObject[], values: PyObject[] | undefined, less: Less) {
    this.keys = keys;
    this.values = values;
    this.less = less;
  }

  sort(): void {
    const total = this.keys.length;
    const minrun = minimalRun(total);
    let base = 0;
    while (base < total) {
      const remaining = total - base;
      let length = this.countRun(base, remaining);
      if (length < minrun) {
        const forced = Math.min(minrun, remaining);
        this.insertionSort(base, forced, length);
        length = forced;
      }
      this.foundRun(base, length);
      base += length;
    }
    const { pending } = this;
    while (pending.length > 1) {
      const last = pending.length - 2;
      this.mergeAt(last > 0 && pending[last - 1]!.length < pending[last + 1]!.length ? last - 1 : last);
    }
  }

  /** Binary insertion into `[base, base + length)`, whose first `sorted` items are in order. */
  insertionSort(base: number, length: number, sorted: number): void {
    const { keys, values, less } = this;
    for (let next = base + Math.max(sorted, 1); next < base + length; next++) {
      const pivot = keys[next]!;
      let low = base;
      let high = next;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (less(pivot, keys[middle]!)) high = middle;
        else low = middle + 1;
      }
      for (let i = next; i > low; i--) keys[i] = keys[i - 1]!;
      keys[low] = pivot;
      if (values !== undefined) {
        const value = values[next]!;
        for (let i = next; i > low; i--) values[i] = values[i - 1]!;
        values[low] = value;
      }
    }
  }

  reverse(from: number, to: number): void {
    reverseRange(this.keys, from, to);
    if (this.values !== undefined) reverseRange(this.values, from, to);
  }

  /** Length of the run at `base`, ascending when this returns: a descending one is reversed, equal items in place. */
  countRun(base: number, remaining: number): number {
    const { keys, less } = this;
    const end = base + remaining;
    let next = base + 1;
    while (next < end && !less(keys[next]!, keys[next - 1]!)) next++;
    if (next === end) return remaining;
    if (next > base + 1) {
      if (less(keys[base]!, keys[next - 1]!)) return next - base;
      // All equal so far, so it may still be the start of a descending run.
      this.reverse(base, next);
    }
    next++;
    // Items equal to the one before: reversed now, so that reversing the whole run restores their order.
    let equal = 0;
    for (; next < end; next++) {
      if (less(keys[next]!, keys[next - 1]!)) {
        if (equal > 0) this.reverse(next - equal - 1, next);
        equal = 0;
      } else if (less(keys[next - 1]!, keys[next]!)) break;
      else equal++;
    }
    if (equal > 0) this.reverse(next - equal - 1, next);
    this.reverse(base, next);
    while (next < end && !less(keys[next]!, keys[next - 1]!)) next++;
    return next - base;
  }

  /** Merges what the powersort policy wants merged before this run waits. */
  foundRun(base: number, length: number): void {
    const { pending } = this;
    const last = pending[pending.length - 1];
    if (last !== undefined) {
      const power = boundaryPower(last.base, last.length, length, this.keys.length);
      while (pending.length > 1 && pending[pending.length - 2]!.power > power)
        this.mergeAt(pending.length - 2);
      pending[pending.length - 1]!.power = power;
    }
    pending.push({ base, length, power: 0 });
  }

  /** Merges the waiting runs at `index` and behind it. */
  mergeAt(index: number): void {
    const { pending, keys } = this;
    const first = pending[index]!;
    const second = pending[index + 1]!;
    let baseA = first.base;
    let lengthA = first.length;
    const baseB = second.base;
    let lengthB = second.length;
    first.length += second.length;
    pending.splice(index + 1, 1);
    // What is in place already at both ends stays out of the merge.
    const skipped = this.gallopRight(keys[baseB]!, keys, baseA, lengthA, 0);
    baseA += skipped;
    lengthA -= skipped;
    if (lengthA === 0) return;
    lengthB = this.gallopLeft(keys[baseA + lengthA - 1]!, keys, baseB, lengthB, lengthB - 1);
    if (lengthB <= 0) return;
    if (lengthA <= lengthB) this.mergeLow(baseA, lengthA, baseB, lengthB);
    else this.mergeHigh(baseA, lengthA, baseB, lengthB);
  }

  /** Where `key` belongs in the sorted `items[base, base + length)`, left of items equal to it. */
  gallopLeft(key: PyObject, items: readonly PyObject[], base: number, length: number, hint: number): number {
    const { less } = this;
    const at = base + hint;
    let last = 0;
    let offset = 1;
    if (less(items[at]!, key)) {
      const most = length - hint;
      while (offset < most && less(items[at + offset]!, key)) {
        last = offset;
        offset = offset * 2 + 1;
      }
      if (offset > most) offset = most;
      last += hint;
      offset += hint;
    } else {
      const most = hint + 1;
      while (offset < most && !less(items[at - offset]!, key)) {
        last = offset;
        offset = offset * 2 + 1;
      }
      if (offset > most) offset = most;
      const nearest = last;
      last = hint - offset;
      offset = hint - nearest;
    }
    last++;
    while (last < offset) {
      const middle = last + ((offset - last) >> 1);
      if (less(items[base + middle]!, key)) last = middle + 1;
      else offset = middle;
    }
    return offset;
  }

  /** The same, right of items equal to `key`. */
  gallopRight(key: PyObject, items: readonly PyObject[], base: number, length: number, hint: number): number {
    const { less } = this;
    const at = base + hint;
    let last = 0;
    let offset = 1;
    if (less(key, items[at]!)) {
      const most = hint + 1;
      while (offset < most && less(key, items[at - offset]!)) {
        last = offset;
        offset = offset * 2 + 1;
      }
      if (offset > most) offset = most;
      const nearest = last;
      last = hint - offset;
      offset = hint - nearest;
    } else {
      const most = length - hint;
      while (offset < most && !less(key, items[at + offset]!)) {
        last = offset;
        offset = offset * 2 + 1;
      }
      if (offset > most) offset = most;
      last += hint;
      offset += hint;
    }
    last++;
    while (last < offset) {
      const middle = last + ((offset - last) >> 1);
      if (less(key, items[base + middle]!)) offset = middle;
      else last = middle + 1;
    }
    return offset;
  }

  /** Moves `[from, from + length)` aside. */
  setAside(from: number, length: number): void {
    const { keys, values, spareKeys, spareValues } = this;
    for (let i = 0; i < length; i++) spareKeys[i] = keys[from + i]!;
    if (values !== undefined) for (let i = 0; i < length; i++) spareValues[i] = values[from + i]!;
  }

  move(to: number, from: number, length: number): void {
    moveItems(this.keys, to, from, length);
    if (this.values !== undefined) moveItems(this.values, to, from, length);
  }

  moveOne(to: number, from: number): void {
    this.keys[to] = this.keys[from]!;
    if (this.values !== undefined) this.values[to] = this.values[from]!;
  }

  /** Brings back items that were set aside. */
  bringBack(to: number, from: number, length: number): void {
    const { keys, values, spareKeys, spareValues } = this;
    for (let i = 0; i < length; i++) keys[to + i] = spareKeys[from + i]!;
    if (values !== undefined) for (let i = 0; i < length; i++) values[to + i] = spareValues[from + i]!;
  }

  /** Merges two neighbouring runs from the left, with the first one, the shorter, set aside. */
  mergeLow(baseA: number, lengthA: number, baseB: number, lengthB: number): void {
    const { keys, spareKeys, less } = this;
    this.setAside(baseA, lengthA);
    let a = 0;
    let restA = lengthA;
    let b = baseB;
    let restB = lengthB;
    let to = baseA;
    let done = false;
    try {
      this.moveOne(to++, b++);
      restB--;
      let minGallop = this.minGallop;
      while (restB > 0 && restA > 1) {
        let wonA = 0;
        let wonB = 0;
        for (;;) {
          if (less(keys[b]!, spareKeys[a]!)) {
            this.moveOne(to++, b++);
            wonB++;
            wonA = 0;
            if (--restB === 0 || wonB >= minGallop) break;
          } else {
            this.bringBack(to++, a++, 1);
            wonA++;
            wonB = 0;
            if (--restA === 1 || wonA >= minGallop) break;
          }
        }
        if (restB === 0 || restA === 1) break;
        minGallop++;
        do {
          if (minGallop > 1) minGallop--;
          this.minGallop = minGallop;
          wonA = this.gallopRight(keys[b]!, spareKeys, a, restA, 0);
          if (wonA > 0) {
            this.bringBack(to, a, wonA);
            to += wonA;
            a += wonA;
            restA -= wonA;
            // 0 only if the comparison contradicts itself.
            if (restA <= 1) break;
          }
          this.moveOne(to++, b++);
          if (--restB === 0) break;
          wonB = this.gallopLeft(spareKeys[a]!, keys, b, restB, 0);
          if (wonB > 0) {
            this.move(to, b, wonB);
            to += wonB;
            b += wonB;
            restB -= wonB;
            if (restB === 0) break;
          }
          this.bringBack(to++, a++, 1);
          if (--restA === 1) break;
        } while (wonA >= MIN_GALLOP || wonB >= MIN_GALLOP);
        if (restB === 0 || restA <= 1) break;
        this.minGallop = ++minGallop;
      }
      done = true;
    } finally {
      if (done && restA === 1 && restB > 0) {
        // The last item of the first run belongs at the very end.
        this.move(to, b, restB);
        this.bringBack(to + restB, a, 1);
      } else if (restA > 0) this.bringBack(to, a, restA);
    }
  }

  /** Merges two neighbouring runs from the right, with the second one, the shorter, set aside. */
  mergeHigh(baseA: number, lengthA: number, baseB: number, lengthB: number): void {
    const { keys, spareKeys, less } = this;
    this.setAside(baseB, lengthB);
    // All three stand on the last item that is left.
    let a = baseA + lengthA - 1;
    let restA = lengthA;
    let b = lengthB - 1;
    let restB = lengthB;
    let to = baseB + lengthB - 1;
    let done = false;
    try {
      this.moveOne(to--, a--);
      restA--;
      let minGallop = this.minGallop;
      while (restA > 0 && restB > 1) {
        let wonA = 0;
        let wonB = 0;
        for (;;) {
          if (less(spareKeys[b]!, keys[a]!)) {
            this.moveOne(to--, a--);
            wonA++;
            wonB = 0;
            if (--restA === 0 || wonA >= minGallop) break;
          } else {
            this.bringBack(to--, b--, 1);
            wonB++;
            wonA = 0;
            if (--restB === 1 || wonB >= minGallop) break;
          }
        }
        if (restA === 0 || restB === 1) break;
        minGallop++;
        do {
          if (minGallop > 1) minGallop--;
          this.minGallop = minGallop;
          wonA = restA - this.gallopRight(spareKeys[b]!, keys, baseA, restA, restA - 1);
          if (wonA > 0) {
            to -= wonA;
            a -= wonA;
            this.move(to + 1, a + 1, wonA);
            restA -= wonA;
            if (restA === 0) break;
          }
          this.bringBack(to--, b--, 1);
          if (--restB === 1) break;
          wonB = restB - this.gallopLeft(keys[a]!, spareKeys, 0, restB, restB - 1);
          if (wonB > 0) {
            to -= wonB;
            b -= wonB;
            this.bringBack(to + 1, b + 1, wonB);
            restB -= wonB;
            // 0 only if the comparison contradicts itself.
            if (restB <= 1) break;
          }
          this.moveOne(to--, a--);
          if (--restA === 0) break;
        } while (wonA >= MIN_GALLOP || wonB >= MIN_GALLOP);
        if (restA === 0 || restB <= 1) break;
        this.minGallop = ++minGallop;
      }
      done = true;
    } finally {
      if (done && restB === 1 && restA > 0) {
        // The first item of the second run belongs at the very front.
        this.move(to - restA + 1, a - restA + 1, restA);
        this.bringBack(to - restA, b, 1);
      } else if (restB > 0) this.bringBack(to - restB + 1, 0, restB);
    }
  }
}

/** Moves items within an array; the ranges may overlap. Faster than `copyWithin`, which V8 does item by item with `in`. */
function moveItems(items: PyObject[], to: number, from: number, length: number): void {
  if (to < from) for (let i = 0; i < length; i++) items[to + i] = items[from + i]!;
  else for (let i = length - 1; i >= 0; i--) items[to + i] = items[from + i]!;
}

function reverseRange(items: PyObject[], from: number, to: number): void {
  for (let i = from, j = to - 1; i < j; i++, j--) {
    const item = items[i]!;
    items[i] = items[j]!;
    items[j] = item;
  }
}

/** A length from 32 to 64 for short runs, such that their number is a power of two or little below. */
function minimalRun(total: number): number {
  let length = total;
  let rest = 0;
  while (length >= MAX_MINRUN) {
    rest |= length & 1;
    length >>= 1;
  }
  return length + rest;
}

/**
 * The depth at which the boundary between two neighbouring runs stands in a balanced merge tree over `total` items:
 * the first binary digit in which the fractions that the runs' midpoints are of the whole differ.
 */
function boundaryPower(base: number, first: number, second: number, total: number): number {
  let a = 2 * base + first;
  let b = a + first + second;
  let power = 0;
  for (;;) {
    power++;
    if (a >= total) {
      a -= total;
      b -= total;
    } else if (b >= total) return power;
    a *= 2;
    b *= 2;
  }
}

/** Do all keys, ints or texts, stand in order: 1; in strictly descending order: −1; neither: 0? Random ones are seen to be so at once. */
function directionOf(keys: readonly PyObject[]): number {
  const first = keys[0]!;
  const second = keys[1]!;
  if (typeof first === 'number' && typeof second === 'number') {
    const descends = first > second;
    let before = second;
    for (let i = 2; i < keys.length; i++) {
      const key = keys[i]!;
      if (typeof key !== 'number' || (descends ? key >= before : key < before)) return 0;
      before = key;
    }
    return descends ? -1 : 1;
  }
  if (typeof first === 'string' && typeof second === 'string') {
    const descends = first > second;
    let before = second;
    for (let i = 2; i < keys.length; i++) {
      const key = keys[i]!;
      if (typeof key !== 'string' || (descends ? key >= before : key < before)) return 0;
      before = key;
    }
    return descends ? -1 : 1;
  }
  return 0;
}

/** Sorts an array; `values`, if any, move along with the keys. May call `__lt__`. */
function sortKeys(keys: PyObject[], values: PyObject[] | undefined): void {
  const direction = directionOf(keys);
  if (direction !== 0) {
    if (direction < 0) (values ?? keys).reverse();
    return;
  }
  const order = orderOf(keys);
  if (order === undefined) {
    new MergeState(keys, values, LESS[commonKind(keys)]).sort();
    return;
  }
  const items = values ?? keys;
  const { length } = items;
  let first = 0;
  while (first < length && order[first] === first) first++;
  if (first === length) return;
  const before = items.slice();
  for (let i = first; i < length; i++) items[i] = before[order[i]!]!;
}

/** What a list has while it is sorted: no items, but it notices when it gets some, if only for a moment. */
class Placeholder {
  isTouched = false;
  readonly items: PyObject[] = new Proxy<PyObject[]>([], {
    set: (target, name, value) => {
      this.isTouched = true;
      return Reflect.set(target, name, value);
    },
  });
}

/** Placeholders that nothing has touched: to make one takes as long as to sort a short list. */
const unused: Placeholder[] = [];

/**
 * `list.sort`. While it runs the list is empty for whoever looks at it. May call the key function and `__lt__`; if one
 * raises, the list holds all its items in some order.
 */
export function sortInPlace(list: PyList, key: PyObject | undefined, reverse: boolean): void {
  if (key === undefined && list.doubles !== undefined && sortDoubles(list, reverse)) return;
  const { items } = list;
  const hidden = unused.pop() ?? new Placeholder();
  list.items = hidden.items;
  try {
    let keys = items;
    if (key !== undefined) {
      keys = [];
      for (let i = 0; i < items.length; i++) keys.push(call1(key, items[i]!));
    }
    if (items.length > 1) {
      const values = key === undefined ? undefined : items;
      // Reversed before and after, equal items keep their order.
      if (reverse) {
        keys.reverse();
        values?.reverse();
      }
      try {
        sortKeys(keys, values);
      } finally {
        if (reverse) items.reverse();
      }
    }
    if (list.items !== hidden.items || hidden.isTouched) throw valueError('list modified during sort');
    unused.push(hidden);
  } finally {
    list.items = items;
  }
}
