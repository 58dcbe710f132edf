/**
 * Methods of str about what stands at the ends of a string: strip, center, ljust, rjust, zfill, expandtabs.
 * CPython: `pad`, `do_strip`, `unicode_expandtabs_impl` in Objects/unicodeobject.c.
 */
import { isSpace } from '../common/unicode-properties.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { type Str, strLength } from '../objects/str.ts';
import { strValue } from '../runtime/convert.ts';
import { type Entry, methodsOf } from '../runtime/define.ts';
import { memoryError, typeError } from '../runtime/errors.ts';
import {
  codeAt,
  indexOfCode,
  MAX_STR_LENGTH,
  StrBuilder,
  strConcat,
  strRepeat,
  strSlice,
  textOf,
} from '../runtime/text.ts';

const method = methodsOf<PyObject>();

/** The text with so many fill characters on each side. */
function pad(text: Str, left: number, right: number, fill: Str): Str {
  if (left + right + strLength(text) > MAX_STR_LENGTH) throw memoryError();
  return strConcat(strConcat(strRepeat(fill, left), text), strRepeat(fill, right));
}

const LEFT = 1;
const RIGHT = 2;

/** The text without the characters of `chars` (white space when absent) at its ends. */
export function strStrip(text: Str, chars: Str | undefined, sides: number): Str {
  if (typeof text === 'string' && (chars === undefined || typeof chars === 'string')) {
    return stripText(text, chars, sides);
  }
  const length = strLength(text);
  const drops =
    chars === undefined
      ? (index: number): boolean => isSpace(codeAt(text, index))
      : (index: number): boolean => indexOfCode(chars, codeAt(text, index)) >= 0;
  let start = 0;
  if (sides & LEFT) while (start < length && drops(start)) start++;
  let end = length;
  if (sides & RIGHT) while (end > start && drops(end - 1)) end--;
  return strSlice(text, start, end);
}

/** The same without code points beyond U+FFFF. */
function stripText(text: string, chars: string | undefined, sides: number): string {
  let start = 0;
  let end = text.length;
  if (sides & LEFT) while (start < end && isDropped(text.charCodeAt(start), chars)) start++;
  if (sides & RIGHT) while (end > start && isDropped(text.charCodeAt(end - 1), chars)) end--;
  return end - start === text.length ? text : text.slice(start, end);
}

function isDropped(code: number, chars: string | undefined): boolean {
  if (chars === undefined) return isSpace(code);
  for (let i = 0; i < chars.length; i++) if (chars.charCodeAt(i) === code) return true;
  return false;
}

function strip(self: PyObject, chars: PyObject, sides: number, name: string): Str {
  const set = strValue(chars);
  if (set === undefined && chars !== None) throw typeError(`${name} arg must be None or str`);
  return strStrip(textOf(self), set, sides);
}

/** Tabs become blanks up to the next multiple of `size`; ends of lines start the count again. */
function expandTabs(text: Str, size: number): Str {
  const length = strLength(text);
  const out = new StrBuilder();
  let column = 0;
  for (let i = 0; i < length; i++) {
    const c = codeAt(text, i);
    if (c === 9) {
      if (size <= 0) continue;
      const blanks = size - (column % size);
      if (out.length + blanks > MAX_STR_LENGTH) throw memoryError();
      out.append(' '.repeat(blanks));
      column += blanks;
    } else {
      out.push(c);
      column = c === 10 || c === 13 ? 0 : column + 1;
    }
  }
  return out.finish();
}

/** Zeros in front, behind a sign. */
function zfill(text: Str, width: number): Str {
  const length = strLength(text);
  if (width <= length) return text;
  const filled = pad(text, width - length, 0, '0');
  const sign = length === 0 ? 0 : codeAt(text, 0);
  if (sign !== 0x2b && sign !== 0x2d) return filled;
  const rest = strSlice(filled, width - length + 1, width);
  return strConcat(String.fromCharCode(sign) + '0'.repeat(width - length), rest);
}

export const padMethods: readonly Entry[] = [
  method(
    'strip($self, chars: object = None, /) -> str',
    'Return a copy without white space at its start and end.\n\nWith chars given and not None, the characters in chars are removed instead.',
    (self, chars) => strip(self, chars, LEFT | RIGHT, 'strip'),
  ),
  method(
    'lstrip($self, chars: object = None, /) -> str',
    'Return a copy without white space at its start.\n\nWith chars given and not None, the characters in chars are removed instead.',
    (self, chars) => strip(self, chars, LEFT, 'lstrip'),
  ),
  method(
    'rstrip($self, chars: object = None, /) -> str',
    'Return a copy without white space at its end.\n\nWith chars given and not None, the characters in chars are removed instead.',
    (self, chars) => strip(self, chars, RIGHT, 'rstrip'),
  ),
  method(
    "center($self, width: ssize_t, fillchar: fill_char = ' ', /) -> str",
    'Return a string of length width with this one in the middle.\n\nThe fill character (a blank by default) stands on both sides.',
    (self, width, fill) => {
      const text = textOf(self);
      const margin = width - strLength(text);
      if (margin <= 0) return text;
      // An odd margin has its greater half on the left when the width is odd.
      const left = Math.floor(margin / 2) + (margin % 2 === 1 && width % 2 === 1 ? 1 : 0);
      return pad(text, left, margin - left, fill);
    },
  ),
  method(
    "ljust($self, width: ssize_t, fillchar: fill_char = ' ', /) -> str",
    'Return a string of length width that begins with this one.\n\nThe fill character (a blank by default) stands behind it.',
    (self, width, fill) => {
      const text = textOf(self);
      const margin = width - strLength(text);
      return margin <= 0 ? text : pad(text, 0, margin, fill);
    },
  ),
  method(
    "rjust($self, width: ssize_t, fillchar: fill_char = ' ', /) -> str",
    'Return a string of length width that ends with this one.\n\nThe fill character (a blank by default) stands before it.',
    (self, width, fill) => {
      const text = textOf(self);
      const margin = width - strLength(text);
      return margin <= 0 ? text : pad(text, margin, 0, fill);
    },
  ),
  method(
    'zfill($self, width: ssize_t, /) -> str',
    'Fill a numeric string with zeros on the left, up to the given width.\n\nThe string is never cut, and a sign stays in front.',
    (self, width) => zfill(textOf(self), width),
  ),
  method(
    'expandtabs($self, /, tabsize: int = 8) -> str',
    'Return a copy in which blanks stand for tab characters.\n\nWithout tabsize, tabs stand every 8 characters.',
    (self, tabsize) => {
      const text = textOf(self);
      return indexOfCode(text, 9) < 0 ? text : expandTabs(text, tabsize);
    },
  ),
];
