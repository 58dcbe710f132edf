/**
 * Arithmetic on unsigned 64-bit numbers in two 32-bit halves, which engines keep in registers where a bigint would be
 * an allocation. A function returns the low half as a signed 32-bit number and leaves the high one in `high.value`.
 */

/** The high half of the last result. */
export const high: { value: number } = { value: 0 };

/** The upper half of the product of two 32-bit numbers, taken as unsigned. */
export function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  // Each sum is below 2**32; that it is taken as a signed number keeps it out of floating-point registers.
  const first = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) | 0;
  const second = (Math.imul(aLow, bHigh) + (first & 0xffff)) | 0;
  return (Math.imul(aHigh, bHigh) + (first >>> 16) + (second >>> 16)) | 0;
}

/** `a * b` modulo 2**64. */
export function multiply(aHigh: number, aLow: number, bHigh: number, bLow: number): number {
  high.value = (multiplyHigh(aLow, bLow) + Math.imul(aLow, bHigh) + Math.imul(aHigh, bLow)) | 0;
  return Math.imul(aLow, bLow);
}

/** `a + b` modulo 2**64. */
export function add(aHigh: number, aLow: number, bHigh: number, bLow: number): number {
  const low = (aLow >>> 0) + (bLow >>> 0);
  high.value = (aHigh + bHigh + (low > 0xffffffff ? 1 : 0)) | 0;
  return low | 0;
}

/** `a << count` modulo 2**64, for counts up to 63. */
export function shiftLeft(aHigh: number, aLow: number, count: number): number {
  if (count === 0) {
    high.value = aHigh | 0;
    return aLow | 0;
  }
  if (count >= 32) {
    high.value = aLow << (count - 32);
    return 0;
  }
  high.value = (aHigh << count) | (aLow >>> (32 - count));
  return aLow << count;
}

/** `a >> count` without a sign, for counts up to 63. */
export function shiftRight(aHigh: number, aLow: number, count: number): number {
  if (count === 0) {
    high.value = aHigh | 0;
    return aLow | 0;
  }
  if (count >= 32) {
    high.value = 0;
    return aHigh >>> (count - 32);
  }
  high.value = aHigh >>> count;
  return (aLow >>> count) | (aHigh << (32 - count));
}
