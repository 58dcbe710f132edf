/**
 * The error function and its complement, rounded once from some 68 bits; glibc rounds them correctly.
 *
 * Near 0 erf is its Taylor series in two doubles. Elsewhere erfc(x) = e^(−x²) · w(x), with the Taylor series
 * of w around the nearest multiple of 1/8. Its coefficients are worked out with bigints when first needed: w'
 * = 2 x w − 2/√π.
 */
import { copySign, frexp, ldexp, productError, scaledBigInt, sumError } from './double.ts';
import { expParts } from './math-exp.ts';
import { lazy } from './packed.ts';

const TERMS = 18;

/** Coefficients as pairs of doubles, constant term first. */
type Series = Float64Array;

function toSeries(coefficients: readonly bigint[], precision: number): Series {
  const series = new Float64Array(2 * coefficients.length);
  coefficients.forEach((c, i) => {
    const high = scaledBigInt(c, -precision);
    series[2 * i] = high;
    // The rest, exactly.
    const [fraction, exponent] = frexp(high);
    const highFixed = BigInt(fraction * 9007199254740992) << BigInt(exponent - 53 + precision);
    series[2 * i + 1] = scaledBigInt(c - highFixed, -precision);
  });
  return series;
}

/** 2/√π · 2^precision. */
function twoOverRootPi(precision: number): bigint {
  const bits = BigInt(2 * precision + 64);
  const arctan = (inverse: bigint): bigint => {
    let power = (1n << bits) / inverse;
    let sum = power;
    for (let n = 3n; power !== 0n; n += 2n) {
      power /= -inverse * inverse;
      sum += power / n;
    }
    return sum;
  };
  const pi = 4n * (4n * arctan(5n) - arctan(239n));
  // 4/π · 2^(2 precision), and its root by Newton's method.
  const square = (4n << (bits + BigInt(2 * precision))) / pi;
  let root = 1n << BigInt(precision + 1);
  for (;;) {
    const next = (root + square / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** erf(x)/x as a series in x². */
const smallSeries = lazy((): Series => {
  const precision = 200;
  const first = twoOverRootPi(precision);
  const coefficients: bigint[] = [];
  let factorial = 1n;
  for (let n = 0n; n < 20n; n++) {
    if (n > 0n) factorial *= -n;
    coefficients.push(first / (factorial * (2n * n + 1n)));
  }
  return toSeries(coefficients, precision);
});

/** The series of w around k/8. */
function makeSeries(k: number): Series {
  const squareBits = Math.ceil(((k * k) / 64) * Math.LOG2E);
  const precision = 256 + 2 * squareBits;
  const one = 1n << BigInt(precision);
  const constant = twoOverRootPi(precision);
  const kk = BigInt(k * k);
  // w(c) = e^(c²) − 2/√π · c · (1 + 2c²/3 + (2c²)²/15 + …)
  let exponential = one;
  for (let n = 1n, term = one; term !== 0n; n++) {
    term = (term * kk) / (64n * n);
    exponential += term;
  }
  let term = (constant * BigInt(k)) / 8n;
  let sum = 0n;
  for (let n = 1n; term !== 0n; n++) {
    sum += term;
    term = (term * kk) / (32n * (2n * n + 1n));
  }
  const coefficients = [exponential - sum];
  coefficients.push((coefficients[0]! * BigInt(k)) / 4n - constant);
  for (let n = 1; n + 1 < TERMS; n++) {
    const next = (2n * ((coefficients[n]! * BigInt(k)) / 8n + coefficients[n - 1]!)) / BigInt(n + 1);
    coefficients.push(next);
  }
  return toSeries(coefficients, precision);
}

/** Series by their number, made on first use. */
const seriesTable = lazy((): (Series | undefined)[] => []);

function seriesAround(k: number): Series {
  const table = seriesTable();
  return (table[k] ??= makeSeries(k));
}

/** A value in two doubles, times a power of two. */
interface Parts {
  readonly high: number;
  readonly low: number;
  readonly exponent: number;
}

/** The sum of a series at x + xLow: Horner's rule in two doubles. */
function evaluate(series: Series, x: number, xLow: number): Parts {
  let high = 0;
  let low = 0;
  for (let i = series.length - 2; i >= 0; i -= 2) {
    const product = high * x;
    const productLow = productError(high, x, product) + high * xLow + low * x;
    const c = series[i]!;
    const sum = c + product;
    const sumLow = sumError(c, product, sum) + productLow + series[i + 1]!;
    high = sum + sumLow;
    low = sum - high + sumLow;
  }
  return { high, low, exponent: 0 };
}

/** erfc(x) for x ≥ 0.5. */
function complement(x: number): Parts {
  const nearest = Math.round(8 * x);
  const w = evaluate(seriesAround(nearest), x - nearest / 8, 0);
  const square = x * x;
  const { value, rest, exponent } = expParts(-square, -productError(x, x, square));
  const product = value * w.high;
  const productLow = productError(value, w.high, product) + value * w.low + rest * w.high;
  const high = product + productLow;
  return { high, low: product - high + productLow, exponent };
}

/** `whole` − erfc(x), rounded once, for x ≥ 0.5. */
function minusComplement(whole: number, x: number): number {
  const { high, low, exponent } = complement(x);
  const scale = 2 ** exponent;
  const part = high * scale;
  const sum = whole - part;
  return sum + (sumError(whole, -part, sum) - low * scale);
}

/** erf(x) for |x| < 0.5, not so small that products vanish. */
function small(x: number): Parts {
  const square = x * x;
  const { high, low } = evaluate(smallSeries(), square, productError(x, x, square));
  const product = high * x;
  return { high: product, low: productError(high, x, product) + low * x, exponent: 0 };
}

/** The error function. */
export function erf(x: number): number {
  const a = Math.abs(x);
  if (x === 0 || Number.isNaN(x)) return x;
  if (a < 1e-150) {
    // It is linear here: compute where nothing is subnormal, round once on the way back.
    return ldexp(erf(ldexp(x, 300)), -300);
  }
  if (a < 0.5) {
    const { high, low } = small(x);
    return high + low;
  }
  return copySign(a > 6 ? 1 : minusComplement(1, a), x);
}

/** The complementary error function, 1 − erf(x). */
export function erfc(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 27.3) return 0;
  if (x < -6) return 2;
  if (x >= 0.5) {
    const { high, low, exponent } = complement(x);
    return ldexp(high + low, exponent);
  }
  if (x <= -0.5) return minusComplement(2, -x);
  if (Math.abs(x) < 1e-20) return 1;
  const { high, low } = small(x);
  const sum = 1 - high;
  return sum + (sumError(1, -high, sum) - low);
}
