/**
 * A compiler unit: everything that code generation knows of one code object while it writes it.
 * CPython: `struct compiler_unit` and the frame blocks in Python/compile.c, whose field names these are.
 *
 * Frame blocks are the statements around the current instruction that `return`, `break` and `continue` have to
 * undo on their way out: loops whose iterator lies on the stack, `finally` bodies to run, managers to exit.
 */
import type { AnnAssign, stmt } from '../parser/ast.gen.ts';
import { ConstantList } from './constants.ts';
import { InstructionSequence, type Label, type Location } from './instruction-sequence.ts';
import { CELL, DEF_COMP_CELL, DEF_FREE_CLASS, FREE, type SymbolTableEntry, scopeOf } from './symtable.ts';
import type { CodeUnitMetadata, NameTable } from './unit.ts';

/** Kinds of units: `COMPILE_SCOPE_*`. */
export const SCOPE_MODULE = 0;
export const SCOPE_CLASS = 1;
export const SCOPE_FUNCTION = 2;
export const SCOPE_ASYNC_FUNCTION = 3;
export const SCOPE_LAMBDA = 4;
export const SCOPE_COMPREHENSION = 5;
export const SCOPE_ANNOTATIONS = 6;
export type ScopeType = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** Kinds of frame blocks: `COMPILE_FBLOCK_*`. */
export const FBLOCK_WHILE_LOOP = 0;
export const FBLOCK_FOR_LOOP = 1;
export const FBLOCK_ASYNC_FOR_LOOP = 2;
export const FBLOCK_TRY_EXCEPT = 3;
export const FBLOCK_FINALLY_TRY = 4;
export const FBLOCK_FINALLY_END = 5;
export const FBLOCK_WITH = 6;
export const FBLOCK_ASYNC_WITH = 7;
export const FBLOCK_HANDLER_CLEANUP = 8;
export const FBLOCK_POP_VALUE = 9;
export const FBLOCK_EXCEPTION_HANDLER = 10;
export const FBLOCK_EXCEPTION_GROUP_HANDLER = 11;
export const FBLOCK_ASYNC_COMPREHENSION_GENERATOR = 12;
export const FBLOCK_STOP_ITERATION = 13;
export type FrameBlockType = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13;

/** How many frame blocks may be open at once. CPython: `CO_MAXBLOCKS`. */
export const MAX_FRAME_BLOCKS = 21;

/** What a frame block needs to be undone: the body of its `finally`, or the name its handler binds. */
export type FrameBlockDatum = readonly stmt[] | string | undefined;

export interface FrameBlock {
  readonly fb_type: FrameBlockType;
  /** Where `continue` goes. */
  readonly fb_block: Label;
  readonly fb_loc: Location;
  /** Where `break` goes. */
  readonly fb_exit: Label;
  readonly fb_datum: FrameBlockDatum;
}

/** The numbers of parameters of a code object. */
export interface ArgumentCounts {
  readonly argcount: number;
  readonly posonlyargcount: number;
  readonly kwonlyargcount: number;
}

export const NO_ARGUMENTS: ArgumentCounts = { argcount: 0, posonlyargcount: 0, kwonlyargcount: 0 };
export const ONE_ARGUMENT: ArgumentCounts = { argcount: 1, posonlyargcount: 0, kwonlyargcount: 0 };
/** The parameters of `__annotate__` functions and their like: `format`, positional only. */
export const FORMAT_ARGUMENT: ArgumentCounts = { argcount: 0, posonlyargcount: 1, kwonlyargcount: 0 };

export class CompilerUnit {
  readonly u_ste: SymbolTableEntry;
  readonly u_scope_type: ScopeType;
  /** The name of the class around, by which private names are mangled. */
  readonly u_private: string | undefined;
  readonly u_metadata: CodeUnitMetadata;
  u_instr_sequence: InstructionSequence;
  readonly u_fblock: FrameBlock[];
  /** How many inlined comprehensions are open. */
  u_in_inlined_comp: number;
  /** How many statements are open whose bodies may not run. */
  u_in_conditional_block: number;
  /** In a class: the attributes that its methods assign through `self`. */
  readonly u_static_attributes: Set<string> | undefined;
  /** The annotations of a module or class, for its `__annotate__` function. */
  readonly u_deferred_annotations: AnnAssign[];
  /** For each of them: its number in `__conditional_annotations__`, −1 where it always counts. */
  readonly u_conditional_annotation_indices: number[];
  u_next_conditional_annotation_index: number;

  constructor(
    ste: SymbolTableEntry,
    scopeType: ScopeType,
    name: string,
    firstlineno: number,
    privateName: string | undefined,
    counts: ArgumentCounts,
  ) {
    this.u_ste = ste;
    this.u_scope_type = scopeType;
    this.u_private = privateName;
    const cellvars = namesByScope(ste.ste_symbols, CELL, DEF_COMP_CELL, 0);
    if (ste.ste_needs_class_closure) tableIndex(cellvars, '__class__');
    if (ste.ste_needs_classdict) tableIndex(cellvars, '__classdict__');
    if (ste.ste_has_conditional_annotations) tableIndex(cellvars, '__conditional_annotations__');
    const varnames: NameTable = new Map();
    for (let i = 0; i < ste.ste_varnames.length; i++) varnames.set(ste.ste_varnames[i], i);
    this.u_metadata = {
      name,
      qualname: name,
      consts: new ConstantList(),
      names: new Map(),
      varnames,
      cellvars,
      freevars: namesByScope(ste.ste_symbols, FREE, DEF_FREE_CLASS, cellvars.size),
      fastHidden: new Map(),
      argcount: counts.argcount,
      posonlyargcount: counts.posonlyargcount,
      kwonlyargcount: counts.kwonlyargcount,
      firstlineno,
    };
    this.u_instr_sequence = new InstructionSequence();
    this.u_fblock = [];
    this.u_in_inlined_comp = 0;
    this.u_in_conditional_block = 0;
    this.u_static_attributes = scopeType === SCOPE_CLASS ? new Set() : undefined;
    this.u_deferred_annotations = [];
    this.u_conditional_annotation_indices = [];
    this.u_next_conditional_annotation_index = 0;
  }
}

/** The index of a name, which is added where it is new. CPython: `_PyCompile_DictAddObj`. */
export function tableIndex(table: NameTable, name: string): number {
  let index = table.get(name);
  if (index === undefined) table.set(name, (index = table.size));
  return index;
}

/**
 * The names of a block that have this scope or this flag, sorted, numbered from `offset`.
 * CPython: `dictbytype`.
 */
function namesByScope(
  symbols: ReadonlyMap<string, number>,
  scope: number,
  flag: number,
  offset: number,
): NameTable {
  const names: string[] = [];
  for (const [name, symbol] of symbols) {
    if (scopeOf(symbol) === scope || (symbol & flag) !== 0) names.push(name);
  }
  if (names.length > 1) names.sort(compareNames);
  const table: NameTable = new Map();
  for (let i = 0; i < names.length; i++) table.set(names[i], offset + i);
  return table;
}

/** The order of Python strings, which is that of code points: units of surrogate pairs come last. */
export function compareNames(a: string, b: string): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const unitA = a.charCodeAt(i);
    const unitB = b.charCodeAt(i);
    if (unitA !== unitB) return codePointRank(unitA) - codePointRank(unitB);
  }
  return a.length - b.length;
}

function codePointRank(unit: number): number {
  return (unit & 0xf800) === 0xd800 ? unit + 0x10000 : unit;
}
