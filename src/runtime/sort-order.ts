/**
 * The stable order of keys whose comparison nobody can watch: numbers, strings, and tuples of such.
 *
 * What a comparison of such keys says is known beforehand, so any way that leads to the same permutation will do. Numbers
 * (ints that are doubles exactly, floats but no NaN, bools) go through a radix sort on their bits. Strings go through it by
 * their first characters, and the few that share them are compared. Tuples are put in order by their first items, then
 * within equal ones by their second items, and so on.
 */
import { PyFloat } from '../objects/float.ts';
import type { PyObject } from '../objects/object.ts';
import { PyTuple } from '../objects/tuple.ts';

/** Up to this size insertion is faster than counting. */
const SMALL = 48;

/** Positions of keys. */
type Order = Uint32Array;

/** How much of a string one number tells: so many characters of so many bits. */
const PREFIX = 6;
/** Of 258, the number of things that a character may be to a prefix. */
const POWERS: readonly number[] = Array.from({ length: PREFIX + 1 }, (_, i) => 258 ** i);
/** Strings that share so many characters are compared. */
const FAR = 60;

// ── Columns ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The double that compares as a number does; NaN for what is no number, or has no place in an order. */
function asDouble(key: PyObject): number {
  switch (typeof key) {
    case 'number':
      return key;
    case 'boolean':
      return key ? 1 : 0;
    case 'object':
      return key.ob_type === PyFloat.type ? (key as PyFloat).value : Number.NaN;
    default:
      return Number.NaN;
  }
}

/** Room for few keys, which are put in order in less time than a typed array takes to be made: for each column one. */
const ROOM: readonly Float64Array[] = [1, 2, 3, 4].map(() => new Float64Array(SMALL));
const ORDER_ROOM = new Uint32Array(SMALL);

/** The keys as doubles, for the column of this number; `undefined` when one is no number. */
function doublesOf(keys: readonly PyObject[], index: number): Float64Array | undefined {
  const doubles = keys.length <= SMALL && index < ROOM.length ? ROOM[index]! : new Float64Array(keys.length);
  for (let i = 0; i < keys.length; i++) {
    const double = asDouble(keys[i]!);
    if (Number.isNaN(double)) return undefined;
    // Zeros are equal.
    doubles[i] = double + 0;
  }
  return doubles;
}

function areStrings(keys: readonly PyObject[]): keys is readonly string[] {
  for (let i = 0; i < keys.length; i++) if (typeof keys[i] !== 'string') return false;
  return true;
}

/**
 * The length that all keys have as tuples; −1 when they are none, or of different lengths. Two empty tuples are equal.
 */
function commonWidth(keys: readonly PyObject[]): number {
  let width = -1;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    if (typeof key !== 'object' || key.ob_type !== PyTuple.type) return -1;
    const { length } = (key as PyTuple).items;
    if (width < 0) width = length;
    else if (width !== length) return -1;
  }
  return width;
}

// ── Numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Room for the counts of one digit of 11 bits. */
const BUCKETS = 2048;

/** Sorts positions by their doubles, by insertion. */
function insert(order: Order, doubles: Float64Array, from: number, to: number): void {
  for (let next = from + 1; next < to; next++) {
    const position = order[next]!;
    const double = doubles[position]!;
    let at = next;
    while (at > from && doubles[order[at - 1]!]! > double) {
      order[at] = order[at - 1]!;
      at--;
    }
    order[at] = position;
  }
}

/** Are the positions in order already, or (reversed here) in strictly falling order? */
function isOrdered(order: Order, doubles: Float64Array, from: number, to: number): boolean {
  let next = from + 1;
  while (next < to && doubles[order[next - 1]!]! <= doubles[order[next]!]!) next++;
  if (next === to) return true;
  if (next !== from + 1) return false;
  while (next < to && doubles[order[next - 1]!]! > doubles[order[next]!]!) next++;
  if (next !== to) return false;
  for (let i = from, j = to - 1; i < j; i++, j--) {
    const position = order[i]!;
    order[i] = order[j]!;
    order[j] = position;
  }
  return true;
}

/** As many keys as are merged with room that is kept; more are rather counted, or make their own. */
const MIDDLE = 1024;
const MERGE_DOUBLES: readonly Float64Array[] = [new Float64Array(MIDDLE), new Float64Array(MIDDLE)];
const MERGE_ORDERS: readonly Order[] = [new Uint32Array(MIDDLE), new Uint32Array(MIDDLE)];
/** Runs of this length are put in order by insertion before they are merged. */
const RUN = 8;

/**
 * Sorts the positions in `[from, to)` by their doubles, by merging: up to some hundred keys that takes less time than to
 * go through the buckets of each digit (100 strings: 2.6 µs, not 23).
 */
function mergeByDoubles(order: Order, doubles: Float64Array, from: number, to: number): void {
  const count = to - from;
  let sourceDoubles = MERGE_DOUBLES[0]!;
  let sourceOrder = MERGE_ORDERS[0]!;
  let targetDoubles = MERGE_DOUBLES[1]!;
  let targetOrder = MERGE_ORDERS[1]!;
  for (let start = 0; start < count; start += RUN) {
    const end = Math.min(start + RUN, count);
    for (let next = start; next < end; next++) {
      const position = order[from + next]!;
      const double = doubles[position]!;
      let at = next;
      while (at > start && sourceDoubles[at - 1]! > double) {
        sourceDoubles[at] = sourceDoubles[at - 1]!;
        sourceOrder[at] = sourceOrder[at - 1]!;
        at--;
      }
      sourceDoubles[at] = double;
      sourceOrder[at] = position;
    }
  }
  for (let width = RUN; width < count; width *= 2) {
    for (let start = 0; start < count; start += 2 * width) {
      const middle = Math.min(start + width, count);
      const end = Math.min(middle + width, count);
      let left = start;
      let right = middle;
      for (let at = start; at < end; at++) {
        const isLeft = right >= end || (left < middle && sourceDoubles[left]! <= sourceDoubles[right]!);
        const taken = isLeft ? left++ : right++;
        targetDoubles[at] = sourceDoubles[taken]!;
        targetOrder[at] = sourceOrder[taken]!;
      }
    }
    [sourceDoubles, targetDoubles] = [targetDoubles, sourceDoubles];
    [sourceOrder, targetOrder] = [targetOrder, sourceOrder];
  }
  for (let i = 0; i < count; i++) order[from + i] = sourceOrder[i]!;
}

/** Is merging faster than counting? By steps: each key at each doubling of the runs; each bucket, and each key twice, at each digit. */
function isMerged(count: number, digits: number): boolean {
  return count <= MIDDLE && 1.5 * count * (29 - Math.clz32(count)) < digits * (BUCKETS + 2 * count);
}

/** In how many digits of 11 bits are there differences? */
function digitsOf(varying: number): number {
  const mask = BUCKETS - 1;
  return (
    ((varying & mask) === 0 ? 0 : 1) +
    (((varying >>> 11) & mask) === 0 ? 0 : 1) +
    (varying >>> 22 === 0 ? 0 : 1)
  );
}

/** Sorts the positions in `[from, to)` by their doubles. */
function sortByDoubles(order: Order, doubles: Float64Array, from: number, to: number): void {
  if (isOrdered(order, doubles, from, to)) return;
  const count = to - from;
  if (count <= SMALL) {
    insert(order, doubles, from, to);
    return;
  }
  // Bits that compare as the doubles do: the sign flipped, and all others of what is negative.
  const bits = new Uint32Array(doubles.buffer);
  let varyingLow = 0;
  let varyingHigh = 0;
  const firstLow = bits[2 * order[from]!]!;
  const firstHigh = bits[2 * order[from]! + 1]!;
  for (let i = from; i < to; i++) {
    const position = order[i]!;
    varyingLow |= bits[2 * position]! ^ firstLow;
    varyingHigh |= bits[2 * position + 1]! ^ firstHigh;
  }
  // Where signs differ all bits of the half do, as far as is known.
  if (varyingHigh < 0) varyingLow = varyingHigh = -1;
  if (isMerged(count, digitsOf(varyingLow) + digitsOf(varyingHigh))) {
    mergeByDoubles(order, doubles, from, to);
    return;
  }
  let lows = new Uint32Array(count);
  let highs = new Uint32Array(count);
  let positions = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const position = order[from + i]!;
    const high = bits[2 * position + 1]!;
    const flip = high >> 31;
    lows[i] = bits[2 * position]! ^ flip;
    highs[i] = high ^ (flip | 0x80000000);
    positions[i] = position;
  }
  let otherLows = new Uint32Array(count);
  let otherHighs = new Uint32Array(count);
  let otherPositions = new Uint32Array(count);
  const counts = new Uint32Array(BUCKETS);
  for (let digit = 0; digit < 6; digit++) {
    const inHigh = digit >= 3;
    const shift = (digit % 3) * 11;
    // A digit in which all agree decides nothing.
    if ((((inHigh ? varyingHigh : varyingLow) >>> shift) & (BUCKETS - 1)) === 0) continue;
    const words = inHigh ? highs : lows;
    counts.fill(0);
    for (let i = 0; i < count; i++) counts[(words[i]! >>> shift) & (BUCKETS - 1)]!++;
    let sum = 0;
    for (let i = 0; i < BUCKETS; i++) {
      const here = counts[i]!;
      counts[i] = sum;
      sum += here;
    }
    for (let i = 0; i < count; i++) {
      const bucket = (words[i]! >>> shift) & (BUCKETS - 1);
      const target = counts[bucket]!;
      counts[bucket] = target + 1;
      otherLows[target] = lows[i]!;
      otherHighs[target] = highs[i]!;
      otherPositions[target] = positions[i]!;
    }
    [lows, otherLows] = [otherLows, lows];
    [highs, otherHighs] = [otherHighs, highs];
    [positions, otherPositions] = [otherPositions, positions];
  }
  order.set(positions, from);
}

// ── Strings ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A number for the characters of each string from `offset` on; in its order they come, as far as it tells. */
function prefixesOf(
  texts: readonly string[],
  order: Order,
  from: number,
  to: number,
  offset: number,
): Float64Array {
  const prefixes = new Float64Array(texts.length);
  for (let i = from; i < to; i++) {
    const position = order[i]!;
    const text = texts[position]!;
    let prefix = 0;
    for (let k = 0; k < PREFIX; k++) {
      const at = offset + k;
      // The end comes before every character. All beyond Latin-1 count as one: what is behind them tells nothing.
      if (at >= text.length) {
        prefix *= POWERS[PREFIX - k]!;
        break;
      }
      const unit = text.charCodeAt(at);
      if (unit > 255) {
        prefix = prefix * POWERS[PREFIX - k]! + 257 * POWERS[PREFIX - k - 1]!;
        break;
      }
      prefix = prefix * 258 + unit + 1;
    }
    prefixes[position] = prefix;
  }
  return prefixes;
}

function sortByTexts(order: Order, texts: readonly string[], from: number, to: number, offset: number): void {
  if (to - from <= SMALL || offset > FAR) {
    insertTexts(order, texts, from, to);
    return;
  }
  const prefixes = prefixesOf(texts, order, from, to, offset);
  sortByDoubles(order, prefixes, from, to);
  forTies(order, prefixes, from, to, (start, end) => {
    const text = texts[order[start]!]!;
    const isLatin = prefixEnd(text, offset) === offset + PREFIX;
    if (isLatin) sortByTexts(order, texts, start, end, offset + PREFIX);
    else if (prefixEnd(text, offset) < text.length) insertTexts(order, texts, start, end);
  });
}

/** How far the prefix tells a string's characters apart. */
function prefixEnd(text: string, offset: number): number {
  let at = offset;
  while (at < offset + PREFIX && at < text.length && text.charCodeAt(at) <= 255) at++;
  return at;
}

/** Sorts positions by their strings, comparing. */
function insertTexts(order: Order, texts: readonly string[], from: number, to: number): void {
  if (to - from > SMALL) {
    const sorted = Array.from(order.subarray(from, to)).sort((a, b) =>
      texts[a]! < texts[b]! ? -1 : texts[a]! > texts[b]! ? 1 : 0,
    );
    order.set(sorted, from);
    return;
  }
  for (let next = from + 1; next < to; next++) {
    const position = order[next]!;
    const text = texts[position]!;
    if (texts[order[next - 1]!]! <= text) continue;
    let low = from;
    let high = next - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (text < texts[order[middle]!]!) high = middle;
      else low = middle + 1;
    }
    for (let i = next; i > low; i--) order[i] = order[i - 1]!;
    order[low] = position;
  }
}

// ── Equal keys ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** Calls `visit` for each run of two or more positions in `[from, to)` that have the same double. */
function forTies(
  order: Order,
  doubles: Float64Array,
  from: number,
  to: number,
  visit: (start: number, end: number) => void,
): void {
  for (let start = from; start < to; ) {
    const double = doubles[order[start]!]!;
    let end = start + 1;
    while (end < to && doubles[order[end]!]! === double) end++;
    if (end - start > 1) visit(start, end);
    start = end;
  }
}

// ── Keys ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** One item of all tuples. */
interface Column {
  readonly doubles: Float64Array | undefined;
  readonly texts: readonly string[] | undefined;
}

function columnOf(keys: readonly PyObject[], index: number): Column | undefined {
  const first = typeof keys[0];
  const texts = first === 'string' && areStrings(keys) ? keys : undefined;
  const doubles = first === 'string' ? undefined : doublesOf(keys, index);
  return texts === undefined && doubles === undefined ? undefined : { doubles, texts };
}

function sortByColumns(
  order: Order,
  columns: readonly Column[],
  index: number,
  from: number,
  to: number,
): void {
  const { doubles, texts } = columns[index]!;
  const isLast = index + 1 === columns.length;
  if (doubles !== undefined) {
    sortByDoubles(order, doubles, from, to);
    if (!isLast) {
      forTies(order, doubles, from, to, (start, end) => sortByColumns(order, columns, index + 1, start, end));
    }
    return;
  }
  sortByTexts(order, texts!, from, to, 0);
  if (isLast) return;
  for (let start = from; start < to; ) {
    const text = texts![order[start]!]!;
    let end = start + 1;
    while (end < to && texts![order[end]!] === text) end++;
    if (end - start > 1) sortByColumns(order, columns, index + 1, start, end);
    start = end;
  }
}

/**
 * The positions of the keys in ascending order, equal ones as they stand; `undefined` for keys of any other kind. Those of
 * few keys are in an array that is longer and serves the next call, too.
 */
export function orderOf(keys: readonly PyObject[]): Order | undefined {
  const columns: Column[] = [];
  const width = commonWidth(keys);
  if (width < 0) {
    const column = columnOf(keys, 0);
    if (column === undefined) return undefined;
    columns.push(column);
  }
  for (let i = 0; i < width; i++) {
    const items: PyObject[] = [];
    for (let k = 0; k < keys.length; k++) items.push((keys[k] as PyTuple).items[i]!);
    const column = columnOf(items, i);
    if (column === undefined) return undefined;
    columns.push(column);
  }
  const order = asTheyStand(keys.length);
  if (columns.length > 0) sortByColumns(order, columns, 0, 0, keys.length);
  return order;
}

function asTheyStand(count: number): Order {
  const order = count <= SMALL ? ORDER_ROOM : new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  return order;
}

/** The same for numbers; `undefined` if there is a NaN among them. */
export function orderOfDoubles(doubles: readonly number[]): Order | undefined {
  const count = doubles.length;
  const keys = count <= SMALL ? ROOM[0]! : new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const double = doubles[i]!;
    if (Number.isNaN(double)) return undefined;
    keys[i] = double + 0;
  }
  const order = asTheyStand(count);
  sortByDoubles(order, keys, 0, count);
  return order;
}
