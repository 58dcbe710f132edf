/** MD5: RFC 1321. */
import { BlockHash } from './block-hash.ts';

/** How far the four kinds of rounds rotate, in turn. */
const ROTATIONS: readonly (readonly number[])[] = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
];

/** The integer parts of 2**32 times the sines of 1, 2, 3 ... radians. */
const SINES = Int32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32));

export class Md5 extends BlockHash {
  protected readonly bigEndian = false;
  readonly #words = new Int32Array(16);

  constructor() {
    super(64, 16, Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476));
  }

  protected sibling(): Md5 {
    return new Md5();
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
    let a = state[0]!;
    let b = state[1]!;
    let c = state[2]!;
    let d = state[3]!;
    for (let i = 0; i < 64; i++) {
      const kind = i >>> 4;
      let f: number;
      let word: number;
      if (kind === 0) {
        f = d ^ (b & (c ^ d));
        word = i;
      } else if (kind === 1) {
        f = c ^ (d & (b ^ c));
        word = (5 * i + 1) & 15;
      } else if (kind === 2) {
        f = b ^ c ^ d;
        word = (3 * i + 5) & 15;
      } else {
        f = c ^ (b | ~d);
        word = (7 * i) & 15;
      }
      const sum = (a + f + SINES[i]! + words[word]!) | 0;
      const rotation = ROTATIONS[kind]![i & 3]!;
      a = d;
      d = c;
      c = b;
      b = (b + ((sum << rotation) | (sum >>> (32 - rotation)))) | 0;
    }
    state[0]! += a;
    state[1]! += b;
    state[2]! += c;
    state[3]! += d;
  }
}
