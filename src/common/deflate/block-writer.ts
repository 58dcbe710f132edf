/**
 * The output side of deflate: symbols are collected until a block is full, then it is written in the shortest of three
 * ways: as it is, with the fixed codes, or with codes made for it. zlib: trees.c, whose decisions are followed so
 * that the output is the same.
 */
import type { ByteSink } from '../byte-sink.ts';
import {
  BIT_LENGTH_ORDER,
  codesFor,
  D_CODES,
  DISTANCE_BASE,
  DISTANCE_EXTRA,
  END_BLOCK,
  FIXED_DISTANCE_LENGTHS,
  FIXED_LITERAL_LENGTHS,
  L_CODES,
  LENGTH_BASE,
  LENGTH_EXTRA,
  LITERALS,
  MAX_BITS,
} from './huffman.ts';

const STORED_BLOCK = 0;
const STATIC_TREES = 1;
const DYNAMIC_TREES = 2;

/** Codes for code lengths: 0 to 15, and three that repeat. */
const BL_CODES = 19;
const REPEAT_3_6 = 16;
const ZEROS_3_10 = 17;
const ZEROS_11_138 = 18;
const MAX_BL_BITS = 7;
const BL_EXTRA = Uint8Array.from({ length: BL_CODES }, (_, i) => [2, 3, 7][i - REPEAT_3_6] ?? 0);

/** The code of each match length less 3. */
const LENGTH_CODE = new Uint8Array(256);
LENGTH_BASE.forEach((base, code) => {
  const next = LENGTH_BASE[code + 1] ?? 259;
  LENGTH_CODE.fill(code, base - 3, next - 3);
});

/** The code of each distance less 1: below 256 as it is, above by its 128th part. */
const DISTANCE_CODE = new Uint8Array(512);
DISTANCE_BASE.forEach((base, code) => {
  const next = DISTANCE_BASE[code + 1] ?? 32769;
  if (base <= 256) DISTANCE_CODE.fill(code, base - 1, next - 1);
  else DISTANCE_CODE.fill(code, 256 + ((base - 1) >> 7), 256 + ((next - 1) >> 7));
});

function distanceCode(distance: number): number {
  return distance < 256 ? DISTANCE_CODE[distance]! : DISTANCE_CODE[256 + (distance >> 7)]!;
}

/** A Huffman code for an alphabet. */
class Tree {
  /** Room for the inner nodes too, while lengths are computed. */
  readonly frequencies: Uint32Array;
  readonly parents: Uint16Array;
  readonly lengths: Uint8Array;
  readonly codes: Uint16Array;
  readonly size: number;
  readonly extra: Uint8Array;
  readonly extraBase: number;
  readonly maxLength: number;
  readonly fixedLengths: Uint8Array | undefined;
  /** The largest symbol that occurs. */
  maxCode = 0;

  constructor(
    size: number,
    extra: Uint8Array,
    extraBase: number,
    maxLength: number,
    fixedLengths: Uint8Array | undefined,
  ) {
    this.size = size;
    this.extra = extra;
    this.extraBase = extraBase;
    this.maxLength = maxLength;
    this.fixedLengths = fixedLengths;
    this.frequencies = new Uint32Array(2 * size + 1);
    this.parents = new Uint16Array(2 * size + 1);
    this.lengths = new Uint8Array(2 * size + 1);
    this.codes = new Uint16Array(size);
  }

  copyFrom(other: Tree): void {
    this.frequencies.set(other.frequencies);
    this.lengths.set(other.lengths);
    this.codes.set(other.codes);
    this.maxCode = other.maxCode;
  }
}

/** The fixed codes. */
function fixedCodes(lengths: Uint8Array): Uint16Array {
  const codes = new Uint16Array(lengths.length);
  codesFor(lengths, codes);
  return codes;
}

const FIXED_LITERAL_CODES = fixedCodes(FIXED_LITERAL_LENGTHS);
const FIXED_DISTANCE_CODES = fixedCodes(FIXED_DISTANCE_LENGTHS);

/** Room for so many symbols is made at first: much that is compressed is small. */
const FIRST_SYMBOLS = 512;

export class BlockWriter {
  readonly sink: ByteSink;
  /** Are the fixed codes to be used always? */
  readonly #fixed: boolean;
  #bitBuffer = 0;
  #bitCount = 0;
  readonly #literals = new Tree(L_CODES, LENGTH_EXTRA, LITERALS + 1, MAX_BITS, FIXED_LITERAL_LENGTHS);
  readonly #distances = new Tree(D_CODES, DISTANCE_EXTRA, 0, MAX_BITS, FIXED_DISTANCE_LENGTHS);
  readonly #bitLengths = new Tree(BL_CODES, BL_EXTRA, 0, MAX_BL_BITS, undefined);
  /** The symbols of the block: distances (0 for literals), and literals or lengths less 3. */
  #symbolDistances: Uint16Array;
  #symbolValues: Uint8Array;
  /** So many symbols make a block, less one. */
  readonly #capacity: number;
  #symbolCount = 0;
  /** The sizes in bits of the block with codes of its own and with the fixed ones. */
  #dynamicBits = 0;
  #staticBits = 0;
  /** For {@link #buildTree}: a heap of nodes by frequency, below it the nodes in order; depths of subtrees. */
  readonly #heap = new Uint16Array(2 * L_CODES + 1);
  #heapLength = 0;
  #heapMax = 0;
  readonly #depths = new Uint8Array(2 * L_CODES + 1);
  readonly #lengthCounts = new Uint16Array(MAX_BITS + 1);

  constructor(sink: ByteSink, capacity: number, fixed: boolean) {
    this.sink = sink;
    this.#fixed = fixed;
    this.#capacity = capacity;
    this.#symbolDistances = new Uint16Array(Math.min(capacity, FIRST_SYMBOLS));
    this.#symbolValues = new Uint8Array(Math.min(capacity, FIRST_SYMBOLS));
    this.#initBlock();
  }

  copy(sink: ByteSink): BlockWriter {
    const copy = new BlockWriter(sink, this.#capacity, this.#fixed);
    copy.#bitBuffer = this.#bitBuffer;
    copy.#bitCount = this.#bitCount;
    copy.#literals.copyFrom(this.#literals);
    copy.#distances.copyFrom(this.#distances);
    copy.#symbolDistances = this.#symbolDistances.slice();
    copy.#symbolValues = this.#symbolValues.slice();
    copy.#symbolCount = this.#symbolCount;
    return copy;
  }

  get isEmpty(): boolean {
    return this.#symbolCount === 0;
  }

  #initBlock(): void {
    this.#literals.frequencies.fill(0, 0, L_CODES);
    this.#distances.frequencies.fill(0, 0, D_CODES);
    this.#bitLengths.frequencies.fill(0, 0, BL_CODES);
    this.#literals.frequencies[END_BLOCK] = 1;
    this.#dynamicBits = 0;
    this.#staticBits = 0;
    this.#symbolCount = 0;
  }

  // ── Bits ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  #sendBits(value: number, length: number): void {
    this.#bitBuffer |= value << this.#bitCount;
    this.#bitCount += length;
    while (this.#bitCount >= 8) {
      this.sink.push(this.#bitBuffer & 0xff);
      this.#bitBuffer >>>= 8;
      this.#bitCount -= 8;
    }
  }

  /** Fills the last octet with zeros. */
  alignToOctet(): void {
    if (this.#bitCount > 0) this.sink.push(this.#bitBuffer);
    this.#bitBuffer = 0;
    this.#bitCount = 0;
  }

  // ── Symbols ───────────────────────────────────────────────────────────────────────────────────────────────────────

  #growSymbols(): void {
    const larger = Math.min(this.#capacity, 4 * this.#symbolCount);
    const distances = new Uint16Array(larger);
    distances.set(this.#symbolDistances);
    this.#symbolDistances = distances;
    const values = new Uint8Array(larger);
    values.set(this.#symbolValues);
    this.#symbolValues = values;
  }

  /** Adds a literal; tells whether the block is full. */
  tallyLiteral(octet: number): boolean {
    if (this.#symbolCount === this.#symbolValues.length) this.#growSymbols();
    this.#symbolDistances[this.#symbolCount] = 0;
    this.#symbolValues[this.#symbolCount++] = octet;
    this.#literals.frequencies[octet]!++;
    return this.#symbolCount === this.#capacity - 1;
  }

  /** Adds a match; tells whether the block is full. */
  tallyMatch(distance: number, length: number): boolean {
    if (this.#symbolCount === this.#symbolValues.length) this.#growSymbols();
    this.#symbolDistances[this.#symbolCount] = distance;
    this.#symbolValues[this.#symbolCount++] = length - 3;
    this.#literals.frequencies[LENGTH_CODE[length - 3]! + LITERALS + 1]!++;
    this.#distances.frequencies[distanceCode(distance - 1)]!++;
    return this.#symbolCount === this.#capacity - 1;
  }

  // ── Trees ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Is the first node rarer, or as rare and not deeper? */
  #isSmaller(tree: Tree, n: number, m: number): boolean {
    const left = tree.frequencies[n]!;
    const right = tree.frequencies[m]!;
    return left < right || (left === right && this.#depths[n]! <= this.#depths[m]!);
  }

  #siftDown(tree: Tree, k: number): void {
    const heap = this.#heap;
    const node = heap[k]!;
    for (let child = 2 * k; child <= this.#heapLength; child = 2 * k) {
      if (child < this.#heapLength && this.#isSmaller(tree, heap[child + 1]!, heap[child]!)) child++;
      if (this.#isSmaller(tree, node, heap[child]!)) break;
      heap[k] = heap[child]!;
      k = child;
    }
    heap[k] = node;
  }

  /** Computes the lengths of the codes, none longer than allowed, and what the block takes with them. */
  #generateLengths(tree: Tree): void {
    const { frequencies, lengths, parents, extra, extraBase, maxLength, maxCode, fixedLengths } = tree;
    const heap = this.#heap;
    const counts = this.#lengthCounts.fill(0);
    lengths[heap[this.#heapMax]!] = 0;
    let overflow = 0;
    let h = this.#heapMax + 1;
    for (; h < 2 * L_CODES + 1; h++) {
      const n = heap[h]!;
      let bits = lengths[parents[n]!]! + 1;
      if (bits > maxLength) {
        bits = maxLength;
        overflow++;
      }
      lengths[n] = bits;
      if (n > maxCode || n >= tree.size) continue;
      counts[bits]!++;
      const extraBits = n >= extraBase ? extra[n - extraBase]! : 0;
      this.#dynamicBits += frequencies[n]! * (bits + extraBits);
      if (fixedLengths !== undefined) this.#staticBits += frequencies[n]! * (fixedLengths[n]! + extraBits);
    }
    if (overflow === 0) return;
    // Moves leaves down until the tree is full again.
    for (; overflow > 0; overflow -= 2) {
      let bits = maxLength - 1;
      while (counts[bits] === 0) bits--;
      counts[bits]!--;
      counts[bits + 1]! += 2;
      counts[maxLength]!--;
    }
    // Gives the lengths out again, the longest to the rarest.
    for (let bits = maxLength; bits > 0; bits--) {
      for (let n = counts[bits]!; n > 0; ) {
        const m = heap[--h]!;
        if (m > maxCode || m >= tree.size) continue;
        if (lengths[m] !== bits) {
          this.#dynamicBits += (bits - lengths[m]!) * frequencies[m]!;
          lengths[m] = bits;
        }
        n--;
      }
    }
  }

  #buildTree(tree: Tree): void {
    const { frequencies, lengths, parents, size, fixedLengths } = tree;
    const heap = this.#heap;
    const depths = this.#depths;
    this.#heapLength = 0;
    this.#heapMax = 2 * L_CODES + 1;
    tree.maxCode = -1;
    for (let n = 0; n < size; n++) {
      if (frequencies[n] !== 0) {
        heap[++this.#heapLength] = n;
        tree.maxCode = n;
        depths[n] = 0;
      } else lengths[n] = 0;
    }
    // A code has at least two symbols.
    while (this.#heapLength < 2) {
      const node = tree.maxCode < 2 ? ++tree.maxCode : 0;
      heap[++this.#heapLength] = node;
      frequencies[node] = 1;
      depths[node] = 0;
      this.#dynamicBits--;
      if (fixedLengths !== undefined) this.#staticBits -= fixedLengths[node]!;
    }
    for (let n = this.#heapLength >> 1; n >= 1; n--) this.#siftDown(tree, n);
    let node = size;
    do {
      const n = heap[1]!;
      heap[1] = heap[this.#heapLength--]!;
      this.#siftDown(tree, 1);
      const m = heap[1]!;
      heap[--this.#heapMax] = n;
      heap[--this.#heapMax] = m;
      frequencies[node] = frequencies[n]! + frequencies[m]!;
      depths[node] = Math.max(depths[n]!, depths[m]!) + 1;
      parents[n] = node;
      parents[m] = node;
      heap[1] = node++;
      this.#siftDown(tree, 1);
    } while (this.#heapLength >= 2);
    heap[--this.#heapMax] = heap[1]!;
    this.#generateLengths(tree);
    codesFor(lengths.subarray(0, tree.maxCode + 1), tree.codes);
  }

  /** Calls back with the codes that tell the lengths of a tree: a code, and the value of its extra bits. */
  #forEachLengthCode(tree: Tree, visit: (code: number, extra: number) => void): void {
    const { lengths, maxCode } = tree;
    let previous = -1;
    for (let n = 0; n <= maxCode; ) {
      const length = lengths[n]!;
      let run = 1;
      while (n + run <= maxCode && lengths[n + run] === length) run++;
      n += run;
      if (length === 0) {
        for (; run >= 3; ) {
          const count = Math.min(run, 138);
          if (count <= 10) visit(ZEROS_3_10, count - 3);
          else visit(ZEROS_11_138, count - 11);
          run -= count;
        }
      } else {
        if (length !== previous) {
          visit(length, 0);
          run--;
        }
        for (; run >= 3; ) {
          const count = Math.min(run, 6);
          visit(REPEAT_3_6, count - 3);
          run -= count;
        }
      }
      for (; run > 0; run--) visit(length, 0);
      previous = length;
    }
  }

  #sendTree(tree: Tree): void {
    const { codes, lengths } = this.#bitLengths;
    this.#forEachLengthCode(tree, (code, extra) => {
      this.#sendBits(codes[code]!, lengths[code]!);
      this.#sendBits(extra, BL_EXTRA[code]!);
    });
  }

  /** Makes the code for the lengths of the two other codes; gives the index of the last one to send. */
  #buildLengthTree(): number {
    const { frequencies, lengths } = this.#bitLengths;
    const count = (code: number): void => {
      frequencies[code]!++;
    };
    this.#forEachLengthCode(this.#literals, count);
    this.#forEachLengthCode(this.#distances, count);
    this.#buildTree(this.#bitLengths);
    let last = BL_CODES - 1;
    while (last >= 3 && lengths[BIT_LENGTH_ORDER[last]!] === 0) last--;
    this.#dynamicBits += 3 * (last + 1) + 5 + 5 + 4;
    return last;
  }

  #sendAllTrees(lastLength: number): void {
    this.#sendBits(this.#literals.maxCode + 1 - 257, 5);
    this.#sendBits(this.#distances.maxCode, 5);
    this.#sendBits(lastLength + 1 - 4, 4);
    for (let rank = 0; rank <= lastLength; rank++) {
      this.#sendBits(this.#bitLengths.lengths[BIT_LENGTH_ORDER[rank]!]!, 3);
    }
    this.#sendTree(this.#literals);
    this.#sendTree(this.#distances);
  }

  // ── Blocks ────────────────────────────────────────────────────────────────────────────────────────────────────────

  #sendSymbols(
    literalCodes: Uint16Array,
    literalLengths: Uint8Array,
    distanceCodes: Uint16Array,
    distanceLengths: Uint8Array,
  ): void {
    for (let i = 0; i < this.#symbolCount; i++) {
      const value = this.#symbolValues[i]!;
      let distance = this.#symbolDistances[i]!;
      if (distance === 0) {
        this.#sendBits(literalCodes[value]!, literalLengths[value]!);
        continue;
      }
      const code = LENGTH_CODE[value]!;
      this.#sendBits(literalCodes[code + LITERALS + 1]!, literalLengths[code + LITERALS + 1]!);
      this.#sendBits(value + 3 - LENGTH_BASE[code]!, LENGTH_EXTRA[code]!);
      const codeOfDistance = distanceCode(--distance);
      this.#sendBits(distanceCodes[codeOfDistance]!, distanceLengths[codeOfDistance]!);
      this.#sendBits(distance + 1 - DISTANCE_BASE[codeOfDistance]!, DISTANCE_EXTRA[codeOfDistance]!);
    }
    this.#sendBits(literalCodes[END_BLOCK]!, literalLengths[END_BLOCK]!);
  }

  /** A block that says its octets as they are. */
  storedBlock(octets: Uint8Array, last: boolean): void {
    this.storedHeader(octets.length, last);
    this.sink.append(octets);
  }

  /** How many octets the header of such a block takes now. */
  get storedHeaderLength(): number {
    return (this.#bitCount + 42) >> 3;
  }

  storedHeader(length: number, last: boolean): void {
    this.#sendBits((STORED_BLOCK << 1) | (last ? 1 : 0), 3);
    this.alignToOctet();
    for (const half of [length, ~length]) {
      this.sink.push(half & 0xff);
      this.sink.push((half >> 8) & 0xff);
    }
  }

  /** An empty block with the fixed codes, so that the reader can take all that was written. */
  alignBlock(): void {
    this.#sendBits(STATIC_TREES << 1, 3);
    this.#sendBits(FIXED_LITERAL_CODES[END_BLOCK]!, FIXED_LITERAL_LENGTHS[END_BLOCK]!);
  }

  /** Writes the block. `octets` is what it stands for, where that is still at hand, and `length` how many. */
  flushBlock(octets: Uint8Array | undefined, length: number, last: boolean): void {
    this.#buildTree(this.#literals);
    this.#buildTree(this.#distances);
    const lastLength = this.#buildLengthTree();
    let best = (this.#dynamicBits + 3 + 7) >>> 3;
    const fixed = (this.#staticBits + 3 + 7) >>> 3;
    if (fixed <= best || this.#fixed) best = fixed;
    if (octets !== undefined && length + 4 <= best) this.storedBlock(octets, last);
    else if (fixed === best) {
      this.#sendBits((STATIC_TREES << 1) | (last ? 1 : 0), 3);
      this.#sendSymbols(
        FIXED_LITERAL_CODES,
        FIXED_LITERAL_LENGTHS,
        FIXED_DISTANCE_CODES,
        FIXED_DISTANCE_LENGTHS,
      );
    } else {
      this.#sendBits((DYNAMIC_TREES << 1) | (last ? 1 : 0), 3);
      this.#sendAllTrees(lastLength);
      this.#sendSymbols(
        this.#literals.codes,
        this.#literals.lengths,
        this.#distances.codes,
        this.#distances.lengths,
      );
    }
    this.#initBlock();
    if (last) this.alignToOctet();
  }
}
