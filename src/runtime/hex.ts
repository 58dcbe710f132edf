/** Octets as pairs of hexadecimal digits. CPython: Python/pystrhex.c, `_PyBytes_FromHex` in Objects/bytesobject.c. */
import { isSpaceOctet } from '../common/octets.ts';
import { PyBytes } from '../objects/bytes.ts';
import type { PyObject } from '../objects/object.ts';
import { codePointsOf, strLength } from '../objects/str.ts';
import { bytesLike, hasBuffer } from './buffer.ts';
import { decodeLatin1 } from './codecs/latin1.ts';
import { strValue } from './convert.ts';
import { typeError, valueError } from './errors.ts';
import { newOctets } from './octets.ts';
import { length } from './sequence.ts';
import { codeAt } from './text.ts';
import { typeName } from './type-of.ts';

/** The character of a digit's value, for which a table would be asked longer. */
function digitOf(value: number): number {
  return value < 10 ? value + 0x30 : value + 0x57;
}

/** Writes the digits of octets that no separator stands between. */
function putPairs(digits: Uint8Array, octets: Uint8Array): void {
  for (let i = 0; i < octets.length; i++) {
    const octet = octets[i]!;
    digits[2 * i] = digitOf(octet >> 4);
    digits[2 * i + 1] = digitOf(octet & 15);
  }
}

/** The value of a hexadecimal digit, 16 for anything else. */
export function hexDigitValue(c: number): number {
  if (c >= 0x30 && c <= 0x39) return c - 0x30;
  const letter = c | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : 16;
}

/** The octet of a separator argument. */
function separatorOctet(sep: PyObject, ascii: boolean): number {
  const count = length(sep);
  if (count !== 1) throw valueError('sep must be length 1.');
  const text = strValue(sep);
  let octet: number;
  if (text !== undefined) {
    octet = strLength(text) === 1 ? codeAt(text, 0) : 0x100;
    if (octet > 0xff) throw valueError('sep must be ASCII.');
  } else if (sep instanceof PyBytes) octet = sep.value[0]!;
  else throw typeError('sep must be str or bytes.');
  if (octet > 127 && ascii) throw valueError('sep must be ASCII.');
  return octet;
}

/**
 * The digits of octets, as octets. A separator stands between groups of `bytesPerSep` octets, counted from the right,
 * or from the left when that is negative.
 */
export function hexDigits(
  octets: Uint8Array,
  sep: PyObject | undefined,
  bytesPerSep: number,
  asciiSeparator: boolean,
): Uint8Array {
  const separator = sep === undefined ? 0 : separatorOctet(sep, asciiSeparator);
  const count = octets.length;
  const group = sep === undefined || Math.abs(bytesPerSep) >= count ? 0 : Math.abs(bytesPerSep);
  const separators = group === 0 ? 0 : Math.floor((count - 1) / group);
  const digits = newOctets(2 * count + separators);
  if (separators === 0) {
    putPairs(digits, octets);
    return digits;
  }
  // So many octets come before the next separator.
  let left = group === 0 ? count : bytesPerSep < 0 ? group : count - separators * group;
  for (let i = 0, to = 0; i < count; i++) {
    if (left-- === 0) {
      digits[to++] = separator;
      left = group - 1;
    }
    const octet = octets[i]!;
    digits[to++] = digitOf(octet >> 4);
    digits[to++] = digitOf(octet & 15);
  }
  return digits;
}

/** The digits of octets as a str; the separator must be ASCII. */
export function hexText(octets: Uint8Array, sep?: PyObject, bytesPerSep = 0): string {
  return decodeLatin1(hexDigits(octets, sep, bytesPerSep, true));
}

/** What {@link hexDigitValue} gives for ASCII. */
const VALUES = Uint8Array.from({ length: 128 }, (_, c) => hexDigitValue(c));

/** The octets of a text that is nothing but pairs of digits. */
function octetsFromPairs(text: string): Uint8Array | undefined {
  const count = text.length / 2;
  if (!Number.isInteger(count)) return undefined;
  const octets = newOctets(count);
  for (let i = 0; i < count; i++) {
    const high = text.charCodeAt(2 * i);
    const low = text.charCodeAt(2 * i + 1);
    if (high > 127 || low > 127) return undefined;
    const octet = (VALUES[high]! << 4) | VALUES[low]!;
    if (VALUES[low]! > 15 || octet > 255) return undefined;
    octets[i] = octet;
  }
  return octets;
}

/** The octets of pairs of digits; white space may stand between the pairs. */
export function octetsFromHex(value: PyObject): Uint8Array {
  const text = strValue(value);
  const plain = typeof text === 'string' ? octetsFromPairs(text) : undefined;
  if (plain !== undefined) return plain;
  if (text === undefined && !hasBuffer(value)) {
    throw typeError(`fromhex() argument must be str or bytes-like, not ${typeName(value)}`);
  }
  const digits = text === undefined ? bytesLike(value) : codePointsOf(text);
  if (text !== undefined) {
    const wrong = Array.prototype.findIndex.call(digits, (c: number) => c > 127);
    if (wrong >= 0) notHexadecimal(wrong);
  }
  const octets = newOctets(digits.length >> 1);
  let count = 0;
  for (let i = 0; i < digits.length; ) {
    if (isSpaceOctet(digits[i]!)) {
      i++;
      continue;
    }
    const high = hexDigitValue(digits[i]!);
    if (high > 15) notHexadecimal(i);
    if (++i === digits.length) {
      throw valueError('fromhex() arg must contain an even number of hexadecimal digits');
    }
    const low = hexDigitValue(digits[i]!);
    if (low > 15) notHexadecimal(i);
    i++;
    octets[count++] = (high << 4) | low;
  }
  return count === octets.length ? octets : octets.slice(0, count);
}

function notHexadecimal(position: number): never {
  throw valueError(`non-hexadecimal number found in fromhex() arg at position ${position}`);
}
