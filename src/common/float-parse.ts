/**
 * Text to doubles, as `float()` and `float.fromhex` read it.
 *
 * CPython: Python/pystrtod.c and `float_fromhex` in Objects/floatobject.c. Decimal text goes to the engine,
 * which rounds correctly; what is allowed differs from JavaScript and is checked here.
 */
import { scaledBigInt } from './double.ts';

const DIGITS = '[0-9](?:_?[0-9])*';
const DECIMAL = new RegExp(`^[+-]?(?:${DIGITS}(?:\\.(?:${DIGITS})?)?|\\.${DIGITS})(?:[eE][+-]?${DIGITS})?$`);
const SPECIAL = /^([+-]?)(?:(inf(?:inity)?)|nan)$/i;

/**
 * The value of a decimal number, `inf` or `nan`; undefined when it is none. White space and other digits than
 * ASCII's are the caller's.
 */
export function floatFromText(text: string): number | undefined {
  if (DECIMAL.test(text)) return Number(text.includes('_') ? text.replaceAll('_', '') : text);
  return specialFromText(text);
}

function specialFromText(text: string): number | undefined {
  const match = SPECIAL.exec(text);
  if (match === null) return undefined;
  const value = match[2] === undefined ? Number.NaN : Number.POSITIVE_INFINITY;
  return match[1] === '-' ? -value : value;
}

const HEXADECIMAL = /^([+-]?)(?:0[xX])?([0-9a-fA-F]*)(?:\.([0-9a-fA-F]*))?(?:[pP]([+-]?[0-9]+))?$/;

/**
 * The value of text that `float.hex` wrote, or may have written, without white space around it. `invalid` is
 * a ValueError, `overflow` an OverflowError to Python.
 */
export function floatFromHex(text: string): number | 'invalid' | 'overflow' {
  const special = specialFromText(text);
  if (special !== undefined) return special;
  const match = HEXADECIMAL.exec(text);
  if (match === null) return 'invalid';
  const [, sign, whole = '', fraction = '', power = '0'] = match;
  const digits = (whole + fraction).replace(/^0+/, '');
  if (whole + fraction === '') return 'invalid';
  let value = 0;
  if (digits !== '') {
    // Exponents and digit counts far beyond a double's range need no exact sum.
    const exponent = Math.max(Math.min(Number(power), 1e15), -1e15) - 4 * fraction.length;
    const top = exponent + 4 * digits.length;
    if (top > 1040) return 'overflow';
    if (top < -1100) value = 0;
    // 32 digits say all, if the last one says whether any other was not zero.
    else if (digits.length <= 32) value = scaledBigInt(BigInt(`0x${digits}`), exponent);
    else {
      const rest = /[^0]/.test(digits.slice(32)) ? '1' : '0';
      value = scaledBigInt(BigInt(`0x${digits.slice(0, 32)}${rest}`), exponent + 4 * (digits.length - 33));
    }
    if (!Number.isFinite(value)) return 'overflow';
  }
  return sign === '-' ? -value : value;
}
