/**
 * Exponential functions: exp, exp2, pow, and the hyperbolic functions and expm1 that rest on them.
 *
 * exp, exp2 and pow follow ARM's Optimized Routines, the source of glibc's versions: reduce to 2^(k/128) ·
 * e^r, |r| < 2^−8, with tables. expm1, sinh, cosh and tanh follow Sun's fdlibm, as glibc does. Results are
 * those of glibc on processors with a fused multiply-add, but for rare last bits.
 */
import {
  highWord,
  MIN_NORMAL,
  multiplyAdd,
  powerOfTwo,
  productError,
  squareError,
  TWO_52,
} from './double.ts';
import { EXP_TABLE, POW_LOG_TABLE } from './math-tables.ts';

const INV_LN2_128 = 184.6649652337873;
const MINUS_LN2_128_HIGH = -0.005415212348111709;
const MINUS_LN2_128_LOW = -1.2864023111638346e-14;
/** Added and taken away again it rounds to an integer. */
const SHIFT = 6755399441055744;

const C2 = 0.49999999999996786;
const C3 = 0.16666666666665886;
const C4 = 0.0416666808410674;
const C5 = 0.008333335853059549;

/** 2^(k/128) · (1 + t), where t holds the table's tail too; the product is rounded only if not `fused`. */
function scale(k: number, t: number, fused: boolean): number {
  const exponent = k >> 7;
  const value = EXP_TABLE[2 * (k & 127) + 1]!;
  // Away from the ends, so that no step of the exact product leaves the range.
  if (exponent > -900 && exponent < 900) {
    const s = value * powerOfTwo(exponent);
    const product = s * t;
    const sum = s + product;
    if (!fused) return sum;
    // Unless it is near half of the last bit, what rounding took cannot become that with what the product lacks.
    const error = s - sum + product;
    return sum + error * 1.0625 === sum ? sum : multiplyAdd(s, t, s);
  }
  const bias = exponent > 0 ? 1009 : -1022;
  const s = value * powerOfTwo(exponent - bias);
  let y = fused ? multiplyAdd(s, t, s) : s + s * t;
  if (exponent < 0 && y < 1) {
    // Subnormal: round where the last bit will be.
    const low = s - y + s * t;
    const high = 1 + y;
    y = high + (1 - high + y + low) - 1;
  }
  return y * powerOfTwo(bias);
}

/** e^(x + tail) for a small tail. */
function expWithTail(x: number, tail: number): number {
  if (Math.abs(x) < 5.551115123125783e-17) return 1 + x;
  if (x >= 1024) return Number.POSITIVE_INFINITY;
  if (x <= -1024) return 0;
  const k = INV_LN2_128 * x + SHIFT - SHIFT;
  const r = x + k * MINUS_LN2_128_HIGH + k * MINUS_LN2_128_LOW + tail;
  const r2 = r * r;
  const t = EXP_TABLE[2 * (k & 127)]! + r + r2 * (C2 + r * C3) + r2 * r2 * (C4 + r * C5);
  return scale(k, t, true);
}

/** e^x. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  return expWithTail(x, 0);
}

/** e^(x + tail), x ≤ 0, as (value + rest) · 2^exponent with 1 ≤ value < 2, to some 68 bits. */
export function expParts(x: number, tail: number): { value: number; rest: number; exponent: number } {
  const k = INV_LN2_128 * x + SHIFT - SHIFT;
  // r is a sum of two doubles here, and so is all that counts of e^r − 1.
  const high = x + k * MINUS_LN2_128_HIGH;
  const low = k * MINUS_LN2_128_LOW + tail;
  const r = high + low;
  const rLow = high - r + low;
  const r2 = r * r;
  const half = 0.5 * r2;
  const halfLow = 0.5 * productError(r, r, r2) + r * rLow;
  const cubic =
    r *
    r2 *
    (0.16666666666666666 +
      r * (0.041666666666666664 + r * (0.008333333333333333 + r * 0.001388888888888889)));
  const sum = r + half;
  const sumLow = r - sum + half + (halfLow + cubic + rLow + EXP_TABLE[2 * (k & 127)]!);
  const value = EXP_TABLE[2 * (k & 127) + 1]!;
  const product = value * sum;
  const total = value + product;
  const rest = value - total + product + (productError(value, sum, product) + value * sumLow);
  return { value: total, rest, exponent: k >> 7 };
}

/** 2^x; the one function of these that glibc computes without fused operations. */
export function exp2(x: number): number {
  if (Number.isNaN(x)) return x;
  if (Math.abs(x) < 5.551115123125783e-17) return 1 + x;
  if (x >= 1024) return Number.POSITIVE_INFINITY;
  if (x <= -1075) return 0;
  // Rounds to a multiple of 1/128.
  const shifted = x + 52776558133248 - 52776558133248;
  const r = x - shifted;
  const k = shifted * 128;
  const r2 = r * r;
  const t =
    EXP_TABLE[2 * (k & 127)]! +
    r * Math.LN2 +
    r2 * (0.24022650695909065 + r * 0.0555041086686087) +
    r2 * r2 * (0.009618131975721055 + r * 0.0013332074570119598);
  return scale(k, t, false);
}

const LN2_HIGH = 0.6931471805598903;
const LN2_LOW = 5.497923018708371e-14;

/** Is this finite double odd, even or no integer: 1, 2, 0? */
function parity(y: number): number {
  if (Math.trunc(y) !== y) return 0;
  return Math.abs(y) < 9007199254740992 && y % 2 !== 0 ? 1 : 2;
}

/** x^y as C99 has it: NaN for a negative x and a fractional y, infinities for overflow and poles. */
export function pow(x: number, y: number): number {
  if (x >= MIN_NORMAL && x < Number.POSITIVE_INFINITY && isPlainExponent(y)) return powOfPositive(x, y);
  if (y === 0 || x === 1) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return x + y;
  let negative = false;
  const magnitude = Math.abs(x);
  if (!Number.isFinite(y)) {
    if (magnitude === 1) return 1;
    return magnitude < 1 === y > 0 ? 0 : Number.POSITIVE_INFINITY;
  }
  if (x <= 0 || magnitude === Number.POSITIVE_INFINITY) {
    const kind = parity(y);
    negative = kind === 1 && (x < 0 || Object.is(x, -0));
    if (magnitude === 0 || magnitude === Number.POSITIVE_INFINITY) {
      const result = (magnitude === 0) === y > 0 ? 0 : Number.POSITIVE_INFINITY;
      return negative ? -result : result;
    }
    if (kind === 0) return Number.NaN;
  }
  if (magnitude === 1) return negative ? -1 : 1;
  if (!isPlainExponent(y)) {
    if (Math.abs(y) < 1) return 1;
    return magnitude > 1 === y > 0 ? Number.POSITIVE_INFINITY : 0;
  }
  const result = powOfPositive(magnitude, y);
  return negative ? -result : result;
}

/** Is y between 2^−65 and 2^63, or minus y? Else the logarithm of the result would be out of range. */
function isPlainExponent(y: number): boolean {
  const magnitude = Math.abs(y);
  return magnitude >= 2.710505431213761e-20 && magnitude < 2 ** 63;
}

/** x^y for a finite x above 0. */
function powOfPositive(x: number, y: number): number {
  const isSubnormal = x < MIN_NORMAL;
  const normal = isSubnormal ? x * TWO_52 : x;
  // log(x) = k ln 2 + log(c) + log(z / c), where x = 2^k z and z is near c; in two doubles.
  const offset = (highWord(normal) - 0x3fe69555) | 0;
  const row = 3 * ((offset >> 13) & 127);
  const exponent = offset >> 20;
  const z = normal * powerOfTwo(-exponent);
  const k = isSubnormal ? exponent - 52 : exponent;
  // The inverse has 8 bits: it is multiplied exactly with the halves.
  const inverse = POW_LOG_TABLE[row]!;
  const zHigh = Math.fround(z);
  const r = zHigh * inverse - 1 + (z - zHigh) * inverse;
  const t1 = k * LN2_HIGH + POW_LOG_TABLE[row + 1]!;
  const t2 = t1 + r;
  const lo1 = k * LN2_LOW + POW_LOG_TABLE[row + 2]!;
  const lo2 = t1 - t2 + r;
  const ar = -0.5 * r;
  const ar2 = r * ar;
  const ar3 = r * ar2;
  const sum = t2 + ar2;
  const lo3 = -0.5 * squareError(r, r * r);
  const lo4 = t2 - sum + ar2;
  const p =
    ar3 *
    (-0.6666666666666679 +
      r * 0.5000000000000007 +
      ar2 *
        (0.7999999995323976 + r * -0.6666666663487739 + ar2 * (-1.142909628459501 + r * 1.0000415263675542)));
  const rest = lo1 + lo2 + lo3 + lo4 + p;
  const logHigh = sum + rest;
  const logLow = sum - logHigh + rest;
  const productHigh = y * logHigh;
  const productLow = y * logLow + productError(y, logHigh, productHigh);
  return expWithTail(productHigh, productLow);
}

/** e^x − 1, also for small x. */
export function expm1(x: number): number {
  if (!Number.isFinite(x)) return x < 0 ? -1 : x;
  const a = Math.abs(x);
  if (a < 5.551115123125783e-17) return x;
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY;
  if (x < -38.816242111356935) return -1;
  const ln2High = 0.6931471803691238;
  const ln2Low = 1.9082149292705877e-10;
  let k = 0;
  let reduced = x;
  let c = 0;
  // The bounds are ln 2 / 2 and 3 ln 2 / 2 to the precision of their high words.
  if ((highWord(x) & 0x7fffffff) > 0x3fd62e42) {
    let high: number;
    let low: number;
    if ((highWord(x) & 0x7fffffff) < 0x3ff0a2b2) {
      k = x < 0 ? -1 : 1;
      high = x - k * ln2High;
      low = k * ln2Low;
    } else {
      k = Math.trunc(Math.LOG2E * x + (x < 0 ? -0.5 : 0.5));
      high = x - k * ln2High;
      low = k * ln2Low;
    }
    reduced = high - low;
    c = high - reduced - low;
  }
  const half = 0.5 * reduced;
  const square = reduced * half;
  const square2 = square * square;
  const r1 = multiplyAdd(square, -0.03333333333333313, 1);
  const r2 = multiplyAdd(square, -0.0000793650757867488, 0.0015873015872548146);
  const r3 = multiplyAdd(square, -2.0109921818362437e-7, 0.000004008217827329362);
  const r = multiplyAdd(square2 * square2, r3, multiplyAdd(square2, r2, r1));
  const t = multiplyAdd(-r, half, 3);
  let e = ((r - t) / multiplyAdd(-t, reduced, 6)) * square;
  if (k === 0) return reduced - multiplyAdd(e, reduced, -square);
  e = multiplyAdd(e - c, reduced, -c) - square;
  if (k === -1) return 0.5 * (reduced - e) - 0.5;
  if (k === 1) return reduced < -0.25 ? -2 * (e - (reduced + 0.5)) : 1 + 2 * (reduced - e);
  if (k <= -2 || k > 56) {
    const y = 1 - (e - reduced);
    return (k === 1024 ? y * 2 * powerOfTwo(1023) : y * powerOfTwo(k)) - 1;
  }
  if (k < 20) return (1 - powerOfTwo(-k) - (e - reduced)) * powerOfTwo(k);
  return (reduced - (e + powerOfTwo(-k)) + 1) * powerOfTwo(k);
}

/** The hyperbolic sine. */
export function sinh(x: number): number {
  const a = Math.abs(x);
  if (!(a > 3.725290298461914e-9) || a === Number.POSITIVE_INFINITY) return x;
  const h = x < 0 ? -0.5 : 0.5;
  if (a < 22) {
    const t = expm1(a);
    if (a < 1) return h * (2 * t - (t * t) / (t + 1));
    return h * (t + t / (t + 1));
  }
  if (a < 709.78) return h * exp(a);
  const w = exp(0.5 * a);
  return h * w * w;
}

/** The hyperbolic cosine. */
export function cosh(x: number): number {
  const a = Math.abs(x);
  if (Number.isNaN(x)) return x;
  if (a < 22) {
    if (highWord(a) < 0x3fd62e43) {
      const t = expm1(a);
      const w = 1 + t;
      return a < 2.7755575615628914e-17 ? w : 1 + (t * t) / (w + w);
    }
    const t = exp(a);
    return 0.5 * t + 0.5 / t;
  }
  if (a < 709.78) return 0.5 * exp(a);
  const w = exp(0.5 * a);
  return 0.5 * w * w;
}

/** The hyperbolic tangent. */
export function tanh(x: number): number {
  const a = Math.abs(x);
  if (Number.isNaN(x)) return x;
  let z = 1;
  if (a < 22) {
    if (a < 2.7755575615628914e-17) return x;
    if (a >= 1) {
      z = 1 - 2 / (expm1(2 * a) + 2);
    } else {
      const t = expm1(-2 * a);
      z = -t / (t + 2);
    }
  }
  return x < 0 ? -z : z;
}
