/**
 * Arithmetic of ordinary numbers: finite ones whose exponents and counts of digits are doubles, in contexts of which they
 * reach no limit. A coefficient of up to 15 digits is a double as well, a longer one a BigInt.
 *
 * All functions return `undefined` when the numbers are not as ordinary as that, or when there is more to note than that
 * the result was rounded: then arithmetic.ts computes it, which has all the rules. CPython's libmpdec has one form for all,
 * as its words are wide enough.
 */
import {
  countDigits,
  type Dec,
  DIGITS_OF_DOUBLE,
  digitsBelow,
  digitsOfDouble,
  type Rounding,
  roundsUp,
  Status,
  TENS,
  tenTo,
  trailingZeros,
} from './number.ts';

/** Exponents and counts of digits are below this in magnitude, so that their sums are small integers. */
const LIMIT = 2 ** 29;
/** A shift by more digits leaves it to arithmetic.ts to see whether all of them matter. */
const MAX_SHIFT = 399;

/** A coefficient: a double if it has no more than 15 digits. */
type Coefficient = number | bigint;

export class Quick {
  readonly negative: boolean;
  readonly coefficient: Coefficient;
  readonly digits: number;
  readonly exponent: number;

  constructor(negative: boolean, coefficient: Coefficient, digits: number, exponent: number) {
    this.negative = negative;
    this.coefficient = coefficient;
    this.digits = digits;
    this.exponent = exponent;
  }
}

/** What operations go by, and where they note what happened. The limits may be less exact than a context's when large. */
export interface QuickContext {
  readonly prec: number;
  readonly emax: number;
  readonly emin: number;
  rounding: Rounding;
  clamp: boolean;
  status: number;
}

// ── From and to the general form ─────────────────────────────────────────────────────────────────────────────────────

function canonical(coefficient: bigint, digits: number): Coefficient {
  return digits <= DIGITS_OF_DOUBLE ? Number(coefficient) : coefficient;
}

export function quickFrom(a: Dec): Quick | undefined {
  if (a.kind !== 'finite') return undefined;
  const exponent = Number(a.exponent);
  const digits = Number(a.digits);
  if (exponent > LIMIT || exponent < -LIMIT || digits > LIMIT) return undefined;
  return new Quick(a.negative, canonical(a.coefficient, digits), digits, exponent);
}

export function quickFromInt(value: number | bigint): Quick {
  const magnitude = value < 0 ? -value : value;
  if (typeof magnitude === 'number') {
    const digits = digitsOfDouble(magnitude);
    return new Quick(value < 0, digits <= DIGITS_OF_DOUBLE ? magnitude : BigInt(magnitude), digits, 0);
  }
  const digits = Number(countDigits(magnitude));
  return new Quick(value < 0, canonical(magnitude, digits), digits, 0);
}

export function generalFrom(a: Quick): Dec {
  return {
    negative: a.negative,
    kind: 'finite',
    coefficient: BigInt(a.coefficient),
    digits: BigInt(a.digits),
    exponent: BigInt(a.exponent),
  };
}

/** The number that a text of digits with or without a point says, when it has no more than 15 of them. */
export function quickFromText(text: string): Quick | undefined {
  const { length } = text;
  const first = text.charCodeAt(0);
  let i = first === 0x2d || first === 0x2b ? 1 : 0;
  if (length > i + DIGITS_OF_DOUBLE + 1) return undefined;
  let coefficient = 0;
  let digits = 0;
  let point = -1;
  for (; i < length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x30 && unit <= 0x39) {
      coefficient = coefficient * 10 + unit - 0x30;
      digits++;
    } else if (unit === 0x2e && point < 0) point = i;
    else return undefined;
  }
  if (digits === 0 || digits > DIGITS_OF_DOUBLE) return undefined;
  return new Quick(
    first === 0x2d,
    coefficient,
    digitsOfDouble(coefficient),
    point < 0 ? 0 : point + 1 - length,
  );
}

// ── Rounding ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * A coefficient without its last `count` digits, rounded; notes whether it is another number. `more` says that digits other
 * than zeros would follow the last.
 */
function cut(
  negative: boolean,
  coefficient: Coefficient,
  digits: number,
  count: number,
  more: boolean,
  ctx: QuickContext,
): Coefficient {
  let kept: Coefficient = 0;
  let exact: boolean;
  let order = -1;
  if (count > digits) exact = coefficient === 0;
  else if (typeof coefficient === 'number') {
    const unit = TENS[count]!;
    kept = Math.floor(coefficient / unit);
    const rest = coefficient - kept * unit;
    exact = rest === 0;
    order = 2 * rest - unit;
  } else {
    const unit = tenTo(count);
    kept = canonical(coefficient / unit, digits - count);
    const rest = coefficient % unit;
    exact = rest === 0n;
    order = againstHalf(rest, unit);
  }
  if (more) {
    exact = false;
    if (order === 0) order = 1;
  }
  ctx.status |= exact ? Status.Rounded : Status.Rounded | Status.Inexact;
  if (exact || !roundsUp(kept, order, negative, ctx.rounding)) return kept;
  return incremented(kept);
}

/** Is a part of a unit less than its half (negative), the half (0), or more? */
function againstHalf(rest: bigint, unit: bigint): number {
  const twice = rest + rest;
  return twice < unit ? -1 : twice > unit ? 1 : 0;
}

function incremented(coefficient: Coefficient): Coefficient {
  return typeof coefficient === 'number' ? coefficient + 1 : coefficient + 1n;
}

/** Did rounding up make a coefficient one digit longer than the `digits` it had? */
function isCarried(coefficient: Coefficient, digits: number): boolean {
  if (typeof coefficient === 'number') return coefficient === TENS[digits];
  return coefficient % 10n === 0n && coefficient === tenTo(digits);
}

/** A result as the context wants it. */
function finish(
  negative: boolean,
  coefficient: Coefficient,
  digits: number,
  exponent: number,
  ctx: QuickContext,
  more = false,
): Quick | undefined {
  const adjusted = exponent + digits - 1;
  if (adjusted > ctx.emax || adjusted < ctx.emin) return undefined;
  if (exponent > LIMIT || exponent < -LIMIT) return undefined;
  if (ctx.clamp && exponent > ctx.emax - ctx.prec + 1) return undefined;
  const { prec } = ctx;
  if (digits <= prec) return new Quick(negative, coefficient, digits, exponent);
  const rounded = cut(negative, coefficient, digits, digits - prec, more, ctx);
  if (!isCarried(rounded, prec)) return new Quick(negative, rounded, prec, exponent + digits - prec);
  if (adjusted + 1 > ctx.emax) return undefined;
  const power = prec - 1 < DIGITS_OF_DOUBLE ? TENS[prec - 1]! : tenTo(prec - 1);
  return new Quick(negative, power, prec, exponent + digits - prec + 1);
}

// ── Sums and products ────────────────────────────────────────────────────────────────────────────────────────────────

function sum(a: Quick, b: Quick, bNegative: boolean, ctx: QuickContext): Quick | undefined {
  const gap = a.exponent - b.exponent;
  const exponent = gap > 0 ? b.exponent : a.exponent;
  // Zeros need no shift.
  const shiftA = gap > 0 && a.coefficient !== 0 ? gap : 0;
  const shiftB = gap < 0 && b.coefficient !== 0 ? -gap : 0;
  if (shiftA > MAX_SHIFT || shiftB > MAX_SHIFT) return undefined;
  const digitsA = a.digits + shiftA;
  const digitsB = b.digits + shiftB;
  const same = a.negative === bNegative;
  if (digitsA <= DIGITS_OF_DOUBLE && digitsB <= DIGITS_OF_DOUBLE) {
    const x = (a.coefficient as number) * TENS[shiftA]!;
    const y = (b.coefficient as number) * TENS[shiftB]!;
    const total = same ? x + y : x - y;
    if (total === 0) return finish(same ? a.negative : ctx.rounding === 'ROUND_FLOOR', 0, 1, exponent, ctx);
    const magnitude = total < 0 ? -total : total;
    const digits = digitsOfDouble(magnitude);
    return finish(
      total < 0 ? bNegative : a.negative,
      digits <= DIGITS_OF_DOUBLE ? magnitude : BigInt(magnitude),
      digits,
      exponent,
      ctx,
    );
  }
  const x = shiftA === 0 ? BigInt(a.coefficient) : BigInt(a.coefficient) * tenTo(shiftA);
  const y = shiftB === 0 ? BigInt(b.coefficient) : BigInt(b.coefficient) * tenTo(shiftB);
  if (same) {
    const total = x + y;
    const digits = digitsBelow(total, digitsA > digitsB ? digitsA + 1 : digitsB + 1);
    return finish(a.negative, canonical(total, digits), digits, exponent, ctx);
  }
  const total = x - y;
  if (total === 0n) return finish(ctx.rounding === 'ROUND_FLOOR', 0, 1, exponent, ctx);
  const magnitude = total < 0n ? -total : total;
  const digits = Number(countDigits(magnitude));
  return finish(total < 0n ? bNegative : a.negative, canonical(magnitude, digits), digits, exponent, ctx);
}

export function add(a: Quick, b: Quick, ctx: QuickContext): Quick | undefined {
  return sum(a, b, b.negative, ctx);
}

export function subtract(a: Quick, b: Quick, ctx: QuickContext): Quick | undefined {
  return sum(a, b, !b.negative, ctx);
}

export function multiply(a: Quick, b: Quick, ctx: QuickContext): Quick | undefined {
  const negative = a.negative !== b.negative;
  const exponent = a.exponent + b.exponent;
  const most = a.digits + b.digits;
  if (most <= DIGITS_OF_DOUBLE) {
    const product = (a.coefficient as number) * (b.coefficient as number);
    return finish(negative, product, digitsOfDouble(product), exponent, ctx);
  }
  if (a.coefficient === 0 || b.coefficient === 0) return finish(negative, 0, 1, exponent, ctx);
  if (most > LIMIT) return undefined;
  const product = BigInt(a.coefficient) * BigInt(b.coefficient);
  const digits = digitsBelow(product, most);
  return finish(negative, canonical(product, digits), digits, exponent, ctx);
}

// ── One operand ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** A number rounded to the context. */
export function fitted(a: Quick, ctx: QuickContext): Quick | undefined {
  return finish(a.negative, a.coefficient, a.digits, a.exponent, ctx);
}

export function plus(a: Quick, ctx: QuickContext, negative = a.negative): Quick | undefined {
  const sign = a.coefficient === 0 ? negative && ctx.rounding === 'ROUND_FLOOR' : negative;
  return finish(sign, a.coefficient, a.digits, a.exponent, ctx);
}

export function minus(a: Quick, ctx: QuickContext): Quick | undefined {
  return plus(a, ctx, !a.negative);
}

export function absolute(a: Quick, ctx: QuickContext): Quick | undefined {
  return plus(a, ctx, false);
}

// ── Quotients ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** How many zeros end an integer that is not zero, up to `most`. */
function zerosAtEnd(n: number, most: number): number {
  let zeros = 0;
  while (zeros < most && n % TENS[zeros + 1]! === 0) zeros++;
  return zeros;
}

export function divide(a: Quick, b: Quick, ctx: QuickContext): Quick | undefined {
  const { coefficient: divisor } = b;
  if (divisor === 0 || a.coefficient === 0) return undefined;
  const negative = a.negative !== b.negative;
  const ideal = a.exponent - b.exponent;
  if (a.digits <= DIGITS_OF_DOUBLE && b.digits <= DIGITS_OF_DOUBLE) {
    // With as many zeros as a double has room for, the division often comes out even, or gives digits enough.
    const shift = DIGITS_OF_DOUBLE - a.digits;
    const dividend = (a.coefficient as number) * TENS[shift]!;
    const quotient = Math.floor(dividend / (divisor as number));
    const more = quotient * (divisor as number) !== dividend;
    const digits = digitsOfDouble(quotient);
    if (!more) {
      const zeros = zerosAtEnd(quotient, shift);
      return finish(negative, quotient / TENS[zeros]!, digits - zeros, ideal - shift + zeros, ctx);
    }
    if (digits > ctx.prec) return finish(negative, quotient, digits, ideal - shift, ctx, true);
  }
  return divideLong(negative, a, b, ideal, ctx);
}

/** The first digits of a coefficient, as a double that may be off by its last digits; NaN for very long ones. */
function leading({ coefficient, digits }: Quick): number {
  const count = digits - DIGITS_OF_DOUBLE;
  return count <= 0 ? Number(coefficient) * TENS[-count]! : Number(coefficient) / (TENS[count] ?? Number.NaN);
}

/** A quotient with as many digits as the context has, rounded by the remainder. */
function divideLong(
  negative: boolean,
  a: Quick,
  b: Quick,
  ideal: number,
  ctx: QuickContext,
): Quick | undefined {
  const { prec } = ctx;
  const isLarger = leading(a) > leading(b) * (1 + 1e-12);
  const shift = b.digits - a.digits + prec - (isLarger ? 1 : 0);
  if (shift < 0 || shift > MAX_SHIFT) return undefined;
  const dividend = BigInt(a.coefficient) * tenTo(shift);
  const divisor = BigInt(b.coefficient);
  const quotient = dividend / divisor;
  const rest = dividend % divisor;
  const exponent = ideal - shift;
  const digits = digitsBelow(quotient, prec + 1);
  if (rest === 0n) {
    const zeros = Math.min(Number(trailingZeros(quotient)), shift);
    const short = canonical(zeros === 0 ? quotient : quotient / tenTo(zeros), digits - zeros);
    return finish(negative, short, digits - zeros, exponent + zeros, ctx);
  }
  const kept = canonical(quotient, digits);
  // The comparison of the first digits was too close.
  if (digits > prec) return finish(negative, kept, digits, exponent, ctx, true);
  ctx.status |= Status.Inexact | Status.Rounded;
  if (!roundsUp(kept, againstHalf(rest, divisor), negative, ctx.rounding)) {
    return finish(negative, kept, digits, exponent, ctx);
  }
  const rounded = incremented(kept);
  return isCarried(rounded, digits) ? undefined : finish(negative, rounded, digits, exponent, ctx);
}

/** The integral quotient, and what it leaves. */
export function integralDivision(a: Quick, b: Quick, ctx: QuickContext): readonly [Quick, Quick] | undefined {
  if (a.coefficient === 0 || b.coefficient === 0) return undefined;
  const gap = a.exponent - b.exponent;
  const shiftA = gap > 0 ? gap : 0;
  const shiftB = gap < 0 ? -gap : 0;
  const exponent = gap > 0 ? b.exponent : a.exponent;
  if (a.digits + shiftA > DIGITS_OF_DOUBLE || b.digits + shiftB > DIGITS_OF_DOUBLE) return undefined;
  const dividend = (a.coefficient as number) * TENS[shiftA]!;
  const divisor = (b.coefficient as number) * TENS[shiftB]!;
  const whole = Math.floor(dividend / divisor);
  const left = dividend - whole * divisor;
  const digits = digitsOfDouble(whole);
  if (digits > ctx.prec) return undefined;
  const quotient = finish(a.negative !== b.negative, whole, digits, 0, ctx);
  const remainder = finish(a.negative, left, digitsOfDouble(left), exponent, ctx);
  return quotient === undefined || remainder === undefined ? undefined : [quotient, remainder];
}

export function divideInt(a: Quick, b: Quick, ctx: QuickContext): Quick | undefined {
  const division = integralDivision(a, b, ctx);
  // Of the remainder nothing is noted.
  ctx.status = 0;
  return division?.[0];
}

export function remainder(a: Quick, b: Quick, ctx: QuickContext): Quick | undefined {
  return integralDivision(a, b, ctx)?.[1];
}

// ── Exponents ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** a with the exponent of b. */
export function quantize(a: Quick, b: Quick, ctx: QuickContext): Quick | undefined {
  const { exponent } = b;
  const count = exponent - a.exponent;
  if (exponent > ctx.emax || exponent < ctx.emin - ctx.prec + 1) return undefined;
  if (a.coefficient === 0) return finish(a.negative, 0, 1, exponent, ctx);
  const room = a.digits - count;
  if (room > ctx.prec) return undefined;
  if (count <= 0) {
    if (room <= DIGITS_OF_DOUBLE) {
      return finish(a.negative, (a.coefficient as number) * TENS[-count]!, room, exponent, ctx);
    }
    return finish(a.negative, BigInt(a.coefficient) * tenTo(-count), room, exponent, ctx);
  }
  const coefficient = cut(a.negative, a.coefficient, a.digits, count, false, ctx);
  const kept = room > 0 ? room : 0;
  const digits = isCarried(coefficient, kept) ? kept + 1 : kept || 1;
  if (digits > ctx.prec) return undefined;
  return finish(
    a.negative,
    digits > DIGITS_OF_DOUBLE ? BigInt(coefficient) : coefficient,
    digits,
    exponent,
    ctx,
  );
}

/** The integral part towards zero; `undefined` if that takes more than a double. */
export function truncated(a: Quick): number | undefined {
  const { coefficient, exponent } = a;
  if (typeof coefficient !== 'number' || a.digits + exponent > DIGITS_OF_DOUBLE) return undefined;
  if (exponent <= -DIGITS_OF_DOUBLE) return 0;
  const magnitude =
    exponent >= 0 ? coefficient * TENS[exponent]! : Math.floor(coefficient / TENS[-exponent]!);
  return a.negative && magnitude !== 0 ? -magnitude : magnitude;
}

/** The nearest double; `undefined` where one division or multiplication does not give it. */
export function asDouble(a: Quick): number | undefined {
  const { coefficient, exponent } = a;
  if (typeof coefficient !== 'number' || exponent >= TENS.length || exponent <= -TENS.length)
    return undefined;
  const magnitude = exponent < 0 ? coefficient / TENS[-exponent]! : coefficient * TENS[exponent]!;
  return a.negative ? -magnitude : magnitude;
}

// ── Comparison ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** Negative, 0 or positive: the order of two numbers. */
export function compare(a: Quick, b: Quick): number {
  if (a.coefficient === 0 || b.coefficient === 0) {
    if (a.coefficient !== 0) return a.negative ? -1 : 1;
    return b.coefficient === 0 ? 0 : b.negative ? 1 : -1;
  }
  if (a.negative !== b.negative) return a.negative ? -1 : 1;
  const gap = a.exponent + a.digits - b.exponent - b.digits;
  let x = a.coefficient;
  let y = b.coefficient;
  let larger: boolean;
  if (gap !== 0) larger = gap > 0;
  else {
    // The numbers begin at the same place, so the shorter one lacks zeros.
    const shift = a.digits - b.digits;
    if (shift < 0)
      x = a.digits - shift <= DIGITS_OF_DOUBLE ? Number(x) * TENS[-shift]! : BigInt(x) * tenTo(-shift);
    else if (shift > 0)
      y = b.digits + shift <= DIGITS_OF_DOUBLE ? Number(y) * TENS[shift]! : BigInt(y) * tenTo(shift);
    // A canonical form is compared with another of the same length.
    if (x === y) return 0;
    larger = x > y;
  }
  return larger === a.negative ? -1 : 1;
}
