/**
 * Source text to syntax tree. CPython: `_PyPegen_run_parser` in Parser/pegen.c, `_Pypegen_set_syntax_error` in
 * Parser/pegen_errors.c.
 *
 * 1. The fast parser reads all tokens and then the grammar. A source without errors is done with that.
 * 2. If anything is wrong, all is thrown away and the reference parser begins anew, reading tokens one by one.
 *    A source that gives warnings goes this way too, so that they come in CPython's order, before errors.
 * 3. If that fails, it starts over with the rules for errors, whose messages say more than "invalid syntax".
 * 4. The rest of the source is tokenized: a bracket that was never closed explains most other errors.
 */
import type { Str } from '../objects/str.ts';
import type { mod } from './ast.gen.ts';
import { CompileError, type MemoryCheck, type WarningSink } from './errors.ts';
import { fastRules, KEYWORDS, SOFT_KEYWORDS } from './parser.gen.ts';
import { GIVE_UP, Parser } from './pegen.ts';
import defer * as reference from './reference-parser.gen.ts';
import { decodeSource, prepareSource, type SourceDecoder } from './source.ts';
import { TokenStream } from './token-stream.ts';
import { getToken } from './tokenizer.ts';
import { unclosedParenthesesError } from './tokenizer-errors.ts';
import { E_OK } from './tokenizer-state.ts';
import { DEDENT, ENDMARKER, ERRORTOKEN, INDENT } from './tokens.ts';

/** What `compile()` takes as its mode, besides `func_type`, which only `ast.parse` knows. */
export type ParseMode = 'exec' | 'eval' | 'single' | 'func_type';

/** Flags of `compile()` that the parser knows. CPython: Include/cpython/compile.h. */
export const PyCF_DONT_IMPLY_DEDENT = 0x200;
export const PyCF_ONLY_AST = 0x400;
export const PyCF_TYPE_COMMENTS = 0x1000;
export const PyCF_ALLOW_TOP_LEVEL_AWAIT = 0x2000;
export const PyCF_ALLOW_INCOMPLETE_INPUT = 0x4000;
export const PyCF_OPTIMIZED_AST = 0x8000 | PyCF_ONLY_AST;
export const CO_FUTURE_BARRY_AS_BDFL = 0x400000;

/** The minor version of the language that is parsed. */
export const PY_MINOR_VERSION = 14;

export interface ParseOptions {
  readonly filename: Str;
  readonly mode: ParseMode;
  /** `PyCF_…` and `CO_FUTURE_…` bits; others are ignored. */
  readonly flags: number;
  /** The minor version of Python whose grammar to keep to, as in `ast.parse(feature_version=(3, n))`. */
  readonly featureVersion?: number | undefined;
  readonly warn: WarningSink;
  /** A line, with its line end, of the file that `filename` names: see {@link TokenStream}. */
  readonly programText?: ((lineno: number) => string | undefined) | undefined;
  /** Most digits of a decimal integer; 0 for any number of them. */
  readonly maxIntDigits?: number | undefined;
  readonly checkMemory?: MemoryCheck | undefined;
  /** The source is what a file holds: a NUL in it is an error of its line. */
  readonly isFile?: boolean | undefined;
  /** The source was typed line by line: what comes behind an error has not been asked for. */
  readonly isTyped?: boolean | undefined;
  /** Decodes sources of encodings that the front end does not know. */
  readonly decodeOther?: SourceDecoder | undefined;
}

const RULES = { exec: 'file', eval: 'eval', single: 'interactive', func_type: 'func_type' } as const;
const SEED_NAMES: readonly string[] = [...KEYWORDS, ...SOFT_KEYWORDS];

/**
 * Parses a source: a Python `str`, or bytes in the encoding that they declare. Throws a `CompileError` for whatever is
 * wrong with it.
 */
export function parse(source: Str | Uint8Array, options: ParseOptions): mod {
  const { filename, mode } = options;
  const text =
    source instanceof Uint8Array
      ? decodeSource(source, filename, mode, options.isFile, options.decodeOther)
      : prepareSource(source, mode);
  return parseText(text, options);
}

/**
 * Is this text, as typed at a prompt so far, complete? If not, another line is needed. Throws the error of a text
 * that more lines could not mend. CPython: `_maybe_compile` in Lib/codeop.py.
 */
export function isComplete(source: Str, options: ParseOptions): boolean {
  const { mode } = options;
  const text = prepareSource(source, 'single');
  // Blank lines and comments are no statement but want nothing more.
  if (mode !== 'eval' && /^(?:[^\S\n]*(?:#.*)?(?:\n|$))*$/.test(text)) return true;
  const trial: ParseOptions = {
    ...options,
    flags: options.flags | PyCF_ALLOW_INCOMPLETE_INPUT | PyCF_DONT_IMPLY_DEDENT,
    warn: () => {},
  };
  // A module's last line always ends, as in `prepareSource`.
  const complete = mode === 'exec' && !text.endsWith('\n') ? `${text}\n` : text;
  if (syntaxErrorOf(complete, trial) === undefined) return true;
  const error = syntaxErrorOf(`${text}\n`, trial);
  if (error === undefined || error.type === '_IncompleteInputError') return false;
  parseText(complete, options);
  return true;
}

/** Does a text that is not complete end within brackets or a string, where a blank line means nothing? */
export function isOpenAtEnd(source: string, options: ParseOptions): boolean {
  const stream = newStream(prepareSource(source, 'single'), options);
  try {
    do stream.fill();
    while (stream.kind[stream.count - 1] !== ENDMARKER);
    return false;
  } catch (error) {
    if (error instanceof CompileError) return true;
    throw error;
  }
}

function syntaxErrorOf(text: string, options: ParseOptions): CompileError | undefined {
  try {
    parseText(text, options);
    return undefined;
  } catch (error) {
    if (error instanceof CompileError && (isSyntaxError(error) || error.type === '_IncompleteInputError'))
      return error;
    throw error;
  }
}

function parseText(text: string, options: ParseOptions): mod {
  return parseFast(text, options) ?? new ReferenceParse(text, options).run();
}

function newStream(text: string, options: ParseOptions): TokenStream {
  const stream = new TokenStream(text, {
    filename: options.filename,
    mode: options.mode,
    typeComments: (options.flags & PyCF_TYPE_COMMENTS) !== 0,
    dontImplyDedent: (options.flags & PyCF_DONT_IMPLY_DEDENT) !== 0,
    warn: options.warn,
    seedNames: SEED_NAMES,
    maxIntDigits: options.maxIntDigits,
    checkMemory: options.checkMemory,
    ...(options.programText && { programText: options.programText }),
  });
  stream.tok.isTyped = options.isTyped ?? false;
  stream.tok.barry = (options.flags & CO_FUTURE_BARRY_AS_BDFL) !== 0;
  return stream;
}

function newParser(tokens: TokenStream, options: ParseOptions): Parser {
  return new Parser(tokens, {
    keywordCount: KEYWORDS.length,
    softKeywordCount: SOFT_KEYWORDS.length,
    featureVersion: featureVersionOf(options),
  });
}

function featureVersionOf(options: ParseOptions): number {
  return options.featureVersion ?? PY_MINOR_VERSION;
}

/** The tree of a source without errors and warnings, in the usual modes; undefined for any other. */
function parseFast(text: string, options: ParseOptions): mod | undefined {
  const { mode, flags } = options;
  if (
    mode === 'single' ||
    (flags & PyCF_TYPE_COMMENTS) !== 0 ||
    featureVersionOf(options) < PY_MINOR_VERSION
  ) {
    return undefined;
  }
  try {
    const stream = newStream(text, { ...options, warn: giveUp });
    const parser = newParser(stream, options);
    parser.fillAll();
    return fastRules[RULES[mode]](parser);
  } catch (error) {
    if (error instanceof CompileError || error === GIVE_UP) return undefined;
    throw isStackOverflow(error) ? stackOverflowed() : error;
  }
}

function giveUp(): never {
  throw GIVE_UP;
}

/** V8 and JavaScriptCore throw a RangeError, SpiderMonkey an InternalError. */
function isStackOverflow(error: unknown): boolean {
  return error instanceof Error && (error.name === 'RangeError' || error.name === 'InternalError');
}

/** CPython watches the stack likewise: `_Pypegen_stack_overflow`. */
function stackOverflowed(): CompileError {
  return new CompileError('MemoryError', 'Parser stack overflowed - Python source too complex to parse');
}

function isSyntaxError(error: CompileError): boolean {
  return error.type === 'SyntaxError' || error.type === 'IndentationError' || error.type === 'TabError';
}

/** One run of the reference parser. */
class ReferenceParse {
  private readonly stream: TokenStream;
  private readonly parser: Parser;
  private readonly options: ParseOptions;

  constructor(text: string, options: ParseOptions) {
    this.options = options;
    this.stream = newStream(text, options);
    this.parser = newParser(this.stream, options);
  }

  run(): mod {
    const { stream, parser } = this;
    const result = this.pass();
    if (result !== undefined && !(result instanceof CompileError)) {
      if (this.options.mode === 'single' && this.hasMoreStatements()) {
        parser.raise('multiple statements found while compiling a single statement');
      }
      return result;
    }
    if ((this.options.flags & PyCF_ALLOW_INCOMPLETE_INPUT) !== 0 && stream.isEndOfSource()) {
      throw parser.errorAtLastToken('_IncompleteInputError', 'incomplete input');
    }
    if (result !== undefined && !isSyntaxError(result)) throw result;
    const lastToken = stream.count - 1;
    let error = result;
    if (error === undefined) {
      parser.startErrorPass();
      const second = this.pass();
      if (second instanceof CompileError) error = second;
    }
    throw this.withMetadata(this.finalError(error, lastToken));
  }

  private withMetadata(error: CompileError): CompileError {
    if (!isSyntaxError(error)) return error;
    const { lineno, col_offset } = this.parser.lastStatement ?? { lineno: 0, col_offset: 0 };
    error.metadata = { lineno, col_offset, source: this.stream.text };
    return error;
  }

  /** Parses; gives the error that was thrown instead of throwing it. */
  private pass(): mod | CompileError | undefined {
    try {
      return reference.referenceRules[RULES[this.options.mode]](this.parser);
    } catch (error) {
      if (error instanceof CompileError) return error;
      throw isStackOverflow(error) ? stackOverflowed() : error;
    }
  }

  /** The error to report, from that of the passes, if there was one, and the last token of the first pass. */
  private finalError(error: CompileError | undefined, lastToken: number): CompileError {
    const { stream, parser } = this;
    if (error !== undefined) {
      return stream.tok.done === E_OK && isSyntaxError(error) ? (this.laterError() ?? error) : error;
    }
    const kind = parser.kind[lastToken];
    if (kind === INDENT) return parser.errorAtLastToken('IndentationError', 'unexpected indent');
    if (kind === DEDENT) return parser.errorAtLastToken('IndentationError', 'unexpected unindent');
    const generic = parser.errorBetween(lastToken, lastToken, 'invalid syntax');
    return this.laterError() ?? generic;
  }

  /**
   * What the tokenizer finds wrong in the rest of the source: an error of its own, or a bracket that was opened on
   * an earlier line and never closed. CPython: `_PyPegen_tokenize_full_source_to_check_for_errors`.
   */
  private laterError(): CompileError | undefined {
    if (this.options.isTyped) return undefined;
    const { tok, lineno, count } = this.stream;
    const errorLine = lineno[count - 1];
    let kind: number;
    do kind = getToken(tok);
    while (kind !== ERRORTOKEN && kind !== ENDMARKER);
    if (kind === ENDMARKER) return undefined;
    let error = tok.error;
    if (error === undefined && tok.level > 0 && errorLine > tok.parenLinenoStack[tok.level - 1]) {
      error = unclosedParenthesesError(tok);
    }
    // An error in the expression of an f-string is not hidden by what that does to the rest of the string.
    return tok.modes.length === 0 ? error : undefined;
  }

  /** Is there more than blank space and comments behind a single statement? */
  private hasMoreStatements(): boolean {
    const { text, tok } = this.stream;
    return !/^(?:[ \t\n\f]|#[^\n]*)*$/.test(text.slice(tok.cur));
  }
}
