/**
 * Syntax errors found after parsing: the text is what the file of that name holds, and offsets count UTF-8 bytes, not
 * characters.
 */
import { type Str, strFromUtf16 } from '../objects/str.ts';
import { CompileError, type ErrorDetails } from '../parser/errors.ts';
import type { Location } from './instruction-sequence.ts';

/** Where the lines of a program's file come from. */
export interface ProgramSource {
  readonly filename: Str;
  /** The text of a line (from 1) with its line end, for `SyntaxError.text`; `undefined` where it is not known. */
  readonly programText?: ((lineno: number) => Str | undefined) | undefined;
}

/** What a `SyntaxError` at a place of the program knows of it. */
export function detailsAt(source: ProgramSource, loc: Location): ErrorDetails {
  return {
    filename: source.filename,
    lineno: loc.lineno,
    offset: loc.col_offset + 1,
    end_lineno: loc.end_lineno,
    end_offset: loc.end_col_offset + 1,
    text: source.programText?.(loc.lineno),
  };
}

/**
 * A `SyntaxError` with a (UTF-16) message at a place of the program, as the passes before code generation raise it.
 * CPython: `PyErr_RangedSyntaxLocationObject`, which sets the attributes of an exception that has only its message.
 */
export function syntaxErrorAt(source: ProgramSource, message: string, loc: Location): CompileError {
  return new CompileError('SyntaxError', strFromUtf16(message), {
    ...detailsAt(source, loc),
    args: 'message',
  });
}
