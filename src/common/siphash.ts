/**
 * SipHash-1-3, Python's hash of str and bytes, and of source files in hash-based `.pyc` files.
 *
 * CPython: Python/pyhash.c; Aumasson and Bernstein, "SipHash: a fast short-input PRF". Each 64-bit word is a pair of 32-bit
 * halves, which JavaScript engines keep in registers.
 */

/** The 64-bit hash of `data` under the 128-bit key (k0, k1). */
export function siphash13(k0: bigint, k1: bigint, data: Uint8Array): bigint {
  const k0l = Number(k0 & 0xffffffffn) | 0;
  const k0h = Number((k0 >> 32n) & 0xffffffffn) | 0;
  const k1l = Number(k1 & 0xffffffffn) | 0;
  const k1h = Number((k1 >> 32n) & 0xffffffffn) | 0;
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
  // One round for each word of 8 bytes and for the last one, with the length in its top byte; then three.
  for (let i = 0; i <= whole + 24; i += 8) {
    let ml = 0;
    let mh = 0;
    if (i < whole) {
      ml = data[i]! | (data[i + 1]! << 8) | (data[i + 2]! << 16) | (data[i + 3]! << 24);
      mh = data[i + 4]! | (data[i + 5]! << 8) | (data[i + 6]! << 16) | (data[i + 7]! << 24);
    } else if (i === whole) {
      for (let k = i; k < length; k++) {
        if (k - i < 4) ml |= data[k]! << (8 * (k - i));
        else mh |= data[k]! << (8 * (k - i - 4));
      }
      mh |= length << 24;
    } else if (i === whole + 8) {
      v2l ^= 0xff;
    }
    v3l ^= ml;
    v3h ^= mh;
    // v0 += v1; v1 = rotl(v1, 13) ^ v0; v0 = rotl(v0, 32)
    let low = (v0l >>> 0) + (v1l >>> 0);
    v0h = (v0h + v1h + (low > 0xffffffff ? 1 : 0)) | 0;
    v0l = low | 0;
    let t = v1l;
    v1l = ((v1l << 13) | (v1h >>> 19)) ^ v0l;
    v1h = ((v1h << 13) | (t >>> 19)) ^ v0h;
    t = v0l;
    v0l = v0h;
    v0h = t;
    // v2 += v3; v3 = rotl(v3, 16) ^ v2
    low = (v2l >>> 0) + (v3l >>> 0);
    v2h = (v2h + v3h + (low > 0xffffffff ? 1 : 0)) | 0;
    v2l = low | 0;
    t = v3l;
    v3l = ((v3l << 16) | (v3h >>> 16)) ^ v2l;
    v3h = ((v3h << 16) | (t >>> 16)) ^ v2h;
    // v0 += v3; v3 = rotl(v3, 21) ^ v0
    low = (v0l >>> 0) + (v3l >>> 0);
    v0h = (v0h + v3h + (low > 0xffffffff ? 1 : 0)) | 0;
    v0l = low | 0;
    t = v3l;
    v3l = ((v3l << 21) | (v3h >>> 11)) ^ v0l;
    v3h = ((v3h << 21) | (t >>> 11)) ^ v0h;
    // v2 += v1; v1 = rotl(v1, 17) ^ v2; v2 = rotl(v2, 32)
    low = (v2l >>> 0) + (v1l >>> 0);
    v2h = (v2h + v1h + (low > 0xffffffff ? 1 : 0)) | 0;
    v2l = low | 0;
    t = v1l;
    v1l = ((v1l << 17) | (v1h >>> 15)) ^ v2l;
    v1h = ((v1h << 17) | (t >>> 15)) ^ v2h;
    t = v2l;
    v2l = v2h;
    v2h = t;
    v0l ^= ml;
    v0h ^= mh;
  }
  const high = (v0h ^ v1h ^ v2h ^ v3h) >>> 0;
  const low = (v0l ^ v1l ^ v2l ^ v3l) >>> 0;
  return (BigInt(high) << 32n) | BigInt(low);
}
