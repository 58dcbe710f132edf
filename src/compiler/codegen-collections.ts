/**
 * Displays of lists, tuples, sets and dicts, with or without `*` and `**`, and unpacking into targets.
 * CPython: `starunpack_helper`, `codegen_dict`, `unpack_helper` in Python/codegen.c.
 */

import { INTRINSIC_LIST_TO_TUPLE } from '../bytecode/opargs.ts';
import {
  BUILD_LIST,
  BUILD_MAP,
  BUILD_SET,
  BUILD_TUPLE,
  CALL_INTRINSIC_1,
  DICT_UPDATE,
  LIST_APPEND,
  LIST_EXTEND,
  MAP_ADD,
  SET_ADD,
  SET_UPDATE,
  UNPACK_EX,
  UNPACK_SEQUENCE,
} from '../bytecode/opcodes.gen.ts';
import type { Dict, expr, List, pattern, Set as SetNode, Tuple } from '../parser/ast.gen.ts';
import { type CodeGenerator, STACK_USE_GUIDELINE } from './codegen-core.ts';
import type { Location } from './instruction-sequence.ts';

export function visitList(c: CodeGenerator, e: List): void {
  if (e.ctx === 'Store') unpackInto(c, e, e.elts);
  else if (e.ctx === 'Load') addListOrTuple(c, e, e.elts, false, undefined, 0);
  else c.visitExprs(e.elts);
}

export function visitTuple(c: CodeGenerator, e: Tuple): void {
  if (e.ctx === 'Store') unpackInto(c, e, e.elts);
  else if (e.ctx === 'Load') addListOrTuple(c, e, e.elts, true, undefined, 0);
  else c.visitExprs(e.elts);
}

export function visitSet(c: CodeGenerator, e: SetNode): void {
  if (hasStarred(e.elts) || e.elts.length > STACK_USE_GUIDELINE) {
    addStepwise(c, e, e.elts, 0, BUILD_SET, SET_ADD, SET_UPDATE);
  } else {
    c.visitExprs(e.elts);
    c.addOp(e, BUILD_SET, e.elts.length);
  }
}

/**
 * A list or tuple of `pushed` values that are on the stack already, `elts`, and the value of the variable `last`
 * (the hidden base of a generic class).
 */
export function addListOrTuple(
  c: CodeGenerator,
  loc: Location,
  elts: readonly expr[],
  tuple: boolean,
  last: string | undefined,
  pushed: number,
): void {
  const size = pushed + elts.length + (last === undefined ? 0 : 1);
  if (size <= STACK_USE_GUIDELINE && !hasStarred(elts)) {
    c.visitExprs(elts);
    if (last !== undefined) c.nameop(loc, last, 'Load');
    c.addOp(loc, tuple ? BUILD_TUPLE : BUILD_LIST, size);
    return;
  }
  addStepwise(c, loc, elts, pushed, BUILD_LIST, LIST_APPEND, LIST_EXTEND, size);
  if (last !== undefined) {
    c.nameop(loc, last, 'Load');
    c.addOp(loc, LIST_APPEND, 1);
  }
  if (tuple) c.addOp(loc, CALL_INTRINSIC_1, INTRINSIC_LIST_TO_TUPLE);
}

/** A collection that is big or has starred items: begun early, then filled item by item. */
function addStepwise(
  c: CodeGenerator,
  loc: Location,
  elts: readonly expr[],
  pushed: number,
  build: number,
  add: number,
  extend: number,
  size = elts.length,
): void {
  let built = size > STACK_USE_GUIDELINE;
  if (built) c.addOp(loc, build, pushed);
  for (let i = 0; i < elts.length; i++) {
    const elt = elts[i];
    if (elt.nodeType === 'Starred') {
      if (!built) c.addOp(loc, build, i + pushed);
      built = true;
      c.visitExpr(elt.value);
      c.addOp(loc, extend, 1);
    } else {
      c.visitExpr(elt);
      if (built) c.addOp(loc, add, 1);
    }
  }
}

export function hasStarred(elts: readonly expr[]): boolean {
  for (let i = 0; i < elts.length; i++) if (elts[i].nodeType === 'Starred') return true;
  return false;
}

function unpackInto(c: CodeGenerator, loc: Location, elts: readonly expr[]): void {
  addUnpack(c, loc, elts, 'Starred', 'assignment');
  for (let i = 0; i < elts.length; i++) {
    const elt = elts[i];
    c.visitExpr(elt.nodeType === 'Starred' ? elt.value : elt);
  }
}

/** Takes a sequence apart: UNPACK_EX where one of the targets is starred (of type `starType`). */
export function addUnpack(
  c: CodeGenerator,
  loc: Location,
  elts: readonly (expr | pattern)[],
  starType: 'Starred' | 'MatchStar',
  where: string,
): void {
  const n = elts.length;
  let starred = false;
  for (let i = 0; i < n; i++) {
    if (elts[i].nodeType !== starType) continue;
    if (starred) throw c.error(loc, `multiple starred expressions in ${where}`);
    const after = n - i - 1;
    // Both counts go into one oparg.
    if (i >= 1 << 8 || after >= 0x7fffff) {
      throw c.error(loc, `too many expressions in star-unpacking ${where}`);
    }
    c.addOp(loc, UNPACK_EX, i + (after << 8));
    starred = true;
  }
  if (!starred) c.addOp(loc, UNPACK_SEQUENCE, n);
}

export function visitDict(c: CodeGenerator, e: Dict): void {
  const n = e.values.length;
  let haveDict = false;
  /** Pairs seen and not written yet. */
  let pending = 0;
  for (let i = 0; i < n; i++) {
    if (e.keys[i] === undefined) {
      if (pending > 0) {
        addPairs(c, e, i - pending, i);
        if (haveDict) c.addOp(e, DICT_UPDATE, 1);
        haveDict = true;
        pending = 0;
      }
      if (!haveDict) c.addOp(e, BUILD_MAP, 0);
      haveDict = true;
      c.visitExpr(e.values[i]);
      c.addOp(e, DICT_UPDATE, 1);
    } else if (pending * 2 > STACK_USE_GUIDELINE) {
      addPairs(c, e, i - pending, i + 1);
      if (haveDict) c.addOp(e, DICT_UPDATE, 1);
      haveDict = true;
      pending = 0;
    } else {
      pending++;
    }
  }
  if (pending > 0) {
    addPairs(c, e, n - pending, n);
    if (haveDict) c.addOp(e, DICT_UPDATE, 1);
    haveDict = true;
  }
  if (!haveDict) c.addOp(e, BUILD_MAP, 0);
}

function addPairs(c: CodeGenerator, e: Dict, begin: number, end: number): void {
  const n = end - begin;
  const big = n * 2 > STACK_USE_GUIDELINE;
  if (big) c.addOp(e, BUILD_MAP, 0);
  for (let i = begin; i < end; i++) {
    c.visitExpr(e.keys[i]!);
    c.visitExpr(e.values[i]);
    if (big) c.addOp(e, MAP_ADD, 1);
  }
  if (!big) c.addOp(e, BUILD_MAP, n);
}
