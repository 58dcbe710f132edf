/** Classes and cases of characters, and sets of them. CPython: Modules/_sre/sre.c (`sre_category`, `SRE(charset)`). */
import { fullUpper, toLower, toUpper } from '../../common/unicode-case.ts';
import { decimalOf, isAlpha, isLineBreak, isSpace, numericOf } from '../../common/unicode-properties.ts';
import {
  BIGCHARSET,
  CATEGORY,
  CHARSET,
  FAILURE,
  LITERAL,
  NEGATE,
  RANGE,
  RANGE_UNI_IGNORE,
} from './opcodes.ts';

export function isAsciiDigit(c: number): boolean {
  return c >= 48 && c <= 57;
}

export function isAsciiSpace(c: number): boolean {
  return c === 32 || (c >= 9 && c <= 13);
}

export function isAsciiWord(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || (c >= 48 && c <= 57) || c === 95;
}

/** `\w` of str patterns. */
export function isUnicodeWord(c: number): boolean {
  return c < 128 ? isAsciiWord(c) : isAlpha(c) || numericOf(c) !== undefined;
}

export function asciiLower(c: number): number {
  return c >= 65 && c <= 90 ? c + 32 : c;
}

function asciiUpper(c: number): number {
  return c >= 97 && c <= 122 ? c - 32 : c;
}

export function unicodeLower(c: number): number {
  return c < 128 ? asciiLower(c) : toLower(c);
}

export function unicodeUpper(c: number): number {
  // Of an upper case that has several characters the first one counts, as in `_PyUnicode_ToUppercase`.
  return c < 128 ? asciiUpper(c) : (fullUpper(c)?.[0] ?? toUpper(c));
}

type Predicate = (c: number) => boolean;

const not =
  (predicate: Predicate): Predicate =>
  (c) =>
    !predicate(c);

const isDecimal: Predicate = (c) => (c < 128 ? isAsciiDigit(c) : decimalOf(c) !== undefined);

const isNewline: Predicate = (c) => c === 10;

/** By the category's code; the locale's word characters are ASCII's and nothing else. */
const CATEGORIES: readonly Predicate[] = [
  isAsciiDigit,
  not(isAsciiDigit),
  isAsciiSpace,
  not(isAsciiSpace),
  isAsciiWord,
  not(isAsciiWord),
  isNewline,
  not(isNewline),
  isAsciiWord,
  not(isAsciiWord),
  isDecimal,
  not(isDecimal),
  isSpace,
  not(isSpace),
  isUnicodeWord,
  not(isUnicodeWord),
  isLineBreak,
  not(isLineBreak),
];

export function categoryPredicate(category: number): Predicate {
  return CATEGORIES[category]!;
}

/** Does a set, which stands in the code from `at` up to FAILURE, have the character? */
function isInSet(code: Uint32Array, start: number, c: number): boolean {
  let member = true;
  let at = start;
  for (;;) {
    switch (code[at++]) {
      case FAILURE:
        return !member;
      case LITERAL:
        if (c === code[at]) return member;
        at++;
        break;
      case CATEGORY:
        if (CATEGORIES[code[at]!]!(c)) return member;
        at++;
        break;
      case CHARSET:
        if (c < 256 && code[at + (c >>> 5)]! & (1 << (c & 31))) return member;
        at += 8;
        break;
      case RANGE:
        if (code[at]! <= c && c <= code[at + 1]!) return member;
        at += 2;
        break;
      case RANGE_UNI_IGNORE: {
        if (code[at]! <= c && c <= code[at + 1]!) return member;
        const upper = unicodeUpper(c);
        if (code[at]! <= upper && upper <= code[at + 1]!) return member;
        at += 2;
        break;
      }
      case NEGATE:
        member = !member;
        break;
      case BIGCHARSET: {
        const blocks = code[at++]!;
        if (c < 65536) {
          const index = c >>> 8;
          const block = (code[at + (index >>> 2)]! >>> ((index & 3) * 8)) & 255;
          const bits = code[at + 64 + block * 8 + ((c & 255) >>> 5)]!;
          if (bits & (1 << (c & 31))) return member;
        }
        at += 64 + blocks * 8;
        break;
      }
      default:
        return false;
    }
  }
}

/** A set with its answers for the first 256 characters worked out. */
export class CharacterSet {
  readonly #code: Uint32Array;
  readonly #start: number;
  readonly #low = new Uint8Array(256);

  constructor(code: Uint32Array, start: number) {
    this.#code = code;
    this.#start = start;
    for (let c = 0; c < 256; c++) this.#low[c] = isInSet(code, start, c) ? 1 : 0;
  }
  has(c: number): boolean {
    return c < 256 ? this.#low[c] === 1 : isInSet(this.#code, this.#start, c);
  }
}
