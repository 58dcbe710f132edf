/**
 * Errors whose place is given in lines and byte columns, and those that the tokenizer only has a code for.
 * CPython: Parser/pegen_errors.c (`_PyPegen_raise_error_known_location`, `_Pypegen_tokenizer_error`).
 */
import { strFromUtf16 } from '../objects/str.ts';
import { CompileError, type CompileErrorType } from './errors.ts';
import {
  charactersInBytes,
  E_DEDENT,
  E_EOF,
  E_LINECONT,
  E_TABSPACE,
  E_TOODEEP,
  type TokenizerState,
  utf8Length,
} from './tokenizer-state.ts';

/**
 * An error at a place. Byte columns count from 1; 0 is "unknown", and an end column of -1 "none": both are passed
 * on as they are. The line is taken from the file if there is one, else from the source.
 */
export function errorAt(
  tok: TokenizerState,
  type: CompileErrorType,
  message: string,
  lineno: number,
  column: number,
  endLineno: number,
  endColumn: number,
): CompileError {
  const line = errorLine(tok, lineno);
  return new CompileError(type, strFromUtf16(message), {
    filename: tok.filename,
    lineno,
    offset: characterOffset(line, column),
    end_lineno: endLineno,
    end_offset: endColumn > 0 ? characterOffset(line, endColumn) : endColumn,
    text: strFromUtf16(line),
  });
}

/** The text that an error on this line shows: with its line end only if it is the line being read. */
export function errorLine(tok: TokenizerState, lineno: number): string {
  const fromFile = tok.programText?.(lineno);
  if (fromFile !== undefined) return fromFile;
  if (tok.lineno <= lineno && tok.inp > tok.buf) return tok.text.slice(tok.lineStart, tok.inp);
  const line = tok.lineText(lineno);
  return line.endsWith('\n') ? line.slice(0, -1) : line;
}

/**
 * A column in bytes as a column in characters: both count from 1, 0 and less stay. Columns past the end of the
 * line become the one after the end. CPython: `_PyPegen_byte_offset_to_character_offset`.
 */
export function characterOffset(line: string, column: number): number {
  if (column <= 0) return column;
  const characters = charactersInBytes(line, column);
  return column > utf8Length(line) ? characters + 1 : characters;
}

/** The bracket that is still open, as an error. There must be one. */
export function unclosedParenthesesError(tok: TokenizerState): CompileError {
  const i = tok.level - 1;
  const lineno = tok.parenLinenoStack[i];
  const bracket = String.fromCharCode(tok.parenStack[i]);
  return errorAt(
    tok,
    'SyntaxError',
    `'${bracket}' was never closed`,
    lineno,
    tok.parenColStack[i] + 1,
    lineno,
    0,
  );
}

/** The error of an ERRORTOKEN for which the tokenizer noted only a code in `done`. */
export function tokenizerError(tok: TokenizerState): CompileError {
  switch (tok.done) {
    case E_EOF:
      return tok.level > 0
        ? unclosedParenthesesError(tok)
        : errorAtCursor(tok, 'SyntaxError', 'unexpected EOF while parsing');
    case E_DEDENT:
      return errorAtCursor(tok, 'IndentationError', 'unindent does not match any outer indentation level');
    case E_TABSPACE:
      return errorAt(
        tok,
        'TabError',
        'inconsistent use of tabs and spaces in indentation',
        tok.lineno,
        1,
        tok.lineno,
        0,
      );
    case E_TOODEEP:
      return errorAt(tok, 'IndentationError', 'too many levels of indentation', tok.lineno, 1, tok.lineno, 0);
    case E_LINECONT:
      return errorAt(
        tok,
        'SyntaxError',
        'unexpected character after line continuation character',
        tok.lineno,
        tok.byteColumn(tok.buf, tok.cur),
        tok.lineno,
        0,
      );
    default:
      return errorAt(tok, 'SyntaxError', 'unknown parsing error', tok.lineno, 1, tok.lineno, 0);
  }
}

/** An error at the character read last, with no end: how `_PyPegen_raise_error` places a token without columns. */
export function errorAtCursor(tok: TokenizerState, type: CompileErrorType, message: string): CompileError {
  const column = tok.cur === tok.buf ? 0 : tok.byteColumn(tok.lineStart, tok.cur);
  return errorAt(tok, type, message, tok.lineno, column, tok.lineno, -1);
}
