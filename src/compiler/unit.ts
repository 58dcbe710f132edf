/**
 * What code generation knows of one code object besides its instructions.
 * CPython: `_PyCompile_CodeUnitMetadata` in Include/internal/pycore_compile.h.
 */
import type { ConstantList } from './constants.ts';

/** Names in the order of their indices: `map.get(name)` is the index. */
export type NameTable = Map<string, number>;

/** The metadata of a code object under construction. Names are UTF-16 texts, already mangled. */
export interface CodeUnitMetadata {
  readonly name: string;
  qualname: string;
  readonly consts: ConstantList;
  /** `co_names`. */
  readonly names: NameTable;
  /** Local variables, arguments first. */
  readonly varnames: NameTable;
  readonly cellvars: NameTable;
  /** Free variables; indices start behind those of the cell variables. */
  readonly freevars: NameTable;
  /** Locals of inlined comprehensions: true while the comprehension owns the name. */
  readonly fastHidden: Map<string, boolean>;
  argcount: number;
  posonlyargcount: number;
  kwonlyargcount: number;
  firstlineno: number;
}
