/** `format()` of decimal numbers. CPython: `dec_format` in Modules/_decimal/_decimal.c, `mpd_qformat_spec` in libmpdec. */
import { exceptionTypes, type PyBaseException } from '../../objects/exception.ts';
import { valueError } from '../../runtime/errors.ts';
import { warn } from '../../runtime/warn.ts';
import { rescale } from './arithmetic.ts';
import { type Arithmetic, adjusted, type Dec, finite, isSpecial, isZero, withSign } from './number.ts';
import { toScientific } from './text.ts';

const DeprecationWarningType = exceptionTypes.get('DeprecationWarning')!;

/** How numbers are punctuated: what `n` takes from the locale, or a program gives. */
export interface Punctuation {
  readonly point: string;
  readonly separator: string;
  /** The sizes of the groups from the point on; the last one repeats, unless 127 ends them. */
  readonly grouping: readonly number[];
}

const SPEC =
  /^(?:(?:(.)([<>=^]))|([<>=^]))?([-+ ])?(z)?(#)?(0)?([0-9]+)?([,_])?(?:\.([0-9]+)([,_])?)?([eEfFgGnN%])?$/su;

export interface DecimalSpec {
  readonly fill: string;
  readonly align: string;
  readonly sign: string;
  readonly noNegativeZero: boolean;
  /** `#`: a point even without digits behind it. */
  readonly alternate: boolean;
  readonly zeroPadding: boolean;
  readonly width: number;
  readonly separator: string;
  readonly fractionSeparator: string;
  readonly precision: number | undefined;
  readonly type: string;
}

export function invalidFormat(): PyBaseException {
  return valueError('invalid format string');
}

export function parseSpec(text: string, capitals: boolean): DecimalSpec {
  const match = SPEC.exec(text);
  if (match === null) throw invalidFormat();
  const [
    ,
    fill,
    filledAlign,
    bareAlign,
    sign = '-',
    z,
    alternate,
    zero,
    width,
    separator = '',
    precision,
    behind = '',
    type,
  ] = match;
  const align = filledAlign ?? bareAlign;
  if (zero !== undefined && align !== undefined) throw invalidFormat();
  if (separator !== '' && type?.toLowerCase() === 'n') throw invalidFormat();
  if (type === 'N') {
    // Kept from a time when there was less that a specification could say.
    if (z !== undefined || alternate !== undefined || behind !== '') throw invalidFormat();
    warn(DeprecationWarningType, "Format specifier 'N' is deprecated and slated for removal in Python 3.18");
  }
  const digits = precision === undefined ? undefined : Number(precision);
  if (Number(width ?? 0) > 2 ** 53 || (digits ?? 0) > 2 ** 53) throw invalidFormat();
  return {
    fill: fill ?? ' ',
    align: align ?? '>',
    sign,
    noNegativeZero: z !== undefined,
    alternate: alternate !== undefined,
    zeroPadding: zero !== undefined,
    width: width === undefined ? 0 : Number(width),
    separator,
    fractionSeparator: behind,
    precision: digits,
    type: type ?? (capitals ? 'G' : 'g'),
  };
}

/** At most `prec` digits. */
function roundTo(a: Dec, prec: bigint, ctx: Arithmetic): Dec {
  if (isZero(a)) return a;
  const rounded = rescale(a, adjusted(a) + 1n - prec, ctx);
  return rounded.digits > prec ? rescale(rounded, rounded.exponent + 1n, ctx) : rounded;
}

/** Digits in groups, with zeros in front until they fill `width`. */
function group(digits: string, width: number, { separator, grouping }: Punctuation): string {
  if (separator === '' || grouping.length === 0) return digits.padStart(width, '0');
  const groups: string[] = [];
  let rest = digits;
  let missing = width;
  for (let i = 0; ; i++) {
    const size = grouping[Math.min(i, grouping.length - 1)]!;
    if (size >= 127 || size <= 0) {
      groups.unshift(rest.padStart(missing, '0'));
      break;
    }
    const wanted = Math.min(Math.max(rest.length, missing, 1), size);
    groups.unshift(rest.slice(-wanted).padStart(wanted, '0'));
    rest = rest.slice(0, -wanted);
    missing -= wanted;
    if (rest === '' && missing <= 0) break;
    missing -= separator.length;
  }
  return groups.join(separator);
}

/** The parts of the text of a finite number. */
interface Parts {
  readonly whole: string;
  /** What stands behind: point, fraction, exponent, `%`. */
  readonly rest: string;
  readonly negative: boolean;
}

function finiteParts(a: Dec, spec: DecimalSpec, point: string, ctx: Arithmetic): Parts {
  const { precision } = spec;
  const type = spec.type.toLowerCase();
  const fixed = type === 'f' || type === '%';
  let number = type === '%' ? { ...a, exponent: a.exponent + 2n } : a;
  if (precision !== undefined) {
    if (type === 'e') number = roundTo(number, BigInt(precision) + 1n, ctx);
    else if (fixed) number = rescale(number, -BigInt(precision), ctx);
    else if (number.digits > BigInt(precision)) number = roundTo(number, BigInt(precision || 1), ctx);
  }
  if (fixed && isZero(number) && number.exponent > 0n) number = finite(number.negative, 0n, 0n);
  const digits = number.coefficient.toString();
  const left = number.exponent + number.digits;
  let places: bigint;
  if (type === 'e') places = isZero(number) && precision !== undefined ? BigInt(1 - precision) : 1n;
  else if (fixed || (number.exponent <= 0n && left > -6n)) places = left;
  else places = 1n;
  const at = Number(places);
  let whole: string;
  let fraction: string;
  if (at < 0) {
    whole = '0';
    fraction = '0'.repeat(-at) + digits;
  } else if (at > digits.length) {
    whole = digits + '0'.repeat(at - digits.length);
    fraction = '';
  } else {
    whole = digits.slice(0, at) || '0';
    fraction = digits.slice(at);
  }
  const exponent = left - places;
  let rest =
    fraction === '' && !spec.alternate ? '' : point + groupFraction(fraction, spec.fractionSeparator);
  if (exponent !== 0n || type === 'e') {
    const letter = spec.type === type ? 'e' : 'E';
    rest += `${letter}${exponent < 0n ? '-' : '+'}${exponent < 0n ? -exponent : exponent}`;
  }
  if (type === '%') rest += '%';
  return { whole, rest, negative: number.negative && !(spec.noNegativeZero && isZero(number)) };
}

function groupFraction(digits: string, separator: string): string {
  return separator === '' ? digits : digits.replace(/...(?=.)/g, `$&${separator}`);
}

function signOf(negative: boolean, spec: DecimalSpec): string {
  if (negative) return '-';
  return spec.sign === '-' ? '' : spec.sign;
}

function align(sign: string, body: string, spec: DecimalSpec): string {
  const missing = spec.width - sign.length - body.length;
  if (missing <= 0) return sign + body;
  switch (spec.align) {
    case '<':
      return sign + body + spec.fill.repeat(missing);
    case '^': {
      const before = Math.floor(missing / 2);
      return spec.fill.repeat(before) + sign + body + spec.fill.repeat(missing - before);
    }
    case '=':
      return sign + spec.fill.repeat(missing) + body;
    default:
      return spec.fill.repeat(missing) + sign + body;
  }
}

/** The text of a number; `local` punctuates those of type `n`, or all when a program gives it. */
export function formatDecimal(
  a: Dec,
  spec: DecimalSpec,
  ctx: Arithmetic,
  local: Punctuation | undefined,
): string {
  if (isSpecial(a)) {
    const text = toScientific(withSign(a, false), true) + (spec.type === '%' ? '%' : '');
    return align(signOf(a.negative, spec), text, spec);
  }
  const punctuation: Punctuation = local ?? { point: '.', separator: spec.separator, grouping: [3] };
  const { whole, rest, negative } = finiteParts(a, spec, punctuation.point, ctx);
  const sign = signOf(negative, spec);
  const room = spec.zeroPadding ? spec.width - sign.length - rest.length : 0;
  return align(sign, group(whole, room, punctuation) + rest, spec);
}
