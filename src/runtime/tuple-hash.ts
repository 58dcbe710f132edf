/**
 * The hash of a sequence of values, CPython's to the bit: xxHash over the hashes of the items, in 64-bit arithmetic on
 * two 32-bit halves. CPython: `tuple_hash` in Objects/tupleobject.c, `slice_hash` in Objects/sliceobject.c.
 */
import type { PyInt, PyObject } from '../objects/object.ts';
import { hash } from './compare.ts';

// The primes 0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F and 0x27D4EB2F165667C5 by halves; factors also by 16 bits.
const PRIME1_HIGH = 0x9e3779b1;
const PRIME1_LOW = 0x85ebca87;
const PRIME2_HIGH = 0xc2b2ae3d;
const PRIME2_LOW = 0x27d4eb4f;
const PRIME5_HIGH = 0x27d4eb2f;
const PRIME5_LOW = 0x165667c5;

const TWO_32 = 4294967296;

/** The upper half of the product of two unsigned 32-bit numbers. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const first = aHigh * bLow + ((aLow * bLow) >>> 16);
  const second = aLow * bHigh + (first & 0xffff);
  return aHigh * bHigh + Math.floor(first / 65536) + Math.floor(second / 65536);
}

/** The 64 bits as a signed int; −1 means an error inside CPython, so no hash is −1. */
function join(high: number, low: number): PyInt {
  const signed = high | 0;
  if (signed >= -0x200000 && signed < 0x200000) {
    const value = signed * TWO_32 + (low >>> 0);
    if (value === -1) return 1546275796;
    if (value >= Number.MIN_SAFE_INTEGER) return value;
  }
  return (BigInt(signed) << 32n) | BigInt(low >>> 0);
}

/**
 * The hash of a tuple of these items; that of a slice leaves the length out. May call `__hash__`.
 */
export function hashItems(items: readonly PyObject[], withLength = true): PyInt {
  let high = PRIME5_HIGH;
  let low = PRIME5_LOW;
  for (let i = 0; i < items.length; i++) {
    const lane = hash(items[i]!);
    let laneHigh: number;
    let laneLow: number;
    if (typeof lane === 'number') {
      laneHigh = Math.floor(lane / TWO_32);
      laneLow = lane | 0;
    } else {
      laneHigh = Number(BigInt.asIntN(32, lane >> 32n));
      laneLow = Number(BigInt.asIntN(32, lane));
    }
    // acc += lane * PRIME2
    const productLow = Math.imul(laneLow, PRIME2_LOW) >>> 0;
    const productHigh =
      multiplyHigh(laneLow >>> 0, PRIME2_LOW) +
      Math.imul(laneLow, PRIME2_HIGH) +
      Math.imul(laneHigh, PRIME2_LOW);
    const sum = (low >>> 0) + productLow;
    high = (high + productHigh + (sum >= TWO_32 ? 1 : 0)) | 0;
    low = sum | 0;
    // acc = rotate(acc, 31)
    const rotatedHigh = (high << 31) | (low >>> 1);
    const rotatedLow = (low << 31) | (high >>> 1);
    // acc *= PRIME1
    high =
      (multiplyHigh(rotatedLow >>> 0, PRIME1_LOW) +
        Math.imul(rotatedLow, PRIME1_HIGH) +
        Math.imul(rotatedHigh, PRIME1_LOW)) |
      0;
    low = Math.imul(rotatedLow, PRIME1_LOW);
  }
  if (withLength) {
    // acc += length ^ (PRIME5 ^ 3527539)
    const sum = (low >>> 0) + ((items.length ^ PRIME5_LOW ^ 3527539) >>> 0);
    high = (high + PRIME5_HIGH + (sum >= TWO_32 ? 1 : 0)) | 0;
    low = sum | 0;
  }
  return join(high, low);
}
