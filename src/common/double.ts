/**
 * The parts of a double, and arithmetic on them that is exact.
 *
 * Multiplication and addition of doubles round the same way in every engine (IEEE 754); all mathematical
 * functions of this folder are made of them, so that results do not depend on the engine. {@link multiplyAdd}
 * stands for the fused multiply-add instruction.
 */

/**
 * Room for one double, seen also as two words, the low one first: all platforms of JavaScript are
 * little-endian.
 */
const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);

/** Positive doubles below this have fewer digits. */
export const MIN_NORMAL = 2.2250738585072014e-308;

/** Makes them normal. */
export const TWO_52 = 4503599627370496;

/** Sign, exponent and upper 20 bits of the fraction, as a signed 32-bit integer. */
export function highWord(x: number): number {
  double[0] = x;
  return words[1]! | 0;
}

export function lowWord(x: number): number {
  double[0] = x;
  return words[0]!;
}

export function fromWords(high: number, low: number): number {
  words[1] = high;
  words[0] = low;
  return double[0]!;
}

/** 2^n for −1074 ≤ n ≤ 1023: a processor takes longer to see two written words as a double than to read one. */
export function powerOfTwo(n: number): number {
  return POWERS[n + 1074]!;
}

const POWERS = new Float64Array(2098);
for (let i = 0, power = Number.MIN_VALUE; i < POWERS.length; i++, power *= 2) POWERS[i] = power;

/** Splits a double into halves of 26 bits (Veltkamp); |x| < 2^996. */
const SPLITTER = 134217729;

/**
 * What rounding took from `a * b`, given `product = a * b`; exact while nothing overflows or gets subnormal.
 */
export function productError(a: number, b: number, product: number): number {
  const ca = SPLITTER * a;
  const ah = ca - (ca - a);
  const al = a - ah;
  const cb = SPLITTER * b;
  const bh = cb - (cb - b);
  const bl = b - bh;
  return al * bl - (product - ah * bh - al * bh - ah * bl);
}

/** The same of `a * a`. */
export function squareError(a: number, square: number): number {
  const c = SPLITTER * a;
  const high = c - (c - a);
  const low = a - high;
  return low * low - (square - high * high - 2 * high * low);
}

/** What rounding took from `a + b`, given `sum = a + b`. */
export function sumError(a: number, b: number, sum: number): number {
  const bb = sum - a;
  return a - (sum - bb) + (b - bb);
}

/**
 * `a * b + c` with the product not rounded. All but always what {@link fma} gives, much faster; not for the
 * ends of the exponent range.
 */
export function multiplyAdd(a: number, b: number, c: number): number {
  const product = a * b;
  const sum = product + c;
  return sum + (sumError(product, c, sum) + productError(a, b, product));
}

/** `[m, e]` with x = m · 2^e and 0.5 ≤ |m| < 1; `[x, 0]` for zeros, infinities and NaN. */
export function frexp(x: number): [fraction: number, exponent: number] {
  if (x === 0 || !Number.isFinite(x)) return [x, 0];
  let high = highWord(x);
  let low = lowWord(x);
  let exponent = (high >>> 20) & 0x7ff;
  if (exponent === 0) {
    high = highWord(x * 18014398509481984);
    low = lowWord(x * 18014398509481984);
    exponent = ((high >>> 20) & 0x7ff) - 54;
  }
  return [fromWords((high & 0x800fffff) | 0x3fe00000, low), exponent - 1022];
}

/** x · 2^n, rounded once. */
export function ldexp(x: number, n: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const [fraction, exponent] = frexp(x);
  const e = exponent + n;
  if (e > 1024) return x * Number.POSITIVE_INFINITY;
  if (e > -1022) return fraction * 2 * powerOfTwo(e - 1);
  // Subnormal: the one product that rounds comes last.
  if (e < -1080) return x < 0 ? -0 : 0;
  return fraction * powerOfTwo(e + 500) * powerOfTwo(-500);
}

/** The fraction and the whole part, both with the sign of x: `math.modf`. */
export function modf(x: number): [fraction: number, whole: number] {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? [x, x] : [copySign(0, x), x];
  const whole = Math.trunc(x);
  return [copySign(x - whole, x), whole];
}

/** |x| with the sign of y. */
export function copySign(x: number, y: number): number {
  const negative = y < 0 || Object.is(y, -0) || (Number.isNaN(y) && highWord(y) < 0);
  return negative ? -Math.abs(x) : Math.abs(x);
}

/** The next double after x towards y. */
export function nextAfter(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return x + y;
  if (x === y) return y;
  if (x === 0) return y > 0 ? Number.MIN_VALUE : -Number.MIN_VALUE;
  const high = highWord(x);
  const low = lowWord(x);
  if (y > x === x > 0) return low === 0xffffffff ? fromWords(high + 1, 0) : fromWords(high, low + 1);
  return low === 0 ? fromWords(high - 1, 0xffffffff) : fromWords(high, low - 1);
}

/** The double `steps` doubles after x towards y, or y: `math.nextafter(x, y, steps=n)`. */
export function nextAfterSteps(x: number, y: number, steps: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return x + y;
  if (steps === 0) return x;
  // Doubles in order, as integers.
  const order = (d: number): bigint => {
    const magnitude = (BigInt(highWord(d) & 0x7fffffff) << 32n) | BigInt(lowWord(d));
    return highWord(d) < 0 ? -magnitude : magnitude;
  };
  const from = order(x);
  const to = order(y);
  const distance = to > from ? to - from : from - to;
  if (distance <= steps) return y;
  const at = to > from ? from + BigInt(steps) : from - BigInt(steps);
  const magnitude = at < 0n ? -at : at;
  const value = fromWords(Number(magnitude >> 32n), Number(magnitude & 0xffffffffn));
  return at < 0n || (at === 0n && from < 0n) ? -value : value;
}

/** The value of the last bit of x: `math.ulp`. */
export function ulp(x: number): number {
  const magnitude = Math.abs(x);
  if (!Number.isFinite(magnitude)) return magnitude;
  if (magnitude === Number.MAX_VALUE) return magnitude - nextAfter(magnitude, 0);
  return nextAfter(magnitude, Number.POSITIVE_INFINITY) - magnitude;
}

/**
 * The remainder of x / y with the quotient rounded to the nearest integer, ties to even: `math.remainder`.
 */
export function remainder(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return x + y;
  if (!Number.isFinite(x) || y === 0) return Number.NaN;
  if (!Number.isFinite(y)) return x;
  const a = Math.abs(x);
  const b = Math.abs(y);
  const m = a % b;
  const c = b - m;
  // Compare the distances to the multiples below and above; between equal ones the even multiple wins.
  let r = m;
  if (m > c) r = -c;
  else if (m === c) r = m - 2 * ((0.5 * (a - m)) % b);
  return highWord(x) < 0 ? -r : r;
}

/** `a * b + c`, rounded once, for all arguments: `math.fma`. */
export function fma(a: number, b: number, c: number): number {
  if (!Number.isFinite(a) || !Number.isFinite(b) || !Number.isFinite(c)) {
    // A finite product that overflows must not meet an infinite c.
    return Number.isFinite(a) && Number.isFinite(b) ? c : a * b + c;
  }
  if (a === 0 || b === 0) return a * b + c;
  const [ma, ea] = frexp(a);
  const [mb, eb] = frexp(b);
  // The exact product is an integer of up to 106 bits.
  let mantissa = BigInt(ma * 9007199254740992) * BigInt(mb * 9007199254740992);
  let exponent = ea + eb - 106;
  if (c !== 0) {
    const [mc, ec] = frexp(c);
    let other = BigInt(mc * 9007199254740992);
    let otherExponent = ec - 53;
    // Beyond 200 bits apart only the sign of the smaller one counts.
    if (exponent > otherExponent + 200) {
      other = other > 0n ? 1n : -1n;
      otherExponent = exponent - 200;
    } else if (otherExponent > exponent + 200) {
      mantissa = mantissa > 0n ? 1n : -1n;
      exponent = otherExponent - 200;
    }
    if (exponent > otherExponent) {
      mantissa <<= BigInt(exponent - otherExponent);
      exponent = otherExponent;
    } else {
      other <<= BigInt(otherExponent - exponent);
    }
    mantissa += other;
    if (mantissa === 0n) return a * b + c === 0 ? a * b + c : 0;
  }
  return scaledBigInt(mantissa, exponent);
}

/** mantissa · 2^exponent, rounded half to even. */
export function scaledBigInt(mantissa: bigint, exponent: number): number {
  const negative = mantissa < 0n;
  const magnitude = negative ? -mantissa : mantissa;
  const hex = magnitude.toString(16);
  const bits = 4 * hex.length - Math.clz32(Number.parseInt(hex.charAt(0), 16)) + 28;
  // How many bits a double has room for at this size.
  const room = Math.min(53, bits + exponent + 1074);
  let value: number;
  if (room < 0) {
    value = 0;
  } else if (bits <= room) {
    value = ldexp(Number(magnitude), exponent);
  } else {
    const drop = bits - room;
    const shift = BigInt(drop);
    let kept = magnitude >> shift;
    const rest = magnitude - (kept << shift);
    const half = 1n << BigInt(drop - 1);
    if (rest > half || (rest === half && (kept & 1n) === 1n)) kept += 1n;
    value = ldexp(Number(kept), exponent + drop);
  }
  return negative ? -value : value;
}
