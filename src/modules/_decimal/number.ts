/**
 * Decimal numbers as the General Decimal Arithmetic Specification has them, and how they are rounded to a context.
 * CPython: Modules/_decimal/libmpdec (its flags and order of steps; the coefficient here is a BigInt).
 *
 * Numbers are immutable. Exponents, precisions and counts of digits are BigInts throughout, since the limits that Python
 * shows (18 nines) are more than a double holds exactly. Functions put what happened into `status` bits of the caller.
 */

export type Kind = 'finite' | 'infinite' | 'nan' | 'snan';

export interface Dec {
  readonly negative: boolean;
  readonly kind: Kind;
  /** The coefficient, or what a NaN carries. */
  readonly coefficient: bigint;
  /** How many digits that has: at least 1 in a finite number, 0 in a NaN that carries nothing. */
  readonly digits: bigint;
  readonly exponent: bigint;
}

/** What happened, as bits; several make up InvalidOperation. */
export const Status = {
  Clamped: 0x1,
  ConversionSyntax: 0x2,
  DivisionByZero: 0x4,
  DivisionImpossible: 0x8,
  DivisionUndefined: 0x10,
  Inexact: 0x40,
  InvalidContext: 0x80,
  InvalidOperation: 0x100,
  FloatOperation: 0x400,
  Overflow: 0x800,
  Rounded: 0x1000,
  Subnormal: 0x2000,
  Underflow: 0x4000,
} as const;

/** The bits that the signal InvalidOperation stands for. */
export const ANY_INVALID = 0x2 | 0x8 | 0x10 | 0x20 | 0x80 | 0x100 | 0x200;
/** What makes a result a NaN or an infinity. */
export const ERRORS = ANY_INVALID | Status.DivisionByZero;

export const ROUNDINGS = [
  'ROUND_UP',
  'ROUND_DOWN',
  'ROUND_CEILING',
  'ROUND_FLOOR',
  'ROUND_HALF_UP',
  'ROUND_HALF_DOWN',
  'ROUND_HALF_EVEN',
  'ROUND_05UP',
] as const;
export type Rounding = (typeof ROUNDINGS)[number];

/** What operations go by, and where they note what happened. */
export interface Arithmetic {
  prec: bigint;
  emax: bigint;
  emin: bigint;
  rounding: Rounding;
  clamp: boolean;
  status: number;
}

export const MAX_PREC = 999999999999999999n;
export const MAX_EMAX = 999999999999999999n;
export const MIN_EMIN = -999999999999999999n;
export const MIN_ETINY = MIN_EMIN - (MAX_PREC - 1n);

/** The context in which every number that Python lets through is exact. */
export function maxContext(): Arithmetic {
  return {
    prec: MAX_PREC,
    emax: MAX_EMAX,
    emin: MIN_EMIN,
    rounding: 'ROUND_HALF_EVEN',
    clamp: false,
    status: 0,
  };
}

/** The same limits with a precision, to compute with more digits than are asked for. */
export function workContext(prec: bigint): Arithmetic {
  return { ...maxContext(), prec };
}

export function etiny(ctx: Arithmetic): bigint {
  return ctx.emin - (ctx.prec - 1n);
}

export function etop(ctx: Arithmetic): bigint {
  return ctx.emax - (ctx.prec - 1n);
}

// ── Powers and digits ────────────────────────────────────────────────────────────────────────────────────────────────

const POWERS: readonly bigint[] = Array.from({ length: 400 }, (_, n) => 10n ** BigInt(n));

/** 10 to a power that is not negative. */
export function pow10(n: bigint): bigint {
  return n < 400n ? POWERS[Number(n)]! : 10n ** n;
}

/** The same for a power that is a double. */
export function tenTo(n: number): bigint {
  return n < 400 ? POWERS[n]! : 10n ** BigInt(n);
}

/** Integers of so many digits are doubles exactly, and so are their halves and doubles. */
export const DIGITS_OF_DOUBLE = 15;
/** The powers of ten that are exact doubles. */
export const TENS: readonly number[] = Array.from({ length: 23 }, (_, n) => Number(POWERS[n]));

/** How many decimal digits a double has that is an integer below 10 ** 16. */
export function digitsOfDouble(n: number): number {
  let count = n < 1e5 ? 1 : n < 1e10 ? 6 : 11;
  while (count < 16 && n >= TENS[count]!) count++;
  return count;
}

const LOG10_2 = Math.log10(2);

/** How many digits a long integer has, by its bits from `shift` on, which are some fifty or more. */
function digitsByLogarithm(n: bigint, shift: number): number {
  const logarithm = Math.log10(Number(n >> BigInt(shift))) + shift * LOG10_2;
  const near = Math.round(logarithm);
  // So close to a power of ten only a comparison tells.
  if (Math.abs(logarithm - near) < 1e-6) return n >= tenTo(near) ? near + 1 : near;
  return Math.floor(logarithm) + 1;
}

/** How many digits an integer has that is known to have `most` of them, or one less. */
export function digitsBelow(n: bigint, most: number): number {
  if (most <= POWERS.length) return n >= POWERS[most - 1]! ? most : most - 1;
  return digitsByLogarithm(n, Math.floor((most - 2) / LOG10_2) - 60);
}

/** How many decimal digits an integer that is not negative has; 1 for zero. */
export function countDigits(n: bigint): bigint {
  const size = Number(n);
  if (size < 1e15) return BigInt(digitsOfDouble(size));
  // Hexadecimal takes linear time.
  if (size > 1e300) return BigInt(digitsByLogarithm(n, (n.toString(16).length - 16) * 4));
  const count = Math.floor(Math.log10(size)) + 1;
  // The estimate may be off by one; a comparison decides.
  if (n < POWERS[count - 1]!) return BigInt(count - 1);
  return BigInt(n >= POWERS[count]! ? count + 1 : count);
}

/** How many zeros stand at the end of an integer that is not zero. */
export function trailingZeros(n: bigint): bigint {
  let zeros = 0n;
  let rest = n;
  for (let step = 1n; rest % 10n === 0n; ) {
    // Steps double as long as they succeed.
    if (rest % pow10(step) === 0n) {
      rest /= pow10(step);
      zeros += step;
      step *= 2n;
    } else step = 1n;
  }
  return zeros;
}

// ── Making numbers ───────────────────────────────────────────────────────────────────────────────────────────────────

export function finite(negative: boolean, coefficient: bigint, exponent: bigint): Dec {
  return { negative, kind: 'finite', coefficient, digits: countDigits(coefficient), exponent };
}

export function infinite(negative: boolean): Dec {
  return { negative, kind: 'infinite', coefficient: 0n, digits: 0n, exponent: 0n };
}

export const NAN: Dec = { negative: false, kind: 'nan', coefficient: 0n, digits: 0n, exponent: 0n };
export const ONE = finite(false, 1n, 0n);
export const ZERO = finite(false, 0n, 0n);

export function fromInt(value: bigint): Dec {
  return value < 0n ? finite(true, -value, 0n) : finite(false, value, 0n);
}

/** The result of an operation that cannot be done. */
export function invalid(ctx: Arithmetic, what: number): Dec {
  ctx.status |= what;
  return NAN;
}

// ── Asking ───────────────────────────────────────────────────────────────────────────────────────────────────────────

export function isSpecial(a: Dec): boolean {
  return a.kind !== 'finite';
}

export function isNaN(a: Dec): boolean {
  return a.kind === 'nan' || a.kind === 'snan';
}

export function isInfinite(a: Dec): boolean {
  return a.kind === 'infinite';
}

export function isZero(a: Dec): boolean {
  return a.kind === 'finite' && a.coefficient === 0n;
}

/** The exponent that the number has in scientific notation. */
export function adjusted(a: Dec): bigint {
  return a.exponent + a.digits - 1n;
}

/** Is it a whole number? */
export function isInteger(a: Dec): boolean {
  if (isSpecial(a)) return false;
  if (a.coefficient === 0n || a.exponent >= 0n) return true;
  return a.digits + a.exponent > 0n && trailingZeros(a.coefficient) + a.exponent >= 0n;
}

/** The value of a whole number. */
export function integerValue(a: Dec): bigint {
  const magnitude = a.exponent >= 0n ? a.coefficient * pow10(a.exponent) : a.coefficient / pow10(-a.exponent);
  return a.negative ? -magnitude : magnitude;
}

// ── Changing signs ───────────────────────────────────────────────────────────────────────────────────────────────────

export function withSign(a: Dec, negative: boolean): Dec {
  return a.negative === negative ? a : { ...a, negative };
}

export function negated(a: Dec): Dec {
  return { ...a, negative: !a.negative };
}

// ── Rounding ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Does a coefficient grow by one, from which more than zeros was cut off? `order` says whether that was less than a half of
 * its last digit (negative), just that (0) or more.
 */
export function roundsUp(
  coefficient: number | bigint,
  order: number,
  negative: boolean,
  rounding: Rounding,
): boolean {
  switch (rounding) {
    case 'ROUND_DOWN':
      return false;
    case 'ROUND_UP':
      return true;
    case 'ROUND_CEILING':
      return !negative;
    case 'ROUND_FLOOR':
      return negative;
    case 'ROUND_05UP':
      return typeof coefficient === 'number' ? coefficient % 5 === 0 : coefficient % 5n === 0n;
    case 'ROUND_HALF_UP':
      return order >= 0;
    case 'ROUND_HALF_DOWN':
      return order > 0;
    case 'ROUND_HALF_EVEN':
      if (order !== 0) return order > 0;
      return typeof coefficient === 'number' ? coefficient % 2 === 1 : (coefficient & 1n) === 1n;
  }
}

/** A coefficient without its last `count` digits. */
export interface Cut {
  readonly coefficient: bigint;
  readonly exact: boolean;
}

/** Cuts digits off a coefficient and rounds it. */
export function cutDigits(a: Dec, count: bigint, rounding: Rounding): Cut {
  // More than all digits: what is left is less than a tenth, and which tenth does not matter.
  const places = count > a.digits + 1n ? a.digits + 1n : count;
  const unit = pow10(places);
  const coefficient = a.coefficient / unit;
  const rest = a.coefficient - coefficient * unit;
  if (rest === 0n) return { coefficient, exact: true };
  const twice = rest + rest;
  const up = roundsUp(coefficient, twice < unit ? -1 : twice > unit ? 1 : 0, a.negative, rounding);
  return { coefficient: up ? coefficient + 1n : coefficient, exact: false };
}

/** The largest finite number of a context. */
export function largest(ctx: Arithmetic, negative: boolean): Dec {
  return {
    negative,
    kind: 'finite',
    coefficient: pow10(ctx.prec) - 1n,
    digits: ctx.prec,
    exponent: etop(ctx),
  };
}

function overflow(a: Dec, ctx: Arithmetic): Dec {
  ctx.status |= Status.Overflow | Status.Inexact | Status.Rounded;
  switch (ctx.rounding) {
    case 'ROUND_DOWN':
    case 'ROUND_05UP':
      return largest(ctx, a.negative);
    case 'ROUND_CEILING':
      return a.negative ? largest(ctx, true) : infinite(false);
    case 'ROUND_FLOOR':
      return a.negative ? infinite(true) : largest(ctx, false);
    default:
      return infinite(a.negative);
  }
}

/** What a NaN carries must fit the precision: its last digits stay. */
function fitNaN(a: Dec, ctx: Arithmetic): Dec {
  const room = ctx.prec - (ctx.clamp ? 1n : 0n);
  if (a.digits <= room) return a;
  const coefficient = a.coefficient % pow10(room);
  return { ...a, coefficient, digits: coefficient === 0n ? 0n : countDigits(coefficient) };
}

/** Brings the exponent into the range of a context; the coefficient may have too many digits yet. */
function fitExponent(a: Dec, ctx: Arithmetic): Dec {
  const adj = adjusted(a);
  if (adj > ctx.emax) {
    if (a.coefficient !== 0n) return overflow(a, ctx);
    ctx.status |= Status.Clamped;
    return { ...a, exponent: ctx.clamp ? etop(ctx) : ctx.emax };
  }
  if (ctx.clamp && a.exponent > etop(ctx)) {
    const shift = a.exponent - etop(ctx);
    ctx.status |= Status.Clamped;
    if (a.coefficient !== 0n && adj < ctx.emin) ctx.status |= Status.Subnormal;
    return finite(a.negative, a.coefficient * pow10(shift), etop(ctx));
  }
  if (adj >= ctx.emin) return a;
  const least = etiny(ctx);
  if (a.coefficient === 0n) {
    if (a.exponent >= least) return a;
    ctx.status |= Status.Clamped;
    return { ...a, exponent: least };
  }
  ctx.status |= Status.Subnormal;
  if (a.exponent >= least) return a;
  const cut = cutDigits(a, least - a.exponent, ctx.rounding);
  ctx.status |= Status.Rounded;
  if (!cut.exact) {
    ctx.status |= Status.Inexact | Status.Underflow;
    if (cut.coefficient === 0n) ctx.status |= Status.Clamped;
  }
  return finite(a.negative, cut.coefficient, least);
}

/** A result as the context wants it: so many digits, exponents within the limits. */
export function finalize(a: Dec, ctx: Arithmetic): Dec {
  if (a.kind !== 'finite') return a.kind === 'infinite' ? a : fitNaN(a, ctx);
  const fitted = fitExponent(a, ctx);
  if (fitted.kind !== 'finite' || fitted.digits <= ctx.prec) return fitted;
  const count = fitted.digits - ctx.prec;
  const cut = cutDigits(fitted, count, ctx.rounding);
  ctx.status |= Status.Rounded;
  if (!cut.exact) ctx.status |= Status.Inexact;
  const rounded = finite(fitted.negative, cut.coefficient, fitted.exponent + count);
  if (rounded.digits <= ctx.prec) return rounded;
  return fitExponent(finite(rounded.negative, rounded.coefficient / 10n, rounded.exponent + 1n), ctx);
}

/** The NaN that comes out of operands of which one is a NaN; `undefined` when none is. */
export function nanOf(ctx: Arithmetic, a: Dec, b?: Dec, c?: Dec): Dec | undefined {
  let found: Dec | undefined;
  for (const operand of [a, b, c]) {
    if (operand?.kind === 'snan') {
      ctx.status |= Status.InvalidOperation;
      return fitNaN({ ...operand, kind: 'nan' }, ctx);
    }
    if (operand?.kind === 'nan') found ??= operand;
  }
  return found === undefined ? undefined : fitNaN(found, ctx);
}
