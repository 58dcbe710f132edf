/**
 * Roots, exponentials, logarithms and powers, correctly rounded but for powers to exponents that are no integers, which
 * follow libmpdec to the digit. The series for integers scaled by a power of ten are those of Lib/_pydecimal.py.
 */
import { compareNumbers, divide, multiply } from './arithmetic.ts';
import {
  type Arithmetic,
  adjusted,
  countDigits,
  type Dec,
  ERRORS,
  etiny,
  finalize,
  finite,
  infinite,
  integerValue,
  invalid,
  isInfinite,
  isInteger,
  isSpecial,
  isZero,
  nanOf,
  ONE,
  pow10,
  Status,
  withSign,
  workContext,
  ZERO,
} from './number.ts';

// ── Integers scaled by a power of ten ────────────────────────────────────────────────────────────────────────────────

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}

/** a / b to the nearest integer, ties to even; b is positive. */
function divideNearest(a: bigint, b: bigint): bigint {
  const quotient = floorDivide(a, b);
  const rest = a - quotient * b;
  return 2n * rest + (quotient & 1n) > b ? quotient + 1n : quotient;
}

/** a / 2 ** shift, likewise. */
function shiftNearest(a: bigint, shift: bigint): bigint {
  const unit = 1n << shift;
  const quotient = a >> shift;
  return 2n * (a & (unit - 1n)) + (quotient & 1n) > unit ? quotient + 1n : quotient;
}

function bitLength(n: bigint): bigint {
  return BigInt(n.toString(2).length);
}

function magnitude(n: bigint): bigint {
  return n < 0n ? -n : n;
}

/** The square root to the nearest integer or next to it, from an estimate. */
function rootNearest(n: bigint, estimate: bigint): bigint {
  let previous = 0n;
  let a = estimate;
  while (a !== previous) {
    previous = a;
    a = (a - floorDivide(-n, a)) >> 1n;
  }
  return a;
}

/** How many terms of a series are needed for the precision of `unit`, at eight bits a term. */
function terms(unit: bigint): bigint {
  return (10n * countDigits(unit) + 23n) / 24n;
}

const BITS = 8n;

/** unit · log(x / unit), for x near unit: within a few last digits. */
function scaledLog(x: bigint, unit: bigint): bigint {
  let y = x - unit;
  // The root of the argument halves the logarithm until the series needs few terms.
  let halvings = 0n;
  const isLarge = (): boolean =>
    halvings <= BITS ? magnitude(y) << (BITS - halvings) >= unit : magnitude(y) >> (halvings - BITS) >= unit;
  while (isLarge()) {
    y = divideNearest((unit * y) << 1n, unit + rootNearest(unit * (unit + shiftNearest(y, halvings)), unit));
    halvings++;
  }
  const count = terms(unit);
  const shifted = shiftNearest(y, halvings);
  let sum = divideNearest(unit, count);
  for (let k = count - 1n; k > 0n; k--) {
    sum = divideNearest(unit, k) - divideNearest(shifted * sum, unit);
  }
  return divideNearest(sum * y, unit);
}

/** unit · exp(x / unit), for x from 0 to unit · log 10. */
function scaledExp(x: bigint, unit: bigint): bigint {
  const halvings = bitLength((x << BITS) / unit);
  const count = terms(unit);
  let y = divideNearest(x, count);
  const wide = unit << halvings;
  for (let i = count - 1n; i > 0n; i--) y = divideNearest(x * (wide + y), wide * i);
  for (let k = halvings - 1n; k >= 0n; k--) {
    const scale = unit << (k + 2n);
    y = divideNearest(y * (y + scale), scale);
  }
  return unit + y;
}

/** The first digits of log 10. */
const LOG_TEN =
  '23025850929940456840179914546843642076011014886287729760333279009675726096773524802359972050895982983419677840422862';

/** The integral part of 10 ** places · log 10. */
function logTen(places: bigint): bigint {
  if (places < BigInt(LOG_TEN.length)) return BigInt(LOG_TEN.slice(0, Number(places) + 1));
  for (let extra = 3n; ; extra += 3n) {
    const unit = pow10(places + extra + 2n);
    const digits = divideNearest(scaledLog(10n * unit, unit), 100n);
    // Zeros at the end may hide a carry.
    if (digits % pow10(extra) !== 0n) return digits / pow10(extra);
  }
}

function scaleNearest(n: bigint, shift: bigint): bigint {
  return shift >= 0n ? n * pow10(shift) : divideNearest(n, pow10(-shift));
}

/** 10 ** places · log(c · 10 ** e), within one. */
function logOf(c: bigint, e: bigint, places: bigint): bigint {
  const p = places + 2n;
  const size = e + countDigits(c);
  const power = size >= 1n ? size - 1n : size;
  const fraction = p > 0n ? scaledLog(scaleNearest(c, e + p - power), pow10(p)) : 0n;
  let whole = 0n;
  if (power !== 0n) {
    const extra = countDigits(magnitude(power)) - 1n;
    if (p + extra >= 0n) whole = divideNearest(power * logTen(p + extra), pow10(extra));
  }
  return divideNearest(whole + fraction, 100n);
}

/** 10 ** places · log10(c · 10 ** e), within one. */
function log10Of(c: bigint, e: bigint, places: bigint): bigint {
  const p = places + 2n;
  const size = e + countDigits(c);
  const power = size >= 1n ? size - 1n : size;
  if (p <= 0n) return divideNearest(divideNearest(power, pow10(-p)), 100n);
  const unit = pow10(p);
  const fraction = divideNearest(scaledLog(scaleNearest(c, e + p - power), unit) * unit, logTen(p));
  return divideNearest(power * unit + fraction, 100n);
}

/** exp(c · 10 ** e) as a coefficient of `places` digits, within one, and an exponent. */
function expOf(c: bigint, e: bigint, places: bigint): { coefficient: bigint; exponent: bigint } {
  const p = places + 2n;
  const size = e + countDigits(magnitude(c)) - 1n;
  const extra = size > 0n ? size : 0n;
  const scale = e + p + extra;
  const scaled = scale >= 0n ? c * pow10(scale) : floorDivide(c, pow10(-scale));
  const divisor = logTen(p + extra);
  const quotient = floorDivide(scaled, divisor);
  const rest = divideNearest(scaled - quotient * divisor, pow10(extra));
  return { coefficient: divideNearest(scaledExp(rest, pow10(p)), 1000n), exponent: quotient - p + 3n };
}

// ── Functions ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Rounds a result that is known not to be exact, half to even. */
function finalizeInexact(a: Dec, ctx: Arithmetic): Dec {
  const work: Arithmetic = { ...ctx, rounding: 'ROUND_HALF_EVEN', status: 0 };
  const result = finalize(a, work);
  ctx.status |= work.status;
  return result;
}

/** Do the digits behind the first `prec` decide how these are rounded, though the last may be off by one? */
function isDecided(coefficient: bigint, prec: bigint): boolean {
  const size = magnitude(coefficient);
  const surplus = countDigits(size) - prec - 1n;
  return surplus >= 0n && size % (5n * pow10(surplus)) !== 0n;
}

export function sqrt(a: Dec, ctx: Arithmetic): Dec {
  const nan = nanOf(ctx, a);
  if (nan !== undefined) return nan;
  if (isZero(a)) return finalize(finite(a.negative, 0n, a.exponent >> 1n), ctx);
  if (a.negative) return invalid(ctx, Status.InvalidOperation);
  if (isInfinite(a)) return a;
  const prec = ctx.prec + 1n;
  const odd = (a.exponent & 1n) === 1n;
  let exponent = a.exponent >> 1n;
  let square = odd ? a.coefficient * 10n : a.coefficient;
  const length = odd ? (a.digits >> 1n) + 1n : (a.digits + 1n) >> 1n;
  const shift = prec - length;
  let exact = true;
  if (shift >= 0n) square *= pow10(2n * shift);
  else {
    const unit = pow10(-2n * shift);
    exact = square % unit === 0n;
    square /= unit;
  }
  exponent -= shift;
  let root = integerRoot(square);
  exact &&= root * root === square;
  if (exact) {
    root = shift >= 0n ? root / pow10(shift) : root * pow10(-shift);
    exponent += shift;
  } else if (root % 5n === 0n) root++;
  return finalizeInexact(finite(false, root, exponent), ctx);
}

/** The integral part of a square root. */
function integerRoot(n: bigint): bigint {
  if (n < 4503599627370496n) return BigInt(Math.floor(Math.sqrt(Number(n))));
  let a = 1n << ((bitLength(n) + 1n) >> 1n);
  for (;;) {
    const next = (a + n / a) >> 1n;
    if (next >= a) return a;
    a = next;
  }
}

export function exp(a: Dec, ctx: Arithmetic): Dec {
  const nan = nanOf(ctx, a);
  if (nan !== undefined) return nan;
  if (isInfinite(a)) return a.negative ? ZERO : a;
  if (a.coefficient === 0n) return ONE;
  const { prec } = ctx;
  const adj = adjusted(a);
  let result: Dec;
  if (!a.negative && adj > countDigits((ctx.emax + 1n) * 3n)) result = finite(false, 1n, ctx.emax + 1n);
  else if (a.negative && adj > countDigits((1n - etiny(ctx)) * 3n))
    result = finite(false, 1n, etiny(ctx) - 1n);
  else if (!a.negative && adj < -prec) result = finite(false, pow10(prec) + 1n, -prec);
  else if (a.negative && adj < -prec - 1n) result = finite(false, pow10(prec + 1n) - 1n, -prec - 1n);
  else {
    for (let extra = 3n; ; extra += 3n) {
      const { coefficient, exponent } = expOf(
        a.negative ? -a.coefficient : a.coefficient,
        a.exponent,
        prec + extra,
      );
      if (isDecided(coefficient, prec)) {
        result = finite(false, coefficient, exponent);
        break;
      }
    }
  }
  return finalizeInexact(result, ctx);
}

/** A number that the exponent of log(a) is not below. */
function logExponentBound(a: Dec): bigint {
  const adj = adjusted(a);
  if (adj >= 1n) return countDigits((adj * 23n) / 10n) - 1n;
  if (adj <= -2n) return countDigits(((-1n - adj) * 23n) / 10n) - 1n;
  if (adj === 0n) {
    const above = (a.coefficient - pow10(-a.exponent)).toString();
    const size = a.coefficient.toString();
    return BigInt(above.length - size.length - (above < size ? 1 : 0));
  }
  return a.exponent + countDigits(pow10(-a.exponent) - a.coefficient) - 1n;
}

/** The same for log10(a). */
function log10ExponentBound(a: Dec): bigint {
  const adj = adjusted(a);
  if (adj >= 1n) return countDigits(adj) - 1n;
  if (adj <= -2n) return countDigits(-1n - adj) - 1n;
  if (adj === 0n) {
    const above = (a.coefficient - pow10(-a.exponent)).toString();
    const size = (231n * a.coefficient).toString();
    return BigInt(above.length - size.length - (above < size ? 1 : 0) + 2);
  }
  const below = (pow10(-a.exponent) - a.coefficient).toString();
  return BigInt(below.length) + a.exponent - (below < '231' ? 1n : 0n) - 1n;
}

/** What both logarithms do with special numbers, zeros and negative ones. That of zero signals nothing in libmpdec. */
function specialLog(a: Dec, ctx: Arithmetic): Dec | undefined {
  const nan = nanOf(ctx, a);
  if (nan !== undefined) return nan;
  if (isZero(a)) return infinite(true);
  if (a.negative) return invalid(ctx, Status.InvalidOperation);
  return isInfinite(a) ? a : undefined;
}

function logarithm(
  a: Dec,
  bound: bigint,
  compute: (c: bigint, e: bigint, places: bigint) => bigint,
  ctx: Arithmetic,
): Dec {
  for (let places = ctx.prec - bound + 2n; ; places += 3n) {
    const coefficient = compute(a.coefficient, a.exponent, places);
    if (isDecided(coefficient, ctx.prec)) {
      return finalizeInexact(finite(coefficient < 0n, magnitude(coefficient), -places), ctx);
    }
  }
}

export function ln(a: Dec, ctx: Arithmetic): Dec {
  const special = specialLog(a, ctx);
  if (special !== undefined) return special;
  if (compareNumbers(a, ONE) === 0) return ZERO;
  return logarithm(a, logExponentBound(a), logOf, ctx);
}

export function log10(a: Dec, ctx: Arithmetic): Dec {
  const special = specialLog(a, ctx);
  if (special !== undefined) return special;
  if (a.coefficient === pow10(a.digits - 1n)) {
    const power = adjusted(a);
    return finalizeInexact(finite(power < 0n, magnitude(power), 0n), ctx);
  }
  return logarithm(a, log10ExponentBound(a), log10Of, ctx);
}

// ── Powers ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** 1 with as many zeros behind the point as the precision allows. */
function inexactOne(negative: boolean, ctx: Arithmetic): Dec {
  ctx.status |= Status.Inexact | Status.Rounded;
  return finite(negative, pow10(ctx.prec - 1n), 1n - ctx.prec);
}

/** A power of ±1, whose digits still count. */
function powerOfOne(base: Dec, exponent: Dec, negative: boolean, ctx: Arithmetic): Dec {
  if (!isInteger(exponent)) return inexactOne(negative, ctx);
  if (exponent.negative) return finite(negative, 1n, 0n);
  let shift = integerValue(exponent) * -base.exponent;
  if (shift > ctx.prec - 1n) {
    shift = ctx.prec - 1n;
    ctx.status |= Status.Rounded;
  }
  return shift < 0n ? finite(negative, 1n, 0n) : finite(negative, pow10(shift), -shift);
}

/** The result of a power that is certain to overflow or to vanish; `undefined` for others. */
function powerOutOfRange(base: Dec, exponent: Dec, negative: boolean, ctx: Arithmetic): Dec | undefined {
  const size = withSign(base, false);
  const grows = compareNumbers(size, ONE) > 0 !== exponent.negative;
  // The power of ten of |log10(base)| is at least this, and that of the result's exponent the sum with y's.
  const adj = adjusted(base);
  let bound: bigint;
  if (adj > 0n) bound = countDigits(adj) - 1n;
  else if (adj < -1n) bound = countDigits(-1n - adj) - 1n;
  else bound = log10ExponentBound(size) - 1n;
  const limit = countDigits(grows ? ctx.emax : -etiny(ctx));
  if (limit >= bound + adjusted(exponent)) return undefined;
  return finalize(finite(negative, 1n, grows ? ctx.emax + 1n : etiny(ctx) - 1n), ctx);
}

/** Squares from the top bit of the exponent on. */
function integralPower(base: Dec, exponent: Dec, negative: boolean, ctx: Arithmetic): Dec {
  const work: Arithmetic = {
    ...ctx,
    prec: ctx.prec + exponent.digits + exponent.exponent + 2n,
    rounding: 'ROUND_HALF_EVEN',
    clamp: false,
    status: 0,
  };
  let factor = base;
  if (exponent.negative) {
    work.prec += 1n;
    factor = divide(ONE, base, work);
    if (work.status & ERRORS) {
      ctx.status |= work.status;
      return finalize(factor, ctx);
    }
  }
  let result = factor;
  for (const bit of magnitude(integerValue(exponent)).toString(2).slice(1)) {
    result = multiply(result, result, work);
    if (bit === '1') result = multiply(result, factor, work);
    if (isSpecial(result) || (result.coefficient === 0n && (work.status & Status.Clamped) !== 0)) break;
  }
  ctx.status |= work.status;
  if (isInfinite(result)) result = finite(negative, 1n, ctx.emax + 1n);
  return finalize(withSign(result, negative), ctx);
}

function realPower(base: Dec, exponent: Dec, ctx: Arithmetic): Dec {
  const work = workContext((base.digits > ctx.prec ? base.digits : ctx.prec) + 23n);
  const result = exp(multiply(ln(base, work), exponent, work), work);
  ctx.status |= (work.status & ERRORS) | Status.Inexact | Status.Rounded;
  if (!isSpecial(result) && compareNumbers(result, ONE) === 0) {
    return finite(false, pow10(ctx.prec - 1n), 1n - ctx.prec);
  }
  return finalize(isInfinite(result) ? finite(false, 1n, ctx.emax + 1n) : result, ctx);
}

export function power(base: Dec, exponent: Dec, ctx: Arithmetic): Dec {
  const nan = nanOf(ctx, base, exponent);
  if (nan !== undefined) return nan;
  const integral = isInteger(exponent);
  const negative = base.negative && integral && (integerParity(exponent) & 1n) === 1n;
  if (isZero(base)) {
    if (isZero(exponent)) return invalid(ctx, Status.InvalidOperation);
    return exponent.negative ? infinite(negative) : finite(negative, 0n, 0n);
  }
  if (base.negative && (!integral || isInfinite(exponent))) return invalid(ctx, Status.InvalidOperation);
  if (isInfinite(exponent)) {
    const order = compareNumbers(base, ONE);
    if (order === 0) return inexactOne(negative, ctx);
    return order < 0 !== exponent.negative ? finite(negative, 0n, 0n) : infinite(negative);
  }
  if (isInfinite(base)) {
    if (isZero(exponent)) return ONE;
    return exponent.negative ? finite(negative, 0n, 0n) : infinite(negative);
  }
  if (isZero(exponent)) return ONE;
  if (compareNumbers(withSign(base, false), ONE) === 0) return powerOfOne(base, exponent, negative, ctx);
  const outside = powerOutOfRange(base, exponent, negative, ctx);
  if (outside !== undefined) return outside;
  return integral ? integralPower(base, exponent, negative, ctx) : realPower(base, exponent, ctx);
}

/** A number that is odd exactly if the integer a is: huge ones are not written out. */
function integerParity(a: Dec): bigint {
  return a.exponent > 0n ? 0n : magnitude(integerValue(a));
}

/** base ** exponent % modulus of integers. */
export function powerModulo(base: Dec, exponent: Dec, modulus: Dec, ctx: Arithmetic): Dec {
  const nan = nanOf(ctx, base, exponent, modulus);
  if (nan !== undefined) return nan;
  if (
    !isInteger(base) ||
    !isInteger(exponent) ||
    !isInteger(modulus) ||
    isZero(modulus) ||
    modulus.digits + modulus.exponent > ctx.prec ||
    (exponent.negative && !isZero(exponent)) ||
    (isZero(base) && isZero(exponent))
  ) {
    return invalid(ctx, Status.InvalidOperation);
  }
  const negative = base.negative && (integerParity(exponent) & 1n) === 1n;
  const size = magnitude(integerValue(modulus));
  // The powers of ten of base and exponent are applied apart, for they may be huge.
  let factor =
    ((base.coefficient % size) * modularPower(10n, base.exponent > 0n ? base.exponent : 0n, size)) % size;
  if (base.exponent < 0n) factor = magnitude(integerValue(base)) % size;
  let power = exponent.coefficient;
  if (exponent.exponent < 0n) power = magnitude(integerValue(exponent));
  let result = modularPower(factor, power, size);
  for (let i = 0n; i < exponent.exponent; i++) result = modularPower(result, 10n, size);
  return finite(negative, result, 0n);
}

function modularPower(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n % modulus;
  let square = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}
