/**
 * Doubles to text: `repr`, `%e`/`%f`/`%g` with any precision, hexadecimal.
 *
 * CPython: `PyOS_double_to_string` in Python/pystrtod.c. Digits are those of the exact binary value, rounded
 * half to even. The engine's own conversions give them where they are exact too; ties, which JavaScript
 * rounds up, and precisions or sizes beyond its limits are worked out with bigints.
 */
import { frexp, highWord, lowWord } from './double.ts';

/** A sign also before positive values. */
export const SIGN = 1;
/** `.0` after a value that would look like an int. */
export const ADD_DOT_0 = 2;
/** The alternate form, `#`: always a point, and for `g` all digits. */
export const ALT = 4;
/** No sign for what rounds to zero. */
export const NO_NEG_0 = 8;

/**
 * Digits without zeros at the end, and where the point stands: 0.d₁d₂d₃… · 10^point. Zero is `0`, point 1.
 */
interface Decimal {
  readonly digits: string;
  readonly point: number;
}

function stripZeros(digits: string): string {
  let end = digits.length;
  while (end > 1 && digits.charCodeAt(end - 1) === 48) end--;
  return end === digits.length ? digits : digits.slice(0, end);
}

/** Digits and point of what the engine's `toExponential` gives. */
function fromExponential(text: string): Decimal {
  const e = text.indexOf('e');
  const digits = text.charAt(0) + text.slice(2, e);
  return { digits: stripZeros(digits), point: Number(text.slice(e + 1)) + 1 };
}

/** x · 10^decimals, rounded half to even; x > 0. */
function scaledInteger(x: number, decimals: number): bigint {
  const [fraction, exponent] = frexp(x);
  let numerator = BigInt(fraction * 9007199254740992);
  let denominator = 1n;
  if (exponent >= 53) numerator <<= BigInt(exponent - 53);
  else denominator <<= BigInt(53 - exponent);
  if (decimals >= 0) numerator *= 10n ** BigInt(decimals);
  else denominator *= 10n ** BigInt(-decimals);
  const quotient = numerator / denominator;
  const twice = 2n * (numerator - quotient * denominator);
  const up = twice > denominator || (twice === denominator && (quotient & 1n) === 1n);
  return up ? quotient + 1n : quotient;
}

/** Is x · 10^decimals half way between two integers? Only then is x · 2^(decimals + 1) an odd integer. */
function isTie(x: number, decimals: number): boolean {
  const half = x * 2 ** decimals;
  return Math.floor(half) !== half && Math.floor(2 * half) === 2 * half;
}

const POWERS_OF_10 = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];
const ZEROS = POWERS_OF_10.map((_, i) => '0'.repeat(i));

/**
 * `%f` of a number that is not too large: whole and fraction as ints. `undefined` where the product is so near the
 * middle between two integers that it may have been rounded across it.
 */
function smallFixed(x: number, decimals: number): string | undefined {
  const scale = POWERS_OF_10[decimals];
  if (scale === undefined) return undefined;
  const magnitude = Math.abs(x);
  const scaled = magnitude * scale;
  if (!(scaled < 2 ** 50)) return undefined;
  let digits = Math.floor(scaled);
  const rest = scaled - digits;
  if (Math.abs(rest - 0.5) <= scaled * 2 ** -52) return undefined;
  if (rest > 0.5) digits++;
  const sign = x < 0 || Object.is(x, -0) ? '-' : '';
  if (decimals === 0) return `${sign}${digits}`;
  const whole = Math.floor(digits / scale);
  const fraction = String(digits - whole * scale);
  return `${sign}${whole}.${ZEROS[decimals - fraction.length]}${fraction}`;
}

/** The digits of x ≥ 0 up to `decimals` places after the point; '' when there are none. */
function fixedDigits(x: number, decimals: number): Decimal {
  if (x === 0) return { digits: '0', point: 1 };
  let text: string;
  if (x < 1e21 && decimals <= 100 && !isTie(x, decimals)) {
    const fixed = x.toFixed(decimals);
    const dot = fixed.indexOf('.');
    text = dot < 0 ? fixed : fixed.slice(0, dot) + fixed.slice(dot + 1);
  } else {
    text = scaledInteger(x, decimals).toString();
  }
  let start = 0;
  while (start < text.length && text.charCodeAt(start) === 48) start++;
  if (start === text.length) return { digits: '', point: -decimals };
  return { digits: stripZeros(text.slice(start)), point: text.length - start - decimals };
}

/** The first `count` digits of x ≥ 0. */
function significantDigits(x: number, count: number): Decimal {
  if (x === 0) return { digits: '0', point: 1 };
  const shortest = fromExponential(x.toExponential());
  // 17 digits tell doubles apart; a value with an exact shorter form has no tie at this place.
  if (count <= 17 && x < 9007199254740992) {
    const decimals = count - shortest.point;
    if (decimals >= 0 && decimals < 1000 && !isTie(x, decimals))
      return fromExponential(x.toExponential(count - 1));
  }
  let point = shortest.point;
  let scaled = scaledInteger(x, count - point);
  // The shortest digits may be those of a power of ten just above x.
  if (scaled < 10n ** BigInt(count - 1)) scaled = scaledInteger(x, count - --point);
  else if (scaled >= 10n ** BigInt(count)) scaled = scaledInteger(x, count - ++point);
  return { digits: stripZeros(scaled.toString()), point };
}

/** `repr(x)`: the shortest digits that give x back. */
export function floatRepr(x: number): string {
  if (Number.isInteger(x) && Math.abs(x) < 1e16) return `${Object.is(x, -0) ? '-0' : x}.0`;
  const magnitude = Math.abs(x);
  // In this range JavaScript writes what Python writes.
  if (magnitude >= 1e-4 && magnitude < 1e16) return String(x);
  return formatFloat(x, 'r', 0, ADD_DOT_0);
}

/**
 * The text of a double. CPython: `PyOS_double_to_string`.
 *
 * `code` is `e`, `f`, `g` (or a capital, which makes the letters capital) or `r` for the shortest digits that
 * give the value back; `precision` is as in `%.3e`, not used for `r`; `flags` add up.
 */
export function formatFloat(x: number, code: string, precision: number, flags = 0): string {
  if (code === 'f' && flags === 0) {
    const text = smallFixed(x, precision);
    if (text !== undefined) return text;
  }
  const kind = code.toLowerCase();
  const text = formatLower(x, kind, precision, flags);
  return kind === code ? text : text.toUpperCase();
}

function formatLower(x: number, kind: string, precision: number, flags: number): string {
  if (Number.isNaN(x)) return (flags & SIGN) !== 0 ? '+nan' : 'nan';
  let negative = x < 0 || Object.is(x, -0);
  const sign = (): string => (negative ? '-' : (flags & SIGN) !== 0 ? '+' : '');
  if (!Number.isFinite(x)) return `${sign()}inf`;
  const magnitude = Math.abs(x);
  let decimal: Decimal;
  /** How many digits are shown at least, counted from the first. */
  let shown: number;
  let exponential = false;
  switch (kind) {
    case 'e':
      decimal = significantDigits(magnitude, precision + 1);
      exponential = true;
      shown = precision + 1;
      break;
    case 'f':
      decimal = fixedDigits(magnitude, precision);
      shown = decimal.point + precision;
      break;
    case 'g': {
      const count = precision === 0 ? 1 : precision;
      decimal = significantDigits(magnitude, count);
      exponential = decimal.point <= -4 || decimal.point > count - ((flags & ADD_DOT_0) !== 0 ? 1 : 0);
      shown = (flags & ALT) !== 0 ? count : decimal.digits.length;
      break;
    }
    default:
      decimal = magnitude === 0 ? { digits: '0', point: 1 } : fromExponential(magnitude.toExponential());
      exponential = decimal.point <= -4 || decimal.point > 16;
      shown = decimal.digits.length;
  }
  const { digits } = decimal;
  if (negative && (flags & NO_NEG_0) !== 0 && (digits === '' || digits === '0')) negative = false;
  const point = exponential ? 1 : decimal.point;
  const least = !exponential && (flags & ADD_DOT_0) !== 0 ? point + 1 : point;
  const all = digits.padEnd(Math.max(shown, least), '0');
  let text = sign();
  if (point <= 0) text += `0.${'0'.repeat(-point)}${all}`;
  else text += `${all.slice(0, point)}.${all.slice(point)}`;
  if (text.endsWith('.') && (flags & ALT) === 0) text = text.slice(0, -1);
  if (!exponential) return text;
  const exponent = decimal.point - 1;
  return `${text}e${exponent < 0 ? '-' : '+'}${Math.abs(exponent).toString().padStart(2, '0')}`;
}

/** `float.hex`. */
export function floatHex(x: number): string {
  if (!Number.isFinite(x)) return floatRepr(x);
  const high = highWord(x);
  const sign = high < 0 ? '-' : '';
  if (x === 0) return `${sign}0x0.0p+0`;
  const biased = (high >>> 20) & 0x7ff;
  const fraction = (high & 0xfffff).toString(16).padStart(5, '0') + lowWord(x).toString(16).padStart(8, '0');
  const exponent = biased === 0 ? -1022 : biased - 1023;
  return `${sign}0x${biased === 0 ? 0 : 1}.${fraction}p${exponent < 0 ? '' : '+'}${exponent}`;
}
