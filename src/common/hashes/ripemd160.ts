/**
 * RIPEMD-160: two lines of eighty steps side by side, both on the same block, added up at the end.
 * H. Dobbertin, A. Bosselaers, B. Preneel: RIPEMD-160, a strengthened version of RIPEMD (1996).
 */
import { BlockHash } from './block-hash.ts';

function digits(text: string): Uint8Array {
  return Uint8Array.from(text, (digit) => Number.parseInt(digit, 16));
}

interface Line {
  /** Which word each step takes up. */
  readonly words: Uint8Array;
  /** How far each step rotates. */
  readonly rotations: Uint8Array;
  /** What is added in each of the five rounds. */
  readonly constants: readonly number[];
  /** Which of the five functions each round mixes with. */
  readonly functions: readonly number[];
}

const LEFT: Line = {
  words: digits('0123456789abcdef74d1a6f3c0952eb83ae49f812706db5c19ba08c4d37fe56240597c2ae138b6fd'),
  rotations: digits('befc5879bdef6798768db97f7cf9b7dcbd67e9dfe8d65c75bcefef989e56865c9f5b68dc5cdeb856'),
  constants: [0, 0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xa953fd4e],
  functions: [0, 1, 2, 3, 4],
};

const RIGHT: Line = {
  words: digits('5e7092b4d6f81a3c6b370d5aef8c4912f5137e69b8c2a04d86413bf05c2d97aecfa4158762de039b'),
  rotations: digits('899bdff5778beec69df7c89b77c76fdb97fb866ecd5edd75f58bee6e69c9c5f885c9c5e68d65fdbb'),
  constants: [0x50a28be6, 0x5c4dd124, 0x6d703ef3, 0x7a6d76e9, 0],
  functions: [4, 3, 2, 1, 0],
};

function mixed(kind: number, x: number, y: number, z: number): number {
  switch (kind) {
    case 0:
      return x ^ y ^ z;
    case 1:
      return (x & y) | (~x & z);
    case 2:
      return (x | ~y) ^ z;
    case 3:
      return (x & z) | (y & ~z);
    default:
      return x ^ (y | ~z);
  }
}

export class Ripemd160 extends BlockHash {
  protected readonly bigEndian = false;
  readonly #words = new Int32Array(16);
  readonly #left = new Int32Array(5);
  readonly #right = new Int32Array(5);

  constructor() {
    super(64, 20, Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0));
  }

  protected sibling(): Ripemd160 {
    return new Ripemd160();
  }

  protected mix(octets: Uint8Array, offset: number): void {
    const words = this.#words;
    for (let i = 0; i < 16; i++, offset += 4) {
      words[i] =
        octets[offset]! |
        (octets[offset + 1]! << 8) |
        (octets[offset + 2]! << 16) |
        (octets[offset + 3]! << 24);
    }
    const { state } = this;
    const left = this.#left;
    const right = this.#right;
    left.set(state);
    right.set(state);
    this.#run(LEFT, left);
    this.#run(RIGHT, right);
    const first = state[1]! + left[2]! + right[3]!;
    for (let i = 1; i < 5; i++) state[i] = state[(i + 1) % 5]! + left[(i + 2) % 5]! + right[(i + 3) % 5]!;
    state[0] = first;
  }

  #run(line: Line, state: Int32Array): void {
    const words = this.#words;
    let [a, b, c, d, e] = state as unknown as [number, number, number, number, number];
    for (let i = 0; i < 80; i++) {
      const round = i >> 4;
      const sum =
        (a + mixed(line.functions[round]!, b, c, d) + words[line.words[i]!]! + line.constants[round]!) | 0;
      const rotation = line.rotations[i]!;
      a = e;
      e = d;
      d = (c << 10) | (c >>> 22);
      c = b;
      b = (((sum << rotation) | (sum >>> (32 - rotation))) + a) | 0;
    }
    state.set([a, b, c, d, e]);
  }
}
