/**
 * Writing bzip2. Each block is sorted (Burrows and Wheeler), its last octets become places in a list that moves what
 * occurs to its front, and these are written in up to six Huffman codes, between which a selector chooses for each
 * fifty symbols. bzip2: compress.c and huffman.c, whose choices are followed so that the output is the same.
 */
import { ByteSink } from '../byte-sink.ts';
import { BLOCK_MAGIC, combineCrc, crcStep, END_MAGIC, GROUP_SIZE, RUN_A, RUN_B } from './format.ts';

const MAX_RUN = 255;
/** Longer codes are avoided by making rare symbols less rare. */
const MAX_WRITTEN_LENGTH = 17;
const ITERATIONS = 4;
const CHEAP = 0;
const DEAR = 15;

export class Bzip2Compressor {
  readonly #sink = new ByteSink(1024);
  readonly #block: Uint8Array;
  readonly #limit: number;
  #count = 0;
  #crc = -1;
  #streamCrc = 0;
  #runOctet = -1;
  #runLength = 0;
  #bits = 0;
  #bitCount = 0;

  constructor(level: number) {
    this.#block = new Uint8Array(level * 100000);
    this.#limit = level * 100000 - 19;
    for (const c of `BZh${level}`) this.#put(8, c.charCodeAt(0));
  }

  compress(data: Uint8Array): Uint8Array {
    for (const octet of data) {
      if (octet === this.#runOctet && this.#runLength < MAX_RUN) {
        this.#runLength++;
        continue;
      }
      this.#endRun();
      if (this.#count >= this.#limit) this.#writeBlock();
      this.#runOctet = octet;
      this.#runLength = 1;
    }
    return this.#sink.take();
  }

  finish(): Uint8Array {
    this.#endRun();
    if (this.#count > 0) this.#writeBlock();
    for (const part of END_MAGIC) this.#put(24, part);
    this.#put(16, this.#streamCrc >>> 16);
    this.#put(16, this.#streamCrc & 0xffff);
    if (this.#bitCount > 0) this.#put(8 - this.#bitCount, 0);
    return this.#sink.take();
  }

  #put(count: number, value: number): void {
    this.#bits = (this.#bits << count) | value;
    this.#bitCount += count;
    while (this.#bitCount >= 8) {
      this.#bitCount -= 8;
      this.#sink.push((this.#bits >>> this.#bitCount) & 0xff);
    }
    this.#bits &= (1 << this.#bitCount) - 1;
  }

  /** Puts the run into the block: from four octets on, how many more there are. */
  #endRun(): void {
    const length = this.#runLength;
    const octet = this.#runOctet;
    for (let i = 0; i < length; i++) this.#crc = crcStep(this.#crc, octet);
    for (let i = 0; i < Math.min(length, 4); i++) this.#block[this.#count++] = octet;
    if (length >= 4) this.#block[this.#count++] = length - 4;
    this.#runLength = 0;
  }

  #writeBlock(): void {
    const crc = ~this.#crc;
    this.#crc = -1;
    this.#streamCrc = combineCrc(this.#streamCrc, crc);
    for (const part of BLOCK_MAGIC) this.#put(24, part);
    this.#put(16, crc >>> 16);
    this.#put(16, crc & 0xffff);
    this.#put(1, 0);
    const block = this.#block.subarray(0, this.#count);
    const order = sortRotations(block);
    this.#put(24, order.indexOf(0));
    this.#writeSymbols(block, order);
    this.#count = 0;
  }

  #writeSymbols(block: Uint8Array, order: Int32Array): void {
    const used = new Uint8Array(256);
    for (const octet of block) used[octet] = 1;
    this.#writeUsed(used);
    const octets = Uint8Array.from(Array.from(used.keys()).filter((octet) => used[octet] === 1));
    const alphabet = octets.length + 2;
    const symbols = placesOf(block, order, octets);
    const { lengths, selectors } = chooseCodes(symbols, alphabet);
    this.#put(3, lengths.length);
    this.#put(15, selectors.length);
    this.#writeSelectors(selectors, lengths.length);
    for (const table of lengths) this.#writeLengths(table);
    const codes = lengths.map(codesOf);
    symbols.forEach((symbol, i) => {
      const table = selectors[Math.floor(i / GROUP_SIZE)]!;
      this.#put(lengths[table]![symbol]!, codes[table]![symbol]!);
    });
  }

  #writeUsed(used: Uint8Array): void {
    const groups = Array.from({ length: 16 }, (_, i) => used.subarray(16 * i, 16 * i + 16));
    for (const group of groups) this.#put(1, group.includes(1) ? 1 : 0);
    for (const group of groups) if (group.includes(1)) for (const bit of group) this.#put(1, bit);
  }

  #writeSelectors(selectors: readonly number[], tables: number): void {
    const order = Array.from({ length: tables }, (_, i) => i);
    for (const selector of selectors) {
      const place = order.indexOf(selector);
      order.splice(place, 1);
      order.unshift(selector);
      for (let i = 0; i < place; i++) this.#put(1, 1);
      this.#put(1, 0);
    }
  }

  #writeLengths(lengths: Uint8Array): void {
    let current = lengths[0]!;
    this.#put(5, current);
    for (const length of lengths) {
      for (; current < length; current++) this.#put(2, 2);
      for (; current > length; current--) this.#put(2, 3);
      this.#put(1, 0);
    }
  }
}

/** The rotations of a block in order, by where they begin. Sorted by one octet, then two, four, eight ... */
function sortRotations(block: Uint8Array): Int32Array {
  const n = block.length;
  let order = new Int32Array(n);
  let other = new Int32Array(n);
  let ranks = new Int32Array(n);
  let newRanks = new Int32Array(n);
  const counts = new Int32Array(Math.max(n, 256) + 1);
  for (const octet of block) counts[octet + 1]!++;
  for (let i = 1; i <= 256; i++) counts[i]! += counts[i - 1]!;
  for (let i = 0; i < n; i++) order[counts[block[i]!]!++] = i;
  let classes = 0;
  for (let i = 0; i < n; i++) {
    if (i > 0 && block[order[i]!] !== block[order[i - 1]!]) classes++;
    ranks[order[i]!] = classes;
  }
  for (let width = 1; width < n && classes < n - 1; width *= 2) {
    // Sorted by their second halves already, the rotations are sorted by their first.
    counts.fill(0, 0, classes + 2);
    for (let i = 0; i < n; i++) counts[ranks[i]! + 1]!++;
    for (let i = 1; i <= classes + 1; i++) counts[i]! += counts[i - 1]!;
    for (let i = 0; i < n; i++) {
      let start = order[i]! - width;
      if (start < 0) start += n;
      other[counts[ranks[start]!]!++] = start;
    }
    [order, other] = [other, order];
    classes = 0;
    newRanks[order[0]!] = 0;
    for (let i = 1; i < n; i++) {
      const a = order[i]!;
      const b = order[i - 1]!;
      if (ranks[a] !== ranks[b] || ranks[(a + width) % n] !== ranks[(b + width) % n]) classes++;
      newRanks[a] = classes;
    }
    [ranks, newRanks] = [newRanks, ranks];
  }
  return order;
}

/** The symbols for the last octets of the rotations. */
function placesOf(block: Uint8Array, order: Int32Array, octets: Uint8Array): Uint16Array {
  const n = block.length;
  const symbols = new Uint16Array(n + 1);
  const list = octets.slice();
  let count = 0;
  let run = 0;
  const endRun = (): void => {
    for (; run > 0; run = (run - 1) >> 1) symbols[count++] = run & 1 ? RUN_A : RUN_B;
  };
  for (let i = 0; i < n; i++) {
    const octet = block[order[i] === 0 ? n - 1 : order[i]! - 1]!;
    if (list[0] === octet) {
      run++;
      continue;
    }
    endRun();
    const place = list.indexOf(octet);
    list.copyWithin(1, 0, place);
    list[0] = octet;
    symbols[count++] = place + 1;
  }
  endRun();
  symbols[count++] = octets.length + 1;
  return symbols.subarray(0, count);
}

function tableCount(symbols: number): number {
  if (symbols < 200) return 2;
  if (symbols < 600) return 3;
  if (symbols < 1200) return 4;
  return symbols < 2400 ? 5 : 6;
}

/** Chooses codes and, for each group of symbols, one of them: a guess, and four rounds that make it better. */
function chooseCodes(
  symbols: Uint16Array,
  alphabet: number,
): { lengths: readonly Uint8Array[]; selectors: readonly number[] } {
  const lengths = firstGuess(symbols, alphabet);
  let selectors: number[] = [];
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const frequencies = lengths.map(() => new Int32Array(alphabet));
    selectors = [];
    for (let start = 0; start < symbols.length; start += GROUP_SIZE) {
      const group = symbols.subarray(start, start + GROUP_SIZE);
      let best = 0;
      let bestCost = Number.POSITIVE_INFINITY;
      lengths.forEach((table, t) => {
        let cost = 0;
        for (const symbol of group) cost += table[symbol]!;
        if (cost < bestCost) {
          bestCost = cost;
          best = t;
        }
      });
      selectors.push(best);
      for (const symbol of group) frequencies[best]![symbol]!++;
    }
    frequencies.forEach((table, t) => {
      lengths[t] = codeLengths(table);
    });
  }
  return { lengths, selectors };
}

/** Each table is cheap for some of the symbols, which together are as frequent as those of the others. */
function firstGuess(symbols: Uint16Array, alphabet: number): Uint8Array[] {
  const frequencies = new Int32Array(alphabet);
  for (const symbol of symbols) frequencies[symbol]!++;
  const tables = tableCount(symbols.length);
  const lengths: Uint8Array[] = [];
  let left = symbols.length;
  let start = 0;
  for (let part = tables; part > 0; part--) {
    const wanted = Math.floor(left / part);
    let end = start - 1;
    let sum = 0;
    while (sum < wanted && end < alphabet - 1) sum += frequencies[++end]!;
    if (end > start && part !== tables && part !== 1 && (tables - part) % 2 === 1) sum -= frequencies[end--]!;
    lengths[part - 1] = Uint8Array.from({ length: alphabet }, (_, v) =>
      v >= start && v <= end ? CHEAP : DEAR,
    );
    start = end + 1;
    left -= sum;
  }
  return lengths;
}

/** The lengths of a Huffman code. A weight has the frequency in its upper bits and the depth in the lowest eight. */
function codeLengths(frequencies: Int32Array): Uint8Array {
  const size = frequencies.length;
  const weights = new Int32Array(2 * size + 2);
  const parents = new Int32Array(2 * size + 2);
  const heap = new Int32Array(size + 2);
  for (let i = 0; i < size; i++) weights[i + 1] = Math.max(frequencies[i]!, 1) << 8;
  for (;;) {
    let nodes = size;
    let count = 0;
    weights[0] = 0;
    parents.fill(-1);
    const up = (place: number): void => {
      const node = heap[place]!;
      for (; weights[node]! < weights[heap[place >> 1]!]!; place >>= 1) heap[place] = heap[place >> 1]!;
      heap[place] = node;
    };
    const down = (place: number): void => {
      const node = heap[place]!;
      for (let child = 2 * place; child <= count; child = 2 * place) {
        if (child < count && weights[heap[child + 1]!]! < weights[heap[child]!]!) child++;
        if (weights[node]! < weights[heap[child]!]!) break;
        heap[place] = heap[child]!;
        place = child;
      }
      heap[place] = node;
    };
    const pop = (): number => {
      const least = heap[1]!;
      heap[1] = heap[count--]!;
      down(1);
      return least;
    };
    heap[0] = 0;
    for (let i = 1; i <= size; i++) {
      heap[++count] = i;
      up(count);
    }
    while (count > 1) {
      const first = pop();
      const second = pop();
      parents[first] = ++nodes;
      parents[second] = nodes;
      const a = weights[first]!;
      const b = weights[second]!;
      weights[nodes] = ((a & ~0xff) + (b & ~0xff)) | (1 + Math.max(a & 0xff, b & 0xff));
      parents[nodes] = -1;
      heap[++count] = nodes;
      up(count);
    }
    const lengths = new Uint8Array(size);
    let isTooLong = false;
    for (let i = 1; i <= size; i++) {
      let length = 0;
      for (let node = i; parents[node]! >= 0; node = parents[node]!) length++;
      lengths[i - 1] = length;
      if (length > MAX_WRITTEN_LENGTH) isTooLong = true;
    }
    if (!isTooLong) return lengths;
    for (let i = 1; i <= size; i++) weights[i] = (1 + ((weights[i]! >> 8) >> 1)) << 8;
  }
}

/** The codes that go with lengths. */
function codesOf(lengths: Uint8Array): Int32Array {
  const codes = new Int32Array(lengths.length);
  let code = 0;
  for (let length = 1; length <= MAX_WRITTEN_LENGTH; length++) {
    lengths.forEach((other, symbol) => {
      if (other === length) codes[symbol] = code++;
    });
    code <<= 1;
  }
  return codes;
}
