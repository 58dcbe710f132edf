/**
 * What reading and compiling a source can raise, before there are Python exception objects: a plain record that
 * whoever embeds the compiler turns into the exception of that name. It is no JavaScript `Error` and carries no
 * JavaScript stack: bad input is an ordinary outcome here.
 */
import type { Str } from '../objects/str.ts';

/** The Python exceptions that the tokenizer, the parser and the compiler raise. */
export type CompileErrorType =
  | 'SyntaxError'
  | 'IndentationError'
  | 'TabError'
  | '_IncompleteInputError'
  | 'ValueError'
  | 'TypeError'
  | 'UnicodeDecodeError'
  | 'UnicodeEncodeError'
  | 'LookupError'
  | 'OverflowError'
  | 'RecursionError'
  | 'MemoryError'
  | 'SystemError'
  | 'RuntimeError';

/** Where an error stands. Lines count from 1, offsets count characters from 1, as in Python's `SyntaxError`. */
export interface ErrorDetails {
  readonly filename: Str;
  readonly lineno: number;
  readonly offset: number;
  /** `undefined` (Python's `None`) where no end is known. */
  readonly end_lineno: number | undefined;
  readonly end_offset: number | undefined;
  /** The line of source with its line end, `undefined` (Python's `None`) where it is not known. */
  readonly text: Str | undefined;
  /** What stands in the exception's `args` behind the message; without it, all of the above. */
  readonly args?: ErrorArguments;
}

/**
 * How much of its place an exception was made with; its attributes have been set later then: nothing (`message`), all
 * but the end (`start`), all but the file's name, which was not known yet (`unnamed`).
 */
export type ErrorArguments = 'message' | 'start' | 'unnamed';

/**
 * What the traceback needs to look for misspelt keywords: the source, and where the last compound statement before the
 * error begins (0, 0 if there is none).
 */
export interface SyntaxErrorMetadata {
  readonly lineno: number;
  readonly col_offset: number;
  readonly source: string;
}

/** A text with a part that has no place in UTF-8, from `start` to before `end`. */
export interface Unencodable {
  readonly text: Str;
  readonly start: number;
  readonly end: number;
}

/** Octets of which a codec can make nothing, from `start` to before `end`. */
export interface Undecodable {
  readonly encoding: string;
  readonly octets: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly reason: string;
}

/** A Python exception on its way out of the compiler. Thrown as it is. */
export class CompileError {
  readonly type: CompileErrorType;
  readonly message: Str;
  /** Present for `SyntaxError` and its subclasses. */
  readonly details: ErrorDetails | undefined;
  /** Only the parser's errors have it. */
  metadata: SyntaxErrorMetadata | undefined = undefined;
  /** Only a `UnicodeEncodeError` has it. */
  unencodable: Unencodable | undefined = undefined;
  /** Only a `UnicodeDecodeError` has it. */
  undecodable: Undecodable | undefined = undefined;

  constructor(type: CompileErrorType, message: Str, details?: ErrorDetails) {
    this.type = type;
    this.message = message;
    this.details = details;
  }
}

/** A `SyntaxWarning` or `DeprecationWarning` found while compiling. Columns count UTF-8 bytes from 0. */
export interface CompileWarning {
  readonly category: 'SyntaxWarning' | 'DeprecationWarning';
  readonly message: string;
  readonly filename: Str;
  readonly lineno: number;
  readonly col_offset: number;
  readonly end_lineno: number;
  readonly end_col_offset: number;
}

/** Throws where there is no room for so many bytes more; called while something large is compiled. */
export type MemoryCheck = (bytes: number) => void;

/** Of what many are made, the making looks for room when the low bits of their number are these. */
export const MEMORY_LOOKS = 0xffff;

/** The same for code objects and blocks of the symbol table, which take more. */
export const BLOCK_LOOKS = 0x3ff;

/** Takes warnings; may throw a {@link CompileError} where the user turned the warning into an error. */
export type WarningSink = (warning: CompileWarning) => void;
