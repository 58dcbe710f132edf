/**
 * Text to tokens: one call of `getToken` reads one token. CPython: Parser/lexer/lexer.c.
 *
 * The token's kind is returned, the rest of it stands in the fields `token…` of the state. ERRORTOKEN means that
 * `tok.error` has the error, or `tok.done` says which one it is. Reading goes character by character with the
 * same look-ahead as in C, because line numbers and error texts depend on which lines were entered; only runs that
 * cannot leave their line (names, spaces, comments) are read with a local position.
 */
import { isPrintable, isXidContinue, isXidStart } from '../common/unicode.ts';
import { scanNumber } from './tokenizer-numbers.ts';
import {
  E_DEDENT,
  E_EOF,
  E_LINECONT,
  E_TABSPACE,
  E_TOODEEP,
  type FtstringMode,
  MAX_INDENT,
  MAX_LEVEL,
  NO_TOKEN,
  type TokenizerState,
} from './tokenizer-state.ts';
import {
  prefixBits,
  scanFtstringText,
  scanPrefixedString,
  scanString,
  updateInterpolation,
} from './tokenizer-strings.ts';
import {
  AMPER,
  AMPEREQUAL,
  AT,
  ATEQUAL,
  CIRCUMFLEX,
  CIRCUMFLEXEQUAL,
  COLON,
  COLONEQUAL,
  COMMA,
  COMMENT,
  DEDENT,
  DOT,
  DOUBLESLASH,
  DOUBLESLASHEQUAL,
  DOUBLESTAR,
  DOUBLESTAREQUAL,
  ELLIPSIS,
  ENDMARKER,
  EQEQUAL,
  EQUAL,
  ERRORTOKEN,
  EXCLAMATION,
  GREATER,
  GREATEREQUAL,
  INDENT,
  LBRACE,
  LEFTSHIFT,
  LEFTSHIFTEQUAL,
  LESS,
  LESSEQUAL,
  LPAR,
  LSQB,
  MINEQUAL,
  MINUS,
  NAME,
  NEWLINE,
  NL,
  NOTEQUAL,
  OP,
  PERCENT,
  PERCENTEQUAL,
  PLUS,
  PLUSEQUAL,
  RARROW,
  RBRACE,
  RIGHTSHIFT,
  RIGHTSHIFTEQUAL,
  RPAR,
  RSQB,
  SEMI,
  SLASH,
  SLASHEQUAL,
  STAR,
  STAREQUAL,
  TILDE,
  TYPE_COMMENT,
  TYPE_IGNORE,
  VBAR,
  VBAREQUAL,
} from './tokens.ts';

const TAB_SIZE = 8;

/** What an ASCII character can begin: see the constants below. Names go on with any class but `OTHER`. */
const CLASS = new Uint8Array(128);
const OTHER = 0;
const DIGIT = 1;
const LETTER = 2;
/** A letter that may begin the prefix of a string. */
const PREFIX_LETTER = 3;
for (let c = 0x30; c <= 0x39; c++) CLASS[c] = DIGIT;
for (let c = 0x41; c <= 0x5a; c++) CLASS[c] = CLASS[c + 0x20] = LETTER;
CLASS[0x5f] = LETTER;
for (const letter of 'bBrRuUfFtT') CLASS[letter.charCodeAt(0)] = PREFIX_LETTER;

/** The kinds of one-character operators; OP for what is no token of Python's. */
const ONE_CHARACTER = new Uint8Array(128).fill(OP);
for (const [character, kind] of [
  ['(', LPAR],
  [')', RPAR],
  ['[', LSQB],
  [']', RSQB],
  ['{', LBRACE],
  ['}', RBRACE],
  [':', COLON],
  [',', COMMA],
  [';', SEMI],
  ['.', DOT],
  ['+', PLUS],
  ['-', MINUS],
  ['*', STAR],
  ['/', SLASH],
  ['%', PERCENT],
  ['|', VBAR],
  ['&', AMPER],
  ['<', LESS],
  ['>', GREATER],
  ['=', EQUAL],
  ['~', TILDE],
  ['^', CIRCUMFLEX],
  ['@', AT],
  ['!', EXCLAMATION],
] as const) {
  ONE_CHARACTER[character.charCodeAt(0)] = kind;
}

/** Reads the next token and returns its kind. CPython: `_PyTokenizer_Get`. */
export function getToken(tok: TokenizerState): number {
  const mode = tok.mode;
  if (mode?.inText) {
    const kind = scanFtstringText(tok, mode);
    if (kind !== NO_TOKEN) return kind;
  }
  return getNormalToken(tok, mode);
}

function getNormalToken(tok: TokenizerState, mode: FtstringMode | undefined): number {
  for (;;) {
    tok.start = -1;
    let blankLine = false;
    if (tok.atBol) {
      const state = readIndentation(tok);
      if (state === INDENTATION_ERROR) return tok.bareToken(ERRORTOKEN);
      blankLine = state === BLANK_LINE;
    }
    if (tok.pendin !== 0) return pendingToken(tok);

    // Read over spaces and joined lines to the first character of the token.
    let src = tok.src;
    let cur = tok.cur;
    let c = src.charCodeAt(cur++);
    for (;;) {
      while (c === 0x20 || c === 0x09 || c === 0x0c) c = src.charCodeAt(cur++);
      if (c !== 0x5c) break;
      tok.start = cur - 1;
      tok.cur = cur;
      if (!continueLine(tok)) return tok.bareToken(ERRORTOKEN);
      tok.start = -1;
      src = tok.src;
      cur = tok.cur;
      c = src.charCodeAt(cur++);
    }
    tok.cur = cur;
    tok.start = cur - 1;

    const charClass = c < 128 ? CLASS[c] : LETTER;
    if (charClass >= LETTER) {
      if (charClass === PREFIX_LETTER) {
        const prefix = prefixBits(src, cur - 1);
        if (prefix !== 0) return scanPrefixedString(tok, prefix);
      }
      return scanName(tok, c);
    }
    if (c === 0x23) {
      const kind = scanComment(tok, blankLine);
      if (kind !== NO_TOKEN) return kind;
      // The comment's line end is the next character.
      c = tok.nextChar();
    }
    if (c === 0) return endOfSource(tok);
    if (c === 0x0d) c = tok.nextChar();
    if (c === 0x0a) {
      tok.atBol = true;
      if (blankLine || tok.level > 0) {
        if (!tok.extraTokens) continue;
        tok.commentNewline = false;
        return tok.token(NL, tok.start, tok.cur);
      }
      if (tok.commentNewline && tok.extraTokens) {
        tok.commentNewline = false;
        return tok.token(NL, tok.start, tok.cur);
      }
      return tok.token(NEWLINE, tok.start, tok.cur - 1);
    }
    if (charClass === DIGIT) return scanNumber(tok, c, false);
    if (c === 0x22 || c === 0x27) return scanString(tok, c);
    if (c === 0x2e) return scanPeriod(tok);
    return scanOperator(tok, c, mode);
  }
}

// What readIndentation found.
const CODE_LINE = 0;
const BLANK_LINE = 1;
const INDENTATION_ERROR = 2;

/** Measures the indentation of a line that begins here and makes INDENT and DEDENT tokens pending. */
function readIndentation(tok: TokenizerState): number {
  let col = 0;
  let altCol = 0;
  // The first backslash on an indented line fixes the indentation of what the joined line holds.
  let contLineCol = 0;
  let c: number;
  tok.atBol = false;
  for (;;) {
    c = tok.nextChar();
    if (c === 0x20) {
      col++;
      altCol++;
    } else if (c === 0x09) {
      col = (Math.floor(col / TAB_SIZE) + 1) * TAB_SIZE;
      altCol++;
    } else if (c === 0x0c) {
      col = altCol = 0;
    } else if (c === 0x5c) {
      if (contLineCol === 0) contLineCol = col;
      if (!continueLine(tok)) return INDENTATION_ERROR;
    } else {
      break;
    }
  }
  if (c === 0 && tok.error !== undefined) return INDENTATION_ERROR;
  tok.backup(c);
  if (c === 0x23 || c === 0x0a || c === 0x0d) return BLANK_LINE;
  if (tok.level > 0) return CODE_LINE;
  if (contLineCol !== 0) col = altCol = contLineCol;
  const { indentStack, altIndentStack } = tok;
  if (col === indentStack[tok.indent]) {
    if (altCol !== altIndentStack[tok.indent]) return indentationError(tok, E_TABSPACE);
  } else if (col > indentStack[tok.indent]) {
    if (tok.indent + 1 >= MAX_INDENT) return indentationError(tok, E_TOODEEP);
    if (altCol <= altIndentStack[tok.indent]) return indentationError(tok, E_TABSPACE);
    tok.pendin++;
    tok.indent++;
    indentStack[tok.indent] = col;
    altIndentStack[tok.indent] = altCol;
  } else {
    while (tok.indent > 0 && col < indentStack[tok.indent]) {
      tok.pendin--;
      tok.indent--;
    }
    if (col !== indentStack[tok.indent]) return indentationError(tok, E_DEDENT);
    if (altCol !== altIndentStack[tok.indent]) return indentationError(tok, E_TABSPACE);
  }
  return CODE_LINE;
}

function indentationError(tok: TokenizerState, code: number): number {
  tok.done = code;
  tok.cur = tok.inp;
  return INDENTATION_ERROR;
}

/** An INDENT or DEDENT that is due. Only `tokenize` gives them a place. */
function pendingToken(tok: TokenizerState): number {
  tok.start = tok.cur;
  const kind = tok.pendin < 0 ? DEDENT : INDENT;
  tok.pendin += kind === DEDENT ? 1 : -1;
  if (!tok.extraTokens) return tok.bareToken(kind);
  return tok.token(kind, kind === DEDENT ? tok.cur : tok.lineStart, tok.cur);
}

/** After a backslash: enters the next line. False with an error code in `done`. */
function continueLine(tok: TokenizerState): boolean {
  let c = tok.nextChar();
  if (c === 0x0d) c = tok.nextChar();
  if (c !== 0x0a) {
    tok.done = E_LINECONT;
    return false;
  }
  c = tok.nextChar();
  if (c === 0) {
    if (tok.error === undefined) tok.done = E_EOF;
    tok.cur = tok.inp;
    return false;
  }
  tok.cur--;
  return true;
}

function endOfSource(tok: TokenizerState): number {
  // The NUL was read without asking for another line: ask now.
  if (tok.cur > tok.inp) tok.cur = tok.inp;
  tok.start = -1;
  tok.nextLine();
  if (tok.level > 0) return tok.bareToken(tok.isTyped ? ENDMARKER : ERRORTOKEN);
  return tok.bareToken(tok.done === E_EOF ? ENDMARKER : ERRORTOKEN);
}

/** A name whose first character is `c`. */
function scanName(tok: TokenizerState, c: number): number {
  const src = tok.src;
  let cur = tok.cur;
  let hash = 0;
  let ascii = true;
  do {
    if (c > 127) ascii = false;
    hash = (Math.imul(hash, 31) + c) | 0;
    c = src.charCodeAt(cur++);
  } while (c > 127 || CLASS[c] !== OTHER);
  tok.cur = cur - 1;
  tok.nameHash = hash;
  if (!ascii && !tok.extraTokens && !verifyIdentifier(tok)) return tok.bareToken(ERRORTOKEN);
  return tok.token(NAME, tok.start, tok.cur);
}

/** Does the text of the token fulfil PEP 3131? If not, notes an error that stands at the first bad character. */
function verifyIdentifier(tok: TokenizerState): boolean {
  let i = tok.start;
  while (i < tok.cur) {
    const codePoint = tok.text.codePointAt(i)!;
    const valid = i === tok.start ? codePoint === 0x5f || isXidStart(codePoint) : isXidContinue(codePoint);
    i += codePoint > 0xffff ? 2 : 1;
    if (valid) continue;
    tok.cur = i;
    const hex = hexCodePoint(codePoint);
    tok.syntaxError(
      isPrintable(codePoint)
        ? `invalid character '${String.fromCodePoint(codePoint)}' (${hex})`
        : `invalid non-printable character ${hex}`,
    );
    return false;
  }
  return true;
}

function hexCodePoint(codePoint: number): string {
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Reads a comment up to its line end. A token only where type comments or comments are wanted. */
function scanComment(tok: TokenizerState, blankLine: boolean): number {
  const { src, start } = tok;
  let end = tok.inp;
  if (src.charCodeAt(end - 1) === 0x0a) end--;
  if (tok.extraTokens) {
    const carriageReturn = src.indexOf('\r', start);
    if (carriageReturn >= 0 && carriageReturn < end) end = carriageReturn;
  }
  tok.cur = end;
  if (tok.typeComments) {
    const type = typeCommentStart(src, start, end);
    if (type >= 0) return typeComment(tok, type, end, blankLine);
  }
  if (!tok.extraTokens) return NO_TOKEN;
  tok.commentNewline = blankLine;
  return tok.token(COMMENT, start, end);
}

/** Where the type begins in a comment `# type: …` (spaces are optional), or -1. */
function typeCommentStart(src: string, start: number, end: number): number {
  let i = start + 1;
  const skipBlanks = () => {
    while (i < end && (src.charCodeAt(i) === 0x20 || src.charCodeAt(i) === 0x09)) i++;
  };
  skipBlanks();
  if (!src.startsWith('type:', i)) return -1;
  i += 5;
  skipBlanks();
  return i;
}

function typeComment(tok: TokenizerState, start: number, end: number, blankLine: boolean): number {
  const afterIgnore = start + 6;
  let kind = TYPE_COMMENT;
  if (tok.src.startsWith('ignore', start) && afterIgnore <= end) {
    const next = tok.src.charCodeAt(afterIgnore);
    const wordGoesOn = next > 127 || CLASS[next] === DIGIT || (CLASS[next] >= LETTER && next !== 0x5f);
    if (afterIgnore === end || !wordGoesOn) kind = TYPE_IGNORE;
  }
  tok.tokenStart = kind === TYPE_IGNORE ? afterIgnore : start;
  tok.tokenEnd = end;
  tok.tokenLineno = tok.lineno;
  tok.tokenCol = tok.byteColumn(tok.lineStart, tok.tokenStart);
  tok.tokenEndLineno = tok.lineno;
  if (kind === TYPE_IGNORE && blankLine) {
    // A comment alone on its line takes the line end with it.
    if (tok.nextChar() !== 0) tok.tokenEnd++;
    tok.atBol = true;
  }
  tok.tokenEndCol = tok.byteColumn(tok.lineStart, tok.cur);
  return kind;
}

/** `.`, `...` or a number that begins with a period. */
function scanPeriod(tok: TokenizerState): number {
  const c = tok.src.charCodeAt(tok.cur);
  if (c >= 0x30 && c <= 0x39) {
    tok.cur++;
    return scanNumber(tok, c, true);
  }
  if (c === 0x2e && tok.src.charCodeAt(tok.cur + 1) === 0x2e) {
    tok.cur += 2;
    return tok.token(ELLIPSIS, tok.start, tok.cur);
  }
  return tok.token(DOT, tok.start, tok.cur);
}

function scanOperator(tok: TokenizerState, c: number, mode: FtstringMode | undefined): number {
  if (mode !== undefined && mode.curlyBracketExprStartDepth >= 0) {
    // Of `!` only the one before a conversion ends the expression.
    const isConversion = c === 0x21 && tok.src.charCodeAt(tok.cur) !== 0x3d;
    if (c === 0x3a || c === 0x7d || c === 0x7b || isConversion) {
      // The depth does not count this bracket yet.
      const cursor = mode.curlyBracketDepth - (c === 0x7b ? 0 : 1);
      if (cursor === 0 || (cursor === 1 && (mode.inDebug || mode.inFormatSpec))) {
        updateInterpolation(tok, mode, c);
      }
      if (c === 0x3a && cursor === mode.curlyBracketExprStartDepth) {
        mode.inText = true;
        mode.inFormatSpec = true;
        return tok.token(COLON, tok.start, tok.cur);
      }
    }
  }
  const kind = multiCharacterOperator(tok, c);
  if (kind !== OP) return tok.token(kind, tok.start, tok.cur);
  switch (c) {
    case 0x28:
    case 0x5b:
    case 0x7b:
      if (tok.level >= MAX_LEVEL) return tok.syntaxError('too many nested parentheses');
      tok.parenStack[tok.level] = c;
      tok.parenLinenoStack[tok.level] = tok.lineno;
      tok.parenColStack[tok.level] = tok.byteColumn(tok.lineStart, tok.start);
      tok.level++;
      if (mode !== undefined) mode.curlyBracketDepth++;
      break;
    case 0x29:
    case 0x5d:
    case 0x7d:
      if (!closeBracket(tok, c, mode)) return ERRORTOKEN;
      break;
    case 0x3d:
      if (mode !== undefined && mode.curlyBracketDepth - mode.curlyBracketExprStartDepth === 1)
        mode.inDebug = true;
      break;
    default:
      if (c < 0x20 || c === 0x7f)
        return tok.syntaxError(`invalid non-printable character ${hexCodePoint(c)}`);
  }
  return tok.token(ONE_CHARACTER[c], tok.start, tok.cur);
}

/** Pops the bracket that `c` closes; false, with the error noted, if it closes none. */
function closeBracket(tok: TokenizerState, c: number, mode: FtstringMode | undefined): boolean {
  const bracket = String.fromCharCode(c);
  if (mode !== undefined && mode.curlyBracketDepth === 0 && c === 0x7d) {
    tok.syntaxError(`${mode.letter}-string: single '}' is not allowed`);
    return false;
  }
  if (!tok.extraTokens && tok.level === 0) {
    tok.syntaxError(`unmatched '${bracket}'`);
    return false;
  }
  if (tok.level > 0) {
    const i = --tok.level;
    const opening = tok.parenStack[i];
    // The closing bracket's code is that of the opening one plus 1 for (), plus 2 for [] and {}.
    if (c - opening !== (opening === 0x28 ? 1 : 2)) {
      if (
        mode !== undefined &&
        opening === 0x7b &&
        mode.curlyBracketDepth - 1 === mode.curlyBracketExprStartDepth
      ) {
        tok.syntaxError(`${mode.letter}-string: unmatched '${bracket}'`);
        return false;
      }
      if (!tok.extraTokens) {
        const lineno = tok.parenLinenoStack[i];
        const where = lineno !== tok.lineno ? ` on line ${lineno}` : '';
        const open = String.fromCharCode(opening);
        tok.syntaxError(
          `closing parenthesis '${bracket}' does not match opening parenthesis '${open}'${where}`,
        );
        return false;
      }
    }
  }
  if (mode !== undefined) {
    mode.curlyBracketDepth--;
    if (mode.curlyBracketDepth < 0) {
      tok.syntaxError(`${mode.letter}-string: unmatched '${bracket}'`);
      return false;
    }
    if (c === 0x7d && mode.curlyBracketDepth === mode.curlyBracketExprStartDepth) {
      mode.curlyBracketExprStartDepth--;
      mode.inText = true;
      mode.inFormatSpec = false;
      mode.inDebug = false;
    }
  }
  return true;
}

/** Reads the rest of an operator of two or three characters that begins with `c`; OP if there is none. */
function multiCharacterOperator(tok: TokenizerState, c: number): number {
  const c2 = tok.src.charCodeAt(tok.cur);
  switch (c) {
    case 0x3d: // =
      return c2 === 0x3d ? take(tok, 1, EQEQUAL) : OP;
    case 0x3a: // :
      return c2 === 0x3d ? take(tok, 1, COLONEQUAL) : OP;
    case 0x21: // !
      return c2 === 0x3d ? take(tok, 1, NOTEQUAL) : OP;
    case 0x25: // %
      return c2 === 0x3d ? take(tok, 1, PERCENTEQUAL) : OP;
    case 0x26: // &
      return c2 === 0x3d ? take(tok, 1, AMPEREQUAL) : OP;
    case 0x2b: // +
      return c2 === 0x3d ? take(tok, 1, PLUSEQUAL) : OP;
    case 0x40: // @
      return c2 === 0x3d ? take(tok, 1, ATEQUAL) : OP;
    case 0x5e: // ^
      return c2 === 0x3d ? take(tok, 1, CIRCUMFLEXEQUAL) : OP;
    case 0x7c: // |
      return c2 === 0x3d ? take(tok, 1, VBAREQUAL) : OP;
    case 0x2d: // -
      return c2 === 0x3d ? take(tok, 1, MINEQUAL) : c2 === 0x3e ? take(tok, 1, RARROW) : OP;
    case 0x2a: // *
      if (c2 === 0x2a) return equalAfter(tok) ? take(tok, 2, DOUBLESTAREQUAL) : take(tok, 1, DOUBLESTAR);
      return c2 === 0x3d ? take(tok, 1, STAREQUAL) : OP;
    case 0x2f: // /
      if (c2 === 0x2f) return equalAfter(tok) ? take(tok, 2, DOUBLESLASHEQUAL) : take(tok, 1, DOUBLESLASH);
      return c2 === 0x3d ? take(tok, 1, SLASHEQUAL) : OP;
    case 0x3c: // <
      if (c2 === 0x3c) return equalAfter(tok) ? take(tok, 2, LEFTSHIFTEQUAL) : take(tok, 1, LEFTSHIFT);
      if (c2 === 0x3e && tok.barry) return take(tok, 1, NOTEQUAL);
      return c2 === 0x3d ? take(tok, 1, LESSEQUAL) : OP;
    case 0x3e: // >
      if (c2 === 0x3e) return equalAfter(tok) ? take(tok, 2, RIGHTSHIFTEQUAL) : take(tok, 1, RIGHTSHIFT);
      return c2 === 0x3d ? take(tok, 1, GREATEREQUAL) : OP;
    default:
      return OP;
  }
}

function equalAfter(tok: TokenizerState): boolean {
  return tok.src.charCodeAt(tok.cur + 1) === 0x3d;
}

function take(tok: TokenizerState, count: number, kind: number): number {
  tok.cur += count;
  return kind;
}
