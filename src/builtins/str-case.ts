/**
 * Case of strings: lower, upper, title, capitalize, swapcase, casefold.
 *
 * The mappings are the full ones of Unicode 16.0: a character may become up to three, and a capital sigma at the end of
 * a word becomes a final one. CPython: `do_lower`, `do_title`, `handle_capital_final_sigma`, … in
 * Objects/unicodeobject.c.
 */
import {
  fullFold,
  fullLower,
  fullTitle,
  fullUpper,
  toLower,
  toTitle,
  toUpper,
} from '../common/unicode-case.ts';
import { isCased, isCaseIgnorable, isLower, isUpper } from '../common/unicode-properties.ts';
import type { PyObject } from '../objects/object.ts';
import { type Str, strLength } from '../objects/str.ts';
import { type Entry, methodsOf } from '../runtime/define.ts';
import { codeAt, isAsciiText, StrBuilder, textOf } from '../runtime/text.ts';

const method = methodsOf<PyObject>();

const CAPITAL_SIGMA = 0x3a3;
const SMALL_SIGMA = 0x3c3;
const FINAL_SIGMA = 0x3c2;

function pushAll(out: StrBuilder, codePoints: readonly number[]): void {
  for (let i = 0; i < codePoints.length; i++) out.push(codePoints[i]);
}

/** Is the capital sigma at `index` the last letter of a word that has others before it? */
function isFinalSigma(text: Str, index: number): boolean {
  let before = index - 1;
  while (before >= 0 && isCaseIgnorable(codeAt(text, before))) before--;
  if (before < 0 || !isCased(codeAt(text, before))) return false;
  const length = strLength(text);
  let after = index + 1;
  while (after < length && isCaseIgnorable(codeAt(text, after))) after++;
  return after === length || !isCased(codeAt(text, after));
}

function pushLower(out: StrBuilder, text: Str, index: number): void {
  const c = codeAt(text, index);
  if (c === CAPITAL_SIGMA) {
    out.push(isFinalSigma(text, index) ? FINAL_SIGMA : SMALL_SIGMA);
    return;
  }
  const full = fullLower(c);
  if (full === undefined) out.push(toLower(c));
  else pushAll(out, full);
}

function pushUpper(out: StrBuilder, c: number): void {
  const full = fullUpper(c);
  if (full === undefined) out.push(toUpper(c));
  else pushAll(out, full);
}

function pushTitle(out: StrBuilder, c: number): void {
  const full = fullTitle(c);
  if (full === undefined) out.push(toTitle(c));
  else pushAll(out, full);
}

export function strLower(text: Str): Str {
  // For ASCII the host's mapping is Python's, in any locale and any version of Unicode.
  if (isAsciiText(text)) return text.toLowerCase();
  const out = new StrBuilder();
  const length = strLength(text);
  for (let i = 0; i < length; i++) pushLower(out, text, i);
  return out.finish();
}

export function strUpper(text: Str): Str {
  if (isAsciiText(text)) return text.toUpperCase();
  const out = new StrBuilder();
  const length = strLength(text);
  for (let i = 0; i < length; i++) pushUpper(out, codeAt(text, i));
  return out.finish();
}

export function strCasefold(text: Str): Str {
  if (isAsciiText(text)) return text.toLowerCase();
  const out = new StrBuilder();
  const length = strLength(text);
  for (let i = 0; i < length; i++) {
    const c = codeAt(text, i);
    const full = fullFold(c);
    if (full === undefined) out.push(toLower(c));
    else pushAll(out, full);
  }
  return out.finish();
}

function strTitle(text: Str): Str {
  const out = new StrBuilder();
  const length = strLength(text);
  let afterCased = false;
  for (let i = 0; i < length; i++) {
    const c = codeAt(text, i);
    if (afterCased) pushLower(out, text, i);
    else pushTitle(out, c);
    afterCased = isCased(c);
  }
  return out.finish();
}

function strCapitalize(text: Str): Str {
  if (text === '') return '';
  if (isAsciiText(text)) return text[0].toUpperCase() + text.slice(1).toLowerCase();
  const out = new StrBuilder();
  const length = strLength(text);
  pushTitle(out, codeAt(text, 0));
  for (let i = 1; i < length; i++) pushLower(out, text, i);
  return out.finish();
}

function strSwapcase(text: Str): Str {
  const out = new StrBuilder();
  const length = strLength(text);
  for (let i = 0; i < length; i++) {
    const c = codeAt(text, i);
    if (isUpper(c)) pushLower(out, text, i);
    else if (isLower(c)) pushUpper(out, c);
    else out.push(c);
  }
  return out.finish();
}

export const caseMethods: readonly Entry[] = [
  method('lower($self, /) -> str', 'Return a copy with all cased characters in lower case.', (self) =>
    strLower(textOf(self)),
  ),
  method('upper($self, /) -> str', 'Return a copy with all cased characters in upper case.', (self) =>
    strUpper(textOf(self)),
  ),
  method(
    'casefold($self, /) -> str',
    'Return a form of the string that suits comparison without regard to case.',
    (self) => strCasefold(textOf(self)),
  ),
  method(
    'title($self, /) -> str',
    'Return a copy in which every word begins in title case.\n\nThe other cased characters of a word are in lower case.',
    (self) => strTitle(textOf(self)),
  ),
  method(
    'capitalize($self, /) -> str',
    'Return a copy whose first character is in title case and whose others are in lower case.',
    (self) => strCapitalize(textOf(self)),
  ),
  method(
    'swapcase($self, /) -> str',
    'Return a copy with upper case turned into lower case and lower case into upper case.',
    (self) => strSwapcase(textOf(self)),
  ),
];
