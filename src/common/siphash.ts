/**
 * SipHash-1-3 (Aumasson, Bernstein): Python's hash of str and bytes, and of sources in checked `.pyc` files.
 *
 * CPython: `siphash13` in Python/pyhash.c. Words of 64 bits are kept as halves of 32, which engines hold in
 * registers.
 */

/** A hash of 64 bits as two halves, each below 2^32. */
export interface Hash64 {
  readonly low: number;
  readonly high: number;
}

/** Inputs up to this many bytes use the hasher's own buffer. */
const BUFFER_BYTES = 512;

/** Hashes under one key. The result of the last call stands in `low` and `high`. */
export class SipHasher {
  low = 0;
  high = 0;
  private readonly _k0l: number;
  private readonly _k0h: number;
  private readonly _k1l: number;
  private readonly _k1h: number;
  private readonly _buffer = new Int32Array(BUFFER_BYTES / 4 + 2);
  private readonly _result = new DataView(new ArrayBuffer(8));

  /** The key: two words of 64 bits, as numbers if they are safe integers. */
  constructor(k0: number | bigint, k1: number | bigint) {
    this._k0l = lowHalf(k0);
    this._k0h = highHalf(k0);
    this._k1l = lowHalf(k1);
    this._k1h = highHalf(k1);
  }

  /** Hashes code units below 2^16: as bytes when all are below 2^8, else as two bytes each, the low one first. */
  hashText(text: string): void {
    const { length } = text;
    const words = this._words(2 * length);
    let all = 0;
    let word = 0;
    let i = 0;
    for (; i < length; i++) {
      const unit = text.charCodeAt(i);
      all |= unit;
      word |= unit << (8 * (i & 3));
      if ((i & 3) === 3) {
        words[i >> 2] = word;
        word = 0;
      }
    }
    if (all < 0x100) {
      words[i >> 2] = word;
      this._run(words, length);
      return;
    }
    for (i = 0; i + 1 < length; i += 2) words[i >> 1] = text.charCodeAt(i) | (text.charCodeAt(i + 1) << 16);
    words[i >> 1] = i < length ? text.charCodeAt(i) : 0;
    this._run(words, 2 * length);
  }

  /** Hashes numbers of four bytes each, the low one first. */
  hashWords(values: Uint32Array): void {
    const words = this._words(4 * values.length);
    words.set(values);
    words[values.length] = 0;
    this._run(words, 4 * values.length);
  }

  hashBytes(data: Uint8Array): void {
    const { length } = data;
    const words = this._words(length);
    const whole = length & ~3;
    for (let i = 0; i < whole; i += 4) {
      words[i >> 2] = data[i] | (data[i + 1] << 8) | (data[i + 2] << 16) | (data[i + 3] << 24);
    }
    let word = 0;
    for (let i = whole; i < length; i++) word |= data[i] << (8 * (i & 3));
    words[whole >> 2] = word;
    this._run(words, length);
  }

  /** The last result as a signed number of 64 bits: faster than joining the halves as bigints. */
  signed(): bigint {
    this._result.setUint32(0, this.low, true);
    this._result.setUint32(4, this.high, true);
    return this._result.getBigInt64(0, true);
  }

  /** Room for so many bytes and the word behind them. */
  private _words(bytes: number): Int32Array {
    return bytes <= BUFFER_BYTES ? this._buffer : new Int32Array(bytes / 4 + 2);
  }

  /** `words` holds `length` bytes, and zeros up to the next multiple of four. */
  private _run(words: Int32Array, length: number): void {
    let v0l = this._k0l ^ 0x70736575;
    let v0h = this._k0h ^ 0x736f6d65;
    let v1l = this._k1l ^ 0x6e646f6d;
    let v1h = this._k1h ^ 0x646f7261;
    let v2l = this._k0l ^ 0x6e657261;
    let v2h = this._k0h ^ 0x6c796765;
    let v3l = this._k1l ^ 0x79746573;
    let v3h = this._k1h ^ 0x74656462;
    const whole = (length >> 3) << 1;
    // A round for each 8 bytes, one for the bytes left over with the length modulo 256 on top, and three to finish.
    for (let i = 0; i <= whole + 6; i += 2) {
      let ml = 0;
      let mh = 0;
      if (i < whole) {
        ml = words[i];
        mh = words[i + 1];
      } else if (i === whole) {
        if (length & 7) ml = words[i];
        mh = ((length & 7) > 4 ? words[i + 1] : 0) | (length << 24);
      } else if (i === whole + 2) {
        v2l ^= 0xff;
      }
      v3l ^= ml;
      v3h ^= mh;
      // v0 += v1; v1 = (v1 <<< 13) ^ v0; v0 <<<= 32
      let low = (v0l >>> 0) + (v1l >>> 0);
      v0h = (v0h + v1h + (low > 0xffffffff ? 1 : 0)) | 0;
      v0l = low | 0;
      let half = v1l;
      v1l = ((v1l << 13) | (v1h >>> 19)) ^ v0l;
      v1h = ((v1h << 13) | (half >>> 19)) ^ v0h;
      half = v0l;
      v0l = v0h;
      v0h = half;
      // v2 += v3; v3 = (v3 <<< 16) ^ v2
      low = (v2l >>> 0) + (v3l >>> 0);
      v2h = (v2h + v3h + (low > 0xffffffff ? 1 : 0)) | 0;
      v2l = low | 0;
      half = v3l;
      v3l = ((v3l << 16) | (v3h >>> 16)) ^ v2l;
      v3h = ((v3h << 16) | (half >>> 16)) ^ v2h;
      // v0 += v3; v3 = (v3 <<< 21) ^ v0
      low = (v0l >>> 0) + (v3l >>> 0);
      v0h = (v0h + v3h + (low > 0xffffffff ? 1 : 0)) | 0;
      v0l = low | 0;
      half = v3l;
      v3l = ((v3l << 21) | (v3h >>> 11)) ^ v0l;
      v3h = ((v3h << 21) | (half >>> 11)) ^ v0h;
      // v2 += v1; v1 = (v1 <<< 17) ^ v2; v2 <<<= 32
      low = (v2l >>> 0) + (v1l >>> 0);
      v2h = (v2h + v1h + (low > 0xffffffff ? 1 : 0)) | 0;
      v2l = low | 0;
      half = v1l;
      v1l = ((v1l << 17) | (v1h >>> 15)) ^ v2l;
      v1h = ((v1h << 17) | (half >>> 15)) ^ v2h;
      half = v2l;
      v2l = v2h;
      v2h = half;
      v0l ^= ml;
      v0h ^= mh;
    }
    this.low = (v0l ^ v1l ^ v2l ^ v3l) >>> 0;
    this.high = (v0h ^ v1h ^ v2h ^ v3h) >>> 0;
  }
}

/** The hash of `data` under the key (k0, k1): two words of 64 bits, as numbers if they are safe integers. */
export function siphash13(k0: number | bigint, k1: number | bigint, data: Uint8Array): Hash64 {
  const hasher = new SipHasher(k0, k1);
  hasher.hashBytes(data);
  return { low: hasher.low, high: hasher.high };
}

function lowHalf(word: number | bigint): number {
  return typeof word === 'number' ? word | 0 : Number(BigInt.asIntN(32, word));
}

function highHalf(word: number | bigint): number {
  return typeof word === 'number'
    ? Math.floor(word / 4294967296) | 0
    : Number(BigInt.asIntN(32, word >> 32n));
}
