/**
 * Comprehensions and generator expressions. CPython: `codegen_comprehension` and its helpers in Python/codegen.c,
 * PEP 709.
 *
 * A generator expression is a function of its own, which is called at once with the outermost iterator. List, set
 * and dict comprehensions mostly become part of the code around them: names that they bind are fast locals for as
 * long as they run, and the values these had before wait on the stack, so that nothing leaks.
 */
import {
  BUILD_LIST,
  BUILD_MAP,
  BUILD_SET,
  CALL,
  END_ASYNC_FOR,
  END_FOR,
  FOR_ITER,
  GET_AITER,
  GET_ANEXT,
  GET_ITER,
  JUMP,
  JUMP_NO_INTERRUPT,
  LIST_APPEND,
  LOAD_FAST,
  LOAD_FAST_AND_CLEAR,
  MAKE_CELL,
  MAP_ADD,
  POP_BLOCK,
  POP_ITER,
  POP_TOP,
  RERAISE,
  RETURN_VALUE,
  SET_ADD,
  SETUP_FINALLY,
  STORE_FAST_MAYBE_NULL,
  SWAP,
} from '../bytecode/opcodes.gen.ts';
import { None } from '../objects/singletons.ts';
import type { Comprehension, DictComp, expr, GeneratorExp, ListComp, SetComp } from '../parser/ast.gen.ts';
import { jumpIf } from './codegen-conditions.ts';
import type { CodeGenerator } from './codegen-core.ts';
import { addYield, wrapInStopIterationHandler } from './codegen-generators.ts';
import {
  FBLOCK_ASYNC_COMPREHENSION_GENERATOR,
  FBLOCK_STOP_ITERATION,
  ONE_ARGUMENT,
  SCOPE_COMPREHENSION,
} from './codegen-unit.ts';
import { AWAIT_EXPRESSION, addAwait, addYieldFrom } from './codegen-unwind.ts';
import { type Label, type Location, NO_LABEL, NO_LOCATION } from './instruction-sequence.ts';
import {
  CELL,
  ClassBlock,
  DEF_LOCAL,
  DEF_NONLOCAL,
  FREE,
  getSymbol,
  isFunctionLike,
  type SymbolTableEntry,
  scopeOf,
} from './symtable.ts';

type AnyComprehension = ListComp | SetComp | DictComp | GeneratorExp;

const UNIT_NAMES = {
  GeneratorExp: '<genexpr>',
  ListComp: '<listcomp>',
  SetComp: '<setcomp>',
  DictComp: '<dictcomp>',
} as const;

export function visitComprehension(c: CodeGenerator, e: AnyComprehension): void {
  const entry = c.symtable.lookup(e);
  const outermost = e.generators[0];
  if (entry.ste_comp_inlined) {
    addIterator(c, outermost);
    const isolation = isolateNames(c, e, entry);
    addBuild(c, e, true);
    addGenerator(c, e, 0, 0, true);
    restoreNames(c, e, isolation);
    return;
  }
  const isGenerator = e.nodeType === 'GeneratorExp';
  c.enterScope(UNIT_NAMES[e.nodeType], SCOPE_COMPREHENSION, e, e.lineno, undefined, ONE_ARGUMENT);
  addBuild(c, e, false);
  addGenerator(c, e, 0, 0, false);
  if (isGenerator) wrapInStopIterationHandler(c);
  else c.addOp(e, RETURN_VALUE);
  c.makeClosure(e, c.exitScope(true), 0);
  addIterator(c, outermost);
  c.addOp(e, CALL, 0);
  if (entry.ste_coroutine && !isGenerator) addAwait(c, e, AWAIT_EXPRESSION);
}

/** The collection to fill, under the iterator if that is on the stack. */
function addBuild(c: CodeGenerator, e: AnyComprehension, iteratorOnStack: boolean): void {
  if (e.nodeType === 'GeneratorExp') return;
  const opcode = e.nodeType === 'ListComp' ? BUILD_LIST : e.nodeType === 'SetComp' ? BUILD_SET : BUILD_MAP;
  c.addOp(e, opcode, 0);
  if (iteratorOnStack) c.addOp(e, SWAP, 2);
}

function addIterator(c: CodeGenerator, generator: Comprehension): void {
  c.visitExpr(generator.iter);
  c.addOp(generator.iter, generator.is_async ? GET_AITER : GET_ITER);
}

/**
 * The loop of one `for` clause and all that is inside of it. `depth` is the number of iterators between the
 * collection and the top of the stack.
 */
function addGenerator(
  c: CodeGenerator,
  e: AnyComprehension,
  index: number,
  depth: number,
  iteratorOnStack: boolean,
): void {
  if (e.generators[index].is_async) addAsyncGenerator(c, e, index, depth, iteratorOnStack);
  else addSyncGenerator(c, e, index, depth, iteratorOnStack);
}

function addSyncGenerator(
  c: CodeGenerator,
  e: AnyComprehension,
  index: number,
  depth: number,
  iteratorOnStack: boolean,
): void {
  const generator = e.generators[index];
  const ifCleanup = c.newLabel();
  // `for y in [f(x)]` only assigns.
  const single = iteratorOnStack || index === 0 ? undefined : singleItem(generator.iter);
  if (single !== undefined) {
    c.visitExpr(single);
    c.visitExpr(generator.target);
    addFilters(c, generator, ifCleanup);
    addInnermost(c, e, index, depth);
    c.useLabel(ifCleanup);
    return;
  }
  if (!iteratorOnStack) {
    if (index === 0) c.addOp(e, LOAD_FAST, 0);
    else addIterator(c, generator);
  }
  const start = c.newLabel();
  const anchor = c.newLabel();
  c.useLabel(start);
  c.addOp(generator.iter, FOR_ITER, anchor);
  c.visitExpr(generator.target);
  addFilters(c, generator, ifCleanup);
  const loc = addInnermost(c, e, index, depth + 1);
  c.useLabel(ifCleanup);
  c.addOp(loc, JUMP, start);
  c.useLabel(anchor);
  c.addOp(NO_LOCATION, END_FOR);
  c.addOp(NO_LOCATION, POP_ITER);
}

/** The item of a list or tuple of one. */
function singleItem(e: expr): expr | undefined {
  if ((e.nodeType !== 'List' && e.nodeType !== 'Tuple') || e.elts.length !== 1) return undefined;
  const item = e.elts[0];
  return item.nodeType === 'Starred' ? undefined : item;
}

function addAsyncGenerator(
  c: CodeGenerator,
  e: AnyComprehension,
  index: number,
  depth: number,
  iteratorOnStack: boolean,
): void {
  const generator = e.generators[index];
  const start = c.newLabel();
  const send = c.newLabel();
  const except = c.newLabel();
  const ifCleanup = c.newLabel();
  if (!iteratorOnStack) {
    if (index === 0) c.addOp(e, LOAD_FAST, 0);
    else addIterator(c, generator);
  }
  c.useLabel(start);
  c.pushFrameBlock(e, FBLOCK_ASYNC_COMPREHENSION_GENERATOR, start, NO_LABEL, undefined);
  c.addOp(e, SETUP_FINALLY, except);
  c.addOp(e, GET_ANEXT);
  c.loadConst(e, None);
  c.useLabel(send);
  addYieldFrom(c, e, true);
  c.addOp(e, POP_BLOCK);
  c.visitExpr(generator.target);
  addFilters(c, generator, ifCleanup);
  const loc = addInnermost(c, e, index, depth + 1);
  c.useLabel(ifCleanup);
  c.addOp(loc, JUMP, start);
  c.popFrameBlock();
  c.useLabel(except);
  c.addOp(e, END_ASYNC_FOR, send);
}

function addFilters(c: CodeGenerator, generator: Comprehension, next: Label): void {
  for (let i = 0; i < generator.ifs.length; i++) jumpIf(c, generator.ifs[i], next, false);
}

/** What a round of the loop does: the next `for` clause or the element. Returns the location of the jump back. */
function addInnermost(c: CodeGenerator, e: AnyComprehension, index: number, depth: number): Location {
  const elt = e.nodeType === 'DictComp' ? e.key : e.elt;
  if (index + 1 < e.generators.length) {
    addGenerator(c, e, index + 1, depth, false);
    return elt;
  }
  c.visitExpr(elt);
  switch (e.nodeType) {
    case 'GeneratorExp':
      addYield(c, elt);
      c.addOp(elt, POP_TOP);
      return elt;
    case 'ListComp':
      c.addOp(elt, LIST_APPEND, depth + 1);
      return elt;
    case 'SetComp':
      c.addOp(elt, SET_ADD, depth + 1);
      return elt;
    case 'DictComp': {
      const { key, value } = e;
      c.visitExpr(value);
      const loc: Location = {
        lineno: key.lineno,
        end_lineno: value.end_lineno,
        col_offset: key.col_offset,
        end_col_offset: value.end_col_offset,
      };
      c.addOp(loc, MAP_ADD, depth + 1);
      return loc;
    }
  }
}

/** What an inlined comprehension has changed for its time. */
interface Isolation {
  /** Names whose values wait on the stack. */
  readonly pushedLocals: string[];
  /** Where an exception goes inside, to put them back. */
  cleanup: Label;
  /** Symbols of the unit that the comprehension's stand in for. */
  readonly tempSymbols: Map<string, number>;
  /** Names that became fast locals in a module or class. */
  readonly fastHidden: string[];
}

/**
 * Makes the names of an inlined comprehension its own. The iterator stays on top of the stack.
 * CPython: `_PyCompile_TweakInlinedComprehensionScopes`, `codegen_push_inlined_comprehension_locals`.
 */
function isolateNames(c: CodeGenerator, loc: Location, entry: SymbolTableEntry): Isolation {
  const { u } = c;
  const { u_ste: outer, u_metadata: unit } = u;
  const inClass = outer.ste_type === ClassBlock && u.u_in_inlined_comp === 0;
  const functionLike = isFunctionLike(outer);
  const isolation: Isolation = {
    pushedLocals: [],
    cleanup: NO_LABEL,
    tempSymbols: new Map(),
    fastHidden: [],
  };
  u.u_in_inlined_comp++;
  for (const [name, symbol] of entry.ste_symbols) {
    const scope = scopeOf(symbol);
    const outerSymbol = getSymbol(outer, name);
    const outerScope = scopeOf(outerSymbol);
    // Where inside and outside differ, the name has its inner scope for now. A name that is free inside is what it
    // is outside; one that is a cell inside and free outside is reached in the same way as both.
    if (inClass || (scope !== outerScope && scope !== FREE && !(scope === CELL && outerScope === FREE))) {
      outer.ste_symbols.set(name, symbol);
      isolation.tempSymbols.set(name, outerSymbol);
    }
    if (!inClass && !isBoundIn(symbol)) continue;
    if (!functionLike && unit.fastHidden.get(name) !== true) {
      unit.fastHidden.set(name, true);
      isolation.fastHidden.push(name);
    }
  }
  for (const [name, symbol] of entry.ste_symbols) {
    if (!isBoundIn(symbol)) continue;
    c.addOp(loc, LOAD_FAST_AND_CLEAR, c.indexIn(unit.varnames, name));
    if (scopeOf(symbol) === CELL) {
      const free = scopeOf(getSymbol(outer, name)) === FREE;
      c.addOp(loc, MAKE_CELL, c.indexIn(free ? unit.freevars : unit.cellvars, name));
    }
    isolation.pushedLocals.push(name);
  }
  if (isolation.pushedLocals.length > 0) {
    // Brings the iterator back to the top; restoreNames undoes it with the result in its place.
    c.addOp(loc, SWAP, isolation.pushedLocals.length + 1);
    isolation.cleanup = c.newLabel();
    c.addOp(loc, SETUP_FINALLY, isolation.cleanup);
    // Nothing but an exception leaves a comprehension early; the block only counts against the limit of nesting.
    c.pushFrameBlock(loc, FBLOCK_STOP_ITERATION, NO_LABEL, NO_LABEL, undefined);
  }
  return isolation;
}

/** Does the comprehension bind this name for itself? Not if `:=` binds a `nonlocal` one. */
function isBoundIn(symbol: number): boolean {
  return (symbol & DEF_LOCAL) !== 0 && (symbol & DEF_NONLOCAL) === 0;
}

/** CPython: `pop_inlined_comprehension_state`. */
function restoreNames(c: CodeGenerator, loc: Location, isolation: Isolation): void {
  const { u } = c;
  if (isolation.pushedLocals.length > 0) {
    c.addOp(NO_LOCATION, POP_BLOCK);
    c.popFrameBlock();
    const end = c.newLabel();
    c.addOp(NO_LOCATION, JUMP_NO_INTERRUPT, end);
    c.useLabel(isolation.cleanup);
    // The collection is not complete and goes.
    c.addOp(NO_LOCATION, SWAP, 2);
    c.addOp(NO_LOCATION, POP_TOP);
    popLocals(c, loc, isolation.pushedLocals);
    c.addOp(NO_LOCATION, RERAISE, 0);
    c.useLabel(end);
    popLocals(c, loc, isolation.pushedLocals);
  }
  u.u_in_inlined_comp--;
  for (const [name, symbol] of isolation.tempSymbols) u.u_ste.ste_symbols.set(name, symbol);
  // False, not absent: the frame keeps a hidden local of that name.
  for (const name of isolation.fastHidden) u.u_metadata.fastHidden.set(name, false);
}

/** Puts the values below the one on top of the stack back into their variables. */
function popLocals(c: CodeGenerator, loc: Location, names: readonly string[]): void {
  c.addOp(loc, SWAP, names.length + 1);
  for (let i = names.length - 1; i >= 0; i--) {
    c.addOp(loc, STORE_FAST_MAYBE_NULL, c.indexIn(c.u.u_metadata.varnames, names[i]));
  }
}
