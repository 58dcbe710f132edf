/**
 * The compiler's front door: source or syntax tree to code object. CPython: Python/compile.c, whose order of passes
 * this keeps, since it decides which of several errors is reported.
 *
 * | pass                          | file               |
 * |-------------------------------|--------------------|
 * | `from __future__` statements  | future.ts          |
 * | folding, warnings             | preprocess.ts      |
 * | symbol table                  | symtable-build.ts  |
 * | code generation               | codegen.ts         |
 * | optimisation, assembly        | assemble.ts        |
 *
 * The last two run for each code object, inner ones first. Errors are thrown as `CompileError`.
 */
import {
  CO_FUTURE_ABSOLUTE_IMPORT,
  CO_FUTURE_ANNOTATIONS,
  CO_FUTURE_BARRY_AS_BDFL,
  CO_FUTURE_DIVISION,
  CO_FUTURE_GENERATOR_STOP,
  CO_FUTURE_PRINT_FUNCTION,
  CO_FUTURE_UNICODE_LITERALS,
  CO_FUTURE_WITH_STATEMENT,
  type PyCode,
} from '../objects/code.ts';
import { type Str, utf16FromStr } from '../objects/str.ts';
import type { mod } from '../parser/ast.gen.ts';
import type { MemoryCheck, WarningSink } from '../parser/errors.ts';
import { type ParseMode, parse } from '../parser/parse.ts';
import type { SourceDecoder } from '../parser/source.ts';
import { optimizeAndAssemble } from './assemble.ts';
import { generateCode } from './codegen.ts';
import { futureParse } from './future.ts';
import { preprocess } from './preprocess.ts';
import { guardStack } from './recursion.ts';
import type { SymbolTable } from './symtable.ts';
import { buildSymtable } from './symtable-build.ts';
import type { ProgramSource } from './syntax-error.ts';

/** The future features that code objects keep in `co_flags`. */
export const PyCF_MASK =
  CO_FUTURE_DIVISION |
  CO_FUTURE_ABSOLUTE_IMPORT |
  CO_FUTURE_WITH_STATEMENT |
  CO_FUTURE_PRINT_FUNCTION |
  CO_FUTURE_UNICODE_LITERALS |
  CO_FUTURE_BARRY_AS_BDFL |
  CO_FUTURE_GENERATOR_STOP |
  CO_FUTURE_ANNOTATIONS;

export interface CompileOptions extends ProgramSource {
  /** Future features in force from outside (`CO_FUTURE_*`), and `PyCF_*`. */
  readonly flags: number;
  readonly optimize: 0 | 1 | 2;
  readonly warn: WarningSink;
  readonly checkMemory?: MemoryCheck | undefined;
}

/** Compiles a syntax tree, which is rewritten on the way. CPython: `_PyAST_Compile`. */
export function compileTree(tree: mod, options: CompileOptions): PyCode {
  const { filename, programText, optimize, warn } = options;
  const source: ProgramSource = { filename, programText };
  const future = futureParse(tree, source);
  future.ff_features |= options.flags;
  const features = future.ff_features;
  preprocess(tree, {
    filename,
    programText,
    optimize,
    ffFeatures: features,
    syntaxCheckOnly: false,
    enableWarnings: true,
    warn,
  });
  const symtable = buildSymtable(tree, { filename, programText, future, checkMemory: options.checkMemory });
  return guardStack(() =>
    generateCode({
      source,
      symtable,
      tree,
      features,
      inheritedFlags: features & PyCF_MASK,
      optimize,
      interactive: tree.nodeType === 'Interactive',
      warn,
      checkMemory: options.checkMemory,
      assemble: optimizeAndAssemble,
    }),
  );
}

/**
 * Rewrites a tree as the compiler does before it makes code, for those who want the tree: `ast.parse` only learns what
 * is wrong with it (`syntaxCheckOnly`), or gets it folded. CPython: `_PyCompile_AstPreprocess`.
 */
export function preprocessTree(tree: mod, options: CompileOptions, syntaxCheckOnly: boolean): void {
  const { filename, programText, optimize, warn } = options;
  const ffFeatures = futureParse(tree, { filename, programText }).ff_features | options.flags;
  preprocess(tree, {
    filename,
    programText,
    optimize,
    ffFeatures,
    syntaxCheckOnly,
    enableWarnings: false,
    warn,
  });
}

/** The symbol table of a tree as it was written. CPython: `_Py_SymtableStringObjectFlags`. */
export function buildTreeSymtable(tree: mod, source: ProgramSource): SymbolTable {
  const { filename, programText } = source;
  return buildSymtable(tree, { filename, programText, future: futureParse(tree, source) });
}

export interface CompileSourceOptions extends CompileOptions {
  readonly mode: 'exec' | 'eval' | 'single';
  readonly maxIntDigits?: number | undefined;
  readonly isFile?: boolean | undefined;
  readonly decodeOther?: SourceDecoder | undefined;
}

/** Compiles a `str`, or bytes in the encoding that they declare. */
export function compileSource(source: Str | Uint8Array, options: CompileSourceOptions): PyCode {
  return compileTree(parseSource(source, options), options);
}

export interface ParseSourceOptions extends ProgramSource {
  readonly mode: ParseMode;
  readonly flags: number;
  readonly featureVersion?: number | undefined;
  readonly maxIntDigits?: number | undefined;
  readonly isFile?: boolean | undefined;
  readonly isTyped?: boolean | undefined;
  readonly decodeOther?: SourceDecoder | undefined;
  readonly checkMemory?: MemoryCheck | undefined;
  readonly warn: WarningSink;
}

/** Parses a `str`, or bytes in the encoding that they declare. */
export function parseSource(source: Str | Uint8Array, options: ParseSourceOptions): mod {
  const { programText } = options;
  return parse(source, {
    ...options,
    programText: programText && ((lineno) => asUtf16(programText(lineno))),
  });
}

function asUtf16(line: Str | undefined): string | undefined {
  return line === undefined ? undefined : utf16FromStr(line);
}
