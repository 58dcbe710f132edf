/**
 * The state of a parse and what the generated parsers call at every step: tokens, memo, errors, leaves of the tree.
 * CPython: `Parser` in Parser/pegen.h, Parser/pegen.c, the raising half of Parser/pegen_errors.c.
 *
 * The reference parser asks for tokens one at a time (`peek`), so that it stops reading where CPython does; the fast
 * parser finds all of them in `kind`. Errors are thrown, where CPython sets them and unwinds.
 *
 * Positions in messages come from *spans*: a node, or the index of a token.
 */
import { type Str, strFromUtf16 } from '../objects/str.ts';
import { Constant, Name, type stmt } from './ast.gen.ts';
import { CompileError, type CompileErrorType, MEMORY_LOOKS } from './errors.ts';
import { parseNumber } from './number-literal.ts';
import type { TokenStream } from './token-stream.ts';
import { DEDENT, ENCODING, ENDMARKER, NAME, NEWLINE } from './tokens.ts';

/** The kind of the first keyword; the others follow. Names with the numbers of keywords get these kinds. */
export const FIRST_KEYWORD = ENCODING + 1;

/** A node or the index of a token. */
export type Span =
  | number
  | {
      readonly lineno: number;
      readonly col_offset: number;
      readonly end_lineno: number;
      readonly end_col_offset: number;
    };

/** Thrown by the fast parser when it meets what no other way of reading the source can save. */
export const GIVE_UP = { reason: 'the source has an error' } as const;

/** The value of a rule for errors that matched without raising one. Nobody looks at it: the parse has failed. */
export const DUMMY = new Name('', 'Load', 1, 0, 1, 0) as never;

/** What a rule gave at some token. CPython: `Memo`. */
class Memo {
  readonly rule: number;
  readonly value: unknown;
  readonly end: number;
  readonly next: Memo | undefined;

  constructor(rule: number, value: unknown, end: number, next: Memo | undefined) {
    this.rule = rule;
    this.value = value;
    this.end = end;
    this.next = next;
  }
}

export interface ParserOptions {
  /** How many keywords there are among the stream's seed names, which begin with them, and soft keywords after. */
  readonly keywordCount: number;
  readonly softKeywordCount: number;
  /** Python 3's minor version. */
  readonly featureVersion: number;
}

/** What the nodes of a tree take for each token, in bytes, as measured on programs of many kinds. */
const TOKEN_ROOM = 80;

export class Parser {
  readonly tokens: TokenStream;
  /** The arrays of `tokens`; in `kind`, keywords have kinds of their own. */
  kind!: Uint8Array;
  lineno!: Int32Array;
  colOffset!: Int32Array;
  endLineno!: Int32Array;
  endColOffset!: Int32Array;
  /** The index of the next token. */
  mark = 0;
  /** Are rules for errors in use? CPython: `call_invalid_rules`. */
  invalid = false;
  readonly featureVersion: number;
  /** The compound statement that was completed last, of those that begin farthest down. */
  lastStatement: stmt | undefined = undefined;

  private _nameId!: Int32Array;
  private readonly _names: readonly string[];
  private readonly _keywordCount: number;
  private readonly _softKeywordEnd: number;
  private _memos: (Memo | undefined)[] = [];
  /** There is a name that only looks unlike `None`, `True` or `False`. */
  private _hasConstantName = false;

  constructor(tokens: TokenStream, options: ParserOptions) {
    this.tokens = tokens;
    this._takeArrays();
    this.featureVersion = options.featureVersion;
    this._names = tokens.names;
    this._keywordCount = options.keywordCount;
    this._softKeywordEnd = options.keywordCount + options.softKeywordCount;
  }

  /** Notes a compound statement. CPython: `_PyPegen_register_stmts`. */
  registerStatement(statement: stmt): stmt[] {
    // In the error pass a rule for errors takes function definitions, and gives a dummy for them.
    const isFunction = statement.nodeType === 'FunctionDef' || statement.nodeType === 'AsyncFunctionDef';
    const isLower = this.lastStatement === undefined || this.lastStatement.lineno <= statement.lineno;
    if (isLower && !isFunction && statement !== DUMMY) this.lastStatement = statement;
    return [statement];
  }

  // ---- Tokens

  private _takeArrays(): void {
    const { tokens } = this;
    this.kind = tokens.kind;
    this.lineno = tokens.lineno;
    this.colOffset = tokens.colOffset;
    this.endLineno = tokens.endLineno;
    this.endColOffset = tokens.endColOffset;
    this._nameId = tokens.nameId;
  }

  /** Reads one more token. */
  fill(): void {
    const { tokens } = this;
    tokens.fill();
    if (tokens.kind !== this.kind) this._takeArrays();
    const i = tokens.count - 1;
    const id = this._nameId[i];
    if (id < 0) return;
    if (id < this._keywordCount) this.kind[i] = FIRST_KEYWORD + id;
    else if (isConstantName(this._names[id])) this._hasConstantName = true;
  }

  /** Reads all tokens, for a tree of all of them. */
  fillAll(): void {
    const { tokens } = this;
    do this.fill();
    while (this.kind[tokens.count - 1] !== ENDMARKER);
    if (tokens.count > MEMORY_LOOKS) tokens.checkMemory?.(tokens.count * TOKEN_ROOM);
  }

  /** The kind of the next token. */
  peek(): number {
    if (this.mark === this.tokens.count) this.fill();
    return this.kind[this.mark];
  }

  /** Is the next token the name number `name`, or any soft keyword if that is -1? */
  peekSoft(name: number): boolean {
    return this.peek() === NAME && this.isSoft(name);
  }

  /** {@link peekSoft}, when the token is there already. */
  isSoft(name: number): boolean {
    const id = this._nameId[this.mark];
    if (name >= 0) return id === name;
    return id >= this._keywordCount && id < this._softKeywordEnd;
  }

  /** Takes a token of this kind, written as `text`. CPython: `&&` in the grammar. */
  force(kind: number, text: string): void {
    if (this.peek() !== kind) this.raiseAt(this.mark, `expected '${text}'`);
    this.mark++;
  }

  /** {@link force} in the fast parser. */
  must(kind: number): void {
    if (this.kind[this.mark] !== kind) throw GIVE_UP;
    this.mark++;
  }

  /** The last token before the mark that is no line end or the like: where a node ends. */
  lastToken(): number {
    let i = this.mark - 1;
    while (i > 0 && (this.kind[i] === ENDMARKER || (this.kind[i] >= NEWLINE && this.kind[i] <= DEDENT))) i--;
    return i;
  }

  // ---- Memo

  /** What this rule gave here before; the mark is then behind that. */
  recall(rule: number): Memo | undefined {
    if (this.mark === this.tokens.count) this.fill();
    for (let memo = this._memos[this.mark]; memo !== undefined; memo = memo.next) {
      if (memo.rule === rule) {
        this.mark = memo.end;
        return memo;
      }
    }
    return undefined;
  }

  /** Notes what a rule gave at `start`. */
  remember<T>(start: number, rule: number, value: T): T {
    if ((start & MEMORY_LOOKS) === MEMORY_LOOKS) this.tokens.checkMemory?.(0);
    this._memos[start] = new Memo(rule, value, this.mark, this._memos[start]);
    return value;
  }

  /** Back to the first token, with rules for errors. */
  startErrorPass(): void {
    this._memos = [];
    this.mark = 0;
    this.invalid = true;
  }

  // ---- Leaves

  /** The text of a name. */
  id(token: number): string {
    const name = this._names[this._nameId[token]];
    if (this._hasConstantName && isConstantName(name)) {
      throw new CompileError('ValueError', `identifier field can't represent '${name}' constant`);
    }
    return name;
  }

  ids(tokens: readonly number[]): string[] {
    return tokens.map((token) => this.id(token));
  }

  text(token: number): string {
    return this.tokens.stringAt(token);
  }

  name(i: number): Name {
    return new Name(
      this.id(i),
      'Load',
      this.lineno[i],
      this.colOffset[i],
      this.endLineno[i],
      this.endColOffset[i],
    );
  }

  nameStore(i: number): Name {
    return new Name(
      this.id(i),
      'Store',
      this.lineno[i],
      this.colOffset[i],
      this.endLineno[i],
      this.endColOffset[i],
    );
  }

  number(i: number): Constant {
    if (this.featureVersion < 6 && this.text(i).includes('_')) {
      this.raise('Underscores in numeric literals are only supported in Python 3.6 and greater');
    }
    return new Constant(
      parseNumber(this.tokens, i),
      undefined,
      this.lineno[i],
      this.colOffset[i],
      this.endLineno[i],
      this.endColOffset[i],
    );
  }

  typeComment(token: number | undefined): Str | undefined {
    return token === undefined ? undefined : strFromUtf16(this.text(token));
  }

  /** How many dots these `.` and `...` tokens are. */
  countDots(tokens: readonly number[]): number {
    let dots = 0;
    for (const token of tokens) dots += this.tokens.end[token] - this.tokens.start[token];
    return dots;
  }

  /** Passes a node on if the version of the language that was asked for has it. */
  since<T>(minor: number, what: string, node: T): T {
    if (this.featureVersion < minor) this.raise(`${what} only supported in Python 3.${minor} and greater`);
    return node;
  }

  // ---- Errors

  /** Raises a SyntaxError at the token read last. */
  raise(message: string): never {
    throw this.errorAtLastToken('SyntaxError', message);
  }

  raiseIndentation(message: string): never {
    throw this.errorAtLastToken('IndentationError', message);
  }

  /** Raises the error that a block is missing after the statement that began at the token `start`. */
  expectedBlock(statement: string, start: number): never {
    this.raiseIndentation(`expected an indented block after ${statement} on line ${this.lineno[start]}`);
  }

  /** Raises a SyntaxError at the next token, which is read if need be. */
  raiseOnNextToken(message: string): never {
    this.peek();
    throw this.tokens.errorAtToken('SyntaxError', message, this.mark);
  }

  raiseAt(span: Span, message: string): never {
    throw this.errorBetween(span, span, message);
  }

  raiseRange(first: Span, last: Span, message: string): never {
    throw this.errorBetween(first, last, message);
  }

  /** Raises a SyntaxError from here up to where the tokenizer stands. */
  raiseFrom(span: Span, message: string): never {
    const { tok } = this.tokens;
    const [lineno, column] = this.startOf(span);
    const end = tok.byteColumn(tok.lineStart, tok.cur);
    throw this.tokens.errorAt('SyntaxError', message, lineno, column + 1, tok.lineno, end);
  }

  errorAtLastToken(type: CompileErrorType, message: string): CompileError {
    return this.tokens.errorAtToken(type, message, this.tokens.count - 1);
  }

  errorBetween(first: Span, last: Span, message: string): CompileError {
    const [lineno, column] = this.startOf(first);
    const [endLineno, endColumn] = this.endOf(last);
    return this.tokens.errorAt('SyntaxError', message, lineno, column + 1, endLineno, endColumn + 1);
  }

  startOf(span: Span): [lineno: number, column: number] {
    if (typeof span === 'number') return [this.lineno[span], this.colOffset[span]];
    return [span.lineno, span.col_offset];
  }

  endOf(span: Span): [lineno: number, column: number] {
    if (typeof span === 'number') return [this.endLineno[span], this.endColOffset[span]];
    return [span.end_lineno, span.end_col_offset];
  }
}

/** Keywords that name constants. Other spellings of them (`𝐍one`) are names until they are normalized. */
function isConstantName(name: string): boolean {
  return name === 'None' || name === 'True' || name === 'False';
}

/** A table with 1 for each of these token kinds. */
export function tokenSet(...kinds: readonly number[]): Uint8Array {
  const table = new Uint8Array(256);
  for (const kind of kinds) table[kind] = 1;
  return table;
}

/** Precedence (0: no operator) and name by token kind. */
export function operatorTable<T extends string>(
  operators: readonly (readonly [kind: number, precedence: number, name: T])[],
): { readonly precedence: Uint8Array; readonly operator: readonly T[] } {
  const precedence = new Uint8Array(256);
  const operator: T[] = [];
  for (const [kind, level, name] of operators) {
    precedence[kind] = level;
    operator[kind] = name;
  }
  return { precedence, operator };
}
