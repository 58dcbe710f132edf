/**
 * Where the tokenizer stands in its source. CPython: `struct tok_state` (Parser/lexer/state.h) with the reading
 * side of Parser/tokenizer/string_tokenizer.c.
 *
 * - All positions are offsets into `text` in UTF-16 units. `src` is `text` and one NUL, so that reading never
 *   runs off the end: code 0 is the end of the source, as in C.
 * - Lines are entered one at a time: `cur` lies in `[lineStart, inp]`, and `lineno` counts the lines that were
 *   entered. Error messages depend on that.
 * - `done` says how reading ended (`E_OK` while it goes on). An error that already has its message is in `error`.
 * - The fields `token…` describe the token read last.
 * - With `readline` the source comes bit by bit: `text` then begins at the line where the current token does.
 */
import { type Str, strFromUtf16 } from '../objects/str.ts';
import { CompileError, type WarningSink } from './errors.ts';
import { ERRORTOKEN } from './tokens.ts';

/** Values of `done`, numbered as in CPython's Include/errcode.h. */
export const E_OK = 10;
export const E_EOF = 11;
export const E_ERROR = 17;
export const E_TABSPACE = 18;
export const E_TOODEEP = 20;
export const E_DEDENT = 21;
export const E_EOFS = 23;
export const E_EOLS = 24;
export const E_LINECONT = 25;

/** Returned in place of a token's kind where there is no token. */
export const NO_TOKEN = -1;

/** Most levels of indentation (CPython's MAXINDENT) and of brackets (MAXLEVEL). */
export const MAX_INDENT = 100;
export const MAX_LEVEL = 200;

/** One f-string or t-string that the tokenizer is inside of. CPython: `tokenizer_mode`. */
export class FtstringMode {
  /** Reading the literal text (or the format spec), as opposed to an expression in braces. */
  inText = true;
  readonly isTemplate: boolean;
  /** `f` or `t`, for messages. */
  readonly letter: 'f' | 't';
  readonly raw: boolean;
  /** The quote's character code, and how many there are: 1 or 3. */
  readonly quote: number;
  readonly quoteSize: number;
  /** Start of the literal, its line's start and its line. */
  readonly start: number;
  readonly lineStart: number;
  readonly lineno: number;
  curlyBracketDepth = 0;
  /** The bracket depth at which the current expression began; -1 outside of expressions. */
  curlyBracketExprStartDepth = -1;
  inFormatSpec = false;
  /** A `=` was seen in the current expression. */
  inDebug = false;
  /** The source of the current expression; -1 while its end is unknown. */
  exprStart = 0;
  exprEnd = -1;

  constructor(tok: TokenizerState, isTemplate: boolean, raw: boolean, quote: number, quoteSize: number) {
    this.isTemplate = isTemplate;
    this.letter = isTemplate ? 't' : 'f';
    this.raw = raw;
    this.quote = quote;
    this.quoteSize = quoteSize;
    this.start = tok.start;
    this.lineStart = tok.lineStart;
    this.lineno = tok.lineno;
  }
}

export class TokenizerState {
  text: string;
  src: string;
  readonly filename: Str;
  readonly typeComments: boolean;
  /** Report comments and blank lines too, and be lenient: what `tokenize` wants. */
  readonly extraTokens: boolean;
  readonly warn: WarningSink;
  /** Gives lines of the file itself for error messages: see `TokenStreamOptions`. */
  programText: ((lineno: number) => string | undefined) | undefined = undefined;

  /** Gives the next line of a source that is read line by line, `''` at its end. */
  readline: (() => string) | undefined = undefined;
  /** The line entered last came without a line end. */
  implicitNewline = false;

  /** The next character to read, the end of the current line, and the start of the first line of the token. */
  cur = 0;
  inp = 0;
  buf = 0;
  /** Treat `buf` as CPython does for sources read line by line: all lines of an f-string belong together. */
  byLine = false;
  /** Start of the current token, -1 between tokens. */
  start = -1;
  lineStart = 0;
  lineno = 0;
  /** The line on which a string token began, and that line's start. */
  firstLineno = 0;
  multiLineStart = 0;
  done = E_OK;
  error: CompileError | undefined = undefined;

  /** At the beginning of a line: indentation comes next. */
  atBol = true;
  /** Pending INDENT (> 0) or DEDENT (< 0) tokens. */
  pendin = 0;
  indent = 0;
  readonly indentStack: number[] = [0];
  /** The columns as they are when a tab counts as one space. */
  readonly altIndentStack: number[] = [0];
  /** The open brackets: character code, line, and byte column of each. */
  level = 0;
  readonly parenStack: number[] = [];
  readonly parenLinenoStack: number[] = [];
  readonly parenColStack: number[] = [];
  /** The f-strings and t-strings around the current token, and the innermost. */
  readonly modes: FtstringMode[] = [];
  mode: FtstringMode | undefined = undefined;
  /** The source was typed so far only: it may end within brackets. CPython: `E_INTERACT_STOP`. */
  isTyped = false;
  /** `from __future__ import barry_as_FLUFL` is in force: `<>` is an operator. */
  barry = false;
  /** A comment stood alone on its line (with `extraTokens`). */
  commentNewline = false;

  tokenStart = -1;
  tokenEnd = -1;
  tokenLineno = 0;
  tokenCol = -1;
  tokenEndLineno = 0;
  tokenEndCol = -1;
  tokenMetadata: string | undefined = undefined;
  /** Hash of the name read last. */
  nameHash = 0;

  private _ascii: boolean;
  private _hasNul: boolean;
  private _columnLineStart = 0;
  private _columnPosition = 0;
  private _columnExtra = 0;

  constructor(text: string, filename: Str, typeComments: boolean, extraTokens: boolean, warn: WarningSink) {
    this.text = text;
    this.src = `${text}\0`;
    this.filename = filename;
    this.typeComments = typeComments;
    this.extraTokens = extraTokens;
    this.warn = warn;
    this._ascii = !/[^\x00-\x7f]/.test(text);
    this._hasNul = text.includes('\0');
  }

  /** Enters the next line; false at the end of the source. */
  nextLine(): boolean {
    if (this.done !== E_OK) return false;
    if (this.readline !== undefined) return this._readLine(this.readline);
    const { text, inp } = this;
    const isNewToken = this.start < 0 && !(this.byLine && this.mode !== undefined);
    if (inp === text.length) {
      this.done = E_EOF;
      if (this.byLine && isNewToken) this.buf = inp;
      return false;
    }
    if (isNewToken) this.buf = this.cur;
    this.lineStart = this.cur;
    this.lineno++;
    const newline = text.indexOf('\n', inp);
    this.inp = newline < 0 ? text.length : newline + 1;
    return !(this._hasNul && text.slice(this.cur, this.inp).includes('\0')) || this._nullByte();
  }

  /** Enters what `readline` gives, in place of the lines before it unless the token still needs those. */
  private _readLine(readline: () => string): boolean {
    const line = readline();
    const isNewToken = this.start < 0 && this.mode === undefined;
    if (line === '') {
      this.done = E_EOF;
      if (isNewToken) this.buf = this.inp;
      return false;
    }
    this.implicitNewline = !line.endsWith('\n');
    const whole = this.implicitNewline ? `${line}\n` : line;
    if (isNewToken) {
      this.text = whole;
      this.cur = this.buf = 0;
    } else {
      this.text += whole;
    }
    this.src = `${this.text}\0`;
    this._ascii = false;
    this._columnLineStart = -1;
    this.lineStart = this.cur;
    this.inp = this.text.length;
    this.lineno++;
    this._hasNul = line.includes('\0');
    return !this._hasNul || this._nullByte();
  }

  private _nullByte(): false {
    this.syntaxError('source code cannot contain null bytes');
    this.cur = this.inp;
    return false;
  }

  /** Reads one character code; 0 at the end, where `cur` stays. CPython: `tok_nextc`. */
  nextChar(): number {
    if (this.cur === this.inp && !this.nextLine()) {
      this.cur = this.inp;
      return 0;
    }
    return this.src.charCodeAt(this.cur++);
  }

  /** Takes back what `nextChar` returned. CPython: `tok_backup`. */
  backup(c: number): void {
    if (c !== 0) this.cur--;
  }

  /** Describes a token without a text, or with none that the parser may look at. */
  bareToken(kind: number): number {
    this.tokenStart = -1;
    this.tokenEnd = -1;
    this.tokenLineno = this.lineno;
    this.tokenCol = -1;
    this.tokenEndLineno = this.lineno;
    this.tokenEndCol = -1;
    return kind;
  }

  /** Describes a token that lies on one line. */
  token(kind: number, start: number, end: number): number {
    this.tokenStart = start;
    this.tokenEnd = end;
    this.tokenLineno = this.lineno;
    this.tokenEndLineno = this.lineno;
    if (this._ascii) {
      this.tokenCol = this.start - this.lineStart;
      this.tokenEndCol = this.cur - this.lineStart;
    } else {
      this.tokenCol = this.byteColumn(this.lineStart, this.start);
      this.tokenEndCol = this.byteColumn(this.lineStart, this.cur);
    }
    return kind;
  }

  /** Describes a string token, which began at `start` on the line `firstLineno`, whose start is `startLine`. */
  stringToken(kind: number, startLine: number, end: number): number {
    this.tokenStart = this.start;
    this.tokenEnd = end;
    this.tokenLineno = this.firstLineno;
    this.tokenEndLineno = this.lineno;
    this.tokenCol = this.byteColumn(startLine, this.start);
    this.tokenEndCol = this.byteColumn(this.lineStart, this.cur);
    return kind;
  }

  /**
   * The length in UTF-8 bytes of `text[lineStart:position]`. Remembers how far it counted, for the next token of
   * a long line.
   */
  byteColumn(lineStart: number, position: number): number {
    if (this._ascii) return position - lineStart;
    let extra = 0;
    let i = lineStart;
    if (lineStart === this._columnLineStart && position >= this._columnPosition) {
      extra = this._columnExtra;
      i = this._columnPosition;
    }
    for (; i < position; i++) {
      const c = this.text.charCodeAt(i);
      // A surrogate is half of a four-byte character.
      if (c > 127) extra += c < 0x800 || (c & 0xf800) === 0xd800 ? 1 : 2;
    }
    this._columnLineStart = lineStart;
    this._columnPosition = position;
    this._columnExtra = extra;
    return position - lineStart + extra;
  }

  /**
   * Notes a SyntaxError on the current line. The columns are byte columns counted from 1; without them the error
   * stands at the last character read. CPython: `_PyTokenizer_syntaxerror`, `…_known_range`.
   */
  syntaxError(message: string, column = -1, endColumn = -1): number {
    if (this.done === E_ERROR) return this.bareToken(ERRORTOKEN);
    const { text, lineStart, lineno, cur } = this;
    const newline = text.indexOf('\n', lineStart);
    let line = text.slice(lineStart, newline < 0 ? text.length : newline);
    // A NUL ends a text of C's.
    if (this._hasNul && line.includes('\0')) line = line.slice(0, line.indexOf('\0'));
    const offset =
      column < 0
        ? codePointCount(text, lineStart, cur)
        : column > 0
          ? charactersInBytes(line, column - 1) + 1
          : 0;
    const endOffset = endColumn < 0 ? offset : endColumn > 0 ? charactersInBytes(line, endColumn - 1) + 1 : 0;
    this.error = new CompileError('SyntaxError', strFromUtf16(message), {
      filename: this.filename,
      lineno,
      offset,
      end_lineno: lineno,
      end_offset: endOffset,
      text: strFromUtf16(line),
    });
    this.done = E_ERROR;
    return this.bareToken(ERRORTOKEN);
  }

  /** Warns about the current line. False if the warning was turned into an error, which is noted then. */
  syntaxWarning(message: string, errorMessage = message): boolean {
    try {
      this.warn({
        category: 'SyntaxWarning',
        message,
        filename: this.filename,
        lineno: this.lineno,
        col_offset: -1,
        end_lineno: this.lineno,
        end_col_offset: -1,
      });
      return true;
    } catch (e) {
      // A filter of the user's made it an error: report it where it is.
      if (!(e instanceof CompileError)) throw e;
      this.syntaxError(errorMessage);
      return false;
    }
  }

  /** Is this the end of an input that more text could complete? CPython: `_is_end_of_source`. */
  isEndOfSource(): boolean {
    return this.done === E_EOF || this.done === E_EOFS || this.done === E_EOLS;
  }

  /** Line `lineno` with its line end; the last one if there are fewer. */
  lineText(lineno: number): string {
    const { text } = this;
    let start = 0;
    for (let i = 1; i < lineno; i++) {
      const newline = text.indexOf('\n', start);
      if (newline < 0) break;
      start = newline + 1;
    }
    const end = text.indexOf('\n', start);
    return text.slice(start, end < 0 ? text.length : end + 1);
  }
}

/** The number of code points in `text[start:end]`. */
export function codePointCount(text: string, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; i++) if ((text.charCodeAt(i) & 0xfc00) !== 0xdc00) count++;
  return count;
}

/**
 * The number of characters in the first `byteLength` bytes of `text` as UTF-8, a cut character counting as one.
 */
export function charactersInBytes(text: string, byteLength: number): number {
  let bytes = 0;
  let count = 0;
  for (let i = 0; i < text.length && bytes < byteLength; i++, count++) {
    const c = text.charCodeAt(i);
    if (c < 0x80) bytes += 1;
    else if (c < 0x800) bytes += 2;
    else if ((c & 0xf800) === 0xd800) {
      bytes += 4;
      i++;
    } else bytes += 3;
  }
  return count;
}

/** The length of a text as UTF-8. */
export function utf8Length(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    // A surrogate is half of a four-byte character.
    if (c > 127) length += c < 0x800 || (c & 0xf800) === 0xd800 ? 1 : 2;
  }
  return length;
}
