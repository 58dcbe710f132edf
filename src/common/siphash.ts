/**
 * SipHash-1-3 (Aumasson, Bernstein): the hash of sources in checked `.pyc` files. CPython: `siphash13` in
 * Python/pyhash.c. Words of 64 bits are kept as halves of 32, low and high.
 */

/** The eight bytes of the hash, lowest first, as two halves. */
export interface Hash64 {
  readonly low: number;
  readonly high: number;
}

class State {
  v0l: number;
  v0h: number;
  v1l: number;
  v1h: number;
  v2l: number;
  v2h: number;
  v3l: number;
  v3h: number;

  constructor(k0l: number, k0h: number, k1l: number, k1h: number) {
    this.v0l = k0l ^ 0x70736575;
    this.v0h = k0h ^ 0x736f6d65;
    this.v1l = k1l ^ 0x6e646f6d;
    this.v1h = k1h ^ 0x646f7261;
    this.v2l = k0l ^ 0x6e657261;
    this.v2h = k0h ^ 0x6c796765;
    this.v3l = k1l ^ 0x79746573;
    this.v3h = k1h ^ 0x74656462;
  }

  /** v0 += v1; v2 += v3; then rotations and exclusive ors, and the same crosswise. */
  round(): void {
    this.halfRound(13, 16);
    this.swap();
    this.halfRound(17, 21);
    this.swap();
  }

  private halfRound(s: number, t: number): void {
    let low = (this.v0l >>> 0) + (this.v1l >>> 0);
    this.v0h = (this.v0h + this.v1h + (low > 0xffffffff ? 1 : 0)) | 0;
    this.v0l = low | 0;
    low = (this.v2l >>> 0) + (this.v3l >>> 0);
    this.v2h = (this.v2h + this.v3h + (low > 0xffffffff ? 1 : 0)) | 0;
    this.v2l = low | 0;
    let rotated = (this.v1l << s) | (this.v1h >>> (32 - s));
    this.v1h = ((this.v1h << s) | (this.v1l >>> (32 - s))) ^ this.v0h;
    this.v1l = rotated ^ this.v0l;
    rotated = (this.v3l << t) | (this.v3h >>> (32 - t));
    this.v3h = ((this.v3h << t) | (this.v3l >>> (32 - t))) ^ this.v2h;
    this.v3l = rotated ^ this.v2l;
    // v0 turns by 32.
    const half = this.v0l;
    this.v0l = this.v0h;
    this.v0h = half;
  }

  /** v0 and v2 change places: the second half of a round adds v1 to v2 and v3 to v0. */
  private swap(): void {
    let half = this.v0l;
    this.v0l = this.v2l;
    this.v2l = half;
    half = this.v0h;
    this.v0h = this.v2h;
    this.v2h = half;
  }
}

/** The hash of `data` under the key (k0, k1), each below 2^32. */
export function siphash13(k0: number, k1: number, data: Uint8Array): Hash64 {
  const state = new State(k0 | 0, 0, k1 | 0, 0);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const whole = data.length & ~7;
  for (let i = 0; i < whole; i += 8) {
    const low = view.getInt32(i, true);
    const high = view.getInt32(i + 4, true);
    state.v3l ^= low;
    state.v3h ^= high;
    state.round();
    state.v0l ^= low;
    state.v0h ^= high;
  }
  // The last word: the bytes that are left, and the length modulo 256 on top.
  const rest = new DataView(new ArrayBuffer(8));
  for (let i = whole; i < data.length; i++) rest.setUint8(i - whole, data[i]!);
  rest.setUint8(7, data.length & 0xff);
  const low = rest.getInt32(0, true);
  const high = rest.getInt32(4, true);
  state.v3l ^= low;
  state.v3h ^= high;
  state.round();
  state.v0l ^= low;
  state.v0h ^= high;
  state.v2l ^= 0xff;
  state.round();
  state.round();
  state.round();
  return {
    low: (state.v0l ^ state.v1l ^ state.v2l ^ state.v3l) >>> 0,
    high: (state.v0h ^ state.v1h ^ state.v2h ^ state.v3h) >>> 0,
  };
}
