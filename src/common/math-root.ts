/**
 * Roots and distances: cbrt, hypot, the norm of a vector. Square roots are `Math.sqrt`, which IEEE 754 fixes
 * to the last bit.
 */
import { frexp, ldexp, productError, sumError } from './double.ts';

/** sqrt(x² + y²) for x ≥ y > 0 (Borges, "An Improved Algorithm for hypot(a,b)"). */
function hypotKernel(x: number, y: number): number {
  const h = Math.sqrt(x * x + y * y);
  if (h <= 2 * y) {
    const delta = h - y;
    return h - ((delta - 2 * (x - y)) * delta + x * (2 * delta - x)) / (2 * h);
  }
  const delta = h - x;
  return h - ((4 * delta - y) * y + delta * delta + 2 * delta * (x - 2 * y)) / (2 * h);
}

/** sqrt(x² + y²) as C has it, with glibc's last bits: for `abs` of a complex number. */
export function hypot(x: number, y: number): number {
  let a = Math.abs(x);
  let b = Math.abs(y);
  if (a === Number.POSITIVE_INFINITY || b === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.NaN;
  if (a < b) [a, b] = [b, a];
  if (b <= a * 2 ** -54) return a + b;
  if (a > 2 ** 511) return hypotKernel(a * 2 ** -600, b * 2 ** -600) * 2 ** 600;
  if (b < 2 ** -459) return hypotKernel(a * 2 ** 600, b * 2 ** 600) * 2 ** -600;
  return hypotKernel(a, b);
}

/**
 * The length of a vector, all but always the nearest double: `math.hypot` and `math.dist`. CPython:
 * `vector_norm`.
 */
export function vectorNorm(vector: readonly number[]): number {
  let max = 0;
  let hasNaN = false;
  for (const x of vector) {
    const a = Math.abs(x);
    if (a === Number.POSITIVE_INFINITY) return a;
    if (Number.isNaN(a)) hasNaN = true;
    else if (a > max) max = a;
  }
  if (hasNaN) return Number.NaN;
  if (max === 0 || vector.length < 2) return max;
  // Scaled by a power of two, so that the largest lies in [0.5, 1) and its square is in range.
  const exponent = frexp(max)[1];
  let sum = 0;
  let rest = 0;
  for (const value of vector) {
    const x = ldexp(value, -exponent);
    const square = x * x;
    const next = sum + square;
    rest += sumError(sum, square, next) + productError(x, x, square);
    sum = next;
  }
  const root = Math.sqrt(sum);
  const square = root * root;
  const missing = sum - square - productError(root, root, square) + rest;
  return ldexp(root + missing / (2 * root), exponent);
}

const CBRT_FACTORS = [0.6299605249474365, 0.7937005259840997, 1, 1.2599210498948732, 1.5874010519681996];

/** The cube root, as glibc computes it (not always the nearest double). */
export function cbrt(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const [m, e] = frexp(Math.abs(x));
  const u =
    0.35489576504391984 +
    (1.508191937815849 -
      (2.114994941673713 -
        (2.4469312256353444 - (1.8346927748361308 - (0.7849323449766392 - 0.14526389938548637 * m) * m) * m) *
          m) *
        m) *
      m;
  const cube = u * u * u;
  const y = (((m + m + cube) * u) / (cube + cube + m)) * CBRT_FACTORS[2 + (e % 3)]!;
  return ldexp(x > 0 ? y : -y, Math.trunc(e / 3));
}
