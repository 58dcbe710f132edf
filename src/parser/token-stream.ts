/**
 * The tokens of one source as the parser sees them: parallel arrays that grow one token at a time.
 * CPython: the `tokens` array of Parser/pegen.c with `_PyPegen_fill_token` and `initialize_token`.
 *
 * - Offsets (`start`, `end`) count UTF-16 units of `text`; columns count UTF-8 bytes, as in CPython.
 * - `fill` appends exactly one token and reads no further than CPython would, so that tokenizer errors and
 *   warnings come at the same moment. An error token is appended too, before the error is thrown.
 * - Keywords are `NAME` tokens. `nameId` numbers the distinct names of the source; the names given as
 *   `seedNames` have the numbers 0, 1, ..., so a keyword test is one comparison.
 * - `tok` is the tokenizer's own state (CPython's `p->tok`), which the error messages of the parser look into.
 */
import { normalizeNfkc } from '../common/unicode.ts';
import type { Str } from '../objects/str.ts';
import {
  type CompileError,
  type CompileErrorType,
  MEMORY_LOOKS,
  type MemoryCheck,
  type WarningSink,
} from './errors.ts';
import { getToken } from './tokenizer.ts';
import { characterOffset, errorAt, tokenizerError } from './tokenizer-errors.ts';
import { TokenizerState } from './tokenizer-state.ts';
import {
  ENDMARKER,
  ERRORTOKEN,
  FSTRING_END,
  NAME,
  NEWLINE,
  STRING,
  TSTRING_END,
  TYPE_IGNORE,
} from './tokens.ts';

/** Tokens whose end is known without looking at the next character. */
const SELF_DELIMITING = new Set([STRING, NEWLINE, FSTRING_END, TSTRING_END]);

/** Room for tokens besides one for every four characters, which is enough for nearly all sources. */
const SPARE_TOKENS = 16;

/** How a source is to be tokenized. */
export interface TokenStreamOptions {
  readonly filename: Str;
  /** Report `# type:` comments (`PyCF_TYPE_COMMENTS`). */
  readonly typeComments?: boolean;
  /** The start rule: `single` adds a NEWLINE at the end, `exec` looks for error lines in the file itself. */
  readonly mode?: 'exec' | 'eval' | 'single' | 'func_type';
  /** `PyCF_DONT_IMPLY_DEDENT`: at the end of a `single` input no DEDENT tokens are made up. */
  readonly dontImplyDedent?: boolean;
  readonly warn?: WarningSink;
  /** Most digits of a decimal integer; 0 for any number of them. */
  readonly maxIntDigits?: number | undefined;
  /** Names that get the first numbers in `nameId`. */
  readonly seedNames?: readonly string[];
  /**
   * A line (with its line end) of the file that `filename` names, if there is one: CPython shows it in `exec`
   * errors of the parser in preference to the source that it was given.
   */
  readonly programText?: (lineno: number) => string | undefined;
  readonly checkMemory?: MemoryCheck | undefined;
}

/** A `# type: ignore` comment: the line it stands on and the text after `ignore`. */
export interface TypeIgnoreComment {
  readonly lineno: number;
  readonly tag: string;
}

/** `sys.get_int_max_str_digits()`, by default. */
const INT_MAX_STR_DIGITS = 4300;
const NO_NAMES: readonly string[] = [];
const ignoreWarnings: WarningSink = () => {};

export class TokenStream {
  /** The source, after newline translation. */
  readonly text: string;
  readonly filename: Str;
  readonly typeComments: boolean;
  /** CPython's `p->tok`. */
  readonly tok: TokenizerState;
  readonly warn: WarningSink;
  /** See `TokenStreamOptions`. */
  readonly maxIntDigits: number;

  /** How many tokens there are so far (CPython's `p->fill`); the arrays are longer, and replaced when they are full. */
  count = 0;
  kind!: Uint8Array;
  start!: Int32Array;
  end!: Int32Array;
  lineno!: Int32Array;
  colOffset!: Int32Array;
  endLineno!: Int32Array;
  endColOffset!: Int32Array;
  /** Bracket nesting after the token. */
  level!: Uint8Array;
  /** The number of a NAME among the distinct names of this source, -1 for other tokens. */
  nameId!: Int32Array;
  /** Expression source on the tokens that end an f-string's debug expression or a t-string's interpolation. */
  readonly metadata: (string | undefined)[] = [];
  /** The `# type: ignore` comments met so far, kept out of the tokens. */
  readonly typeIgnores: TypeIgnoreComment[] = [];

  /** The distinct names, normalized to NFKC, by `nameId`. */
  readonly names: string[] = [];

  private readonly _rawNames: string[] = [];
  private _slots = new Int32Array(512);
  readonly checkMemory: MemoryCheck | undefined;
  private readonly _single: boolean;
  private readonly _implyDedent: boolean;
  private _parsingStarted = false;

  constructor(text: string, options: TokenStreamOptions) {
    this.text = text;
    this.filename = options.filename;
    this.typeComments = options.typeComments ?? false;
    this.warn = options.warn ?? ignoreWarnings;
    this.maxIntDigits = options.maxIntDigits ?? INT_MAX_STR_DIGITS;
    this.tok = new TokenizerState(text, options.filename, this.typeComments, false, this.warn);
    if ((options.mode ?? 'exec') === 'exec') this.tok.programText = options.programText;
    this.checkMemory = options.checkMemory;
    this._single = options.mode === 'single';
    this._implyDedent = !options.dontImplyDedent;
    this._allocate((text.length >> 2) + SPARE_TOKENS);
    for (const name of options.seedNames ?? NO_NAMES) this._intern(name, 0, name.length, hashOf(name));
  }

  /** Appends one token. Throws the {@link CompileError} of a token that is none. */
  fill(): void {
    const tok = this.tok;
    let kind = getToken(tok);
    while (kind === TYPE_IGNORE) {
      // CPython copies as many bytes as the columns say, from the end of the word `ignore`.
      this.typeIgnores.push({ lineno: tok.lineno, tag: this.text.slice(tok.tokenStart, tok.tokenEnd) });
      kind = getToken(tok);
    }
    if (this._single && kind === ENDMARKER && this._parsingStarted) {
      kind = NEWLINE;
      this._parsingStarted = false;
      if (tok.indent !== 0 && this._implyDedent) {
        tok.pendin = -tok.indent;
        tok.indent = 0;
      }
    } else {
      this._parsingStarted = true;
    }
    const i = this.count++;
    if ((i & MEMORY_LOOKS) === MEMORY_LOOKS) this.checkMemory?.(0);
    if (i === this.kind.length) this._grow();
    this.kind[i] = kind;
    this.start[i] = tok.tokenStart;
    this.end[i] = tok.tokenEnd;
    this.lineno[i] = tok.tokenLineno;
    this.colOffset[i] = tok.tokenCol;
    this.endLineno[i] = tok.tokenEndLineno;
    this.endColOffset[i] = tok.tokenEndCol;
    this.level[i] = tok.level;
    this.nameId[i] = kind === NAME ? this._intern(this.text, tok.tokenStart, tok.tokenEnd, tok.nameHash) : -1;
    if (tok.tokenMetadata !== undefined) {
      this.metadata[i] = tok.tokenMetadata;
      tok.tokenMetadata = undefined;
    }
    if (kind === ERRORTOKEN) throw tok.error ?? tokenizerError(tok);
  }

  /** The text of token `i`; names are normalized to NFKC and one string object for all their occurrences. */
  stringAt(i: number): string {
    const id = this.nameId[i];
    return id >= 0 ? this.names[id] : this.text.slice(this.start[i], this.end[i]);
  }

  /** Line `lineno` of the source with its line end; empty past the end. */
  lineText(lineno: number): string {
    return this.tok.lineText(lineno);
  }

  /** The UTF-8 byte column `byteCol` of a source line as a count of characters. */
  byteOffsetToCharacterOffset(lineno: number, byteCol: number): number {
    return characterOffset(this.tok.lineText(lineno), byteCol);
  }

  /** Is the tokenizer in a state that more input could cure? CPython: `_is_end_of_source`. */
  isEndOfSource(): boolean {
    if (this.tok.isEndOfSource()) return true;
    // CPython looks one character past most tokens, and has seen the end of a source that ends with such a one.
    const last = this.count - 1;
    return this.end[last] === this.text.length && !SELF_DELIMITING.has(this.kind[last]!);
  }

  /**
   * The error of `_PyPegen_raise_error_known_location`. Columns are UTF-8 byte columns counted from 1 here (0:
   * unknown, -1 for "none" as an end), lines count from 1.
   */
  errorAt(
    type: CompileErrorType,
    message: string,
    lineno: number,
    colOffset: number,
    endLineno: number,
    endColOffset: number,
  ): CompileError {
    return errorAt(this.tok, type, message, lineno, colOffset, endLineno, endColOffset);
  }

  /**
   * An error at token `i`, or where reading stopped if that token has no place of its own (an error token, INDENT,
   * ENDMARKER). CPython: `_PyPegen_raise_error`.
   */
  errorAtToken(type: CompileErrorType, message: string, i: number): CompileError {
    const { tok } = this;
    if (this.count === 0) return this.errorAt(type, message, 0, 0, 0, -1);
    let column = this.colOffset[i] + 1;
    if (this.colOffset[i] < 0) column = tok.cur === tok.buf ? 0 : tok.byteColumn(tok.lineStart, tok.cur);
    const endColumn = this.endColOffset[i] < 0 ? -1 : this.endColOffset[i] + 1;
    return this.errorAt(type, message, this.lineno[i], column, this.endLineno[i], endColumn);
  }

  /** Makes the arrays anew, parts of one buffer: arrays that grow by `push` cost a quarter of all allocation. */
  private _allocate(capacity: number): void {
    const size = (capacity + 3) & ~3;
    const buffer = new ArrayBuffer(30 * size);
    this.start = new Int32Array(buffer, 0, size);
    this.end = new Int32Array(buffer, 4 * size, size);
    this.lineno = new Int32Array(buffer, 8 * size, size);
    this.colOffset = new Int32Array(buffer, 12 * size, size);
    this.endLineno = new Int32Array(buffer, 16 * size, size);
    this.endColOffset = new Int32Array(buffer, 20 * size, size);
    this.nameId = new Int32Array(buffer, 24 * size, size);
    this.kind = new Uint8Array(buffer, 28 * size, size);
    this.level = new Uint8Array(buffer, 29 * size, size);
  }

  private _grow(): void {
    const { start, end, lineno, colOffset, endLineno, endColOffset, nameId, kind, level } = this;
    this._allocate(2 * kind.length);
    this.start.set(start);
    this.end.set(end);
    this.lineno.set(lineno);
    this.colOffset.set(colOffset);
    this.endLineno.set(endLineno);
    this.endColOffset.set(endColOffset);
    this.nameId.set(nameId);
    this.kind.set(kind);
    this.level.set(level);
  }

  /** The number of the name `text[start:end]` whose hash is `hash`. */
  private _intern(text: string, start: number, end: number, hash: number): number {
    const slots = this._slots;
    const raw = this._rawNames;
    const length = end - start;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (let id = slots[slot]; id !== 0; id = slots[(slot = (slot + 1) & mask)]) {
      const candidate = raw[id - 1];
      if (candidate.length !== length) continue;
      let i = 0;
      while (i < length && candidate.charCodeAt(i) === text.charCodeAt(start + i)) i++;
      if (i === length) return id - 1;
    }
    const id = raw.length;
    const name = detached(text.slice(start, end));
    raw.push(name);
    this.names.push(isAscii(name) ? name : normalizeNfkc(name));
    slots[slot] = id + 1;
    if (2 * (id + 1) > slots.length) this._growSlots();
    return id;
  }

  private _growSlots(): void {
    const slots = new Int32Array(this._slots.length * 4);
    const mask = slots.length - 1;
    for (let id = 0; id < this._rawNames.length; id++) {
      let slot = hashOf(this._rawNames[id]) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id + 1;
    }
    this._slots = slots;
  }
}

/** The hash that the tokenizer computes while it reads a name. */
function hashOf(name: string): number {
  let hash = 0;
  for (let i = 0; i < name.length; i++) hash = (Math.imul(hash, 31) + name.charCodeAt(i)) | 0;
  return hash;
}

/** A copy of a slice that does not keep the source alive: V8 slices of 13 units or more point into their parent. */
function detached(slice: string): string {
  return slice.length < 13 ? slice : ` ${slice}`.slice(1);
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}
