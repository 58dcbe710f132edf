/**
 * The tokens of a text one by one, as Python's `tokenize` lists them. CPython: Python/Python-tokenize.c.
 *
 * Unlike the parser's stream this keeps comments, blank lines and the kinds of line ends, gives INDENT and DEDENT
 * a place, and does not mind wrong numbers, names and brackets. Columns count characters.
 */
import { strFromUtf16 } from '../objects/str.ts';
import { CompileError, type CompileErrorType, type WarningSink } from './errors.ts';
import { getToken } from './tokenizer.ts';
import {
  codePointCount,
  E_DEDENT,
  E_EOF,
  E_LINECONT,
  E_TABSPACE,
  E_TOODEEP,
  TokenizerState,
} from './tokenizer-state.ts';
import {
  DEDENT,
  ENDMARKER,
  ERRORTOKEN,
  FSTRING_END,
  FSTRING_START,
  NEWLINE,
  NL,
  OP,
  STRING,
  TSTRING_END,
} from './tokens.ts';

/** One token: its kind, its text, where it starts and ends (line from 1, column from 0), and its physical lines. */
export interface TokenInfo {
  readonly type: number;
  readonly string: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly line: string;
}

export interface TokenizerIterOptions {
  /** Also list comments and blank lines, and call every operator OP: what `tokenize.generate_tokens` does. */
  readonly extraTokens: boolean;
  readonly warn?: WarningSink;
}

export class TokenizerIter {
  private readonly _tok: TokenizerState;
  private readonly _extraTokens: boolean;
  private _done = false;
  private _line = '';
  private _lastLineno = 0;
  private _columnLineno = 0;
  private _columnStart = 0;
  private _columnPosition = 0;
  private _columnCount = 0;

  /** `source` is a text, or gives its lines one by one and '' at the end. */
  constructor(source: string | (() => string), options: TokenizerIterOptions) {
    this._extraTokens = options.extraTokens;
    this._tok = new TokenizerState('', '<string>', false, options.extraTokens, options.warn ?? (() => {}));
    this._tok.byLine = true;
    this._tok.readline = typeof source === 'string' ? linesOf(source) : source;
  }

  /** The next token, `undefined` after the ENDMARKER. Throws a {@link CompileError}. */
  next(): TokenInfo | undefined {
    if (this._done) return undefined;
    const tok = this._tok;
    let type = getToken(tok);
    if (type === ERRORTOKEN) throw tok.error ?? tokenizationError(tok);
    const isString = type === STRING || (type >= FSTRING_START && type <= TSTRING_END);
    const isEnd = type === FSTRING_END || type === TSTRING_END;
    const lineStart = isString && !isEnd ? tok.multiLineStart : tok.lineStart;
    const isTrailing = type === ENDMARKER || (type === DEDENT && tok.done === E_EOF);
    const newlineIsImplied = tok.implicitNewline;

    let line = '';
    if (!(this._extraTokens && isTrailing)) {
      if (tok.lineno !== this._lastLineno) {
        const end = newlineIsImplied && tok.inp > lineStart ? tok.inp - 1 : tok.inp;
        this._line = tok.done === E_EOF ? '' : tok.text.slice(lineStart, end);
      }
      // CPython has no line to show before the first, and ends at once.
      if (tok.lineno === 0) return undefined;
      line = this._line;
    }
    let startLine = isString ? tok.firstLineno : tok.lineno;
    let endLine = tok.lineno;
    this._lastLineno = startLine;

    let startColumn = -1;
    let endColumn = -1;
    let string = '';
    if (tok.tokenStart >= 0) {
      string = tok.text.slice(tok.tokenStart, tok.tokenEnd);
      if (tok.tokenStart >= lineStart) startColumn = this._column(lineStart, tok.tokenStart);
      if (tok.tokenEnd >= tok.lineStart) endColumn = this._column(tok.lineStart, tok.tokenEnd);
    }
    if (this._extraTokens) {
      if (isTrailing) {
        startLine = endLine = startLine + 1;
        startColumn = endColumn = 0;
      }
      if (type > DEDENT && type < OP) {
        type = OP;
      } else if (type === NEWLINE) {
        if (!newlineIsImplied) string = tok.text.charCodeAt(tok.start) === 0x0d ? '\r\n' : '\n';
        endColumn++;
      } else if (type === NL && newlineIsImplied) {
        string = '';
      }
    }
    if (type === ENDMARKER) this._done = true;
    return { type, string, startLine, startColumn, endLine, endColumn, line };
  }

  /** Counts characters from a line's start, going on from the last count where it can. */
  private _column(lineStart: number, position: number): number {
    const { text, lineno } = this._tok;
    if (lineno !== this._columnLineno || lineStart !== this._columnStart || position < this._columnPosition) {
      this._columnLineno = lineno;
      this._columnStart = this._columnPosition = lineStart;
      this._columnCount = 0;
    }
    this._columnCount += codePointCount(text, this._columnPosition, position);
    this._columnPosition = position;
    return this._columnCount;
  }
}

/** The lines of a text, as a function that gives the next one. */
function linesOf(text: string): () => string {
  let at = 0;
  return () => {
    const start = at;
    const newline = text.indexOf('\n', start);
    at = newline < 0 ? text.length : newline + 1;
    return text.slice(start, at);
  };
}

/**
 * The error of an ERRORTOKEN for which there is only a code. Its offset is that of the line end, or for a statement
 * that breaks off the length of the token being read. CPython: `_tokenizer_error`.
 */
function tokenizationError(tok: TokenizerState): CompileError {
  if (tok.done === E_EOF) {
    return new CompileError('SyntaxError', 'unexpected EOF in multi-line statement', {
      filename: tok.filename,
      lineno: tok.lineno,
      offset: tok.byteColumn(tok.buf, tok.inp),
      end_lineno: tok.lineno,
      end_offset: undefined,
      text: undefined,
    });
  }
  let type: CompileErrorType = 'SyntaxError';
  let message = 'unknown tokenization error';
  switch (tok.done) {
    case E_DEDENT:
      type = 'IndentationError';
      message = 'unindent does not match any outer indentation level';
      break;
    case E_TABSPACE:
      type = 'TabError';
      message = 'inconsistent use of tabs and spaces in indentation';
      break;
    case E_TOODEEP:
      type = 'IndentationError';
      message = 'too many levels of indentation';
      break;
    case E_LINECONT:
      message = 'unexpected character after line continuation character';
      break;
  }
  const end = tok.inp - 1;
  return new CompileError(type, message, {
    filename: tok.filename,
    lineno: tok.lineno,
    offset: codePointCount(tok.text, tok.buf, end) + 1,
    end_lineno: undefined,
    end_offset: undefined,
    text: strFromUtf16(tok.text.slice(tok.buf, end)),
  });
}
