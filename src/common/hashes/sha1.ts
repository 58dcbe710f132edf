/** SHA-1: FIPS 180-4. */
import { BlockHash } from './block-hash.ts';

/** The integer parts of 2**30 times the square roots of 2, 3, 5 and 10: one for each twenty rounds. */
const ROUND_CONSTANTS = Int32Array.of(0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6);

export class Sha1 extends BlockHash {
  protected readonly bigEndian = true;
  readonly #words = new Int32Array(80);

  constructor() {
    super(64, 20, Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0));
  }

  protected sibling(): Sha1 {
    return new Sha1();
  }

  protected mix(octets: Uint8Array, offset: number): void {
    const words = this.#words;
    for (let i = 0; i < 16; i++, offset += 4) {
      words[i] =
        (octets[offset]! << 24) |
        (octets[offset + 1]! << 16) |
        (octets[offset + 2]! << 8) |
        octets[offset + 3]!;
    }
    for (let i = 16; i < 80; i++) {
      const word = words[i - 3]! ^ words[i - 8]! ^ words[i - 14]! ^ words[i - 16]!;
      words[i] = (word << 1) | (word >>> 31);
    }
    const { state } = this;
    let a = state[0]!;
    let b = state[1]!;
    let c = state[2]!;
    let d = state[3]!;
    let e = state[4]!;
    for (let i = 0; i < 80; i++) {
      const f = i < 20 ? d ^ (b & (c ^ d)) : i < 40 || i >= 60 ? b ^ c ^ d : (b & c) | (d & (b | c));
      const sum = (((a << 5) | (a >>> 27)) + f + e + ROUND_CONSTANTS[(i / 20) | 0]! + words[i]!) | 0;
      e = d;
      d = c;
      c = (b << 30) | (b >>> 2);
      b = a;
      a = sum;
    }
    state[0]! += a;
    state[1]! += b;
    state[2]! += c;
    state[3]! += d;
    state[4]! += e;
  }
}
