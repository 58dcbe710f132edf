/**
 * BLAKE2: RFC 7693, and https://www.blake2.net/blake2.pdf for what the RFC leaves out: salt, personalization and the
 * parameters of trees. BLAKE2s works on words of 32 bits, BLAKE2b on words of 64, which stand as low and high halves.
 */
import type { HashState } from './block-hash.ts';
import { initialWords } from './sha2.ts';

/** Which words of the message each round takes up. The rounds after the tenth begin again. */
const SCHEDULE: readonly Uint8Array[] = [
  '0123456789abcdef',
  'ea489fd61c02b753',
  'b8c052fdae367194',
  '7931dcbe265a40f8',
  '905724afe1bc683d',
  '2c6a0b834d75fe19',
  'c51fed4a0763928b',
  'db7ec13950f4862a',
  '6fe9b308c2d714a5',
  'a2847615fb9e3cd0',
].map((line) => Uint8Array.from(line, (digit) => Number.parseInt(digit, 16)));

/** The four words of the state that each of the eight half-round mixings works on: columns, then diagonals. */
const QUARTERS: readonly (readonly [number, number, number, number])[] = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
];

/** What is hashed, and as which node of which tree. */
export interface Blake2Parameters {
  readonly digestSize: number;
  readonly key: Uint8Array;
  readonly salt: Uint8Array;
  readonly person: Uint8Array;
  readonly fanout: number;
  readonly depth: number;
  readonly leafSize: number;
  readonly nodeOffset: bigint;
  readonly nodeDepth: number;
  readonly innerSize: number;
  readonly lastNode: boolean;
}

/** The parameters of a plain hash. */
export function plainParameters(digestSize: number): Blake2Parameters {
  const none = new Uint8Array(0);
  return {
    digestSize,
    key: none,
    salt: none,
    person: none,
    fanout: 1,
    depth: 1,
    leafSize: 0,
    nodeOffset: 0n,
    nodeDepth: 0,
    innerSize: 0,
    lastNode: false,
  };
}

/** The sizes of a variant in octets. */
interface Variant {
  readonly blockSize: number;
  readonly digestSize: number;
  readonly saltSize: number;
  readonly nodeOffsetSize: number;
}

export const BLAKE2B: Variant = { blockSize: 128, digestSize: 64, saltSize: 16, nodeOffsetSize: 8 };
export const BLAKE2S: Variant = { blockSize: 64, digestSize: 32, saltSize: 8, nodeOffsetSize: 6 };

/** The block of parameters, which the initial state is mixed with. */
function parameterBlock(variant: Variant, parameters: Blake2Parameters): Int32Array {
  const block = new Uint8Array(variant.digestSize);
  const view = new DataView(block.buffer);
  block.set([parameters.digestSize, parameters.key.length, parameters.fanout, parameters.depth]);
  view.setUint32(4, parameters.leafSize, true);
  view.setBigUint64(8, parameters.nodeOffset, true);
  block[8 + variant.nodeOffsetSize] = parameters.nodeDepth;
  block[9 + variant.nodeOffsetSize] = parameters.innerSize;
  block.set(parameters.salt, variant.digestSize - 2 * variant.saltSize);
  block.set(parameters.person, variant.digestSize - variant.saltSize);
  return Int32Array.from({ length: block.length / 4 }, (_, i) => view.getInt32(4 * i, true));
}

abstract class Blake2 implements HashState {
  readonly blockSize: number;
  readonly digestSize: number;
  protected state: Int32Array;
  readonly #lastNode: boolean;
  /** A full block waits here until more comes, for the last one is mixed in another way. */
  #pending: Uint8Array;
  #pendingLength = 0;
  /** How many octets have been mixed in. */
  #length = 0;

  protected constructor(variant: Variant, initial: Int32Array, parameters: Blake2Parameters) {
    this.blockSize = variant.blockSize;
    this.digestSize = parameters.digestSize;
    this.#lastNode = parameters.lastNode;
    this.#pending = new Uint8Array(variant.blockSize);
    const block = parameterBlock(variant, parameters);
    this.state = initial.map((word, i) => word ^ block[i]!);
    if (parameters.key.length > 0) {
      this.#pending.set(parameters.key);
      this.#pendingLength = variant.blockSize;
    }
  }

  /** Mixes in a block; `length` is that of the message with it. */
  protected abstract mix(
    block: Uint8Array,
    offset: number,
    length: number,
    last: boolean,
    lastNode: boolean,
  ): void;

  protected abstract sibling(): Blake2;

  update(octets: Uint8Array): void {
    const { blockSize } = this;
    let offset = 0;
    while (offset < octets.length) {
      if (this.#pendingLength === blockSize) {
        this.#length += blockSize;
        this.mix(this.#pending, 0, this.#length, false, false);
        this.#pendingLength = 0;
      }
      if (this.#pendingLength === 0) {
        for (; octets.length - offset > blockSize; offset += blockSize) {
          this.#length += blockSize;
          this.mix(octets, offset, this.#length, false, false);
        }
      }
      const count = Math.min(blockSize - this.#pendingLength, octets.length - offset);
      this.#pending.set(octets.subarray(offset, offset + count), this.#pendingLength);
      this.#pendingLength += count;
      offset += count;
    }
  }

  copy(): Blake2 {
    const copy = this.sibling();
    copy.state = this.state.slice();
    copy.#pending = this.#pending.slice();
    copy.#pendingLength = this.#pendingLength;
    copy.#length = this.#length;
    return copy;
  }

  digest(): Uint8Array {
    const end = this.copy();
    end.#pending.fill(0, end.#pendingLength);
    end.mix(end.#pending, 0, end.#length + end.#pendingLength, true, this.#lastNode);
    const view = new DataView(new ArrayBuffer(4 * end.state.length));
    for (let i = 0; i < end.state.length; i++) view.setInt32(4 * i, end.state[i]!, true);
    return new Uint8Array(view.buffer).slice(0, this.digestSize);
  }
}

/** Reads the words of a block, or the halves of its words, low ones first. */
function readWords(words: Int32Array, octets: Uint8Array, offset: number): void {
  for (let i = 0; i < words.length; i++, offset += 4) {
    words[i] =
      octets[offset]! |
      (octets[offset + 1]! << 8) |
      (octets[offset + 2]! << 16) |
      (octets[offset + 3]! << 24);
  }
}

export class Blake2s extends Blake2 {
  readonly #parameters: Blake2Parameters;
  readonly #initial = initialWords(32);
  readonly #words = new Int32Array(16);
  readonly #vector = new Int32Array(16);

  constructor(parameters: Blake2Parameters) {
    super(BLAKE2S, initialWords(32), parameters);
    this.#parameters = parameters;
  }

  protected sibling(): Blake2s {
    return new Blake2s(this.#parameters);
  }

  protected mix(octets: Uint8Array, offset: number, length: number, last: boolean, lastNode: boolean): void {
    const { state } = this;
    const words = this.#words;
    const v = this.#vector;
    readWords(words, octets, offset);
    v.set(state, 0);
    v.set(this.#initial, 8);
    v[12]! ^= length;
    v[13]! ^= Math.floor(length / 2 ** 32);
    if (last) v[14]! ^= -1;
    if (lastNode) v[15]! ^= -1;
    for (let round = 0; round < 10; round++) {
      const schedule = SCHEDULE[round]!;
      for (let i = 0; i < 8; i++) {
        const [a, b, c, d] = QUARTERS[i]!;
        this.#quarter(v, a, b, c, d, words[schedule[2 * i]!]!, words[schedule[2 * i + 1]!]!);
      }
    }
    for (let i = 0; i < 8; i++) state[i]! ^= v[i]! ^ v[i + 8]!;
  }

  #quarter(v: Int32Array, a: number, b: number, c: number, d: number, x: number, y: number): void {
    let va = (v[a]! + v[b]! + x) | 0;
    let vd = v[d]! ^ va;
    vd = (vd >>> 16) | (vd << 16);
    let vc = (v[c]! + vd) | 0;
    let vb = v[b]! ^ vc;
    vb = (vb >>> 12) | (vb << 20);
    va = (va + vb + y) | 0;
    vd ^= va;
    vd = (vd >>> 8) | (vd << 24);
    vc = (vc + vd) | 0;
    vb ^= vc;
    v[a] = va;
    v[b] = (vb >>> 7) | (vb << 25);
    v[c] = vc;
    v[d] = vd;
  }
}

/** Words of 64 bits with the halves exchanged, as SHA-512 has them. */
function exchangeHalves(words: Int32Array): Int32Array {
  return words.map((_, i) => words[i ^ 1]!);
}

export class Blake2b extends Blake2 {
  readonly #parameters: Blake2Parameters;
  readonly #initial = exchangeHalves(initialWords(64));
  readonly #words = new Int32Array(32);
  readonly #vector = new Int32Array(32);

  constructor(parameters: Blake2Parameters) {
    super(BLAKE2B, exchangeHalves(initialWords(64)), parameters);
    this.#parameters = parameters;
  }

  protected sibling(): Blake2b {
    return new Blake2b(this.#parameters);
  }

  protected mix(octets: Uint8Array, offset: number, length: number, last: boolean, lastNode: boolean): void {
    const { state } = this;
    const words = this.#words;
    const v = this.#vector;
    readWords(words, octets, offset);
    v.set(state, 0);
    v.set(this.#initial, 16);
    v[24]! ^= length;
    v[25]! ^= Math.floor(length / 2 ** 32);
    if (last) {
      v[28]! ^= -1;
      v[29]! ^= -1;
    }
    if (lastNode) {
      v[30]! ^= -1;
      v[31]! ^= -1;
    }
    for (let round = 0; round < 12; round++) {
      const schedule = SCHEDULE[round % 10]!;
      for (let i = 0; i < 8; i++) {
        const [a, b, c, d] = QUARTERS[i]!;
        const x = 2 * schedule[2 * i]!;
        const y = 2 * schedule[2 * i + 1]!;
        addInto(v, a, b, words[x]!, words[x + 1]!);
        mixInto(v, d, a, 32);
        addInto(v, c, d, 0, 0);
        mixInto(v, b, c, 24);
        addInto(v, a, b, words[y]!, words[y + 1]!);
        mixInto(v, d, a, 16);
        addInto(v, c, d, 0, 0);
        mixInto(v, b, c, 63);
      }
    }
    for (let i = 0; i < 16; i++) state[i]! ^= v[i]! ^ v[i + 16]!;
  }
}

/** `v[a] += v[b] + x`. */
function addInto(v: Int32Array, a: number, b: number, xLow: number, xHigh: number): void {
  const low = (v[2 * a]! >>> 0) + (v[2 * b]! >>> 0) + (xLow >>> 0);
  v[2 * a + 1] = v[2 * a + 1]! + v[2 * b + 1]! + xHigh + Math.floor(low / 2 ** 32);
  v[2 * a] = low;
}

/** `v[a] = (v[a] ^ v[b])` rotated to the right. */
function mixInto(v: Int32Array, a: number, b: number, count: number): void {
  const low = v[2 * a]! ^ v[2 * b]!;
  const high = v[2 * a + 1]! ^ v[2 * b + 1]!;
  const first = count < 32 ? low : high;
  const second = count < 32 ? high : low;
  const shift = count & 31;
  v[2 * a] = shift === 0 ? first : (first >>> shift) | (second << (32 - shift));
  v[2 * a + 1] = shift === 0 ? second : (second >>> shift) | (first << (32 - shift));
}
