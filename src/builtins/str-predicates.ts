/**
 * Questions about the characters of a string: isalpha, isdigit, isidentifier, …
 * CPython: `unicode_is*_impl` in Objects/unicodeobject.c. Properties are those of Unicode 16.0.
 */
import { isPrintable, isXidContinue, isXidStart } from '../common/unicode.ts';
import {
  decimalOf,
  digitOf,
  isAlpha,
  isLower,
  isSpace,
  isTitle,
  isUpper,
  numericOf,
} from '../common/unicode-properties.ts';
import type { PyObject } from '../objects/object.ts';
import { type Str, strLength } from '../objects/str.ts';
import { type Entry, methodsOf } from '../runtime/define.ts';
import { codeAt, isAsciiText, textOf } from '../runtime/text.ts';

const method = methodsOf<PyObject>();

/** Is there a character, and do all have the property? */
function all(text: Str, has: (c: number) => boolean): boolean {
  const length = strLength(text);
  for (let i = 0; i < length; i++) if (!has(codeAt(text, i))) return false;
  return length > 0;
}

function isDecimal(c: number): boolean {
  return decimalOf(c) !== undefined;
}

function isDigit(c: number): boolean {
  return digitOf(c) !== undefined;
}

function isNumeric(c: number): boolean {
  return numericOf(c) !== undefined;
}

function isAlnum(c: number): boolean {
  return isAlpha(c) || isNumeric(c);
}

function isLowerText(text: Str): boolean {
  const length = strLength(text);
  let cased = false;
  for (let i = 0; i < length; i++) {
    const c = codeAt(text, i);
    if (isUpper(c) || isTitle(c)) return false;
    cased ||= isLower(c);
  }
  return cased;
}

function isUpperText(text: Str): boolean {
  const length = strLength(text);
  let cased = false;
  for (let i = 0; i < length; i++) {
    const c = codeAt(text, i);
    if (isLower(c) || isTitle(c)) return false;
    cased ||= isUpper(c);
  }
  return cased;
}

/** Upper and title case only where no cased character is before, lower case only where one is. */
function isTitleText(text: Str): boolean {
  const length = strLength(text);
  let cased = false;
  let afterCased = false;
  for (let i = 0; i < length; i++) {
    const c = codeAt(text, i);
    if (isUpper(c) || isTitle(c)) {
      if (afterCased) return false;
      afterCased = true;
      cased = true;
    } else if (isLower(c)) {
      if (!afterCased) return false;
      cased = true;
    } else {
      afterCased = false;
    }
  }
  return cased;
}

/** `str.isidentifier`, keywords included. */
export function isIdentifier(text: Str): boolean {
  const length = strLength(text);
  if (length === 0 || !isXidStart(codeAt(text, 0))) return false;
  for (let i = 1; i < length; i++) if (!isXidContinue(codeAt(text, i))) return false;
  return true;
}

export const predicateMethods: readonly Entry[] = [
  method(
    'isascii($self, /) -> bool',
    'Return True if all characters are ASCII, False otherwise.\n\nThose are the code points from U+0000 to U+007F. An empty string is ASCII too.',
    (self) => isAsciiText(textOf(self)),
  ),
  method(
    'islower($self, /) -> bool',
    'Return True if all cased characters are lower case and there is one, False otherwise.',
    (self) => isLowerText(textOf(self)),
  ),
  method(
    'isupper($self, /) -> bool',
    'Return True if all cased characters are upper case and there is one, False otherwise.',
    (self) => isUpperText(textOf(self)),
  ),
  method(
    'istitle($self, /) -> bool',
    'Return True if the string is in title case, False otherwise.\n\nUpper and title case may follow only uncased characters, lower case only cased ones.',
    (self) => isTitleText(textOf(self)),
  ),
  method(
    'isspace($self, /) -> bool',
    'Return True if all characters are white space and there is one, False otherwise.',
    (self) => all(textOf(self), isSpace),
  ),
  method(
    'isdecimal($self, /) -> bool',
    'Return True if all characters are digits of a decimal system and there is one, False otherwise.',
    (self) => all(textOf(self), isDecimal),
  ),
  method(
    'isdigit($self, /) -> bool',
    'Return True if all characters are digits and there is one, False otherwise.',
    (self) => all(textOf(self), isDigit),
  ),
  method(
    'isnumeric($self, /) -> bool',
    'Return True if all characters stand for numbers and there is one, False otherwise.',
    (self) => all(textOf(self), isNumeric),
  ),
  method(
    'isalpha($self, /) -> bool',
    'Return True if all characters are letters and there is one, False otherwise.',
    (self) => all(textOf(self), isAlpha),
  ),
  method(
    'isalnum($self, /) -> bool',
    'Return True if all characters are letters or numbers and there is one, False otherwise.',
    (self) => all(textOf(self), isAlnum),
  ),
  method(
    'isidentifier($self, /) -> bool',
    'Return True if the string could be a name in Python, False otherwise.\n\nkeyword.iskeyword(s) tells whether it is reserved, as "def" and "class" are.',
    (self) => isIdentifier(textOf(self)),
  ),
  method(
    'isprintable($self, /) -> bool',
    'Return True if repr() would show all characters as they are, False otherwise.',
    (self) => {
      const text = textOf(self);
      return text === '' || all(text, isPrintable);
    },
  ),
];
