/**
 * Trigonometric functions and their inverses.
 *
 * sin and cos follow IBM's Accurate Mathematical Library, as glibc does: reduce to |x| ≤ π/4 in two doubles,
 * add to the nearest k/128 from a table. asin goes by a table likewise. tan and the other inverse
 * functions are worked out in two doubles (about 70 bits) and rounded once; glibc's are within a hair of that. Huge arguments are reduced with as many bits
 * of 2/π as they need, by bigints.
 */
import { copySign, frexp, highWord, multiplyAdd, productError, scaledBigInt, sumError } from './double.ts';
import { SIN_COS_TABLE } from './math-tables.ts';
import { lazy } from './packed.ts';

/** Adding it rounds to a multiple of 1/128. */
const BIG = 52776558133248;
/** Adding it rounds to an integer. */
const TO_INTEGER = 6755399441055744;
const TWO_OVER_PI = 0.6366197723675814;
/** π/2 in parts: the first two leave room for exact products. */
const PI_2_A = 1.5707963407039642;
const PI_2_B = -1.3909067564377153e-8;
const PI_2_C = -4.97899623147991e-17;
const PI_2_D = -1.9034889620193266e-25;
/** π/2 in two doubles. */
const PI_2_HIGH = 1.5707963267948966;
const PI_2_LOW = 6.123233995736766e-17;

/**
 * What is left of an argument after a multiple of π/2 is taken away: two doubles, and the multiple modulo 4.
 */
interface Reduced {
  readonly high: number;
  readonly low: number;
  readonly quadrant: number;
}

/** 2/π · 2^1200 and π/2 · 2^200. */
const bigConstants = lazy((): { twoOverPi: bigint; halfPi: bigint } => {
  // Machin's formula, π/4 = 4 arctan(1/5) − arctan(1/239), with bits to spare.
  const arctan = (inverse: bigint): bigint => {
    let power = (1n << 1264n) / inverse;
    let sum = power;
    for (let n = 3n; power !== 0n; n += 2n) {
      power /= -inverse * inverse;
      sum += power / n;
    }
    return sum;
  };
  const pi = 4n * (4n * arctan(5n) - arctan(239n));
  return { twoOverPi: (2n << (1264n + 1200n)) / pi, halfPi: pi >> 1065n };
});

/** Reduces a finite |x| > π/4. Small enough to be inlined, so that its result needs no memory. */
function reduce(x: number): Reduced {
  if (Math.abs(x) >= 105414350) return reduceHuge(x);
  const n = x * TWO_OVER_PI + TO_INTEGER - TO_INTEGER;
  const y = x - n * PI_2_A - n * PI_2_B;
  const t1 = n * PI_2_C;
  const t2 = y - t1;
  const t3 = n * PI_2_D;
  const high = t2 - t3;
  return { high, low: y - t2 - t1 + (t2 - high - t3), quadrant: n & 3 };
}

function reduceHuge(x: number): Reduced {
  const { twoOverPi, halfPi } = bigConstants();
  const [fraction, exponent] = frexp(Math.abs(x));
  const mantissa = BigInt(fraction * 9007199254740992);
  // |x| · 2/π in units of 2^−1200, with what is a multiple of 4 gone.
  const product = BigInt.asUintN(1202, (mantissa * twoOverPi) << BigInt(exponent - 53));
  let quadrant = Number(product >> 1200n);
  let part = BigInt.asUintN(1200, product);
  if (part >> 1199n === 1n) {
    quadrant++;
    part -= 1n << 1200n;
  }
  // No double comes closer than 2^−62 or so to a multiple of π/2: 400 of the bits behind the point hold the
  // result.
  const scaled = (part >> 800n) * halfPi;
  const high = scaledBigInt(scaled, -600);
  const [highFraction, highExponent] = frexp(high);
  const low = scaledBigInt(
    scaled - (BigInt(highFraction * 9007199254740992) << BigInt(highExponent - 53 + 600)),
    -600,
  );
  return x < 0 ? { high: -high, low: -low, quadrant: -quadrant & 3 } : { high, low, quadrant: quadrant & 3 };
}

const S1 = -0.16666666666666666;
const S2 = 0.008333333333332329;
const S3 = -0.00019841269834414642;
const S4 = 2.755729806860771e-6;
const S5 = -2.5022014848318398e-8;
const SN3 = -0.16666666666666488;
const SN5 = 0.008333332142857223;
const CS4 = -0.04166666666666644;
const CS6 = 0.001388888740079376;

/** The sine of x + dx for |x| < 0.86. */
function sinPart(x: number, dx: number): number {
  const a = Math.abs(x);
  if (a < 0.126) {
    const xx = x * x;
    const t = ((((S5 * xx + S4) * xx + S3) * xx + S2) * xx + S1) * x - 0.5 * dx;
    return x + (dx === 0 ? t * xx : multiplyAdd(t, xx, dx));
  }
  const d = x < 0 ? -dx : dx;
  const u = BIG + a;
  const nearest = u - BIG;
  const r = a - nearest;
  const xx = r * r;
  const s = r + (d + r * xx * (SN3 + xx * SN5));
  const c = r * d + xx * (0.5 + xx * (CS4 + xx * CS6));
  const row = nearest * 512;
  const sn = SIN_COS_TABLE[row]!;
  const sine = sumOfProducts(
    sn,
    SIN_COS_TABLE[row + 2]!,
    s,
    c,
    SIN_COS_TABLE[row + 1]! + s * SIN_COS_TABLE[row + 3]!,
  );
  return x < 0 ? -sine : sine;
}

/** How far products that were rounded are from those that were not, at most, relative to them. */
const ROUNDING = 2 ** -50;

/** `a + (b * s + (rest − a * c))` with products that are not rounded; they are much smaller than `a`. */
function sumOfProducts(a: number, b: number, s: number, c: number, rest: number): number {
  const first = b * s;
  const second = a * c;
  const correction = first + (rest - second);
  const sum = a + correction;
  // Most of the time it is all the same.
  const doubt = ROUNDING * (Math.abs(first) + Math.abs(second));
  if (a + (correction + doubt) === sum && a + (correction - doubt) === sum) return sum;
  return a + multiplyAdd(b, s, multiplyAdd(-a, c, rest));
}

/** The cosine of x + dx for |x| < 0.86. */
function cosPart(x: number, dx: number): number {
  const a = Math.abs(x);
  const u = BIG + a;
  const nearest = u - BIG;
  const r = a - nearest + (x < 0 ? -dx : dx);
  const xx = r * r;
  const s = r + r * xx * (SN3 + xx * SN5);
  const c = xx * (0.5 + xx * (CS4 + xx * CS6));
  const row = nearest * 512;
  const cs = SIN_COS_TABLE[row + 2]!;
  return sumOfProducts(cs, -SIN_COS_TABLE[row]!, s, c, SIN_COS_TABLE[row + 3]! - s * SIN_COS_TABLE[row + 1]!);
}

function sinCos(high: number, low: number, quadrant: number): number {
  const value = (quadrant & 1) === 1 ? cosPart(high, low) : sinPart(high, low);
  return (quadrant & 2) === 2 ? -value : value;
}

/** The sine; NaN for infinities. */
export function sin(x: number): number {
  const a = Math.abs(x);
  if (a < 1.4901161193847656e-8) return x;
  if (a < 0.85546875) return sinPart(x, 0);
  if (a < 2.4262657165527344) return copySign(cosPart(PI_2_HIGH - a, PI_2_LOW), x);
  if (!Number.isFinite(x)) return Number.NaN;
  const { high, low, quadrant } = reduce(x);
  return sinCos(high, low, quadrant);
}

/** The cosine; NaN for infinities. */
export function cos(x: number): number {
  const a = Math.abs(x);
  if (a < 7.450580596923828e-9) return 1;
  if (a < 0.85546875) return cosPart(x, 0);
  if (a < 2.4262657165527344) {
    const y = PI_2_HIGH - a;
    const high = y + PI_2_LOW;
    return sinPart(high, y - high + PI_2_LOW);
  }
  if (!Number.isFinite(x)) return Number.NaN;
  const { high, low, quadrant } = reduce(x);
  return sinCos(high, low, quadrant + 1);
}

// --- Two doubles
// -----------------------------------------------------------------------------------------------------

/** Sine and cosine as sums of two doubles. */
interface SinCos {
  readonly sin: number;
  readonly sinLow: number;
  readonly cos: number;
  readonly cosLow: number;
}

/** Sine and cosine of x + dx, |x| ≤ π/4, to some 70 bits. */
function sinCosPart(x: number, dx: number): SinCos {
  const a = Math.abs(x);
  const d = x < 0 ? -dx : dx;
  const nearest = BIG + a - BIG;
  const r0 = a - nearest;
  const r = r0 + d;
  const rLow = sumError(r0, d, r);
  const xx = r * r;
  const xxLow = productError(r, r, xx);
  // sin r = r + s, cos r = 1 − c − cLow.
  const s = r * xx * (-0.16666666666666666 + xx * (0.008333333333333333 + xx * -0.0001984126984126984));
  const c = 0.5 * xx;
  const cLow =
    0.5 * xxLow +
    r * rLow +
    xx * xx * (-0.041666666666666664 + xx * (0.001388888888888889 - xx * 0.0000248015873015873));
  const row = nearest * 512;
  const sn = SIN_COS_TABLE[row]!;
  const snLow = SIN_COS_TABLE[row + 1]!;
  const cs = SIN_COS_TABLE[row + 2]!;
  const csLow = SIN_COS_TABLE[row + 3]!;
  const sr = s + rLow;
  // sn + cs·r − sn·c + …
  const csr = cs * r;
  const csrLow = productError(cs, r, csr);
  const snc = sn * c;
  const sncLow = productError(sn, c, snc);
  let sum = sn + csr;
  let low = sumError(sn, csr, sum);
  let total = sum - snc;
  low += sumError(sum, -snc, total) + (csrLow - sncLow + snLow + cs * sr + csLow * r - sn * cLow - snLow * c);
  const sine = total + low;
  const sineLow = total - sine + low;
  // cs − sn·r − cs·c − …
  const snr = sn * r;
  const snrLow = productError(sn, r, snr);
  const csc = cs * c;
  const cscLow = productError(cs, c, csc);
  sum = cs - snr;
  low = sumError(cs, -snr, sum);
  total = sum - csc;
  low += sumError(sum, -csc, total) + (csLow - snrLow - cscLow - sn * sr - snLow * r - cs * cLow - csLow * c);
  const cosine = total + low;
  return {
    sin: x < 0 ? -sine : sine,
    sinLow: x < 0 ? -sineLow : sineLow,
    cos: cosine,
    cosLow: total - cosine + low,
  };
}

/** (a + aLow) / (b + bLow), rounded once. */
function divide(a: number, aLow: number, b: number, bLow: number): number {
  const quotient = a / b;
  const product = quotient * b;
  return quotient + (a - product - productError(quotient, b, product) + aLow - quotient * bLow) / b;
}

/** The tangent; NaN for infinities. */
export function tan(x: number): number {
  const a = Math.abs(x);
  if (a < 1e-8) return x;
  if (!Number.isFinite(x)) return Number.NaN;
  const { high, low, quadrant } = a <= 0.785 ? { high: x, low: 0, quadrant: 0 } : reduce(x);
  const { sin: s, sinLow, cos: c, cosLow } = sinCosPart(high, low);
  return (quadrant & 1) === 1 ? -divide(c, cosLow, s, sinLow) : divide(s, sinLow, c, cosLow);
}

/** atan of x ≥ 0, to the last bits of a double (fdlibm's series): where the refinement starts. */
function atanEstimate(x: number): number {
  let base = 0;
  let t = x;
  if (x >= 2.4375) {
    base = PI_2_HIGH;
    t = -1 / x;
  } else if (x >= 1.1875) {
    base = 0.982793723247329;
    t = (x - 1.5) / (1 + 1.5 * x);
  } else if (x >= 0.6875) {
    base = 0.7853981633974483;
    t = (x - 1) / (x + 1);
  } else if (x >= 0.4375) {
    base = 0.4636476090008061;
    t = (2 * x - 1) / (2 + x);
  }
  const z = t * t;
  const w = z * z;
  const s1 =
    z *
    (0.3333333333333293 +
      w *
        (0.14285714272503466 +
          w *
            (0.09090887133436507 +
              w * (0.06661073137387531 + w * (0.049768779946159324 + w * 0.016285820115365782)))));
  const s2 =
    w *
    (-0.19999999999876483 +
      w *
        (-0.11111110405462356 +
          w * (-0.0769187620504483 + w * (-0.058335701337905735 + w * -0.036531572744216916))));
  return base + (t - t * (s1 + s2));
}

/**
 * The angle of the point (x + xLow, y + yLow), both ≥ 0 and at sizes whose products neither overflow nor
 * vanish, rounded once. `base` + `sign` times the angle is returned, in two doubles: the multiple of π/2 that
 * the quadrant adds.
 */
function angle(
  y: number,
  yLow: number,
  x: number,
  xLow: number,
  base: number,
  baseLow: number,
  sign: number,
): number {
  // An estimate in [0, π/4] to a few last bits, then one step of Newton's: the tangent of what is missing.
  const swap = y > x;
  const p = swap ? x : y;
  const pLow = swap ? xLow : yLow;
  const q = swap ? y : x;
  const qLow = swap ? yLow : xLow;
  const estimate = atanEstimate(p / q);
  const { sin: s, sinLow, cos: c, cosLow } = sinCosPart(estimate, 0);
  const pc = p * c;
  const qs = q * s;
  const difference = pc - qs;
  const rest =
    sumError(pc, -qs, difference) +
    (productError(p, c, pc) - productError(q, s, qs) + p * cosLow + pLow * c - q * sinLow - qLow * s);
  const step = (difference + rest) / (q * c + p * s);
  const direction = swap ? -sign : sign;
  const start = swap ? base + sign * PI_2_HIGH : base;
  const startLow = swap ? sumError(base, sign * PI_2_HIGH, start) + baseLow + sign * PI_2_LOW : baseLow;
  const total = start + direction * estimate;
  return total + (sumError(start, direction * estimate, total) + startLow + direction * step);
}

/** The arc tangent. */
export function atan(x: number): number {
  const a = Math.abs(x);
  if (a < 1e-8 || Number.isNaN(x)) return x;
  if (a > 1e17) return copySign(PI_2_HIGH, x);
  return copySign(angle(a, 0, 1, 0, 0, 0, 1), x);
}

/** The angle of the point (x, y), from −π to π: `math.atan2`. */
export function atan2(y: number, x: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return x + y;
  const negativeX = x < 0 || Object.is(x, -0);
  let ay = Math.abs(y);
  let ax = Math.abs(x);
  if (ay === Number.POSITIVE_INFINITY) {
    const right = ax === ay ? (negativeX ? 2.356194490192345 : 0.7853981633974483) : PI_2_HIGH;
    return copySign(right, y);
  }
  if (ay === 0 || ax === Number.POSITIVE_INFINITY) return copySign(negativeX ? Math.PI : 0, y);
  if (ax === 0) return copySign(PI_2_HIGH, y);
  const exponents = (highWord(ay) >> 20) - (highWord(ax) >> 20);
  if (exponents > 60) return copySign(PI_2_HIGH, y);
  if (exponents < -60) {
    if (negativeX) return copySign(Math.PI, y);
    // So small that it is the quotient, which may be subnormal.
    return copySign(ay / ax, y);
  }
  if (ay > 1e150 || ax > 1e150) {
    ay *= 2 ** -200;
    ax *= 2 ** -200;
  } else if (ay < 1e-120 || ax < 1e-120) {
    ay *= 2 ** 400;
    ax *= 2 ** 400;
    if (ay < 1e-120 || ax < 1e-120) {
      ay *= 2 ** 400;
      ax *= 2 ** 400;
    }
  }
  const result = negativeX
    ? angle(ay, 0, ax, 0, 2 * PI_2_HIGH, 2 * PI_2_LOW, -1)
    : angle(ay, 0, ax, 0, 0, 0, 1);
  return copySign(result, y);
}

/** sqrt(1 − x²) as a sum of two doubles. */
function cofunction(x: number): { root: number; rootLow: number } {
  const square = x * x;
  const value = 1 - square;
  const valueLow = sumError(1, -square, value) - productError(x, x, square);
  const root = Math.sqrt(value);
  const rootSquare = root * root;
  const missing = value - rootSquare - productError(root, root, rootSquare) + valueLow;
  return { root, rootLow: root === 0 ? 0 : missing / (2 * root) };
}

/** Adding it and taking it away rounds what is below 1 to a multiple of 2^−51. */
const TO_2_51 = 3;
/** Adding it rounds to a multiple of 2^−28, whose square is exact. */
const TO_2_28 = 16777216;

const AS3 = 0.1666666666666641;
const AS5 = 0.07500000000261227;
const AS7 = 0.044642856142105974;
const AS9 = 0.03038212685821193;
const AS11 = 0.022355121102652562;
const AS13 = 0.018138290340456505;

/** asin √z / √z − 1 over z, for z < 1/64. */
function asinTail(z: number): number {
  return ((((AS13 * z + AS11) * z + AS9) * z + AS7) * z + AS5) * z + AS3;
}

/** How many powers of the distance from an interval's middle the arc sine is worked out with. */
const ASIN_DEGREE = 13;
/** A row holds the middle, the coefficients of the powers, the low and the high part of the value there. */
const ASIN_ROW = ASIN_DEGREE + 3;
const ASIN_LOW = ASIN_DEGREE + 1;
const ASIN_HIGH = ASIN_DEGREE + 2;

/** The arc sine around the middle of each 256th of [0, 1): a row is made when it is first needed. */
const asinRows = lazy(() => new Float64Array(256 * ASIN_ROW));

function makeAsinRow(rows: Float64Array, row: number, middle: number): void {
  const { root, rootLow } = cofunction(middle);
  const square = 1 - middle * middle;
  // The derivative g solves (1 − x²)·g' = x·g, which leads from coefficient to coefficient.
  let before = 0;
  let g = divide(1, 0, root, rootLow);
  for (let m = 0; m < ASIN_DEGREE; m++) {
    rows[row + 1 + m] = g / (m + 1);
    const next = ((2 * m + 1) * middle * g + m * before) / (square * (m + 1));
    before = g;
    g = next;
  }
  const high = angle(middle, 0, root, rootLow, 0, 0, 1) + TO_2_51 - TO_2_51;
  if (high < 0.785) {
    const { sin: s, sinLow, cos: c } = sinCosPart(high, 0);
    rows[row + ASIN_LOW] = (middle - s - sinLow) / c;
  } else {
    const { sin: c, cos: s, cosLow: sinLow } = sinCosPart(PI_2_HIGH - high, PI_2_LOW);
    rows[row + ASIN_LOW] = (middle - s - sinLow) / c;
  }
  rows[row + ASIN_HIGH] = high;
  rows[row] = middle;
}

/** The arc sine of 1/8 ≤ a < 31/32. */
function asinPart(a: number): number {
  const rows = asinRows();
  const interval = Math.floor(a * 256);
  const row = interval * ASIN_ROW;
  if (rows[row] === 0) makeAsinRow(rows, row, (interval + 0.5) / 256);
  const d = a - rows[row]!;
  const degree = a < 0.75 ? 8 : ASIN_DEGREE;
  let sum = rows[row + degree]!;
  for (let m = degree - 1; m > 1; m--) sum = rows[row + m]! + d * sum;
  return rows[row + ASIN_HIGH]! + multiplyAdd(rows[row + 1]!, d, d * d * sum + rows[row + ASIN_LOW]!);
}

/**
 * The arc sine: NaN beyond ±1. It takes glibc's steps, with a table that has the same places in it, so that
 * it is rounded wrongly where glibc's is.
 */
export function asin(x: number): number {
  const a = Math.abs(x);
  if (!(a <= 1)) return Number.NaN;
  if (a < 1.4901161193847656e-8) return x;
  if (a < 0.125) {
    const square = x * x;
    return multiplyAdd(asinTail(square), square * x, x);
  }
  if (a < 0.96875) return copySign(asinPart(a), x);
  // π/2 − 2·asin √((1 − a)/2)
  const z = 0.5 * (1 - a);
  const root = Math.sqrt(z);
  const rounded = root + TO_2_28 - TO_2_28;
  const missing = root === 0 ? 0 : (z - rounded * rounded) / (root + rounded);
  const rest = PI_2_LOW - 2 * missing - 2 * (rounded + missing) * (asinTail(z) * z);
  return copySign(PI_2_HIGH - 2 * rounded + rest, x);
}

/** The arc cosine: NaN beyond ±1. */
export function acos(x: number): number {
  const a = Math.abs(x);
  if (!(a <= 1)) return Number.NaN;
  if (x === 1) return 0;
  if (x === -1) return Math.PI;
  if (a < 1e-17) return PI_2_HIGH;
  const { root, rootLow } = cofunction(a);
  return x < 0
    ? angle(root, rootLow, a, 0, 2 * PI_2_HIGH, 2 * PI_2_LOW, -1)
    : angle(root, rootLow, a, 0, 0, 0, 1);
}
