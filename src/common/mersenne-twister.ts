/**
 * MT19937, the Mersenne Twister (Matsumoto and Nishimura, 1998): the generator behind Python's `random`.
 * CPython: Modules/_randommodule.c.
 */

const N = 624;
const M = 397;
const UPPER = 0x80000000;
const LOWER = 0x7fffffff;

export class MersenneTwister {
  readonly #state = new Int32Array(N);
  #index = N + 1;

  /** Seeds from the words of a key, the low one first. */
  seedByArray(key: readonly number[]): void {
    const state = this.#state;
    this.#seed(19650218);
    let i = 1;
    let j = 0;
    for (let k = Math.max(N, key.length); k > 0; k--) {
      const previous = state[i - 1]! ^ (state[i - 1]! >>> 30);
      state[i] = (state[i]! ^ Math.imul(previous, 1664525)) + key[j]! + j;
      if (++i >= N) {
        state[0] = state[N - 1]!;
        i = 1;
      }
      if (++j >= key.length) j = 0;
    }
    for (let k = N - 1; k > 0; k--) {
      const previous = state[i - 1]! ^ (state[i - 1]! >>> 30);
      state[i] = (state[i]! ^ Math.imul(previous, 1566083941)) - i;
      if (++i >= N) {
        state[0] = state[N - 1]!;
        i = 1;
      }
    }
    state[0] = UPPER;
  }

  #seed(value: number): void {
    const state = this.#state;
    state[0] = value;
    for (let i = 1; i < N; i++) {
      const previous = state[i - 1]! ^ (state[i - 1]! >>> 30);
      state[i] = Math.imul(1812433253, previous) + i;
    }
    this.#index = N;
  }

  /** The next 32 random bits, as a non-negative number. */
  next(): number {
    if (this.#index >= N) this.#generate();
    let y = this.#state[this.#index++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    y ^= y >>> 18;
    return y >>> 0;
  }

  #generate(): void {
    const state = this.#state;
    for (let k = 0; k < N; k++) {
      const y = (state[k]! & UPPER) | (state[(k + 1) % N]! & LOWER);
      state[k] = state[(k + M) % N]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.#index = 0;
  }

  /** A double in [0, 1) with 53 random bits. */
  random(): number {
    const high = this.next() >>> 5;
    const low = this.next() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** The state: 624 words and the index. */
  getState(): number[] {
    return [...Array.from(this.#state, (word) => word >>> 0), this.#index];
  }

  /** Sets a state that {@link getState} gave. */
  setState(words: readonly number[], index: number): void {
    this.#state.set(words);
    this.#index = index;
  }
}

/** How many words a state has. */
export const STATE_WORDS = N;
