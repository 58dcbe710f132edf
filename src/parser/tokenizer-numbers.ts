/**
 * Number tokens: what may stand in one, and what may follow it. CPython: the number part of Parser/lexer/lexer.c.
 * The value is made later: see number-literal.ts. A number cannot leave its line, so characters are read directly.
 */
import type { TokenizerState } from './tokenizer-state.ts';
import { ERRORTOKEN, NUMBER } from './tokens.ts';

function isDigit(c: number): boolean {
  return c >= 0x30 && c <= 0x39;
}

function isHexDigit(c: number): boolean {
  return isDigit(c) || ((c | 0x20) >= 0x61 && (c | 0x20) <= 0x66);
}

function isNameCharacter(c: number): boolean {
  return isDigit(c) || c === 0x5f || ((c | 0x20) >= 0x61 && (c | 0x20) <= 0x7a);
}

/** Reads a number whose first digit `c`, or (`fraction`) the digit after its leading period, was just read. */
export function scanNumber(tok: TokenizerState, c: number, fraction: boolean): number {
  const src = tok.src;
  let next: number;
  if (fraction) {
    if (!readDecimalTail(tok)) return ERRORTOKEN;
  } else if (c === 0x30) {
    next = src.charCodeAt(tok.cur) | 0x20;
    if (next === 0x78) return scanRadix(tok, 16, 'hexadecimal');
    if (next === 0x6f) return scanRadix(tok, 8, 'octal');
    if (next === 0x62) return scanRadix(tok, 2, 'binary');
    if (!readZeros(tok)) return ERRORTOKEN;
    const zerosEnd = tok.cur + 1;
    const nonzero = isDigit(src.charCodeAt(tok.cur));
    if (nonzero) {
      tok.cur++;
      if (!readDecimalTail(tok)) return ERRORTOKEN;
    }
    next = src.charCodeAt(tok.cur);
    if (nonzero && !tok.extraTokens && next !== 0x2e && (next | 0x20) !== 0x65 && (next | 0x20) !== 0x6a) {
      return tok.syntaxError(
        'leading zeros in decimal integer literals are not permitted; ' +
          'use an 0o prefix for octal integers',
        tok.byteColumn(tok.lineStart, tok.start) + 1,
        tok.byteColumn(tok.lineStart, zerosEnd),
      );
    }
  } else if (!readDecimalTail(tok)) {
    return ERRORTOKEN;
  }

  if (!fraction && src.charCodeAt(tok.cur) === 0x2e) {
    tok.cur++;
    if (isDigit(src.charCodeAt(tok.cur))) {
      tok.cur++;
      if (!readDecimalTail(tok)) return ERRORTOKEN;
    }
  }
  next = src.charCodeAt(tok.cur);
  if (next === 0x65 || next === 0x45) {
    const e = next;
    next = src.charCodeAt(tok.cur + 1);
    if (next === 0x2b || next === 0x2d) {
      tok.cur += 2;
      if (!isDigit(src.charCodeAt(tok.cur))) return tok.syntaxError('invalid decimal literal');
      tok.cur++;
    } else if (isDigit(next)) {
      tok.cur += 2;
    } else {
      // No exponent: the number ends before the letter, which may begin a keyword (`1else`).
      tok.cur++;
      if (!verifyEndOfNumber(tok, e, 'decimal')) return ERRORTOKEN;
      tok.cur--;
      return tok.token(NUMBER, tok.start, tok.cur);
    }
    if (!readDecimalTail(tok)) return ERRORTOKEN;
    next = src.charCodeAt(tok.cur);
  }
  let kind = 'decimal';
  if (next === 0x6a || next === 0x4a) {
    tok.cur++;
    kind = 'imaginary';
  }
  return endOfNumber(tok, kind);
}

/** Reads the digits after `0x`, `0o` or `0b`. */
function scanRadix(tok: TokenizerState, radix: number, name: string): number {
  const src = tok.src;
  tok.cur++;
  let c: number;
  do {
    if (src.charCodeAt(tok.cur) === 0x5f) tok.cur++;
    c = src.charCodeAt(tok.cur);
    if (!isRadixDigit(c, radix)) return badDigit(tok, c, name);
    do c = src.charCodeAt(++tok.cur);
    while (isRadixDigit(c, radix));
  } while (c === 0x5f);
  if (isDigit(c)) return badDigit(tok, c, name);
  return endOfNumber(tok, name);
}

function isRadixDigit(c: number, radix: number): boolean {
  return radix === 16 ? isHexDigit(c) : c >= 0x30 && c < 0x30 + radix;
}

function badDigit(tok: TokenizerState, c: number, name: string): number {
  if (!isDigit(c)) return tok.syntaxError(`invalid ${name} literal`);
  tok.cur++;
  return tok.syntaxError(`invalid digit '${String.fromCharCode(c)}' in ${name} literal`);
}

/** Reads zeros and single underscores between them. */
function readZeros(tok: TokenizerState): boolean {
  const src = tok.src;
  for (;;) {
    const c = src.charCodeAt(tok.cur);
    if (c === 0x5f) {
      if (!isDigit(src.charCodeAt(++tok.cur))) {
        tok.syntaxError('invalid decimal literal');
        return false;
      }
      if (src.charCodeAt(tok.cur) !== 0x30) return true;
    } else if (c !== 0x30) {
      return true;
    }
    tok.cur++;
  }
}

/** Reads digits and single underscores between them. */
function readDecimalTail(tok: TokenizerState): boolean {
  const src = tok.src;
  let cur = tok.cur;
  for (;;) {
    let c = src.charCodeAt(cur);
    while (c >= 0x30 && c <= 0x39) c = src.charCodeAt(++cur);
    if (c !== 0x5f) {
      tok.cur = cur;
      return true;
    }
    c = src.charCodeAt(++cur);
    if (!isDigit(c)) {
      tok.cur = cur;
      tok.syntaxError('invalid decimal literal');
      return false;
    }
  }
}

function endOfNumber(tok: TokenizerState, kind: string): number {
  const c = tok.src.charCodeAt(tok.cur);
  if (isNameCharacter(c)) {
    tok.cur++;
    if (!verifyEndOfNumber(tok, c, kind)) return ERRORTOKEN;
    tok.cur--;
  }
  return tok.token(NUMBER, tok.start, tok.cur);
}

/**
 * May the character `c`, just read, follow a number? Keywords that can stand after a number in valid code only get
 * a warning; any other letter, digit or underscore is an error, which is noted.
 */
function verifyEndOfNumber(tok: TokenizerState, c: number, kind: string): boolean {
  if (tok.extraTokens) return true;
  let isKeyword = false;
  switch (c) {
    case 0x61: // a
      isKeyword = wordFollows(tok, 'nd');
      break;
    case 0x65: // e
      isKeyword = wordFollows(tok, 'lse');
      break;
    case 0x66: // f
      isKeyword = wordFollows(tok, 'or');
      break;
    case 0x69: {
      // if, in, is: whatever follows them
      const c2 = tok.src.charCodeAt(tok.cur);
      isKeyword = c2 === 0x66 || c2 === 0x6e || c2 === 0x73;
      break;
    }
    case 0x6e: // n
      isKeyword = wordFollows(tok, 'ot');
      break;
    case 0x6f: // o
      isKeyword = wordFollows(tok, 'r');
      break;
  }
  tok.cur--;
  if (isKeyword) {
    if (!tok.syntaxWarning(`invalid ${kind} literal`)) return false;
  } else if (isNameCharacter(c)) {
    tok.syntaxError(`invalid ${kind} literal`);
    return false;
  }
  tok.cur++;
  return true;
}

/** Does the rest of a word stand here, and the word end after it? */
function wordFollows(tok: TokenizerState, rest: string): boolean {
  if (!tok.src.startsWith(rest, tok.cur)) return false;
  const c = tok.src.charCodeAt(tok.cur + rest.length);
  return c < 128 && !isNameCharacter(c);
}
