/**
 * String tokens, and the pieces of f-strings and t-strings. CPython: the string part of Parser/lexer/lexer.c.
 *
 * An ordinary string is one token. An f-string or t-string is a START token, which pushes a `FtstringMode`, then
 * MIDDLE tokens for its text alternating with the ordinary tokens of its replacement fields, then an END token.
 * While `mode.inText`, text is read here; a `{` hands over to the ordinary tokenizer, which hands back at the `}` or
 * `:` that ends the expression. A format spec is text again, in which fields may be nested.
 */
import { E_EOFS, E_EOLS, E_ERROR, FtstringMode, NO_TOKEN, type TokenizerState } from './tokenizer-state.ts';
import {
  ERRORTOKEN,
  FSTRING_END,
  FSTRING_MIDDLE,
  FSTRING_START,
  STRING,
  TSTRING_END,
  TSTRING_MIDDLE,
  TSTRING_START,
} from './tokens.ts';

/** Most f-strings and t-strings inside each other, the ground level counted (CPython's MAXFSTRINGLEVEL). */
const MAX_FSTRING_LEVEL = 150;
/** Most replacement fields inside the format specs of one another. */
const MAX_EXPR_NESTING = 3;

/** The letters of a string prefix, as bits. */
const B = 1;
const U = 2;
const R = 4;
const F = 8;
const T = 16;

/** Pairs of prefix letters that cannot stand together, in the order of CPython's tests. */
const INCOMPATIBLE: readonly (readonly [number, string, string])[] = [
  [U | B, 'u', 'b'],
  [U | R, 'u', 'r'],
  [U | F, 'u', 'f'],
  [U | T, 'u', 't'],
  [B | F, 'b', 'f'],
  [B | T, 'b', 't'],
  [F | T, 'f', 't'],
];

function prefixBit(c: number): number {
  switch (c | 0x20) {
    case 0x62:
      return B;
    case 0x75:
      return U;
    case 0x72:
      return R;
    case 0x66:
      return F;
    case 0x74:
      return T;
    default:
      return 0;
  }
}

/** The prefix letters between here and a quote; 0 if something else comes first, or a letter twice. */
export function prefixBits(src: string, start: number): number {
  let bits = 0;
  for (let i = start; ; i++) {
    const c = src.charCodeAt(i);
    if (c === 0x22 || c === 0x27) return bits;
    const bit = prefixBit(c);
    if (bit === 0 || (bits & bit) !== 0) return 0;
    bits |= bit;
  }
}

/** Reads a string that begins with these prefix letters, of which one was read. */
export function scanPrefixedString(tok: TokenizerState, prefix: number): number {
  let quote: number;
  do quote = tok.src.charCodeAt(tok.cur++);
  while (quote !== 0x22 && quote !== 0x27);
  for (const [bits, first, second] of INCOMPATIBLE) {
    if ((prefix & bits) !== bits) continue;
    return tok.syntaxError(
      `'${first}' and '${second}' prefixes are incompatible`,
      tok.byteColumn(tok.lineStart, tok.start) + 1,
      tok.byteColumn(tok.lineStart, tok.cur),
    );
  }
  return (prefix & (F | T)) !== 0 ? scanFtstringStart(tok, prefix, quote) : scanString(tok, quote);
}

/** Reads the rest of a string whose opening quote, or the first of three, was just read. */
export function scanString(tok: TokenizerState, quote: number): number {
  let src = tok.src;
  tok.firstLineno = tok.lineno;
  tok.multiLineStart = tok.lineStart;
  let cur = tok.cur;
  let triple = false;
  if (src.charCodeAt(cur) === quote) {
    if (src.charCodeAt(cur + 1) !== quote) {
      tok.cur = cur + 1;
      return tok.token(STRING, tok.start, tok.cur);
    }
    triple = true;
    cur += 2;
  }
  let hasEscapedQuote = false;
  for (;;) {
    if (cur === tok.inp) {
      tok.cur = cur;
      if (!tok.nextLine()) return unterminatedString(tok, quote, triple, hasEscapedQuote, 0);
      src = tok.src;
    }
    let c = src.charCodeAt(cur++);
    if (c === quote) {
      if (!triple) break;
      if (src.charCodeAt(cur) === quote && src.charCodeAt(cur + 1) === quote) {
        cur += 2;
        break;
      }
    } else if (c === 0x0a) {
      if (!triple) return unterminatedString(tok, quote, triple, hasEscapedQuote, c);
    } else if (c === 0x5c) {
      // The character after a backslash is not looked at, but an end of the source stays one.
      c = src.charCodeAt(cur);
      if (cur < tok.inp) cur++;
      if (c === quote) hasEscapedQuote = true;
      if (c === 0x0d && cur < tok.inp) cur++;
    }
  }
  tok.cur = cur;
  return tok.stringToken(STRING, tok.multiLineStart, cur);
}

/** The error stands at the opening quote. `last` is the character at which the string broke off. */
function unterminatedString(
  tok: TokenizerState,
  quote: number,
  triple: boolean,
  hasEscapedQuote: boolean,
  last: number,
): number {
  if (tok.done === E_ERROR) return tok.bareToken(ERRORTOKEN);
  const lineno = tok.lineno;
  tok.cur = tok.start + 1;
  tok.lineStart = tok.multiLineStart;
  tok.lineno = tok.firstLineno;
  const mode = tok.mode;
  if (mode !== undefined && mode.quote === quote && mode.quoteSize === (triple ? 3 : 1)) {
    // This quote was meant to end the f-string around it.
    return tok.syntaxError(`${mode.letter}-string: expecting '}'`);
  }
  if (triple) {
    tok.syntaxError(`unterminated triple-quoted string literal (detected at line ${lineno})`);
    tok.done = E_EOFS;
    return ERRORTOKEN;
  }
  const hint = hasEscapedQuote ? '; perhaps you escaped the end quote?' : '';
  tok.syntaxError(`unterminated string literal (detected at line ${lineno})${hint}`);
  if (last !== 0x0a) tok.done = E_EOLS;
  return ERRORTOKEN;
}

/** The START token of an f-string or t-string, whose first quote was just read. */
function scanFtstringStart(tok: TokenizerState, prefix: number, quote: number): number {
  tok.firstLineno = tok.lineno;
  tok.multiLineStart = tok.lineStart;
  let quoteSize = 1;
  if (tok.src.charCodeAt(tok.cur) === quote && tok.src.charCodeAt(tok.cur + 1) === quote) {
    quoteSize = 3;
    tok.cur += 2;
  }
  if (tok.modes.length + 1 >= MAX_FSTRING_LEVEL) {
    return tok.syntaxError('too many nested f-strings or t-strings');
  }
  const mode = new FtstringMode(tok, (prefix & T) !== 0, (prefix & R) !== 0, quote, quoteSize);
  tok.modes.push(mode);
  tok.mode = mode;
  return tok.token(mode.isTemplate ? TSTRING_START : FSTRING_START, tok.start, tok.cur);
}

/** Reads the next token of an f-string's text; NO_TOKEN if a replacement field begins here. */
export function scanFtstringText(tok: TokenizerState, mode: FtstringMode): number {
  const src = tok.src;
  tok.start = tok.cur;
  tok.firstLineno = tok.lineno;
  if (src.charCodeAt(tok.cur) === 0x7b && src.charCodeAt(tok.cur + 1) !== 0x7b) {
    return beginField(tok, mode) ? NO_TOKEN : ERRORTOKEN;
  }
  let endQuotes = 0;
  while (endQuotes < mode.quoteSize && src.charCodeAt(tok.cur) === mode.quote) {
    tok.cur++;
    endQuotes++;
  }
  if (endQuotes === mode.quoteSize) {
    tok.modes.pop();
    tok.mode = tok.modes[tok.modes.length - 1];
    return tok.token(mode.isTemplate ? TSTRING_END : FSTRING_END, tok.start, tok.cur);
  }
  tok.multiLineStart = tok.lineStart;
  const end = readText(tok, mode);
  if (end < 0) return tok.bareToken(ERRORTOKEN);
  return tok.stringToken(mode.isTemplate ? TSTRING_MIDDLE : FSTRING_MIDDLE, tok.multiLineStart, end);
}

/** Reads text up to where its token ends and returns that position; -1 if there is an error. */
function readText(tok: TokenizerState, mode: FtstringMode): number {
  const inFormatSpec = mode.inFormatSpec && mode.curlyBracketExprStartDepth >= 0;
  let inNameEscape = false;
  let endQuotes = 0;
  while (endQuotes < mode.quoteSize) {
    const c = tok.nextChar();
    if (c === 0 || (c === 0x0a && mode.quoteSize === 1)) return brokenText(tok, mode, c, inFormatSpec);
    if (c === mode.quote) {
      endQuotes++;
      continue;
    }
    endQuotes = 0;
    if (c === 0x7b) {
      mode.exprStart = tok.cur;
      mode.exprEnd = -1;
      const isDoubled = tok.src.charCodeAt(tok.cur) === 0x7b && !inFormatSpec;
      if (isDoubled) return tok.cur++;
      tok.cur--;
      if (!beginField(tok, mode)) return -1;
      mode.inFormatSpec = false;
      return tok.cur;
    }
    if (c === 0x7d) {
      if (inNameEscape) return tok.cur;
      const isDoubled = tok.src.charCodeAt(tok.cur) === 0x7d && !inFormatSpec && mode.curlyBracketDepth === 0;
      if (isDoubled) return tok.cur++;
      tok.cur--;
      mode.inText = false;
      mode.inFormatSpec = false;
      return tok.cur;
    }
    if (c === 0x5c) {
      let next = tok.nextChar();
      if (next === 0x0d) next = tok.nextChar();
      if (next === 0x7b || next === 0x7d) {
        // The brace still counts as a brace.
        if (!mode.raw && !warnBraceEscape(tok, next)) return -1;
        tok.cur--;
      } else if (next === 0x4e && !mode.raw && tok.src.charCodeAt(tok.cur) === 0x7b) {
        tok.cur++;
        inNameEscape = true;
      }
    }
  }
  // The quotes belong to the END token.
  tok.cur -= mode.quoteSize;
  return tok.cur;
}

/** Hands over to the ordinary tokenizer at a `{`. False if fields are nested too deeply. */
function beginField(tok: TokenizerState, mode: FtstringMode): boolean {
  mode.curlyBracketExprStartDepth++;
  if (mode.curlyBracketExprStartDepth >= MAX_EXPR_NESTING) {
    tok.syntaxError(`${mode.letter}-string: expressions nested too deeply`);
    return false;
  }
  mode.inText = false;
  return true;
}

/** Notes the error of text that broke off at a line end or the end of the source. */
function brokenText(tok: TokenizerState, mode: FtstringMode, last: number, inFormatSpec: boolean): number {
  if (tok.done === E_ERROR) return -1;
  if (inFormatSpec && last === 0x0a) {
    tok.syntaxError(
      `${mode.letter}-string: newlines are not allowed in format specifiers for single quoted ${mode.letter}-strings`,
    );
    return -1;
  }
  const lineno = tok.lineno;
  tok.cur = mode.start + 1;
  tok.lineStart = mode.lineStart;
  tok.lineno = mode.lineno;
  const triple = mode.quoteSize === 3 ? 'triple-quoted ' : '';
  tok.syntaxError(`unterminated ${triple}${mode.letter}-string literal (detected at line ${lineno})`);
  if (mode.quoteSize === 3) tok.done = E_EOFS;
  return -1;
}

function warnBraceEscape(tok: TokenizerState, brace: number): boolean {
  const c = String.fromCharCode(brace);
  const invalid = `"\\${c}" is an invalid escape sequence. `;
  const hint = `Did you mean "\\\\${c}"? A raw string is also an option.`;
  return tok.syntaxWarning(`${invalid}Such sequences will not work in the future. ${hint}`, invalid + hint);
}

/**
 * Follows where the expression of a field begins and ends, at the punctuation `c` just read. At an end, gives the
 * token the expression's source as metadata if the field has a `=` or belongs to a t-string.
 */
export function updateInterpolation(tok: TokenizerState, mode: FtstringMode, c: number): void {
  if (c === 0x7b) {
    mode.exprStart = tok.cur;
    mode.exprEnd = -1;
    return;
  }
  if (c !== 0x3a || mode.exprEnd < 0) mode.exprEnd = tok.start;
  if (mode.inDebug || mode.isTemplate) {
    tok.tokenMetadata = withoutComments(tok.text.slice(mode.exprStart, mode.exprEnd));
  }
}

/** An expression's source without its comments. Quotes are followed only roughly, as in CPython. */
function withoutComments(source: string): string {
  if (!source.includes('#')) return source;
  let result = '';
  let kept = 0;
  let quote = 0;
  for (let i = 0; i < source.length; i++) {
    const c = source.charCodeAt(i);
    if (c === 0x5c) i++;
    else if (c === 0x22 || c === 0x27) {
      if (quote === 0) quote = c;
      else if (c === quote) quote = 0;
    } else if (c === 0x23 && quote === 0) {
      result += source.slice(kept, i);
      const newline = source.indexOf('\n', i);
      kept = i = newline < 0 ? source.length : newline;
    }
  }
  return result + source.slice(kept);
}
