/**
 * SHA-3 and SHAKE: FIPS 202. A sponge: 25 lanes of 64 bits, of which the first `rate` octets take in the message and
 * give out the digest, with the permutation Keccak-f between. Lanes stand here as low and high halves.
 */
import type { HashState } from './block-hash.ts';

const ROUNDS = 24;

interface Constants {
  /** What is added to the first lane in each round: low and high half. */
  readonly rounds: Int32Array;
  /** Step rho: how far the lane rotates that stands at this place of the walk of step pi. */
  readonly rotations: Uint8Array;
  /** Step pi: the lanes in the order in which they take each other's place, beginning with lane 1. */
  readonly walk: Uint8Array;
}

/** The round constants come out of a shift register of 8 bits, the walk out of a matrix: see FIPS 202, 3.2. */
function makeConstants(): Constants {
  const rounds = new Int32Array(2 * ROUNDS);
  let register = 1;
  for (let round = 0; round < ROUNDS; round++) {
    for (let j = 0; j < 7; j++) {
      if (register & 1) {
        const bit = (1 << j) - 1;
        rounds[2 * round + (bit >> 5)]! ^= 1 << (bit & 31);
      }
      register = (register << 1) ^ (register & 0x80 ? 0x171 : 0);
    }
  }
  const rotations = new Uint8Array(24);
  const walk = new Uint8Array(24);
  let x = 1;
  let y = 0;
  for (let t = 0; t < 24; t++) {
    walk[t] = x + 5 * y;
    rotations[t] = (((t + 1) * (t + 2)) / 2) % 64;
    [x, y] = [y, (2 * x + 3 * y) % 5];
  }
  return { rounds, rotations, walk };
}

const { rounds: ROUND_CONSTANTS, rotations: ROTATIONS, walk: WALK } = makeConstants();

function permute(lanes: Int32Array, columns: Int32Array): void {
  for (let round = 0; round < ROUNDS; round++) {
    // Theta: every lane takes up the parity of two columns beside its own.
    for (let i = 0; i < 10; i++) {
      columns[i] = lanes[i]! ^ lanes[i + 10]! ^ lanes[i + 20]! ^ lanes[i + 30]! ^ lanes[i + 40]!;
    }
    for (let x = 0; x < 10; x += 2) {
      const left = (x + 8) % 10;
      const right = (x + 2) % 10;
      const low = columns[left]! ^ ((columns[right]! << 1) | (columns[right + 1]! >>> 31));
      const high = columns[left + 1]! ^ ((columns[right + 1]! << 1) | (columns[right]! >>> 31));
      for (let i = x; i < 50; i += 10) {
        lanes[i]! ^= low;
        lanes[i + 1]! ^= high;
      }
    }
    // Rho and pi: lanes rotate and change their places along one cycle.
    let low = lanes[2]!;
    let high = lanes[3]!;
    for (let t = 0; t < 24; t++) {
      const target = 2 * WALK[(t + 1) % 24]!;
      const count = ROTATIONS[t]! & 31;
      const swapped = ROTATIONS[t]! >= 32;
      const first = swapped ? high : low;
      const second = swapped ? low : high;
      low = lanes[target]!;
      high = lanes[target + 1]!;
      lanes[target] = count === 0 ? first : (first << count) | (second >>> (32 - count));
      lanes[target + 1] = count === 0 ? second : (second << count) | (first >>> (32 - count));
    }
    // Chi: the only step that is not linear.
    for (let row = 0; row < 50; row += 10) {
      for (let i = 0; i < 10; i++) columns[i] = lanes[row + i]!;
      for (let i = 0; i < 10; i++) lanes[row + i]! ^= ~columns[(i + 2) % 10]! & columns[(i + 4) % 10]!;
    }
    // Iota.
    lanes[0]! ^= ROUND_CONSTANTS[2 * round]!;
    lanes[1]! ^= ROUND_CONSTANTS[2 * round + 1]!;
  }
}

export class Keccak implements HashState {
  readonly digestSize: number;
  /** The rate in octets. */
  readonly blockSize: number;
  /** The bits that tell SHA-3 from SHAKE, and the first bit of the padding. */
  readonly suffix: number;
  #lanes = new Int32Array(50);
  readonly #columns = new Int32Array(10);
  /** How many octets of the rate have been taken in since the last permutation. */
  #position = 0;

  /** The digest has this size; SHAKE has no size of its own, but a strength of `capacity / 2` octets. */
  constructor(capacity: number, digestSize: number, suffix: number) {
    this.blockSize = 200 - capacity;
    this.digestSize = digestSize;
    this.suffix = suffix;
  }

  #mixOctet(position: number, octet: number): void {
    this.#lanes[position >>> 2]! ^= octet << ((position & 3) << 3);
  }

  update(octets: Uint8Array): void {
    const { blockSize } = this;
    const lanes = this.#lanes;
    let position = this.#position;
    for (let i = 0; i < octets.length; i++) {
      lanes[position >>> 2]! ^= octets[i]! << ((position & 3) << 3);
      if (++position === blockSize) {
        permute(lanes, this.#columns);
        position = 0;
      }
    }
    this.#position = position;
  }

  copy(): Keccak {
    const copy = new Keccak(200 - this.blockSize, this.digestSize, this.suffix);
    copy.#lanes = this.#lanes.slice();
    copy.#position = this.#position;
    return copy;
  }

  digest(): Uint8Array {
    return this.squeeze(new Uint8Array(this.digestSize));
  }

  /** Fills an array with the digest, which may be of any length. */
  squeeze(target: Uint8Array): Uint8Array {
    const end = this.copy();
    end.#mixOctet(end.#position, end.suffix);
    end.#mixOctet(end.blockSize - 1, 0x80);
    const lanes = end.#lanes;
    for (let i = 0, position = end.blockSize; i < target.length; i++, position++) {
      if (position === end.blockSize) {
        permute(lanes, end.#columns);
        position = 0;
      }
      target[i] = lanes[position >>> 2]! >>> ((position & 3) << 3);
    }
    return target;
  }
}
