/** Decimal numbers and their texts. CPython: `mpd_qset_string`, `mpd_to_sci` and `mpd_to_eng` in libmpdec. */
import {
  type Arithmetic,
  adjusted,
  countDigits,
  type Dec,
  finalize,
  finite,
  infinite,
  invalid,
  isSpecial,
  Status,
} from './number.ts';
import type { Quick } from './quick.ts';

const NUMBER = /^([+-]?)(?:([0-9]+)(?:\.([0-9]*))?|\.([0-9]+))(?:[eE]([+-]?[0-9]+))?$/;
const SPECIAL = /^([+-]?)(?:(inf(?:inity)?)|(s?)nan([0-9]*))$/i;

/** Exponents beyond this overflow or vanish in any context, however many digits there are. */
const EXPONENT_LIMIT = 10n ** 19n;

/** The number that a text says, made to fit the context. */
export function parse(text: string, ctx: Arithmetic): Dec {
  const number = NUMBER.exec(text);
  if (number !== null) {
    const [, sign, whole = '', fraction, bare, power = '0'] = number;
    const behind = fraction ?? bare ?? '';
    let exponent = BigInt(power.startsWith('+') ? power.slice(1) : power);
    if (exponent > EXPONENT_LIMIT) exponent = EXPONENT_LIMIT;
    if (exponent < -EXPONENT_LIMIT) exponent = -EXPONENT_LIMIT;
    const coefficient = BigInt(whole + behind);
    return finalize(finite(sign === '-', coefficient, exponent - BigInt(behind.length)), ctx);
  }
  const special = SPECIAL.exec(text);
  if (special === null) return invalid(ctx, Status.ConversionSyntax);
  const [, sign, infinity, signaling, payload = ''] = special;
  if (infinity !== undefined) return infinite(sign === '-');
  const coefficient = BigInt(payload === '' ? 0 : payload);
  const digits = coefficient === 0n ? 0n : countDigits(coefficient);
  if (digits > ctx.prec - (ctx.clamp ? 1n : 0n)) return invalid(ctx, Status.ConversionSyntax);
  return {
    negative: sign === '-',
    kind: signaling === '' ? 'nan' : 'snan',
    coefficient,
    digits,
    exponent: 0n,
  };
}

function specialText(a: Dec): string {
  const sign = a.negative ? '-' : '';
  if (a.kind === 'infinite') return `${sign}Infinity`;
  return `${sign}${a.kind === 'snan' ? 'sNaN' : 'NaN'}${a.digits > 0n ? a.coefficient : ''}`;
}

/** Digits with the point behind the first `places` of them, and the exponent that is left, if any. */
function compose(
  negative: boolean,
  digits: string,
  places: number,
  exponent: bigint,
  capitals: boolean,
): string {
  const sign = negative ? '-' : '';
  let text: string;
  if (places <= 0) text = `0.${'0'.repeat(-places)}${digits}`;
  else if (places >= digits.length) text = digits + '0'.repeat(places - digits.length);
  else text = `${digits.slice(0, places)}.${digits.slice(places)}`;
  if (exponent === 0n) return sign + text;
  return `${sign}${text}${capitals ? 'E' : 'e'}${exponent < 0n ? '-' : '+'}${exponent < 0n ? -exponent : exponent}`;
}

/** Is the number written without an exponent? */
function isPlain(a: Dec): boolean {
  return a.exponent <= 0n && adjusted(a) >= -6n;
}

/** Scientific notation, as `str()` has it. */
export function toScientific(a: Dec, capitals: boolean): string {
  if (isSpecial(a)) return specialText(a);
  const digits = a.coefficient.toString();
  if (isPlain(a)) return compose(a.negative, digits, digits.length + Number(a.exponent), 0n, capitals);
  return compose(a.negative, digits, 1, adjusted(a), capitals);
}

/** The same of a number that is written without an exponent; `undefined` for others. */
export function quickText(a: Quick): string | undefined {
  const { exponent } = a;
  if (exponent > 0 || exponent + a.digits < -5) return undefined;
  const digits = String(a.coefficient);
  return compose(a.negative, digits, a.digits + exponent, 0n, true);
}

/** The same with exponents that are multiples of three. */
export function toEngineering(a: Dec, capitals: boolean): string {
  if (isSpecial(a)) return specialText(a);
  const digits = a.coefficient.toString();
  if (isPlain(a)) return compose(a.negative, digits, digits.length + Number(a.exponent), 0n, capitals);
  const adj = adjusted(a);
  const below = ((adj % 3n) + 3n) % 3n;
  if (a.coefficient === 0n) {
    // A zero shows how many places it has: 0.00E+3, 0.0E+3, 0E+3.
    const exponent = below === 0n ? adj : adj + 3n - below;
    const places = Number(exponent - adj);
    return compose(a.negative, '0'.repeat(places + 1), 1, exponent, capitals);
  }
  return compose(a.negative, digits, 1 + Number(below), adj - below, capitals);
}
