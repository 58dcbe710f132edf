/**
 * Texts of numbers before they are parsed: digits of any script become ASCII's, and so does white space.
 * CPython: `_PyUnicode_TransformDecimalAndSpaceToASCII` in Objects/unicodeobject.c.
 */
import { decimalOf, isSpace } from '../common/unicode-properties.ts';
import { codePointsOf, type Str } from '../objects/str.ts';

/** White space as C's `isspace` has it. */
export function isCSpace(c: number): boolean {
  return c === 0x20 || (c >= 0x09 && c <= 0x0d);
}

/** The text without white space around it. */
export function stripCSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isCSpace(text.charCodeAt(start))) start++;
  while (end > start && isCSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

/** A str as ASCII text; at what is neither a digit nor white space nor ASCII it ends, with a `?`, which no number has. */
export function asciiNumberText(text: Str): string {
  if (typeof text === 'string' && /^[\0-\x7f]*$/.test(text)) return text;
  const codePoints = codePointsOf(text);
  let ascii = '';
  for (let i = 0; i < codePoints.length; i++) {
    const c = codePoints[i]!;
    const digit = c < 0x7f ? undefined : decimalOf(c);
    if (c < 0x7f) ascii += String.fromCharCode(c);
    else if (digit !== undefined) ascii += digit;
    else if (isSpace(c)) ascii += ' ';
    else return `${ascii}?`;
  }
  return ascii;
}

/** Bytes as text of one character each. */
export function latin1Text(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
