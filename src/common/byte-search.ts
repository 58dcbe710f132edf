/**
 * Finding octets in octets.
 *
 * A search begins with the engine's own search for the first octet. When that stops too often for nothing, or
 * comparisons go far before they fail, it goes on with the two-way algorithm (Crochemore and Perrin, 1991), which
 * takes linear time for any input and skips ahead by the last octets it has seen.
 * CPython: Objects/stringlib/fastsearch.h, stringlib_find_two_way_notes.txt.
 */

/** So many octets are looked at before the engine's own search, which takes longer to begin. */
const NEAR = 24;

/** The first index from `start` on at which an octet stands. */
function indexFrom(octets: Uint8Array, octet: number, start: number): number {
  const near = Math.min(start + NEAR, octets.length);
  for (let i = start; i < near; i++) if (octets[i] === octet) return i;
  return near === octets.length ? -1 : octets.indexOf(octet, near);
}

/** A pattern, prepared as far as searches so far have needed it. */
export class BytePattern {
  readonly needle: Uint8Array;
  private _twoWay: TwoWay | undefined = undefined;

  constructor(needle: Uint8Array) {
    this.needle = needle;
  }

  /** The first index from `start` on at which the pattern stands whole before `end`; −1 when there is none. */
  indexIn(haystack: Uint8Array, start: number, end: number): number {
    const { needle } = this;
    const { length } = needle;
    const last = end - length;
    if (length === 0) return start <= end ? start : -1;
    if (start > last) return -1;
    if (this._twoWay !== undefined) return this._twoWay.indexIn(haystack, start, end);
    // Cutting first keeps a failing search from running through the rest of long octets.
    const text = end === haystack.length ? haystack : haystack.subarray(0, end);
    const first = needle[0]!;
    let work = 0;
    for (let i = start; ; i++) {
      i = indexFrom(text, first, i);
      if (i < 0 || i > last) return -1;
      let k = 1;
      while (k < length && text[i + k] === needle[k]) k++;
      if (k === length) return i;
      work += k + 16;
      if (work > i - start + 512 && length > 2) {
        this._twoWay = new TwoWay(needle);
        return this._twoWay.indexIn(haystack, i + 1, end);
      }
    }
  }

  /** How often the pattern stands in [start, end), not overlapping, but no more than `limit` times. */
  countIn(haystack: Uint8Array, start: number, end: number, limit: number): number {
    const { length } = this.needle;
    if (end < start) return 0;
    if (length === 0) return Math.min(end - start + 1, limit);
    let count = 0;
    for (let i = start; count < limit; i += length) {
      i = this.indexIn(haystack, i, end);
      if (i < 0) break;
      count++;
    }
    return count;
  }
}

/** The first index in [start, end) at which `needle` stands whole; −1 when there is none. */
export function indexOfBytes(haystack: Uint8Array, needle: Uint8Array, start: number, end: number): number {
  if (needle.length === 1) return indexOfByte(haystack, needle[0]!, start, end);
  return new BytePattern(needle).indexIn(haystack, start, end);
}

/** The last such index. */
export function lastIndexOfBytes(
  haystack: Uint8Array,
  needle: Uint8Array,
  start: number,
  end: number,
): number {
  const { length } = needle;
  if (length === 0) return start <= end ? end : -1;
  if (length === 1) return lastIndexOfByte(haystack, needle[0]!, start, end);
  const first = needle[0]!;
  const final = needle[length - 1]!;
  for (let i = end - length; i >= start; i--) {
    if (haystack[i] !== first || haystack[i + length - 1] !== final) continue;
    let k = 1;
    while (k < length - 1 && haystack[i + k] === needle[k]) k++;
    if (k >= length - 1) return i;
  }
  return -1;
}

export function indexOfByte(haystack: Uint8Array, byte: number, start: number, end: number): number {
  if (start >= end) return -1;
  return (end === haystack.length ? haystack : haystack.subarray(0, end)).indexOf(byte, start);
}

export function lastIndexOfByte(haystack: Uint8Array, byte: number, start: number, end: number): number {
  if (start >= end) return -1;
  const i = haystack.lastIndexOf(byte, end - 1);
  return i < start ? -1 : i;
}

/** Where the greatest suffix of the pattern begins, in the order of octets or the reverse one, and its period. */
function greatestSuffix(needle: Uint8Array, reversed: boolean): [start: number, period: number] {
  let start = 0;
  let candidate = 1;
  let k = 0;
  let period = 1;
  while (candidate + k < needle.length) {
    const a = needle[candidate + k]!;
    const b = needle[start + k]!;
    if (reversed ? b < a : a < b) {
      // The candidate's suffix is smaller: the period is all that was compared so far.
      candidate += k + 1;
      k = 0;
      period = candidate - start;
    } else if (a === b) {
      if (k + 1 === period) {
        candidate += period;
        k = 0;
      } else k++;
    } else {
      start = candidate++;
      k = 0;
      period = 1;
    }
  }
  return [start, period];
}

/** The two-way search: the pattern is cut so that a mismatch behind the cut allows a shift by what was compared. */
class TwoWay {
  private readonly _needle: Uint8Array;
  private readonly _cut: number;
  /** The period of the whole pattern; where it has none worth using, a shift that is always right. */
  private readonly _period: number;
  private readonly _periodic: boolean;
  /** By an octet: how far the pattern must move to have it at its end. */
  private readonly _shifts: Uint32Array;

  constructor(needle: Uint8Array) {
    const { length } = needle;
    const [cut1, period1] = greatestSuffix(needle, false);
    const [cut2, period2] = greatestSuffix(needle, true);
    const cut = Math.max(cut1, cut2);
    const period = cut1 > cut2 ? period1 : period2;
    let periodic = period + cut <= length;
    for (let i = 0; periodic && i < cut; i++) periodic = needle[i] === needle[i + period];
    this._needle = needle;
    this._cut = cut;
    this._periodic = periodic;
    this._period = periodic ? period : Math.max(cut, length - cut) + 1;
    this._shifts = new Uint32Array(256).fill(length);
    for (let i = 0; i < length; i++) this._shifts[needle[i]!] = length - 1 - i;
  }

  indexIn(haystack: Uint8Array, start: number, end: number): number {
    const needle = this._needle;
    const cut = this._cut;
    const period = this._period;
    const shifts = this._shifts;
    const { length } = needle;
    const last = end - length;
    // So many octets at the start of the pattern are known to match.
    let memory = 0;
    let at = start;
    while (at <= last) {
      const shift = shifts[haystack[at + length - 1]!]!;
      if (shift > 0) {
        // The mismatch is behind the remembered prefix: what it had brought by itself is the least.
        at += Math.max(shift, Math.max(cut, memory) - cut + 1);
        memory = 0;
        continue;
      }
      let i = Math.max(cut, memory);
      while (i < length && needle[i] === haystack[at + i]) i++;
      if (i < length) {
        at += i - cut + 1;
        memory = 0;
        continue;
      }
      i = cut - 1;
      while (i >= memory && needle[i] === haystack[at + i]) i--;
      if (i < memory) return at;
      at += period;
      memory = this._periodic ? length - period : 0;
    }
    return -1;
  }
}
