/** Keys from passwords, slowly: PBKDF2 (RFC 8018) and scrypt (RFC 7914). */
import type { HashState } from './block-hash.ts';
import { Hmac } from './hmac.ts';
import { Sha256 } from './sha2.ts';

export function pbkdf2(
  start: () => HashState,
  password: Uint8Array,
  salt: Uint8Array,
  iterations: number,
  length: number,
): Uint8Array {
  const keyed = Hmac.withKey(start, password);
  const key = new Uint8Array(length);
  const counter = new DataView(new ArrayBuffer(4));
  for (let offset = 0, block = 1; offset < length; offset += keyed.digestSize, block++) {
    const first = keyed.copy();
    first.update(salt);
    counter.setUint32(0, block);
    first.update(new Uint8Array(counter.buffer));
    let digest = first.digest();
    const sum = digest.slice();
    for (let i = 1; i < iterations; i++) {
      const next = keyed.copy();
      next.update(digest);
      digest = next.digest();
      for (let k = 0; k < sum.length; k++) sum[k]! ^= digest[k]!;
    }
    key.set(sum.subarray(0, length - offset), offset);
  }
  return key;
}

/** The words that each quarter of a round of Salsa20 works on: columns, then rows. */
const QUARTERS: readonly (readonly [number, number, number, number])[] = [
  [0, 4, 8, 12],
  [5, 9, 13, 1],
  [10, 14, 2, 6],
  [15, 3, 7, 11],
  [0, 1, 2, 3],
  [5, 6, 7, 4],
  [10, 11, 8, 9],
  [15, 12, 13, 14],
];

function rotated(x: number, count: number): number {
  return (x << count) | (x >>> (32 - count));
}

/** Salsa20 with eight rounds, on sixteen words in place. */
function salsa20(block: Int32Array, scratch: Int32Array): void {
  scratch.set(block);
  for (let round = 0; round < 8; round += 2) {
    for (const [a, b, c, d] of QUARTERS) {
      scratch[b]! ^= rotated((scratch[a]! + scratch[d]!) | 0, 7);
      scratch[c]! ^= rotated((scratch[b]! + scratch[a]!) | 0, 9);
      scratch[d]! ^= rotated((scratch[c]! + scratch[b]!) | 0, 13);
      scratch[a]! ^= rotated((scratch[d]! + scratch[c]!) | 0, 18);
    }
  }
  for (let i = 0; i < 16; i++) block[i]! += scratch[i]!;
}

/** Mixes `2 * r` blocks of sixteen words; the even ones come to stand before the odd ones. */
function mixBlocks(
  words: Int32Array,
  target: Int32Array,
  r: number,
  block: Int32Array,
  scratch: Int32Array,
): void {
  block.set(words.subarray(32 * r - 16));
  for (let i = 0; i < 2 * r; i++) {
    for (let k = 0; k < 16; k++) block[k]! ^= words[16 * i + k]!;
    salsa20(block, scratch);
    target.set(block, 16 * ((i >> 1) + (i & 1 ? r : 0)));
  }
}

/** Mixes one lane with `n` earlier states of itself. */
function mixLane(lane: Int32Array, n: number, r: number, states: Int32Array): void {
  const size = 32 * r;
  let words = lane.slice();
  let target = new Int32Array(size);
  const block = new Int32Array(16);
  const scratch = new Int32Array(16);
  const step = (): void => {
    mixBlocks(words, target, r, block, scratch);
    [words, target] = [target, words];
  };
  for (let i = 0; i < n; i++) {
    states.set(words, i * size);
    step();
  }
  for (let i = 0; i < n; i++) {
    const earlier = (words[size - 16]! & (n - 1)) * size;
    for (let k = 0; k < size; k++) words[k]! ^= states[earlier + k]!;
    step();
  }
  lane.set(words);
}

/** `n` is a power of two; the work takes `128 * n * r` octets of memory. */
export function scrypt(
  password: Uint8Array,
  salt: Uint8Array,
  n: number,
  r: number,
  p: number,
  length: number,
): Uint8Array {
  const start = (): HashState => new Sha256(32);
  const mixed = pbkdf2(start, password, salt, 1, 128 * r * p);
  const view = new DataView(mixed.buffer);
  const words = Int32Array.from({ length: 32 * r * p }, (_, i) => view.getInt32(4 * i, true));
  const states = new Int32Array(32 * r * n);
  for (let lane = 0; lane < p; lane++)
    mixLane(words.subarray(32 * r * lane, 32 * r * (lane + 1)), n, r, states);
  words.forEach((word, i) => {
    view.setInt32(4 * i, word, true);
  });
  return pbkdf2(start, password, mixed, 1, length);
}
