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

/** The hash of `data` under the key (k0, k1): two words of 64 bits, as numbers if they are safe integers. */
export function siphash13(k0: number | bigint, k1: number | bigint, data: Uint8Array): Hash64 {
  const k0l = lowHalf(k0);
  const k0h = highHalf(k0);
  const k1l = lowHalf(k1);
  const k1h = highHalf(k1);
  let v0l = k0l ^ 0x70736575;
  let v0h = k0h ^ 0x736f6d65;
  let v1l = k1l ^ 0x6e646f6d;
  let v1h = k1h ^ 0x646f7261;
  let v2l = k0l ^ 0x6e657261;
  let v2h = k0h ^ 0x6c796765;
  let v3l = k1l ^ 0x79746573;
  let v3h = k1h ^ 0x74656462;
  const length = data.length;
  const whole = length & ~7;
  // A round for each 8 bytes, one for the bytes left over with the length modulo 256 on top, and three to
  // finish.
  for (let i = 0; i <= whole + 24; i += 8) {
    let ml = 0;
    let mh = 0;
    if (i < whole) {
      ml = data[i]! | (data[i + 1]! << 8) | (data[i + 2]! << 16) | (data[i + 3]! << 24);
      mh = data[i + 4]! | (data[i + 5]! << 8) | (data[i + 6]! << 16) | (data[i + 7]! << 24);
    } else if (i === whole) {
      for (let k = 0; k < length - whole; k++) {
        if (k < 4) ml |= data[i + k]! << (8 * k);
        else mh |= data[i + k]! << (8 * (k - 4));
      }
      mh |= length << 24;
    } else if (i === whole + 8) {
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
  return { low: (v0l ^ v1l ^ v2l ^ v3l) >>> 0, high: (v0h ^ v1h ^ v2h ^ v3h) >>> 0 };
}

function lowHalf(word: number | bigint): number {
  return typeof word === 'number' ? word | 0 : Number(BigInt.asIntN(32, word));
}

function highHalf(word: number | bigint): number {
  return typeof word === 'number'
    ? Math.floor(word / 4294967296) | 0
    : Number(BigInt.asIntN(32, word >> 32n));
}
