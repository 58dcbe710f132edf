/**
 * Arithmetic of Python's `float` beyond what JavaScript's operators give. CPython: Objects/floatobject.c.
 *
 * Errors are the caller's: see each function for when Python raises.
 */
import { copySign, frexp } from './double.ts';
import { hashInt, type Int, intFromDouble, normalize } from './int.ts';
import { pow } from './math-exp.ts';

/** `x % y`, with the sign of y, a zero too; y must not be 0 (a ZeroDivisionError to Python). */
export function floatMod(x: number, y: number): number {
  const remainder = x % y;
  if (remainder === 0) return copySign(0, y);
  return y < 0 !== remainder < 0 ? remainder + y : remainder;
}

/** `x // y`; y must not be 0 (a ZeroDivisionError to Python). */
export function floatFloorDiv(x: number, y: number): number {
  const remainder = x % y;
  let quotient = (x - remainder) / y;
  if (remainder !== 0 && y < 0 !== remainder < 0) quotient -= 1;
  if (quotient === 0) return copySign(0, x / y);
  const floor = Math.floor(quotient);
  // The division above may have rounded down.
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

export function floatDivmod(x: number, y: number): [quotient: number, remainder: number] {
  return [floatFloorDiv(x, y), floatMod(x, y)];
}

/**
 * `x ** y` for real results.
 *
 * Python raises ZeroDivisionError when x is 0 and y < 0; takes the complex power when x is negative and
 * finite and y is finite and no integer (the result here is NaN); raises OverflowError when x and y are
 * finite and the result is not.
 */
export function floatPow(x: number, y: number): number {
  // C's rules are Python's, except that 1 ** nan and nan ** 0 are 1 in both and nothing else differs.
  return pow(x, y);
}

/** Those that are doubles exactly. */
const POWERS_OF_TEN = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/**
 * `float.__round__` with digits: to the nearest multiple of 10^−digits, ties to even; ±Infinity for an
 * OverflowError.
 */
export function floatRound(x: number, digits: number): number {
  if (!Number.isFinite(x) || x === 0) return x;
  // So many digits change nothing, so few leave nothing.
  if (digits > 323) return x;
  if (digits < -308) return 0 * x;
  if (digits >= 0 && digits < POWERS_OF_TEN.length) {
    // Where the product, which is off by less than the margin, is not that close to a half, no exact one is needed.
    const power = POWERS_OF_TEN[digits]!;
    const scaled = Math.abs(x) * power;
    const whole = Math.floor(scaled);
    const rest = scaled - whole;
    if (scaled < 2 ** 51 && Math.abs(rest - 0.5) > scaled * 2 ** -51) {
      return copySign((rest > 0.5 ? whole + 1 : whole) / power, x);
    }
  }
  const [fraction, exponent] = frexp(x);
  const mantissa = BigInt(Math.abs(fraction) * 9007199254740992);
  // |x| · 10^digits as a fraction.
  let numerator = mantissa;
  let denominator = 1n;
  const shift = exponent - 53;
  if (shift >= 0) numerator <<= BigInt(shift);
  else denominator <<= BigInt(-shift);
  if (digits >= 0) numerator *= 10n ** BigInt(digits);
  else denominator *= 10n ** BigInt(-digits);
  let quotient = numerator / denominator;
  const twice = 2n * (numerator - quotient * denominator);
  if (twice > denominator || (twice === denominator && (quotient & 1n) === 1n)) quotient += 1n;
  // Decimal text to double is correctly rounded in every engine.
  return copySign(Number(`${quotient}e${-digits}`), x);
}

/** `round(x)`: to the nearest integer, ties to even; x must be finite. */
export function floatRoundToInt(x: number): Int {
  const floor = Math.floor(x);
  const rest = x - floor;
  const up = rest > 0.5 || (rest === 0.5 && floor % 2 !== 0);
  return intFromDouble(up ? floor + 1 : floor);
}

/** `float.as_integer_ratio`; x must be finite. */
export function floatAsIntegerRatio(x: number): [numerator: Int, denominator: Int] {
  if (Number.isInteger(x)) return [intFromDouble(x), 1];
  const [fraction, exponent] = frexp(x);
  let numerator = fraction * 9007199254740992;
  let shift = exponent - 53;
  while (numerator % 2 === 0) {
    numerator /= 2;
    shift++;
  }
  return [numerator, normalize(1n << BigInt(-shift))];
}

const HASH_MODULUS = 2305843009213693951n;
const HASH_INF = 314159;

/**
 * Python's hash of a float: that of the equal int or fraction; undefined for NaN, whose hash is its object's.
 */
export function hashFloat(x: number): Int | undefined {
  if (Number.isInteger(x)) return hashInt(intFromDouble(x));
  if (Number.isNaN(x)) return undefined;
  if (!Number.isFinite(x)) return x > 0 ? HASH_INF : -HASH_INF;
  const [fraction, exponent] = frexp(x);
  // Modulo 2^61 − 1 a power of two depends on its exponent modulo 61 only.
  const mantissa = BigInt(Math.abs(fraction) * 9007199254740992);
  const power = (((exponent - 53) % 61) + 61) % 61;
  const hash = (mantissa << BigInt(power)) % HASH_MODULUS;
  const signed = normalize(x < 0 ? -hash : hash);
  return signed === -1 ? -2 : signed;
}
