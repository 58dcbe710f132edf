/**
 * _statistics: the quantile function of the normal distribution. CPython: Modules/_statisticsmodule.c.
 * Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics 37 (1988).
 */
import { log } from '../common/math-log.ts';
import { defineModule, fn } from '../runtime/define.ts';
import { valueError } from '../runtime/errors.ts';

/** A quotient of two polynomials, the coefficient of the highest power first. */
interface Rational {
  readonly numerator: readonly number[];
  readonly denominator: readonly number[];
}

// Around the median, between there and 1.4e-11 from an end, and beyond.
const CENTRAL: Rational = {
  numerator: [
    2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946,
    1971.5909503065513, 133.14166789178438, 3.3871328727963665,
  ],
  denominator: [
    5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751,
    687.1870074920579, 42.31333070160091, 1,
  ],
};
const MIDDLE: Rational = {
  numerator: [
    0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
    5.769497221460691, 4.630337846156546, 1.4234371107496835,
  ],
  denominator: [
    1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
    1.6763848301838038, 2.053191626637759, 1,
  ],
};
const TAIL: Rational = {
  numerator: [
    2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124,
    0.29656057182850487, 1.7848265399172913, 5.463784911164114, 6.657904643501103,
  ],
  denominator: [
    2.0442631033899397e-15, 1.421511758316446e-7, 1.8463183175100548e-5, 0.0007868691311456133,
    0.014875361290850615, 0.1369298809227358, 0.599832206555888, 1,
  ],
};

function polynomial(coefficients: readonly number[], r: number): number {
  let value = coefficients[0]!;
  for (let i = 1; i < coefficients.length; i++) value = value * r + coefficients[i]!;
  return value;
}

/** The value that the share `p` of a normal distribution lies below. */
function quantile(p: number, mu: number, sigma: number): number {
  if (p <= 0 || p >= 1) throw valueError('inv_cdf undefined for these parameters');
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    const x = (polynomial(CENTRAL.numerator, r) * q) / polynomial(CENTRAL.denominator, r);
    return mu + x * sigma;
  }
  const root = Math.sqrt(-log(q <= 0 ? p : 1 - p));
  const { numerator, denominator } = root <= 5 ? MIDDLE : TAIL;
  const r = root - (root <= 5 ? 1.6 : 5);
  const x = polynomial(numerator, r) / polynomial(denominator, r);
  return mu + (q < 0 ? -x : x) * sigma;
}

export const _statistics = defineModule('_statistics', 'What statistics does in C for speed.', [
  fn(
    '_normal_dist_inv_cdf($module, p: double, mu: double, sigma: double, /) -> double',
    '',
    (_, p, mu, sigma) => quantile(p, mu, sigma),
    '($module, p, mu, sigma, /)',
  ),
]);
