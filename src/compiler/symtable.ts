/**
 * The symbol table: for each block of a program (module, class, function, comprehension, annotation and type
 * scopes) the names it uses and what each name is there: local, global, free, cell.
 * CPython: Include/internal/pycore_symtable.h and Python/symtable.c, whose field names these are.
 *
 * `buildSymtable` (symtable-build.ts) makes a table in two passes: it collects raw facts from the syntax tree
 * (`DEF_*`, `USE`), then resolves scopes from the outside in (symtable-analyze.ts) and puts each name's scope into
 * the same number, above `SCOPE_OFFSET`. Names in a table are mangled.
 *
 * A block is found by a key object. CPython keys by address, and puts "address + 1" where one node opens two
 * blocks; the keys here are:
 *
 * | block                                              | key                           |
 * |----------------------------------------------------|-------------------------------|
 * | module, function, lambda, class, comprehension     | its node                      |
 * | type parameters of a function, class or type alias | the node's `type_params` list |
 * | value of a type alias                              | the `TypeAlias` node          |
 * | bound of a type variable                           | the type parameter node       |
 * | default of a type parameter                        | `table.defaultKey(node)`      |
 * | annotations of a function                          | its `Arguments` node          |
 * | annotations of a module or class                   | the `SymbolTableEntry` of it  |
 */

import type { Str } from '../objects/str.ts';
import type { type_param } from '../parser/ast.gen.ts';
import type { MemoryCheck } from '../parser/errors.ts';
import type { FutureFeatures } from './future.ts';
import type { Location } from './instruction-sequence.ts';
import type { ProgramSource } from './syntax-error.ts';

/** Named in a `global` statement. */
export const DEF_GLOBAL = 1;
/** Assigned in this block. */
export const DEF_LOCAL = 2;
/** A formal parameter. */
export const DEF_PARAM = 2 << 1;
/** Named in a `nonlocal` statement. */
export const DEF_NONLOCAL = 2 << 2;
/** Read in this block. */
export const USE = 2 << 3;
/** A name of the class body that a method of the class takes from outside. */
export const DEF_FREE_CLASS = 2 << 5;
/** Assigned by an import. */
export const DEF_IMPORT = 2 << 6;
/** Annotated. */
export const DEF_ANNOT = 2 << 7;
/** An iteration variable of a comprehension. */
export const DEF_COMP_ITER = 2 << 8;
/** A type parameter. */
export const DEF_TYPE_PARAM = 2 << 9;
/** A cell in a comprehension that was inlined here. */
export const DEF_COMP_CELL = 2 << 10;
/** Bound in this block, one way or another. */
export const DEF_BOUND = DEF_LOCAL | DEF_PARAM | DEF_IMPORT;

/** Where the scope stands in a symbol's flags. */
export const SCOPE_OFFSET = 12;
export const SCOPE_MASK = DEF_GLOBAL | DEF_LOCAL | DEF_PARAM | DEF_NONLOCAL;

/** The scopes of names. 0 stands for a name that the block does not know. */
export const LOCAL = 1;
export const GLOBAL_EXPLICIT = 2;
export const GLOBAL_IMPLICIT = 3;
export const FREE = 4;
export const CELL = 5;

/** Kinds of blocks: `_Py_block_ty`, with its numbers. */
export const FunctionBlock = 0;
export const ClassBlock = 1;
export const ModuleBlock = 2;
export const AnnotationBlock = 3;
export const TypeAliasBlock = 4;
export const TypeParametersBlock = 5;
export const TypeVariableBlock = 6;
export type BlockType = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** Kinds of comprehensions: `_Py_comprehension_ty`, with its numbers. */
export const NoComprehension = 0;
export const ListComprehension = 1;
export const DictComprehension = 2;
export const SetComprehension = 3;
export const GeneratorExpression = 4;
export type ComprehensionType = 0 | 1 | 2 | 3 | 4;

/** What a table is built for, besides the syntax tree. */
export interface SymtableOptions extends ProgramSource {
  /** The future statements of the program and the flags of whoever compiles it. */
  readonly future: FutureFeatures;
  readonly checkMemory?: MemoryCheck | undefined;
}

/** A name of a `global` or `nonlocal` statement and where it stands. */
export interface Directive {
  readonly name: string;
  readonly loc: Location;
}

/** One block of a program. */
export class SymbolTableEntry {
  /** The key of the block in its table. */
  readonly ste_id: object;
  readonly ste_name: string;
  readonly ste_type: BlockType;
  /** Flags and scope of each name, in the order of their first appearance. */
  ste_symbols: Map<string, number>;
  /** Parameters (comprehensions have ".0"). */
  readonly ste_varnames: string[];
  ste_children: SymbolTableEntry[];
  ste_directives: Directive[] | undefined;
  /** The names to mangle in a scope of type parameters of a class: `undefined` means all. */
  ste_mangled_names: Set<string> | undefined;
  /** What the block is, for error messages about what may not stand in it: "a TypeVar bound". */
  ste_scope_info: string | undefined;
  /** Inside a function, however deep. */
  ste_nested: boolean;
  ste_generator: boolean;
  ste_coroutine: boolean;
  ste_annotations_used: boolean;
  ste_comprehension: ComprehensionType;
  ste_varargs: boolean;
  ste_varkeywords: boolean;
  /** Has a `return` with a value. */
  ste_returns_value: boolean;
  /** A class one of whose blocks uses `__class__` (or `super`). */
  ste_needs_class_closure: boolean;
  /** A class one of whose annotation or type scopes uses names of the class body. */
  ste_needs_classdict: boolean;
  ste_comp_inlined: boolean;
  /** While the target of a comprehension is visited. */
  ste_comp_iter_target: boolean;
  ste_can_see_class_scope: boolean;
  /** Above 0 while the iterable of a comprehension is visited. */
  ste_comp_iter_expr: number;
  ste_has_docstring: boolean;
  /** A function whose parent block is a class. */
  ste_method: boolean;
  /** Some annotations of the module or class are evaluated only if control came by them. */
  ste_has_conditional_annotations: boolean;
  /** While the body of an `if`, a loop, ... is visited. */
  ste_in_conditional_block: boolean;
  ste_in_unevaluated_annotation: boolean;
  /** The block of the annotations of this module or class. */
  ste_annotation_block: SymbolTableEntry | undefined;
  readonly ste_loc: Location;

  constructor(
    key: object,
    name: string,
    type: BlockType,
    loc: Location,
    parent: SymbolTableEntry | undefined,
  ) {
    this.ste_id = key;
    this.ste_name = name;
    this.ste_type = type;
    this.ste_symbols = new Map();
    this.ste_varnames = [];
    this.ste_children = [];
    this.ste_directives = undefined;
    this.ste_mangled_names = undefined;
    this.ste_scope_info = undefined;
    this.ste_nested = parent !== undefined && (parent.ste_nested || isFunctionLike(parent));
    this.ste_generator = false;
    this.ste_coroutine = false;
    this.ste_annotations_used = false;
    this.ste_comprehension = NoComprehension;
    this.ste_varargs = false;
    this.ste_varkeywords = false;
    this.ste_returns_value = false;
    this.ste_needs_class_closure = false;
    this.ste_needs_classdict = false;
    this.ste_comp_inlined = false;
    this.ste_comp_iter_target = false;
    this.ste_can_see_class_scope = false;
    this.ste_comp_iter_expr = 0;
    this.ste_has_docstring = false;
    this.ste_method = parent !== undefined && parent.ste_type === ClassBlock && type === FunctionBlock;
    this.ste_has_conditional_annotations = false;
    this.ste_in_conditional_block = false;
    this.ste_in_unevaluated_annotation = false;
    this.ste_annotation_block = undefined;
    this.ste_loc = loc;
  }
}

/** The blocks of one program. */
export class SymbolTable {
  readonly filename: Str;
  readonly future: FutureFeatures;
  readonly top: SymbolTableEntry;
  /** Blocks by key: see the table at the head of this file. */
  readonly entries: Map<object, SymbolTableEntry>;
  private readonly _defaultKeys: Map<type_param, object>;

  constructor(filename: Str, future: FutureFeatures, top: SymbolTableEntry) {
    this.filename = filename;
    this.future = future;
    this.top = top;
    this.entries = new Map();
    this.entries.set(top.ste_id, top);
    this._defaultKeys = new Map();
  }

  /** The block of a key, `undefined` where the key opens none. */
  lookupOptional(key: object): SymbolTableEntry | undefined {
    return this.entries.get(key);
  }

  /** The block of a key that is known to open one. */
  lookup(key: object): SymbolTableEntry {
    return this.entries.get(key)!;
  }

  /** The key of the block that evaluates the default of a type parameter; the node itself is the bound's. */
  defaultKey(node: type_param): object {
    let key = this._defaultKeys.get(node);
    if (key === undefined) this._defaultKeys.set(node, (key = {}));
    return key;
  }
}

/** Blocks that resolve names as functions do. CPython: `_PyST_IsFunctionLike`. */
export function isFunctionLike(entry: SymbolTableEntry): boolean {
  const type = entry.ste_type;
  return type !== ModuleBlock && type !== ClassBlock;
}

/** The flags and scope of a (mangled) name in a block; 0 for a name it does not know. CPython: `_PyST_GetSymbol`. */
export function getSymbol(entry: SymbolTableEntry, name: string): number {
  return entry.ste_symbols.get(name) ?? 0;
}

/** The scope of a (mangled) name in a block; 0 for a name it does not know. CPython: `_PyST_GetScope`. */
export function getScope(entry: SymbolTableEntry, name: string): number {
  return scopeOf(entry.ste_symbols.get(name) ?? 0);
}

/** The scope in a symbol's flags. CPython: `SYMBOL_TO_SCOPE`. */
export function scopeOf(symbol: number): number {
  return (symbol >> SCOPE_OFFSET) & SCOPE_MASK;
}

const UNDERSCORE = 95;
const DOT = 46;

/**
 * A name as the body of class `privateName` means it: `__x` becomes `_Class__x`. CPython: `_Py_Mangle`.
 * Dunder names and dotted names stay, and so does every name in a class whose name is all underscores.
 */
export function mangle(privateName: string | undefined, name: string): string {
  if (privateName === undefined || name.charCodeAt(0) !== UNDERSCORE || name.charCodeAt(1) !== UNDERSCORE)
    return name;
  const n = name.length;
  if (name.charCodeAt(n - 1) === UNDERSCORE && name.charCodeAt(n - 2) === UNDERSCORE) return name;
  for (let i = 0; i < n; i++) if (name.charCodeAt(i) === DOT) return name;
  let start = 0;
  while (start < privateName.length && privateName.charCodeAt(start) === UNDERSCORE) start++;
  return start === privateName.length ? name : `_${privateName.slice(start)}${name}`;
}

/**
 * {@link mangle}, unless `entry` (the scope of a class's type parameters) names the names to mangle and this is none.
 * CPython: `_Py_MaybeMangle`.
 */
export function maybeMangle(privateName: string | undefined, entry: SymbolTableEntry, name: string): string {
  const names = entry.ste_mangled_names;
  return names !== undefined && !names.has(name) ? name : mangle(privateName, name);
}
