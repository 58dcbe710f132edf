/** Sums, products, quotients and what belongs to them. CPython: `mpd_qadd`, `mpd_qdiv` and so on in libmpdec. */
import {
  type Arithmetic,
  adjusted,
  cutDigits,
  type Dec,
  etiny,
  etop,
  finalize,
  finite,
  infinite,
  integerValue,
  invalid,
  isInfinite,
  isInteger,
  isSpecial,
  isZero,
  NAN,
  nanOf,
  negated,
  ONE,
  pow10,
  Status,
  trailingZeros,
  withSign,
} from './number.ts';

// ── Sums and products ────────────────────────────────────────────────────────────────────────────────────────────────

/** a + b of numbers that are no NaNs, not rounded but where that makes no difference to the result. */
function sum(a: Dec, b: Dec, ctx: Arithmetic): Dec {
  if (isInfinite(a)) {
    if (isInfinite(b) && a.negative !== b.negative) return invalid(ctx, Status.InvalidOperation);
    return a;
  }
  if (isInfinite(b)) return b;
  const big = a.exponent >= b.exponent ? a : b;
  let small = a.exponent >= b.exponent ? b : a;
  let coefficient = big.coefficient;
  if (big.exponent !== small.exponent) {
    if (coefficient !== 0n) {
      // What is too small to be seen counts as the smallest number that rounds alike.
      const exponent = big.exponent - 1n + (big.digits > ctx.prec ? 0n : big.digits - ctx.prec - 1n);
      if (adjusted(small) < exponent) {
        small = finite(small.negative, small.coefficient === 0n ? 0n : 1n, exponent);
      }
    }
    if (coefficient !== 0n) coefficient *= pow10(big.exponent - small.exponent);
  }
  const total =
    (big.negative ? -coefficient : coefficient) + (small.negative ? -small.coefficient : small.coefficient);
  if (total === 0n) {
    const negative = a.negative === b.negative ? a.negative : ctx.rounding === 'ROUND_FLOOR';
    return finite(negative, 0n, small.exponent);
  }
  return finite(total < 0n, total < 0n ? -total : total, small.exponent);
}

export function add(a: Dec, b: Dec, ctx: Arithmetic): Dec {
  return nanOf(ctx, a, b) ?? finalize(sum(a, b, ctx), ctx);
}

export function subtract(a: Dec, b: Dec, ctx: Arithmetic): Dec {
  return nanOf(ctx, a, b) ?? finalize(sum(a, negated(b), ctx), ctx);
}

/** a · b of numbers that are no NaNs, exactly. */
function product(a: Dec, b: Dec, ctx: Arithmetic): Dec {
  const negative = a.negative !== b.negative;
  if (isInfinite(a) || isInfinite(b)) {
    if (isZero(a) || isZero(b)) return invalid(ctx, Status.InvalidOperation);
    return infinite(negative);
  }
  return finite(negative, a.coefficient * b.coefficient, a.exponent + b.exponent);
}

export function multiply(a: Dec, b: Dec, ctx: Arithmetic): Dec {
  return nanOf(ctx, a, b) ?? finalize(product(a, b, ctx), ctx);
}

/** a · b + c, rounded once. A product that cannot be is the result, whatever c is. */
export function fma(a: Dec, b: Dec, c: Dec, ctx: Arithmetic): Dec {
  const before = ctx.status;
  ctx.status = 0;
  const first = nanOf(ctx, a, b) ?? product(a, b, ctx);
  const fails = (ctx.status & Status.InvalidOperation) !== 0;
  ctx.status |= before;
  return fails ? first : add(first, c, ctx);
}

/** +a: a number as the context wants it. A zero loses its sign. */
export function plus(a: Dec, ctx: Arithmetic): Dec {
  const nan = nanOf(ctx, a);
  if (nan !== undefined) return nan;
  return finalize(isZero(a) ? withSign(a, ctx.rounding === 'ROUND_FLOOR' && a.negative) : a, ctx);
}

export function minus(a: Dec, ctx: Arithmetic): Dec {
  const nan = nanOf(ctx, a);
  return nan ?? plus(negated(a), ctx);
}

export function absolute(a: Dec, ctx: Arithmetic): Dec {
  const nan = nanOf(ctx, a);
  if (nan !== undefined) return nan;
  return a.negative ? minus(a, ctx) : plus(a, ctx);
}

// ── Quotients ────────────────────────────────────────────────────────────────────────────────────────────────────────

function divisionByZero(a: Dec, negative: boolean, ctx: Arithmetic): Dec {
  if (isZero(a)) return invalid(ctx, Status.DivisionUndefined);
  ctx.status |= Status.DivisionByZero;
  return infinite(negative);
}

export function divide(a: Dec, b: Dec, ctx: Arithmetic): Dec {
  const nan = nanOf(ctx, a, b);
  if (nan !== undefined) return nan;
  const negative = a.negative !== b.negative;
  if (isInfinite(a)) return isInfinite(b) ? invalid(ctx, Status.InvalidOperation) : infinite(negative);
  if (isInfinite(b)) {
    ctx.status |= Status.Clamped;
    return finite(negative, 0n, etiny(ctx));
  }
  if (b.coefficient === 0n) return divisionByZero(a, negative, ctx);
  const ideal = a.exponent - b.exponent;
  if (a.coefficient === 0n) return finalize(finite(negative, 0n, ideal), ctx);
  const shift = b.digits - a.digits + ctx.prec + 1n;
  const dividend = shift > 0n ? a.coefficient * pow10(shift) : a.coefficient;
  const divisor = shift < 0n ? b.coefficient * pow10(-shift) : b.coefficient;
  let quotient = dividend / divisor;
  let exponent = ideal - shift;
  if (quotient * divisor !== dividend) {
    // A digit that is neither 0 nor 5 tells that more follows.
    if (quotient % 5n === 0n) quotient++;
  } else if (exponent < ideal) {
    const zeros = trailingZeros(quotient);
    const drop = zeros < ideal - exponent ? zeros : ideal - exponent;
    quotient /= pow10(drop);
    exponent += drop;
  }
  return finalize(finite(negative, quotient, exponent), ctx);
}

interface Division {
  readonly quotient: Dec;
  readonly remainder: Dec;
}

/** The integral quotient and what it leaves, of finite numbers; `undefined` if it has too many digits. */
function integralDivision(a: Dec, b: Dec, ctx: Arithmetic): Division | undefined {
  const negative = a.negative !== b.negative;
  const exponent = a.exponent < b.exponent ? a.exponent : b.exponent;
  if (a.coefficient === 0n) {
    return { quotient: finite(negative, 0n, 0n), remainder: finite(a.negative, 0n, exponent) };
  }
  const gap = adjusted(a) - adjusted(b);
  if (gap < 0n) {
    // The whole dividend is left, written with the lower exponent.
    const remainder =
      a.exponent > b.exponent
        ? finite(a.negative, a.coefficient * pow10(a.exponent - b.exponent), b.exponent)
        : a;
    return { quotient: finite(negative, 0n, 0n), remainder };
  }
  if (gap > ctx.prec) return undefined;
  const dividend = a.coefficient * pow10(a.exponent - exponent);
  const divisor = b.coefficient * pow10(b.exponent - exponent);
  const quotient = finite(negative, dividend / divisor, 0n);
  if (quotient.digits > ctx.prec) return undefined;
  return { quotient, remainder: finite(a.negative, dividend % divisor, exponent) };
}

export function divideInt(a: Dec, b: Dec, ctx: Arithmetic): Dec {
  const nan = nanOf(ctx, a, b);
  if (nan !== undefined) return nan;
  const negative = a.negative !== b.negative;
  if (isInfinite(a)) return isInfinite(b) ? invalid(ctx, Status.InvalidOperation) : infinite(negative);
  if (isInfinite(b)) return finite(negative, 0n, 0n);
  if (b.coefficient === 0n) return divisionByZero(a, negative, ctx);
  const division = integralDivision(a, b, ctx);
  return division === undefined ? invalid(ctx, Status.DivisionImpossible) : finalize(division.quotient, ctx);
}

/** What both remainders do with special operands and zero divisors. */
function specialRemainder(a: Dec, b: Dec, ctx: Arithmetic): Dec | undefined {
  const nan = nanOf(ctx, a, b);
  if (nan !== undefined) return nan;
  if (isInfinite(a)) return invalid(ctx, Status.InvalidOperation);
  if (isInfinite(b)) return finalize(a, ctx);
  if (b.coefficient !== 0n) return undefined;
  return invalid(ctx, a.coefficient === 0n ? Status.DivisionUndefined : Status.InvalidOperation);
}

export function remainder(a: Dec, b: Dec, ctx: Arithmetic): Dec {
  const special = specialRemainder(a, b, ctx);
  if (special !== undefined) return special;
  const division = integralDivision(a, b, ctx);
  return division === undefined ? invalid(ctx, Status.DivisionImpossible) : finalize(division.remainder, ctx);
}

/** a − b · n, with n the integer next to a / b. */
export function remainderNear(a: Dec, b: Dec, ctx: Arithmetic): Dec {
  const special = specialRemainder(a, b, ctx);
  if (special !== undefined) return special;
  const exponent = a.exponent < b.exponent ? a.exponent : b.exponent;
  if (a.coefficient === 0n) return finalize(finite(a.negative, 0n, exponent), ctx);
  const gap = adjusted(a) - adjusted(b);
  if (gap >= ctx.prec + 1n) return invalid(ctx, Status.DivisionImpossible);
  if (gap <= -2n) {
    return finalize(
      a.exponent > exponent ? finite(a.negative, a.coefficient * pow10(a.exponent - exponent), exponent) : a,
      ctx,
    );
  }
  const dividend = a.coefficient * pow10(a.exponent - exponent);
  const divisor = b.coefficient * pow10(b.exponent - exponent);
  let quotient = dividend / divisor;
  let rest = dividend % divisor;
  if (2n * rest + (quotient & 1n) > divisor) {
    rest -= divisor;
    quotient++;
  }
  if (quotient >= pow10(ctx.prec)) return invalid(ctx, Status.DivisionImpossible);
  const negative = rest < 0n ? !a.negative : a.negative;
  return finalize(finite(negative, rest < 0n ? -rest : rest, exponent), ctx);
}

export function divmod(a: Dec, b: Dec, ctx: Arithmetic): Division {
  const nan = nanOf(ctx, a, b);
  if (nan !== undefined) return { quotient: nan, remainder: nan };
  const negative = a.negative !== b.negative;
  if (isInfinite(a)) {
    ctx.status |= Status.InvalidOperation;
    return { quotient: isInfinite(b) ? NAN : infinite(negative), remainder: NAN };
  }
  if (isInfinite(b)) return { quotient: finite(negative, 0n, 0n), remainder: finalize(a, ctx) };
  if (b.coefficient === 0n) {
    if (a.coefficient === 0n) {
      ctx.status |= Status.DivisionUndefined;
      return { quotient: NAN, remainder: NAN };
    }
    ctx.status |= Status.DivisionByZero | Status.InvalidOperation;
    return { quotient: infinite(negative), remainder: NAN };
  }
  const division = integralDivision(a, b, ctx);
  if (division === undefined) {
    ctx.status |= Status.DivisionImpossible;
    return { quotient: NAN, remainder: NAN };
  }
  return { quotient: finalize(division.quotient, ctx), remainder: finalize(division.remainder, ctx) };
}

// ── Exponents ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** a with another exponent, rounded; nothing is checked against a context. */
export function rescale(a: Dec, exponent: bigint, ctx: Arithmetic): Dec {
  if (isSpecial(a)) return a;
  if (a.coefficient === 0n) return finite(a.negative, 0n, exponent);
  if (a.exponent >= exponent)
    return finite(a.negative, a.coefficient * pow10(a.exponent - exponent), exponent);
  const cut = cutDigits(a, exponent - a.exponent, ctx.rounding);
  ctx.status |= Status.Rounded | (cut.exact ? 0 : Status.Inexact);
  return finite(a.negative, cut.coefficient, exponent);
}

/** a with the exponent of b. */
export function quantize(a: Dec, b: Dec, ctx: Arithmetic): Dec {
  const nan = nanOf(ctx, a, b);
  if (nan !== undefined) return nan;
  if (isInfinite(a) || isInfinite(b)) {
    return isInfinite(a) && isInfinite(b) ? a : invalid(ctx, Status.InvalidOperation);
  }
  const { exponent } = b;
  if (exponent > ctx.emax || exponent < etiny(ctx)) return invalid(ctx, Status.InvalidOperation);
  if (a.coefficient === 0n) return finalize(finite(a.negative, 0n, exponent), ctx);
  if (a.digits + a.exponent - exponent > ctx.prec) return invalid(ctx, Status.InvalidOperation);
  const work: Arithmetic = { ...ctx, status: 0 };
  const result = rescale(a, exponent, work);
  if (result.digits > ctx.prec || adjusted(result) > ctx.emax) return invalid(ctx, Status.InvalidOperation);
  ctx.status |= work.status;
  return finalize(result, ctx);
}

/** The nearest integer; `exact` notes that something was rounded off. */
export function toIntegral(a: Dec, ctx: Arithmetic, exact: boolean): Dec {
  const nan = nanOf(ctx, a);
  if (nan !== undefined) return nan;
  if (isInfinite(a) || a.exponent >= 0n) return a;
  if (a.coefficient === 0n) return finite(a.negative, 0n, 0n);
  const work: Arithmetic = { ...ctx, status: 0 };
  const result = rescale(a, 0n, work);
  if (exact) ctx.status |= work.status;
  return result;
}

/** Without zeros at the end. */
export function reduce(a: Dec, ctx: Arithmetic): Dec {
  const nan = nanOf(ctx, a);
  if (nan !== undefined) return nan;
  const result = finalize(a, ctx);
  if (isSpecial(result)) return result;
  if (result.coefficient === 0n) return finite(result.negative, 0n, 0n);
  const most = (ctx.clamp ? etop(ctx) : ctx.emax) - result.exponent;
  const zeros = trailingZeros(result.coefficient);
  const drop = zeros < most ? zeros : most;
  return drop <= 0n
    ? result
    : finite(result.negative, result.coefficient / pow10(drop), result.exponent + drop);
}

/** The exponent that a number has in scientific notation, as a number. */
export function logb(a: Dec, ctx: Arithmetic): Dec {
  const nan = nanOf(ctx, a);
  if (nan !== undefined) return nan;
  if (isInfinite(a)) return infinite(false);
  if (a.coefficient === 0n) {
    ctx.status |= Status.DivisionByZero;
    return infinite(true);
  }
  const exponent = adjusted(a);
  return finalize(finite(exponent < 0n, exponent < 0n ? -exponent : exponent, 0n), ctx);
}

/** a · 10 ** b. */
export function scaleb(a: Dec, b: Dec, ctx: Arithmetic): Dec {
  const nan = nanOf(ctx, a, b);
  if (nan !== undefined) return nan;
  const most = 2n * (ctx.emax + ctx.prec);
  if (!isInteger(b) || b.exponent !== 0n || b.coefficient > most)
    return invalid(ctx, Status.InvalidOperation);
  if (isInfinite(a)) return a;
  return finalize({ ...a, exponent: a.exponent + integerValue(b) }, ctx);
}

/** The operand of shift and rotate as a number of places; `undefined` if it is none. */
function places(b: Dec, ctx: Arithmetic): bigint | undefined {
  if (isSpecial(b) || b.exponent !== 0n || b.coefficient > ctx.prec) return undefined;
  return integerValue(b);
}

export function shift(a: Dec, b: Dec, ctx: Arithmetic): Dec {
  const nan = nanOf(ctx, a, b);
  if (nan !== undefined) return nan;
  const count = places(b, ctx);
  if (count === undefined) return invalid(ctx, Status.InvalidOperation);
  if (isInfinite(a)) return a;
  const kept = a.coefficient % pow10(ctx.prec < a.digits ? ctx.prec : a.digits);
  if (count < 0n) return finite(a.negative, kept / pow10(-count), a.exponent);
  const shifted = kept * pow10(count);
  return finite(a.negative, a.digits + count > ctx.prec ? shifted % pow10(ctx.prec) : shifted, a.exponent);
}

export function rotate(a: Dec, b: Dec, ctx: Arithmetic): Dec {
  const nan = nanOf(ctx, a, b);
  if (nan !== undefined) return nan;
  const count = places(b, ctx);
  if (count === undefined) return invalid(ctx, Status.InvalidOperation);
  if (isInfinite(a)) return a;
  const modulus = pow10(ctx.prec);
  const kept = a.coefficient % modulus;
  const left = count < 0n ? ctx.prec + count : count;
  const unit = pow10(ctx.prec - left);
  return finite(a.negative, (kept % unit) * pow10(left) + kept / unit, a.exponent);
}

// ── Neighbours ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** The nearest number of the context above a, or below it. */
function neighbour(a: Dec, below: boolean, ctx: Arithmetic): Dec {
  if (isInfinite(a)) {
    if (a.negative === below) return a;
    return { ...finite(a.negative, pow10(ctx.prec) - 1n, etop(ctx)) };
  }
  const work: Arithmetic = { ...ctx, rounding: below ? 'ROUND_FLOOR' : 'ROUND_CEILING', status: 0 };
  const rounded = finalize(a, work);
  if (work.status & Status.Inexact) return rounded;
  return add(a, finite(below, 1n, etiny(ctx) - 1n), work);
}

export function nextMinus(a: Dec, ctx: Arithmetic): Dec {
  return nanOf(ctx, a) ?? neighbour(a, true, ctx);
}

export function nextPlus(a: Dec, ctx: Arithmetic): Dec {
  return nanOf(ctx, a) ?? neighbour(a, false, ctx);
}

export function nextToward(a: Dec, b: Dec, ctx: Arithmetic): Dec {
  const nan = nanOf(ctx, a, b);
  if (nan !== undefined) return nan;
  const order = compareNumbers(a, b);
  if (order === 0) return withSign(a, b.negative);
  const result = neighbour(a, order > 0, ctx);
  if (isInfinite(result)) ctx.status |= Status.Overflow | Status.Rounded | Status.Inexact;
  else if (adjusted(result) < ctx.emin) {
    ctx.status |= Status.Underflow | Status.Subnormal | Status.Rounded | Status.Inexact;
    if (isZero(result)) ctx.status |= Status.Clamped;
  }
  return result;
}

// ── Comparisons ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** −1, 0 or 1: the order of the magnitudes of finite numbers. */
function compareMagnitudes(a: Dec, b: Dec): number {
  if (a.coefficient === 0n || b.coefficient === 0n) {
    return a.coefficient === b.coefficient ? 0 : a.coefficient === 0n ? -1 : 1;
  }
  const gap = adjusted(a) - adjusted(b);
  if (gap !== 0n) return gap < 0n ? -1 : 1;
  const exponent = a.exponent < b.exponent ? a.exponent : b.exponent;
  const x = a.coefficient * pow10(a.exponent - exponent);
  const y = b.coefficient * pow10(b.exponent - exponent);
  return x < y ? -1 : x > y ? 1 : 0;
}

/** −1, 0 or 1: the order of numbers that are no NaNs. */
export function compareNumbers(a: Dec, b: Dec): number {
  if (isInfinite(a) || isInfinite(b)) {
    const left = isInfinite(a) ? (a.negative ? -1 : 1) : 0;
    const right = isInfinite(b) ? (b.negative ? -1 : 1) : 0;
    return Math.sign(left - right);
  }
  if (a.coefficient === 0n && b.coefficient === 0n) return 0;
  if (a.coefficient === 0n) return b.negative ? 1 : -1;
  if (b.coefficient === 0n || a.negative !== b.negative) return a.negative ? -1 : 1;
  return a.negative ? compareMagnitudes(b, a) : compareMagnitudes(a, b);
}

const ORDERS: readonly Dec[] = [finite(true, 1n, 0n), finite(false, 0n, 0n), ONE];

/** −1, 0 or 1 as a number. */
export function asOrder(order: number): Dec {
  return ORDERS[order + 1]!;
}

export function compare(a: Dec, b: Dec, ctx: Arithmetic): Dec {
  return nanOf(ctx, a, b) ?? asOrder(compareNumbers(a, b));
}

/** The same, but every NaN is an error. */
export function compareSignal(a: Dec, b: Dec, ctx: Arithmetic): Dec {
  const nan = nanOf(ctx, a, b);
  if (nan === undefined) return asOrder(compareNumbers(a, b));
  ctx.status |= Status.InvalidOperation;
  return nan;
}

const RANKS = { finite: 0, infinite: 1, snan: 2, nan: 3 } as const;

/** The order of all numbers, whatever they are: also of NaNs, and of equal numbers with different exponents. */
export function compareTotal(a: Dec, b: Dec): number {
  if (a.negative !== b.negative) return a.negative ? -1 : 1;
  const order = totalOfMagnitudes(a, b);
  return a.negative ? -order : order;
}

export function compareTotalMagnitude(a: Dec, b: Dec): number {
  return totalOfMagnitudes(a, b);
}

function totalOfMagnitudes(a: Dec, b: Dec): number {
  if (a.kind !== b.kind) return Math.sign(RANKS[a.kind] - RANKS[b.kind]);
  if (a.kind === 'infinite') return 0;
  if (a.kind !== 'finite') return a.coefficient < b.coefficient ? -1 : a.coefficient > b.coefficient ? 1 : 0;
  const order = compareMagnitudes(a, b);
  if (order !== 0 || a.exponent === b.exponent) return order;
  return a.exponent < b.exponent ? -1 : 1;
}

/** The larger (`sign` 1) or smaller (−1) number, by value or by magnitude. One NaN that is quiet counts for nothing. */
export function extreme(a: Dec, b: Dec, sign: number, magnitudes: boolean, ctx: Arithmetic): Dec {
  if (a.kind === 'nan' && b.kind !== 'nan' && b.kind !== 'snan') return finalize(b, ctx);
  if (b.kind === 'nan' && a.kind !== 'nan' && a.kind !== 'snan') return finalize(a, ctx);
  const nan = nanOf(ctx, a, b);
  if (nan !== undefined) return nan;
  let order = magnitudes ? compareNumbers(withSign(a, false), withSign(b, false)) : compareNumbers(a, b);
  if (order === 0) order = compareTotal(a, b);
  return finalize(order * sign < 0 ? b : a, ctx);
}

export function sameQuantum(a: Dec, b: Dec): boolean {
  if (isSpecial(a) || isSpecial(b)) {
    return (isInfinite(a) && isInfinite(b)) || (isNaNKind(a) && isNaNKind(b));
  }
  return a.exponent === b.exponent;
}

function isNaNKind(a: Dec): boolean {
  return a.kind === 'nan' || a.kind === 'snan';
}

// ── Digits as bits ───────────────────────────────────────────────────────────────────────────────────────────────────

/** The digits of an operand of a logical operation, all 0 or 1; `undefined` if it is none. */
function logicalDigits(a: Dec): string | undefined {
  if (isSpecial(a) || a.negative || a.exponent !== 0n) return undefined;
  const text = a.coefficient.toString();
  return /^[01]+$/.test(text) ? text : undefined;
}

function fromDigits(text: string, ctx: Arithmetic): Dec {
  const kept = BigInt(text.length) > ctx.prec ? text.slice(-Number(ctx.prec)) : text;
  return finite(false, BigInt(kept), 0n);
}

/** A digit by digit operation of two numbers: `rule` says what 0, 1 and 2 ones make. */
export function logical(a: Dec, b: Dec, rule: readonly [string, string, string], ctx: Arithmetic): Dec {
  let x = logicalDigits(a);
  let y = logicalDigits(b);
  if (x === undefined || y === undefined) return invalid(ctx, Status.InvalidOperation);
  const length = Math.max(x.length, y.length);
  x = x.padStart(length, '0');
  y = y.padStart(length, '0');
  let text = '';
  for (let i = 0; i < length; i++) text += rule[(x.charCodeAt(i) & 1) + (y.charCodeAt(i) & 1)];
  return fromDigits(text, ctx);
}

export function logicalInvert(a: Dec, ctx: Arithmetic): Dec {
  const digits = logicalDigits(a);
  if (digits === undefined) return invalid(ctx, Status.InvalidOperation);
  const ones = pow10(ctx.prec) / 9n;
  return fromDigits((ones - (BigInt(digits) % pow10(ctx.prec))).toString(), ctx);
}
