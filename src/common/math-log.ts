/**
 * Logarithms: log, log2, log10, log1p, and the inverse hyperbolic functions.
 *
 * log and log2 follow ARM's Optimized Routines, log10 and log1p Sun's fdlibm, both as in glibc. asinh, acosh
 * and atanh, which glibc rounds correctly, are logarithms in two doubles.
 */
import {
  copySign,
  fromWords,
  highWord,
  lowWord,
  MIN_NORMAL,
  multiplyAdd,
  powerOfTwo,
  productError,
  sumError,
  TWO_52,
} from './double.ts';
import { LOG_TABLE, LOG2_TABLE, POW_LOG_TABLE } from './math-tables.ts';

const LN2_HIGH = 0.6931471805598903;
const LN2_LOW = 5.497923018708371e-14;

/** The natural logarithm: −∞ for 0, NaN for negative numbers. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  if (x >= 0.9375 && x < 1.064697265625) {
    if (x === 1) return 0;
    const r = x - 1;
    const r2 = r * r;
    const r3 = r * r2;
    const p =
      0.3333333333333352 +
      r * -0.24999999999998432 +
      r2 * 0.19999999999320328 +
      r3 *
        (-0.16666666669929706 +
          r * 0.14285715076560868 +
          r2 * -0.12499997863982555 +
          r3 *
            (0.11110712032936046 +
              r * -0.10000486757818193 +
              r2 * 0.09181994006195467 +
              r3 * -0.08328363062289341));
    const w = r * 134217728;
    const high = r + w - w;
    const low = r - high;
    const square = high * high * -0.5;
    const sum = r + square;
    const rest = multiplyAdd(-0.5 * low, high + r, r - sum + square);
    return multiplyAdd(r3, p, rest) + sum;
  }
  const isSubnormal = x < MIN_NORMAL;
  const normal = isSubnormal ? x * TWO_52 : x;
  const offset = (highWord(normal) - 0x3fe60000) | 0;
  const row = 2 * ((offset >> 13) & 127);
  const exponent = offset >> 20;
  const k = isSubnormal ? exponent - 52 : exponent;
  const z = normal * powerOfTwo(-exponent);
  const inverse = LOG_TABLE[row]!;
  const zc = z * inverse;
  const r = zc - 1 + productError(z, inverse, zc);
  const w = k * LN2_HIGH + LOG_TABLE[row + 1]!;
  const sum = w + r;
  const rest = w - sum + r + k * LN2_LOW;
  const r2 = r * r;
  return (
    rest +
    r2 * -0.5000000000000001 +
    r *
      r2 *
      (0.33333333331825593 +
        r * -0.2499999999622955 +
        r2 * (0.20000304511814496 + r * -0.16667054827627667)) +
    sum
  );
}

/** 1/ln 2 in two parts, the first with 32 bits. */
const INV_LN2_HIGH = 1.4426950407214463;
const INV_LN2_LOW = 1.6751713164886512e-10;

/** The logarithm to base 2. */
export function log2(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  if (x >= 0.9576029777526855 && x < 1.0442743301391602) {
    if (x === 1) return 0;
    const r = x - 1;
    const high = r * INV_LN2_HIGH;
    const low = r * INV_LN2_LOW + productError(r, INV_LN2_HIGH, high);
    const r2 = r * r;
    const r4 = r2 * r2;
    const q = -0.7213475204444817 + r * 0.48089834696298744;
    const y = multiplyAdd(r2, q, high);
    const p =
      -0.360673760222145 +
      r * 0.2885390081805197 +
      r2 * (-0.24044917405728863 + r * 0.2060992861022954) +
      r4 *
        (-0.18033596705327856 +
          r * 0.1603032746063156 +
          r2 * (-0.14483316576701266 + r * 0.13046826811283835));
    const rest = multiplyAdd(r4, p, low + multiplyAdd(r2, q, high - y));
    return y + rest;
  }
  const isSubnormal = x < MIN_NORMAL;
  const normal = isSubnormal ? x * TWO_52 : x;
  const offset = (highWord(normal) - 0x3fe60000) | 0;
  const row = 2 * ((offset >> 14) & 63);
  const exponent = offset >> 20;
  const k = isSubnormal ? exponent - 52 : exponent;
  const z = normal * powerOfTwo(-exponent);
  const inverse = LOG2_TABLE[row]!;
  const zc = z * inverse;
  const r = zc - 1 + productError(z, inverse, zc);
  const t1 = r * INV_LN2_HIGH;
  const t2 = r * INV_LN2_LOW + productError(r, INV_LN2_HIGH, t1);
  const t3 = k + LOG2_TABLE[row + 1]!;
  const sum = t3 + t1;
  const rest = t3 - sum + t1 + t2;
  const r2 = r * r;
  const r4 = r2 * r2;
  const p =
    -0.7213475204444882 +
    r * 0.4808983469629985 +
    r2 * (-0.36067375954075914 + r * 0.2885390073180969) +
    r4 * (-0.2404693555628422 + r * 0.2061202382173603);
  return rest + r2 * p + sum;
}

/** The logarithm to base 10. */
export function log10(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  let high = highWord(x);
  let low = lowWord(x);
  let k = 0;
  if (high < 0x00100000) {
    high = highWord(x * 18014398509481984);
    low = lowWord(x * 18014398509481984);
    k = -54;
  }
  k += (high >> 20) - 1023;
  const i = k < 0 ? 1 : 0;
  const y = k + i;
  const z =
    y * 3.694239077158931e-13 + Math.LOG10E * log(fromWords((high & 0xfffff) | ((0x3ff - i) << 20), low));
  return z + y * 0.30102999566361177;
}

/** log(1 + x), also for small x. */
export function log1p(x: number): number {
  if (!(x > -1)) return x === -1 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  const high = highWord(x);
  const magnitude = high & 0x7fffffff;
  let k = 1;
  let f = x;
  let c = 0;
  let hu = 1;
  if (high < 0x3fda827a) {
    if (magnitude < 0x3e200000) return magnitude < 0x3c900000 ? x : x - x * x * 0.5;
    if (high > 0 || high <= (0xbfd2bec3 | 0)) k = 0;
  }
  if (k !== 0) {
    let u = x;
    if (high < 0x43400000) {
      u = 1 + x;
      k = (highWord(u) >> 20) - 1023;
      c = (k > 0 ? 1 - (u - x) : x - (u - 1)) / u;
    } else {
      k = (high >> 20) - 1023;
    }
    hu = highWord(u) & 0xfffff;
    if (hu < 0x6a09e) {
      u = fromWords(hu | 0x3ff00000, lowWord(u));
    } else {
      k++;
      u = fromWords(hu | 0x3fe00000, lowWord(u));
      hu = (0x00100000 - hu) >> 2;
    }
    f = u - 1;
  }
  const ln2High = 0.6931471803691238;
  const ln2Low = 1.9082149292705877e-10;
  const half = 0.5 * f * f;
  if (hu === 0) {
    if (f === 0) return k === 0 ? 0 : k * ln2High + (c + k * ln2Low);
    const r = half * (1 - 0.6666666666666666 * f);
    return k === 0 ? f - r : k * ln2High - (r - (k * ln2Low + c) - f);
  }
  const s = f / (2 + f);
  const z = s * s;
  const z2 = z * z;
  const z4 = z2 * z2;
  const r2 = multiplyAdd(z, 0.2857142874366239, 0.3999999999940942);
  const r3 = multiplyAdd(z, 0.1818357216161805, 0.22222198432149784);
  const r4 = multiplyAdd(z, 0.14798198605116586, 0.15313837699209373);
  const r1 = multiplyAdd(z, 0.6666666666666735, r2 * z2);
  const t = (multiplyAdd(z2 * z4, r4, multiplyAdd(z4, r3, r1)) + half) * s;
  if (k === 0) return f - (half - t);
  return k * ln2High - (half - (multiplyAdd(k, ln2Low, c) + t) - f);
}

/** log((x + tail) · 2^n) for a positive normal x, from 68 bits: all but always the nearest double. */
function logOfSum(x: number, tail: number, n = 0): number {
  const high = highWord(x);
  const offset = (high - 0x3fe69555) | 0;
  const row = 3 * ((offset >> 13) & 127);
  const k = (offset >> 20) + n;
  const z = fromWords(high - (offset & 0xfff00000), lowWord(x));
  const inverse = POW_LOG_TABLE[row]!;
  const zc = z * inverse;
  // The tail, relative to x, counts like a part of r.
  const r0 = zc - 1 + productError(z, inverse, zc);
  const relative = (tail / x) * (1 + r0);
  const r = r0 + relative;
  const rTail = sumError(r0, relative, r);
  const t1 = k * LN2_HIGH + POW_LOG_TABLE[row + 1]!;
  const t2 = t1 + r;
  const lo1 = k * LN2_LOW + POW_LOG_TABLE[row + 2]!;
  const lo2 = t1 - t2 + r;
  const ar = -0.5 * r;
  const ar2 = r * ar;
  const ar3 = r * ar2;
  const sum = t2 + ar2;
  const lo3 = productError(ar, r, ar2);
  const lo4 = t2 - sum + ar2;
  const p =
    ar3 *
    (-0.6666666666666679 +
      r * 0.5000000000000007 +
      ar2 *
        (0.7999999995323976 + r * -0.6666666663487739 + ar2 * (-1.142909628459501 + r * 1.0000415263675542)));
  return sum + (lo1 + lo2 + lo3 + lo4 + p + rTail * (1 - r));
}

/** The area hyperbolic sine. */
export function asinh(x: number): number {
  const a = Math.abs(x);
  if (!(a > 0) || a === Number.POSITIVE_INFINITY) return x;
  if (a < 0.015625) return x + x * asinhSeries(a);
  if (a > 1e18) return copySign(logOfSum(a, 0, 1), x);
  // a + sqrt(a² + 1), each step with what rounding took.
  const square = a * a;
  const sum = square + 1;
  const sumTail = sumError(square, 1, sum) + productError(a, a, square);
  const root = Math.sqrt(sum);
  const rootSquare = root * root;
  const rootTail = (sum - rootSquare - productError(root, root, rootSquare) + sumTail) / (2 * root);
  const total = a + root;
  return copySign(logOfSum(total, sumError(a, root, total) + rootTail), x);
}

/** asinh(x)/x − 1 for |x| < 1/64. */
function asinhSeries(x: number): number {
  const z = x * x;
  return (
    z *
    (-0.16666666666666666 +
      z * (0.075 + z * (-0.044642857142857144 + z * (0.030381944444444444 + z * -0.022372159090909092))))
  );
}

/** The area hyperbolic cosine: NaN below 1. */
export function acosh(x: number): number {
  if (!(x >= 1)) return Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  if (x > 1e18) return logOfSum(x, 0, 1);
  // (x − 1)(x + 1), whose factors are exact enough near 1.
  const square = x * x;
  const difference = square - 1;
  const tail = sumError(square, -1, difference) + productError(x, x, square);
  if (difference === 0) return 0;
  const root = Math.sqrt(difference);
  const rootSquare = root * root;
  const rootTail = (difference - rootSquare - productError(root, root, rootSquare) + tail) / (2 * root);
  const total = x + root;
  return logOfSum(total, sumError(x, root, total) + rootTail);
}

/** The area hyperbolic tangent: ±∞ for ±1, NaN beyond. */
export function atanh(x: number): number {
  const a = Math.abs(x);
  if (a > 1 || Number.isNaN(x)) return Number.NaN;
  if (a === 1) return x * Number.POSITIVE_INFINITY;
  if (a < 2 ** -28) return x;
  const numerator = 1 + a;
  const numeratorTail = sumError(1, a, numerator);
  const denominator = 1 - a;
  const denominatorTail = sumError(1, -a, denominator);
  const quotient = numerator / denominator;
  const product = quotient * denominator;
  const tail =
    (numerator -
      product -
      productError(quotient, denominator, product) +
      numeratorTail -
      quotient * denominatorTail) /
    denominator;
  return 0.5 * copySign(logOfSum(quotient, tail), x);
}
