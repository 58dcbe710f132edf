/**
 * Reading bzip2: https://github.com/dsnet/compress/blob/master/doc/bzip2-format.pdf. Input comes in pieces; a block is
 * decoded when all of it is there, and its output is handed out as it is asked for.
 */
import { BLOCK_MAGIC, combineCrc, crcStep, END_MAGIC, GROUP_SIZE, MAX_CODE_LENGTH, RUN_B } from './format.ts';

/** The data are not what they should be. */
export class Bzip2Error {
  readonly message = 'Invalid data stream';
}

/** Thrown when a block is not complete yet. */
const NEED_INPUT = Symbol('need input');

/** Room for a block at first: much that is compressed is small. */
const FIRST_BLOCK = 4096;

/** Symbols of a Huffman code in the order of their codes, and where the codes of each length begin. */
interface Code {
  readonly symbols: Uint16Array;
  /** By length: the first code that is longer, and what turns codes into indices. */
  readonly limits: Int32Array;
  readonly offsets: Int32Array;
}

function makeCode(lengths: Uint8Array): Code {
  const symbols = new Uint16Array(lengths.length);
  const limits = new Int32Array(MAX_CODE_LENGTH + 1).fill(-1);
  const offsets = new Int32Array(MAX_CODE_LENGTH + 1);
  let code = 0;
  let count = 0;
  for (let length = 1; length <= MAX_CODE_LENGTH; length++) {
    offsets[length] = count - code;
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] !== length) continue;
      symbols[count++] = symbol;
      code++;
    }
    limits[length] = code;
    code <<= 1;
  }
  return { symbols, limits, offsets };
}

export class Bzip2Decompressor {
  #input: Uint8Array = new Uint8Array(0);
  #position = 0;
  #bits = 0;
  #bitCount = 0;
  #started = false;
  #blockSize = 0;
  #streamCrc = 0;
  #output: Uint8Array = new Uint8Array(0);
  #outputPosition = 0;
  #done = false;

  /** Has the end been reached and all output handed out? */
  get isDone(): boolean {
    return this.#done && this.#outputPosition === this.#output.length;
  }

  /** Is there output that has not been handed out? */
  get hasOutput(): boolean {
    return this.#outputPosition < this.#output.length;
  }

  /** What follows the end of the stream. */
  get rest(): Uint8Array {
    return this.#input.slice(this.#position);
  }

  /** Takes input and gives output, at most so much. */
  decompress(input: Uint8Array, limit: number): Uint8Array {
    const joined = new Uint8Array(this.#input.length - this.#position + input.length);
    joined.set(this.#input.subarray(this.#position));
    joined.set(input, this.#input.length - this.#position);
    this.#input = joined;
    this.#position = 0;
    const pieces: Uint8Array[] = [];
    let total = 0;
    while (total < limit) {
      if (!this.hasOutput && !this.#readBlock()) break;
      const end = Math.min(this.#output.length, this.#outputPosition + limit - total);
      const piece = this.#output.subarray(this.#outputPosition, end);
      pieces.push(piece);
      total += piece.length;
      this.#outputPosition = end;
    }
    const output = new Uint8Array(total);
    let at = 0;
    for (const piece of pieces) {
      output.set(piece, at);
      at += piece.length;
    }
    return output;
  }

  /** Decodes the next block or the end; gives false when that cannot be done yet or any more. */
  #readBlock(): boolean {
    if (this.#done) return false;
    const position = this.#position;
    const bits = this.#bits;
    const bitCount = this.#bitCount;
    const started = this.#started;
    try {
      if (!this.#started) this.#readHeader();
      const high = this.#take(24);
      const low = this.#take(24);
      const crc = (this.#take(16) << 16) | this.#take(16);
      if (high === END_MAGIC[0] && low === END_MAGIC[1]) {
        if (crc !== this.#streamCrc) throw new Bzip2Error();
        this.#done = true;
        return false;
      }
      if (high !== BLOCK_MAGIC[0] || low !== BLOCK_MAGIC[1]) throw new Bzip2Error();
      this.#output = this.#decodeBlock(crc);
      this.#outputPosition = 0;
      this.#streamCrc = combineCrc(this.#streamCrc, crc);
      return true;
    } catch (thrown) {
      if (thrown !== NEED_INPUT) throw thrown;
      this.#position = position;
      this.#bits = bits;
      this.#bitCount = bitCount;
      this.#started = started;
      return false;
    }
  }

  #readHeader(): void {
    for (const expected of [0x42, 0x5a, 0x68]) if (this.#take(8) !== expected) throw new Bzip2Error();
    const level = this.#take(8) - 0x30;
    if (level < 1 || level > 9) throw new Bzip2Error();
    this.#blockSize = level * 100000;
    this.#started = true;
  }

  /** Up to 24 bits, the highest first. */
  #take(count: number): number {
    while (this.#bitCount < count) {
      if (this.#position === this.#input.length) throw NEED_INPUT;
      this.#bits = (this.#bits << 8) | this.#input[this.#position++]!;
      this.#bitCount += 8;
    }
    this.#bitCount -= count;
    return (this.#bits >>> this.#bitCount) & ((1 << count) - 1);
  }

  #readSymbol(code: Code): number {
    let value = 0;
    for (let length = 1; length <= MAX_CODE_LENGTH; length++) {
      value = (value << 1) | this.#take(1);
      if (value < code.limits[length]!) return code.symbols[value + code.offsets[length]!]!;
    }
    throw new Bzip2Error();
  }

  #decodeBlock(crc: number): Uint8Array {
    // Blocks that were shuffled before sorting have not been written since 1997.
    if (this.#take(1) !== 0) throw new Bzip2Error();
    const origin = this.#take(24);
    const octets = this.#readUsed();
    const alphabet = octets.length + 2;
    const tables = this.#take(3);
    const selectorCount = this.#take(15);
    if (octets.length === 0 || tables < 2 || tables > 6 || selectorCount === 0) throw new Bzip2Error();
    const selectors = this.#readSelectors(selectorCount, tables);
    const codes: Code[] = [];
    for (let i = 0; i < tables; i++) codes.push(makeCode(this.#readLengths(alphabet)));
    const sorted = this.#readSorted(octets, selectors, codes, alphabet - 1);
    if (origin >= sorted.length) throw new Bzip2Error();
    return unrun(unsort(sorted, origin), crc);
  }

  /** The octets that occur in the block. */
  #readUsed(): Uint8Array {
    const groups = this.#take(16);
    const octets: number[] = [];
    for (let group = 0; group < 16; group++) {
      if ((groups & (0x8000 >> group)) === 0) continue;
      const used = this.#take(16);
      for (let i = 0; i < 16; i++) if (used & (0x8000 >> i)) octets.push(16 * group + i);
    }
    return Uint8Array.from(octets);
  }

  #readSelectors(count: number, tables: number): Uint8Array {
    const order = Array.from({ length: tables }, (_, i) => i);
    const selectors = new Uint8Array(count);
    for (let i = 0; i < count; i++) {
      let place = 0;
      while (this.#take(1) === 1) if (++place >= tables) throw new Bzip2Error();
      const [table] = order.splice(place, 1);
      order.unshift(table!);
      selectors[i] = table!;
    }
    return selectors;
  }

  #readLengths(alphabet: number): Uint8Array {
    const lengths = new Uint8Array(alphabet);
    let length = this.#take(5);
    for (let i = 0; i < alphabet; i++) {
      for (;;) {
        if (length < 1 || length > MAX_CODE_LENGTH) throw new Bzip2Error();
        if (this.#take(1) === 0) break;
        length += this.#take(1) === 0 ? 1 : -1;
      }
      lengths[i] = length;
    }
    return lengths;
  }

  /** The last octets of the sorted rotations: runs and places in a list that moves what occurs to its front. */
  #readSorted(octets: Uint8Array, selectors: Uint8Array, codes: readonly Code[], end: number): Uint8Array {
    const most = this.#blockSize;
    let sorted = new Uint8Array(Math.min(most, FIRST_BLOCK));
    let count = 0;
    let run = 0;
    let weight = 1;
    for (let index = 0; ; index++) {
      const group = Math.floor(index / GROUP_SIZE);
      if (group >= selectors.length) throw new Bzip2Error();
      const symbol = this.#readSymbol(codes[selectors[group]!]!);
      if (symbol <= RUN_B) {
        if (run > most) throw new Bzip2Error();
        run += weight << symbol;
        weight <<= 1;
        continue;
      }
      if (count + run > most) throw new Bzip2Error();
      if (count + run >= sorted.length && sorted.length < most) {
        const larger = new Uint8Array(Math.min(most, 2 * (count + run)));
        larger.set(sorted);
        sorted = larger;
      }
      sorted.fill(octets[0]!, count, count + run);
      count += run;
      run = 0;
      weight = 1;
      if (symbol === end) return sorted.subarray(0, count);
      if (count === most) throw new Bzip2Error();
      const octet = octets[symbol - 1]!;
      octets.copyWithin(1, 0, symbol - 1);
      octets[0] = octet;
      sorted[count++] = octet;
    }
  }
}

/** The block that has these last octets of its sorted rotations. */
function unsort(sorted: Uint8Array, origin: number): Uint8Array {
  const starts = new Uint32Array(257);
  for (const octet of sorted) starts[octet + 1]!++;
  for (let i = 1; i < 257; i++) starts[i]! += starts[i - 1]!;
  const next = new Uint32Array(sorted.length);
  for (let i = 0; i < sorted.length; i++) next[starts[sorted[i]!]!++] = i;
  const block = new Uint8Array(sorted.length);
  for (let i = 0, at = next[origin]!; i < block.length; i++, at = next[at]!) block[i] = sorted[at]!;
  return block;
}

/** Four equal octets are followed by how many more there are. */
function unrun(block: Uint8Array, expected: number): Uint8Array {
  let output = new Uint8Array(block.length + 1024);
  let count = 0;
  let same = 0;
  let previous = -1;
  let crc = -1;
  for (const octet of block) {
    const isCount = same === 4;
    const times = isCount ? octet : 1;
    const value = isCount ? previous : octet;
    if (count + times > output.length) {
      const larger = new Uint8Array(2 * (count + times));
      larger.set(output.subarray(0, count));
      output = larger;
    }
    output.fill(value, count, count + times);
    count += times;
    for (let i = 0; i < times; i++) crc = crcStep(crc, value);
    same = isCount ? 0 : octet === previous && same > 0 ? same + 1 : 1;
    previous = value;
  }
  if (~crc !== expected) throw new Bzip2Error();
  return output.subarray(0, count);
}
