/**
 * Arithmetic of Python's `int` on its two forms: a `number` when it is a safe integer (|n| ≤ 2^53 − 1, never
 * −0), else a `bigint`. CPython: Objects/longobject.c.
 *
 * Every function takes ints in that canonical form and gives one back, so `===` on results compares values.
 * Numbers come first everywhere: a result that stays safe is computed without a bigint. Divisors must not be
 * zero and shift counts and exponents not be negative; the caller raises then. Sizes beyond the engine's
 * limit for bigints (2^30 bits in V8) throw its `RangeError`: a MemoryError to Python.
 */

/** An `int`. */
export type Int = number | bigint;

const MAX_SAFE = 9007199254740991;
const TWO_32 = 4294967296;

/** The canonical form of a bigint. */
export function normalize(value: bigint): Int {
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
}

/** The engine's own conversion is a call, also where there is nothing to convert. */
function asBigInt(value: Int): bigint {
  return typeof value === 'bigint' ? value : BigInt(value);
}

function isSafe(value: number): boolean {
  return value <= MAX_SAFE && value >= -MAX_SAFE;
}

// --- Sums and products
// ---------------------------------------------------------------------------------------------

export function intAdd(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    // A sum of safe integers that is itself safe is exact, and never −0; one that rounds to a safe integer
    // does not exist.
    const sum = a + b;
    if (isSafe(sum)) return sum;
  }
  return normalize(asBigInt(a) + asBigInt(b));
}

export function intSub(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b;
    if (isSafe(difference)) return difference;
  }
  return normalize(asBigInt(a) - asBigInt(b));
}

export function intMul(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    // Adding 0 makes 0 of −0.
    if (isSafe(product)) return product + 0;
  }
  // A product of ints of which one is not safe is not safe either, but for 0.
  return a === 0 || b === 0 ? 0 : asBigInt(a) * asBigInt(b);
}

export function intNeg(a: Int): Int {
  return typeof a === 'number' ? 0 - a : normalize(-a);
}

export function intAbs(a: Int): Int {
  return typeof a === 'number' ? Math.abs(a) : a < 0n ? normalize(-a) : a;
}

// --- Division
// ------------------------------------------------------------------------------------------------------

/** The quotient rounded down. */
export function intFloorDiv(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const remainder = a % b;
    // Exact: the difference is a multiple of `b` and no larger than `a`.
    const quotient = (a - remainder) / b;
    return remainder !== 0 && remainder < 0 !== b < 0 ? quotient - 1 : quotient + 0;
  }
  if (a >= 0 && b > 0) return normalize(quotientOf(asBigInt(a), asBigInt(b)));
  return intDivmod(a, b)[0];
}

/** From this size on, engines divide in a way that takes as long for a short quotient as for a long one. */
const LONG_DIVISOR = 1n << 3600n;
/** How many low bits of the last long divisor made no difference: the next one is mostly of a similar size. */
let insignificantBits = 3584;

/** The quotient of ints that are not negative. */
function quotientOf(dividend: bigint, divisor: bigint): bigint {
  return (divisor < LONG_DIVISOR ? undefined : shortQuotient(dividend, divisor)) ?? dividend / divisor;
}

/** The quotient by a long divisor if it has less than 49 bits: the leading bits tell it, or that it may be one more. */
function shortQuotient(dividend: bigint, divisor: bigint): bigint | undefined {
  let shift = BigInt(insignificantBits);
  let leading = Number(divisor >> shift);
  if (leading < 2 ** 64 || leading === Number.POSITIVE_INFINITY) {
    insignificantBits = bitLength(divisor) - 512;
    shift = BigInt(insignificantBits);
    leading = Number(divisor >> shift);
  }
  const estimate = Number(dividend >> shift) / leading;
  if (!(estimate < 2 ** 49)) return undefined;
  // Both operands and the division are rounded, each by a part in 2**53 at most.
  const error = estimate * 2 ** -50;
  const least = Math.floor(estimate - error);
  const quotient = BigInt(least);
  if (least === Math.floor(estimate + error)) return quotient;
  return dividend - quotient * divisor >= divisor ? quotient + 1n : quotient;
}

/** The remainder, with the sign of `b`. */
export function intMod(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const remainder = a % b;
    return remainder !== 0 && remainder < 0 !== b < 0 ? remainder + b : remainder + 0;
  }
  const divisor = BigInt(b);
  const remainder = BigInt(a) % divisor;
  return normalize(remainder !== 0n && remainder < 0n !== divisor < 0n ? remainder + divisor : remainder);
}

export function intDivmod(a: Int, b: Int): [quotient: Int, remainder: Int] {
  if (typeof a === 'number' && typeof b === 'number') return [intFloorDiv(a, b), intMod(a, b)];
  const dividend = BigInt(a);
  const divisor = BigInt(b);
  let quotient = dividend >= 0n && divisor > 0n ? quotientOf(dividend, divisor) : dividend / divisor;
  let remainder = dividend - quotient * divisor;
  if (remainder !== 0n && remainder < 0n !== divisor < 0n) {
    quotient -= 1n;
    remainder += divisor;
  }
  return [normalize(quotient), normalize(remainder)];
}

/**
 * `a / b` as a double, correctly rounded, −0 for 0 over a negative; ±Infinity when it is too large (an
 * OverflowError to Python).
 */
export function intTrueDiv(a: Int, b: Int): number {
  if (typeof a === 'number' && typeof b === 'number') return a / b;
  const negative = a < 0 !== b < 0;
  const dividend = BigInt(intAbs(a));
  const divisor = BigInt(intAbs(b));
  if (dividend === 0n) return negative ? -0 : 0;
  // A quotient of 64 bits or more, its last bit also telling whether something is left over, rounds as the
  // exact one;
  // but not finer than two bits below the smallest double.
  const exponent = Math.max(bitLength(dividend) - bitLength(divisor) - 65, -1076);
  if (exponent > 1024) return negative ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const scaled = exponent < 0 ? dividend << BigInt(-exponent) : dividend;
  const scaledDivisor = exponent > 0 ? divisor << BigInt(exponent) : divisor;
  let quotient = scaled / scaledDivisor;
  if (quotient * scaledDivisor !== scaled) quotient |= 1n;
  let result: number;
  if (exponent === -1076 && quotient < 1n << 54n) {
    // A subnormal result: round to a multiple of 4, the smallest double, here.
    const rest = quotient & 7n;
    const up = rest === 3n || rest > 5n;
    result = Number((quotient >> 2n) + (up ? 1n : 0n)) * Number.MIN_VALUE;
  } else {
    // Two exact steps, as 2^exponent may itself be out of range.
    const half = exponent >> 1;
    result = Number(quotient) * 2 ** half * 2 ** (exponent - half);
  }
  return negative ? -result : result;
}

// --- Powers
// --------------------------------------------------------------------------------------------------------

/** `a ** b` for `b` ≥ 0. */
export function intPow(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    let result = 1;
    let base = a;
    let exponent = b;
    for (;;) {
      if (exponent % 2 === 1) result *= base;
      if (!isSafe(result)) break;
      exponent = Math.floor(exponent / 2);
      if (exponent === 0) return result + 0;
      base *= base;
      if (!isSafe(base)) break;
    }
  }
  // 0, 1 and -1 have been dealt with unless the exponent is huge.
  if (a === 0 || a === 1) return a;
  if (a === -1) return (BigInt(b) & 1n) === 1n ? -1 : 1;
  return normalize(BigInt(a) ** BigInt(b));
}

/** The inverse of `a` modulo `modulus`; undefined when there is none. */
export function intModInverse(a: Int, modulus: Int): Int | undefined {
  const m = BigInt(intAbs(modulus));
  let [r0, r1] = [m, BigInt(intMod(a, normalize(m)))];
  let [t0, t1] = [0n, 1n];
  while (r1 !== 0n) {
    const q = r0 / r1;
    [r0, r1] = [r1, r0 - q * r1];
    [t0, t1] = [t1, t0 - q * t1];
  }
  return r0 === 1n ? intMod(normalize(t0), modulus) : undefined;
}

/** `pow(a, b, modulus)`; undefined when `b` is negative and `a` has no inverse (a ValueError to Python). */
export function intPowMod(a: Int, b: Int, modulus: Int): Int | undefined {
  if (b < 0) {
    const inverse = intModInverse(a, modulus);
    return inverse === undefined ? undefined : intPowMod(inverse, intNeg(b), modulus);
  }
  const size = intAbs(modulus);
  const result =
    typeof size === 'number' && size <= 94906265
      ? powModSmall(intMod(a, size) as number, b, size)
      : powModLarge(BigInt(intMod(a, size)), BigInt(b), BigInt(size));
  return intMod(result, modulus);
}

/** Products of two numbers below the square root of 2^53 are exact. */
function powModSmall(a: number, b: Int, modulus: number): number {
  let result = 1 % modulus;
  let base = a;
  if (typeof b === 'number') {
    for (let exponent = b; exponent > 0; exponent = Math.floor(exponent / 2)) {
      if (exponent % 2 === 1) result = (result * base) % modulus;
      base = (base * base) % modulus;
    }
    return result;
  }
  const bits = b.toString(2);
  for (let i = bits.length - 1; i >= 0; i--) {
    if (bits.charCodeAt(i) === 49) result = (result * base) % modulus;
    base = (base * base) % modulus;
  }
  return result;
}

/** Four bits of the exponent at a time. */
function powModLarge(a: bigint, b: bigint, modulus: bigint): Int {
  const powers = [1n % modulus];
  for (let i = 1; i < 16; i++) powers.push((powers[i - 1]! * a) % modulus);
  let result = powers[0]!;
  for (const digit of b.toString(16)) {
    result = (result * result) % modulus;
    result = (result * result) % modulus;
    result = (result * result) % modulus;
    result = (result * result) % modulus;
    if (digit !== '0') result = (result * powers[Number.parseInt(digit, 16)]!) % modulus;
  }
  return normalize(result);
}

/** The integer part of the square root of `a` ≥ 0. */
export function intIsqrt(a: Int): Int {
  if (typeof a === 'number') return Math.floor(Math.sqrt(a));
  // Newton's iteration, doubling the number of right digits: from the root of the leading half of the digits.
  const root = (n: bigint): bigint => {
    const bits = bitLength(n);
    if (bits <= 52) return BigInt(Math.floor(Math.sqrt(Number(n))));
    const shift = BigInt((bits - 1) >> 2);
    const high = root(n >> (2n * shift));
    let x = (high << (shift - 1n)) + (n >> (shift + 1n)) / high;
    while (x * x > n) x -= 1n;
    while ((x + 1n) * (x + 1n) <= n) x += 1n;
    return x;
  };
  return normalize(root(a));
}

export function intGcd(a: Int, b: Int): Int {
  let x = intAbs(a);
  let y = intAbs(b);
  while (y !== 0) {
    if (typeof x === 'number' && typeof y === 'number') {
      while (y !== 0) [x, y] = [y, x % y];
      return x;
    }
    [x, y] = [y, intMod(x, y)];
  }
  return x;
}

// --- Bits
// ----------------------------------------------------------------------------------------------------------

/** `a << count`. */
export function intLshift(a: Int, count: Int): Int {
  if (a === 0) return 0;
  if (typeof a === 'number' && count < 53) {
    const shifted = a * 2 ** Number(count);
    if (isSafe(shifted)) return shifted;
  }
  return normalize(BigInt(a) << BigInt(count));
}

/** `a >> count`, rounding down. */
export function intRshift(a: Int, count: Int): Int {
  if (typeof a === 'number') return count < 1024 ? Math.floor(a / 2 ** Number(count)) : a < 0 ? -1 : 0;
  // A count beyond what an engine takes leaves only the sign.
  if (count > 0x7fffffff) return a < 0n ? -1 : 0;
  return normalize(a >> BigInt(count));
}

function isInt32(a: number): boolean {
  return (a | 0) === a;
}

/** A number from its two's complement halves; only −2^53 can leave the safe range. */
function fromHalves(high: number, low: number): Int {
  const value = high * TWO_32 + (low >>> 0);
  return value === -MAX_SAFE - 1 ? -9007199254740992n : value;
}

export function intAnd(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    if (isInt32(a) && isInt32(b)) return a & b;
    return fromHalves(Math.floor(a / TWO_32) & Math.floor(b / TWO_32), a & b);
  }
  return normalize(BigInt(a) & BigInt(b));
}

export function intOr(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    if (isInt32(a) && isInt32(b)) return a | b;
    return fromHalves(Math.floor(a / TWO_32) | Math.floor(b / TWO_32), a | b);
  }
  return normalize(BigInt(a) | BigInt(b));
}

export function intXor(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    if (isInt32(a) && isInt32(b)) return a ^ b;
    return fromHalves(Math.floor(a / TWO_32) ^ Math.floor(b / TWO_32), a ^ b);
  }
  return normalize(BigInt(a) ^ BigInt(b));
}

export function intInvert(a: Int): Int {
  return typeof a === 'number' ? (a === MAX_SAFE ? -9007199254740992n : -1 - a) : normalize(~a);
}

/** The number of bits of the absolute value: `int.bit_length`. */
export function bitLength(a: Int): number {
  if (typeof a === 'number') {
    const magnitude = Math.abs(a);
    const high = Math.floor(magnitude / TWO_32);
    return high > 0 ? 64 - Math.clz32(high) : 32 - Math.clz32(magnitude);
  }
  // Hexadecimal takes linear time; the first digit tells the rest.
  const digits = (a < 0n ? -a : a).toString(16);
  return 4 * digits.length - Math.clz32(Number.parseInt(digits.charAt(0), 16)) + 28;
}

/** The number of ones among 32 bits: sums of neighbouring bits, of pairs, of fours, and of octets. */
function onesOf(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** The number of ones in the absolute value: `int.bit_count`. */
export function bitCount(a: Int): number {
  if (typeof a === 'number') {
    const magnitude = Math.abs(a);
    return onesOf(magnitude | 0) + onesOf(Math.floor(magnitude / TWO_32));
  }
  let ones = 0;
  const digits = intAbs(a).toString(16);
  for (let i = 0; i < digits.length; i++) {
    for (let digit = Number.parseInt(digits.charAt(i), 16); digit > 0; digit &= digit - 1) ones++;
  }
  return ones;
}

// --- Text and bytes
// ------------------------------------------------------------------------------------------------

/** Digits of a base that always make a safe integer. */
const SAFE_DIGITS = Array.from({ length: 37 }, (_, base) =>
  base < 2 ? 0 : Math.floor(53 / Math.log2(base)),
);
/** The prefixes that the engine's own conversion knows. */
const PREFIXES: Readonly<Record<number, string>> = { 2: '0b', 8: '0o', 10: '', 16: '0x' };

/**
 * The value of digits of a base from 2 to 36; letters are capital or small. The text has nothing but such
 * digits, one at least.
 */
export function intFromText(digits: string, base: number): Int {
  if (digits.length <= SAFE_DIGITS[base]!) return Number.parseInt(digits, base);
  const prefix = PREFIXES[base];
  if (prefix !== undefined) return normalize(BigInt(prefix + digits));
  // Halves of the digits, down to pieces that are safe: near the speed of multiplication.
  const powers = new Map<number, bigint>();
  const power = (count: number): bigint => {
    let value = powers.get(count);
    if (value === undefined) {
      value = BigInt(base) ** BigInt(count);
      powers.set(count, value);
    }
    return value;
  };
  const piece = SAFE_DIGITS[base]!;
  const convert = (start: number, end: number): bigint => {
    const length = end - start;
    if (length <= piece) return BigInt(Number.parseInt(digits.slice(start, end), base));
    // Low parts are pieces times a power of two, so that few powers occur.
    let low = piece;
    while (2 * low < length) low *= 2;
    return convert(start, end - low) * power(low) + convert(end - low, end);
  };
  return normalize(convert(0, digits.length));
}

/** The digits in a base from 2 to 36, in small letters, after a minus sign for negative values. */
export function intToText(value: Int, base = 10): string {
  return value.toString(base);
}

/** The bytes of `int.to_bytes`; undefined when the value does not fit (an OverflowError to Python). */
export function intToBytes(
  value: Int,
  length: number,
  littleEndian: boolean,
  signed: boolean,
): Uint8Array | undefined {
  const negative = value < 0;
  if (negative && !signed) return undefined;
  const needed = negative ? bitLength(intInvert(value)) : bitLength(value);
  if (needed + (signed ? 1 : 0) > 8 * length && !(value === 0 && length === 0)) return undefined;
  const bytes = new Uint8Array(length);
  if (typeof value === 'number') {
    let rest = value;
    for (let i = 0; i < length; i++) {
      bytes[littleEndian ? i : length - 1 - i] = rest;
      rest = Math.floor(rest / 256);
    }
    return bytes;
  }
  const digits = BigInt.asUintN(8 * length, value)
    .toString(16)
    .padStart(2 * length, '0');
  for (let i = 0; i < length; i++) {
    bytes[littleEndian ? length - 1 - i : i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16);
  }
  return bytes;
}

const HEX_BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** From so many bytes on, digits joined one by one take too much memory. */
const LONG = 1024;

/** Bytes as a hexadecimal literal. */
function hexDigits(bytes: Uint8Array, littleEndian: boolean): string {
  const length = bytes.length;
  let digits = '0x';
  for (let i = 0; i < length; i++) digits += HEX_BYTES[bytes[littleEndian ? length - 1 - i : i]!]!;
  return digits;
}

/** The same for many bytes: in pieces. More than a bigint can hold are a RangeError. */
function longHexDigits(bytes: Uint8Array, littleEndian: boolean): string {
  const length = bytes.length;
  if (length > 2 ** 27) throw new RangeError('too many bytes for a bigint');
  const pieces: string[] = [];
  for (let at = 0; at < length; at += LONG) {
    const end = Math.min(at + LONG, length);
    const piece = littleEndian ? bytes.subarray(length - end, length - at) : bytes.subarray(at, end);
    pieces.push(hexDigits(piece, littleEndian).slice(2));
  }
  return `0x${pieces.join('')}`;
}

/** The value of bytes: `int.from_bytes`. */
export function intFromBytes(bytes: Uint8Array, littleEndian: boolean, signed: boolean): Int {
  const length = bytes.length;
  if (length === 0) return 0;
  const top = bytes[littleEndian ? length - 1 : 0]!;
  const negative = signed && top >= 128;
  if (length <= 6) {
    let value = 0;
    for (let i = 0; i < length; i++) value = value * 256 + bytes[littleEndian ? length - 1 - i : i]!;
    return negative ? value - 256 ** length : value;
  }
  const value = BigInt(length > LONG ? longHexDigits(bytes, littleEndian) : hexDigits(bytes, littleEndian));
  return normalize(negative ? value - (1n << BigInt(8 * length)) : value);
}

// --- Floats and hashes
// ---------------------------------------------------------------------------------------------

/** The integer part of a finite double. */
export function intFromDouble(value: number): Int {
  const whole = Math.trunc(value);
  return isSafe(whole) ? whole + 0 : BigInt(whole);
}

/** The nearest double, half to even; ±Infinity when there is none (an OverflowError to Python). */
export function intToDouble(value: Int): number {
  return Number(value);
}

/** Python's hash: the value modulo 2^61 − 1 with the sign of the value, and −2 for −1. */
export function hashInt(value: Int): Int {
  if (typeof value === 'number') return value === -1 ? -2 : value;
  const hash = normalize(value % 2305843009213693951n);
  return hash === -1 ? -2 : hash;
}
