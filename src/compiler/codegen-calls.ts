/**
 * Calls: arguments, and the loops that stand for `all`, `any` and `tuple` of a generator expression.
 * CPython: `codegen_call_helper_impl`, `maybe_optimize_function_call` in Python/codegen.c.
 */

import {
  CONSTANT_BUILTIN_ALL,
  CONSTANT_BUILTIN_ANY,
  CONSTANT_BUILTIN_TUPLE,
  INTRINSIC_LIST_TO_TUPLE,
} from '../bytecode/opargs.ts';
import {
  BUILD_LIST,
  BUILD_MAP,
  CALL,
  CALL_FUNCTION_EX,
  CALL_INTRINSIC_1,
  CALL_KW,
  COPY,
  DICT_MERGE,
  END_FOR,
  FOR_ITER,
  IS_OP,
  JUMP,
  LIST_APPEND,
  LOAD_COMMON_CONSTANT,
  MAP_ADD,
  POP_ITER,
  POP_JUMP_IF_FALSE,
  POP_JUMP_IF_TRUE,
  POP_TOP,
  PUSH_NULL,
  TO_BOOL,
} from '../bytecode/opcodes.gen.ts';
import type { Call, expr, GeneratorExp, Keyword } from '../parser/ast.gen.ts';
import { addListOrTuple, hasStarred } from './codegen-collections.ts';
import { type CodeGenerator, STACK_USE_GUIDELINE } from './codegen-core.ts';
import { type Label, type Location, NO_LOCATION } from './instruction-sequence.ts';

/** Refuses `f(a=1, a=2)`. CPython: `codegen_validate_keywords`. */
export function validateKeywords(c: CodeGenerator, keywords: readonly Keyword[]): void {
  if (keywords.length < 2) return;
  const first = new Map<string, number>();
  let repeated: Keyword | undefined;
  let earliest = keywords.length;
  for (let i = 0; i < keywords.length; i++) {
    const { arg } = keywords[i];
    if (arg === undefined) continue;
    const before = first.get(arg);
    if (before === undefined) {
      first.set(arg, i);
    } else if (before < earliest) {
      // Of several repeated names, the one that comes first in the call is reported.
      earliest = before;
      repeated = keywords[i];
    }
  }
  if (repeated !== undefined) throw c.error(repeated, `keyword argument repeated: ${repeated.arg}`);
}

/** Has this call a `**mapping`? */
export function hasUnpacking(keywords: readonly Keyword[]): boolean {
  for (let i = 0; i < keywords.length; i++) if (keywords[i].arg === undefined) return true;
  return false;
}

/** The values of keyword arguments, and their names as a tuple. */
export function addKeywords(c: CodeGenerator, loc: Location, keywords: readonly Keyword[]): void {
  for (let i = 0; i < keywords.length; i++) c.visitExpr(keywords[i].value);
  c.loadNames(
    loc,
    keywords.map((keyword) => keyword.arg!),
  );
}

/**
 * The arguments of a call and the call. `pushed` arguments are on the stack already; the value of the variable
 * `last` comes behind the positional ones (the hidden base of a generic class).
 * CPython: `codegen_call_helper_impl`.
 */
export function addCallArguments(
  c: CodeGenerator,
  loc: Location,
  pushed: number,
  args: readonly expr[],
  last: string | undefined,
  keywords: readonly Keyword[],
): void {
  const nkwelts = keywords.length;
  const big = args.length + nkwelts * 2 > STACK_USE_GUIDELINE;
  if (big || hasStarred(args) || hasUnpacking(keywords)) {
    addCallEx(c, loc, pushed, args, last, keywords);
    return;
  }
  c.visitExprs(args);
  let count = pushed + args.length;
  if (last !== undefined) {
    c.nameop(loc, last, 'Load');
    count++;
  }
  if (nkwelts > 0) {
    addKeywords(c, loc, keywords);
    c.addOp(loc, CALL_KW, count + nkwelts);
  } else {
    c.addOp(loc, CALL, count);
  }
}

/** A call with `*` or `**`, or with very many arguments: they go into a tuple and a dict. */
function addCallEx(
  c: CodeGenerator,
  loc: Location,
  pushed: number,
  args: readonly expr[],
  last: string | undefined,
  keywords: readonly Keyword[],
): void {
  const only = args[0];
  if (pushed === 0 && args.length === 1 && only.nodeType === 'Starred') c.visitExpr(only.value);
  else addListOrTuple(c, loc, args, true, last, pushed);
  const n = keywords.length;
  if (n === 0) {
    c.addOp(loc, PUSH_NULL);
    c.addOp(loc, CALL_FUNCTION_EX);
    return;
  }
  let haveDict = false;
  /** Keyword arguments seen and not written yet. */
  let pending = 0;
  for (let i = 0; i < n; i++) {
    const keyword = keywords[i];
    if (keyword.arg !== undefined) {
      pending++;
      continue;
    }
    if (pending > 0) {
      addKeywordDict(c, loc, keywords, i - pending, i);
      if (haveDict) c.addOp(loc, DICT_MERGE, 1);
      haveDict = true;
      pending = 0;
    }
    if (!haveDict) c.addOp(loc, BUILD_MAP, 0);
    haveDict = true;
    c.visitExpr(keyword.value);
    c.addOp(loc, DICT_MERGE, 1);
  }
  if (pending > 0) {
    addKeywordDict(c, loc, keywords, n - pending, n);
    if (haveDict) c.addOp(loc, DICT_MERGE, 1);
  }
  c.addOp(loc, CALL_FUNCTION_EX);
}

function addKeywordDict(
  c: CodeGenerator,
  loc: Location,
  keywords: readonly Keyword[],
  begin: number,
  end: number,
): void {
  const n = end - begin;
  const big = n * 2 > STACK_USE_GUIDELINE;
  if (big) c.addOp(NO_LOCATION, BUILD_MAP, 0);
  for (let i = begin; i < end; i++) {
    const keyword = keywords[i];
    c.loadName(loc, keyword.arg!);
    c.visitExpr(keyword.value);
    if (big) c.addOp(NO_LOCATION, MAP_ADD, 1);
  }
  if (!big) c.addOp(loc, BUILD_MAP, n);
}

// Loops in place of all(), any(), tuple() of a generator expression

/**
 * `all(x for x in y)`, `any(...)`, `tuple(...)`: if the function (on the stack) is the built-in one, a loop over the
 * generator takes its place and goes to `end`; else control goes on behind with the function on the stack.
 * CPython: `maybe_optimize_function_call`.
 */
export function addGenexpLoop(c: CodeGenerator, e: Call, end: Label): void {
  const { func, args, keywords } = e;
  if (func.nodeType !== 'Name' || args.length !== 1 || keywords.length > 0) return;
  const genexp = args[0];
  if (genexp.nodeType !== 'GeneratorExp' || c.symtable.lookup(genexp).ste_coroutine) return;
  switch (func.id) {
    case 'all':
      addQuantifierLoop(c, func, genexp, CONSTANT_BUILTIN_ALL, true, end);
      break;
    case 'any':
      addQuantifierLoop(c, func, genexp, CONSTANT_BUILTIN_ANY, false, end);
      break;
    case 'tuple':
      addTupleLoop(c, func, genexp, end);
      break;
  }
}

/** Replaces the function on the stack if it is the common constant, else jumps to the label returned. */
function addFunctionGuard(c: CodeGenerator, loc: Location, constant: number): Label {
  const skip = c.newLabel();
  c.addOp(loc, COPY, 1);
  c.addOp(loc, LOAD_COMMON_CONSTANT, constant);
  c.addOp(loc, IS_OP, 0);
  c.addOp(loc, POP_JUMP_IF_FALSE, skip);
  c.addOp(loc, POP_TOP);
  return skip;
}

/** `initial` is the result for no items, and what every item must be for the loop to go on. */
function addQuantifierLoop(
  c: CodeGenerator,
  loc: Location,
  genexp: GeneratorExp,
  constant: number,
  initial: boolean,
  end: Label,
): void {
  const skip = addFunctionGuard(c, loc, constant);
  c.visitExpr(genexp);
  const loop = c.newLabel();
  const cleanup = c.newLabel();
  c.useLabel(loop);
  c.addOp(loc, FOR_ITER, cleanup);
  c.addOp(loc, TO_BOOL);
  c.addOp(loc, initial ? POP_JUMP_IF_TRUE : POP_JUMP_IF_FALSE, loop);
  c.addOp(NO_LOCATION, POP_ITER);
  c.loadConst(loc, !initial);
  c.addOp(loc, JUMP, end);
  c.useLabel(cleanup);
  c.addOp(NO_LOCATION, END_FOR);
  c.addOp(NO_LOCATION, POP_ITER);
  c.loadConst(loc, initial);
  c.addOp(loc, JUMP, end);
  c.useLabel(skip);
}

function addTupleLoop(c: CodeGenerator, loc: Location, genexp: GeneratorExp, end: Label): void {
  const skip = addFunctionGuard(c, loc, CONSTANT_BUILTIN_TUPLE);
  c.addOp(loc, BUILD_LIST, 0);
  c.visitExpr(genexp);
  const loop = c.newLabel();
  const cleanup = c.newLabel();
  c.useLabel(loop);
  c.addOp(loc, FOR_ITER, cleanup);
  c.addOp(loc, LIST_APPEND, 2);
  c.addOp(loc, JUMP, loop);
  // Never reached; the optimiser drops these two.
  c.addOp(NO_LOCATION, POP_ITER);
  c.addOp(loc, JUMP, end);
  c.useLabel(cleanup);
  c.addOp(NO_LOCATION, END_FOR);
  c.addOp(NO_LOCATION, POP_ITER);
  c.addOp(loc, CALL_INTRINSIC_1, INTRINSIC_LIST_TO_TUPLE);
  c.addOp(loc, JUMP, end);
  c.useLabel(skip);
}
