/**
 * The second pass of the symbol table: decides for each name of each block whether it is local, global, free or a
 * cell, given what the first pass saw. CPython: `analyze_block` and its helpers in Python/symtable.c.
 *
 * Blocks are analysed from the outside in: on the way down go the names that enclosing functions bind (`bound`) and
 * those among them that are type parameters (`typeParams`), on the way up the names that remain free. CPython gives
 * each child copies of these sets; here a block computes what its children see, once, and nobody changes a set that
 * came from above. (CPython hands down the names declared global too, but no decision rests on them.)
 */
import { CompileError } from '../parser/errors.ts';
import {
  CELL,
  ClassBlock,
  DEF_BOUND,
  DEF_COMP_CELL,
  DEF_FREE_CLASS,
  DEF_GLOBAL,
  DEF_NONLOCAL,
  DEF_PARAM,
  DEF_TYPE_PARAM,
  FREE,
  GLOBAL_EXPLICIT,
  GLOBAL_IMPLICIT,
  getScope,
  getSymbol,
  isFunctionLike,
  LOCAL,
  ModuleBlock,
  NoComprehension,
  SCOPE_OFFSET,
  type SymbolTableEntry,
  scopeOf,
  USE,
} from './symtable.ts';
import { type ProgramSource, syntaxErrorAt } from './syntax-error.ts';

type NameSet = ReadonlySet<string>;

const NO_NAMES: NameSet = new Set();
/** The names that every class binds for the blocks in it. */
const CLASS_CELLS: NameSet = new Set(['__class__', '__classdict__', '__conditional_annotations__']);
/** The bits of a symbol below its scope. */
const FLAGS_MASK = (1 << SCOPE_OFFSET) - 1;

/** Puts the scope of every name of every block into its symbols. Throws `CompileError` for impossible `nonlocal`s. */
export function analyzeSymbols(top: SymbolTableEntry, source: ProgramSource): void {
  analyzeBlock(top, undefined, NO_NAMES, undefined, source);
}

/**
 * Analyses a block and the blocks inside it; returns the names that are free in them, for the enclosing block.
 * `bound` is `undefined` for a module. `classEntry` is the class whose names an annotation or type scope sees.
 */
function analyzeBlock(
  entry: SymbolTableEntry,
  bound: NameSet | undefined,
  typeParams: NameSet,
  classEntry: SymbolTableEntry | undefined,
  source: ProgramSource,
): Set<string> {
  const symbols = entry.ste_symbols;
  const free = new Set<string>();
  for (const [name, flags] of symbols) {
    const scope = scopeOfName(entry, name, flags, bound, typeParams, classEntry, source);
    if (scope === FREE) free.add(name);
    symbols.set(name, flags | (scope << SCOPE_OFFSET));
  }
  if (entry.ste_children.length === 0) return free;

  const { newBound, newTypeParams } = namesForChildren(entry, bound, typeParams);
  const newFree = new Set<string>();
  const inlinedCells = new Set<string>();
  let anyInlined = false;
  for (const child of entry.ste_children) {
    let childClass: SymbolTableEntry | undefined;
    if (child.ste_can_see_class_scope) childClass = entry.ste_type === ClassBlock ? entry : classEntry;
    const childFree = analyzeBlock(child, newBound, newTypeParams, childClass, source);
    // Comprehensions are inlined, but for generator expressions and those in annotation scopes of classes.
    if (
      child.ste_comprehension !== NoComprehension &&
      !child.ste_generator &&
      !entry.ste_can_see_class_scope
    ) {
      inlineComprehension(entry, child, childFree, inlinedCells);
      child.ste_comp_inlined = true;
      anyInlined = true;
    }
    for (const name of childFree) newFree.add(name);
  }
  if (anyInlined) {
    entry.ste_children = entry.ste_children.flatMap((child) =>
      child.ste_comp_inlined ? child.ste_children : child,
    );
  }

  if (isFunctionLike(entry)) makeCells(symbols, newFree, inlinedCells);
  else if (entry.ste_type === ClassBlock) dropClassFree(entry, newFree);
  for (const name of inlinedCells) symbols.set(name, symbols.get(name)! | DEF_COMP_CELL);
  addFreeNames(entry, bound, newFree);
  for (const name of newFree) free.add(name);
  return free;
}

/** CPython: `analyze_name`. */
function scopeOfName(
  entry: SymbolTableEntry,
  name: string,
  flags: number,
  bound: NameSet | undefined,
  typeParams: NameSet,
  classEntry: SymbolTableEntry | undefined,
  source: ProgramSource,
): number {
  if (flags & DEF_GLOBAL) {
    if (flags & DEF_NONLOCAL)
      throw errorAtDirective(entry, name, `name '${name}' is nonlocal and global`, source);
    return GLOBAL_EXPLICIT;
  }
  if (flags & DEF_NONLOCAL) {
    if (bound === undefined) {
      throw errorAtDirective(entry, name, 'nonlocal declaration not allowed at module level', source);
    }
    if (!bound.has(name)) {
      throw errorAtDirective(entry, name, `no binding for nonlocal '${name}' found`, source);
    }
    if (typeParams.has(name)) {
      throw errorAtDirective(
        entry,
        name,
        `nonlocal binding not allowed for type parameter '${name}'`,
        source,
      );
    }
    return FREE;
  }
  if (flags & DEF_BOUND) return LOCAL;
  // The class's own cell is not what its body may have put under that name.
  if (classEntry !== undefined && name !== '__classdict__') {
    // A name that both the class and a function around it bind is looked up in the class, then among the globals.
    const classFlags = getSymbol(classEntry, name);
    if (classFlags & DEF_GLOBAL) return GLOBAL_EXPLICIT;
    if (classFlags & DEF_BOUND && !(classFlags & DEF_NONLOCAL)) return GLOBAL_IMPLICIT;
  }
  return bound?.has(name) ? FREE : GLOBAL_IMPLICIT;
}

/** What the children of a block see of it and of the blocks around it. */
function namesForChildren(
  entry: SymbolTableEntry,
  bound: NameSet | undefined,
  typeParams: NameSet,
): { newBound: NameSet; newTypeParams: NameSet } {
  const newBound = new Set(bound);
  const newTypeParams = new Set(typeParams);
  const isClass = entry.ste_type === ClassBlock;
  const bindsNames = !isClass && entry.ste_type !== ModuleBlock;
  for (const [name, flags] of entry.ste_symbols) {
    if (flags & DEF_GLOBAL) {
      // What a class declares global is no matter of its methods.
      if (!isClass) newBound.delete(name);
    } else if (flags & DEF_BOUND && !(flags & DEF_NONLOCAL)) {
      if (bindsNames) newBound.add(name);
      if (flags & DEF_TYPE_PARAM) newTypeParams.add(name);
      else newTypeParams.delete(name);
    }
  }
  if (isClass) for (const name of CLASS_CELLS) newBound.add(name);
  return { newBound, newTypeParams };
}

/** Takes the names of a comprehension over into the block that it is inlined in (PEP 709). */
function inlineComprehension(
  entry: SymbolTableEntry,
  comprehension: SymbolTableEntry,
  comprehensionFree: Set<string>,
  inlinedCells: Set<string>,
): void {
  const classNames: string[] = [];
  for (const [name, symbol] of comprehension.ste_symbols) {
    if (symbol & DEF_PARAM) continue; // the iterable, ".0"
    let scope = scopeOf(symbol);
    const flags = symbol & FLAGS_MASK;
    if (scope === CELL || flags & DEF_COMP_CELL) inlinedCells.add(name);
    // These are never free through a class (see dropClassFree), unless blocks in the comprehension need them.
    if (scope === FREE && entry.ste_type === ClassBlock && CLASS_CELLS.has(name)) {
      scope = GLOBAL_IMPLICIT;
      if (!isFreeInAnyChild(comprehension, name)) comprehensionFree.delete(name);
      classNames.push(name);
    }
    const existing = entry.ste_symbols.get(name);
    if (existing === undefined) {
      entry.ste_symbols.set(name, flags | (scope << SCOPE_OFFSET));
    } else if (entry.ste_type !== ClassBlock) {
      if (scope === FREE) entry.ste_symbols.set(name, existing | (flags & USE));
      // A free variable of the comprehension that is a local of the block is now just that local.
      if (existing & DEF_BOUND && !isFreeInAnyChild(comprehension, name)) comprehensionFree.delete(name);
    }
  }
  for (const name of classNames) comprehension.ste_symbols.delete(name);
}

function isFreeInAnyChild(entry: SymbolTableEntry, name: string): boolean {
  for (const child of entry.ste_children) if (getScope(child, name) === FREE) return true;
  return false;
}

/** Locals that inner blocks use become cells, and are no longer free. CPython: `analyze_cells`. */
function makeCells(symbols: Map<string, number>, free: Set<string>, inlinedCells: NameSet): void {
  if (free.size === 0 && inlinedCells.size === 0) return;
  for (const [name, symbol] of symbols) {
    if (scopeOf(symbol) !== LOCAL) continue;
    if (!free.delete(name) && !inlinedCells.has(name)) continue;
    symbols.set(name, (symbol & FLAGS_MASK) | (CELL << SCOPE_OFFSET));
  }
}

/** A class provides these names to the blocks in it through cells of its own. CPython: `drop_class_free`. */
function dropClassFree(entry: SymbolTableEntry, free: Set<string>): void {
  if (free.delete('__class__')) entry.ste_needs_class_closure = true;
  if (free.delete('__classdict__')) entry.ste_needs_classdict = true;
  if (free.delete('__conditional_annotations__')) entry.ste_has_conditional_annotations = true;
}

/** Passes names that are free in inner blocks on through this one. CPython: the second half of `update_symbols`. */
function addFreeNames(entry: SymbolTableEntry, bound: NameSet | undefined, free: NameSet): void {
  const symbols = entry.ste_symbols;
  const seesClass = entry.ste_type === ClassBlock || entry.ste_can_see_class_scope;
  for (const name of free) {
    const symbol = symbols.get(name);
    if (symbol !== undefined) {
      if (seesClass) symbols.set(name, symbol | DEF_FREE_CLASS);
    } else if (bound === undefined || bound.has(name)) {
      symbols.set(name, FREE << SCOPE_OFFSET);
    }
  }
}

/** An error at the `global` or `nonlocal` statement (or named expression) that declares a name. */
function errorAtDirective(
  entry: SymbolTableEntry,
  name: string,
  message: string,
  source: ProgramSource,
): CompileError {
  const directive = entry.ste_directives?.find((candidate) => candidate.name === name);
  if (directive === undefined) {
    return new CompileError('RuntimeError', 'BUG: internal directive bookkeeping broken');
  }
  return syntaxErrorAt(source, message, directive.loc);
}
