/**
 * Truth: comparisons, `and`, `or`, `not`, conditional expressions, and jumps on a condition, which skip building
 * the value where nobody wants it. CPython: `codegen_jump_if`, `codegen_compare` and others in Python/codegen.c.
 */

import {
  COMPARE_MASKS,
  COMPARE_OP_SHIFT,
  Py_EQ,
  Py_GE,
  Py_GT,
  Py_LE,
  Py_LT,
  Py_NE,
} from '../bytecode/opargs.ts';
import {
  COMPARE_OP,
  CONTAINS_OP,
  COPY,
  IS_OP,
  JUMP_IF_FALSE,
  JUMP_IF_TRUE,
  JUMP_NO_INTERRUPT,
  POP_JUMP_IF_FALSE,
  POP_JUMP_IF_TRUE,
  POP_TOP,
  SWAP,
  TO_BOOL,
} from '../bytecode/opcodes.gen.ts';
import type { BoolOp, Compare, cmpop, expr, IfExp } from '../parser/ast.gen.ts';
import type { CodeGenerator } from './codegen-core.ts';
import { checkCompare } from './codegen-warnings.ts';
import { type Label, type Location, NO_LOCATION } from './instruction-sequence.ts';

export function addCompare(c: CodeGenerator, loc: Location, op: cmpop): void {
  switch (op) {
    case 'Eq':
      addCompareOp(c, loc, Py_EQ);
      break;
    case 'NotEq':
      addCompareOp(c, loc, Py_NE);
      break;
    case 'Lt':
      addCompareOp(c, loc, Py_LT);
      break;
    case 'LtE':
      addCompareOp(c, loc, Py_LE);
      break;
    case 'Gt':
      addCompareOp(c, loc, Py_GT);
      break;
    case 'GtE':
      addCompareOp(c, loc, Py_GE);
      break;
    case 'Is':
      c.addOp(loc, IS_OP, 0);
      break;
    case 'IsNot':
      c.addOp(loc, IS_OP, 1);
      break;
    case 'In':
      c.addOp(loc, CONTAINS_OP, 0);
      break;
    case 'NotIn':
      c.addOp(loc, CONTAINS_OP, 1);
      break;
  }
}

/** COMPARE_OP with the operator and, for its specialised forms, the outcomes that make it true. */
function addCompareOp(c: CodeGenerator, loc: Location, op: number): void {
  c.addOp(loc, COMPARE_OP, (op << COMPARE_OP_SHIFT) | COMPARE_MASKS[op]);
}

/** Jumps to `next` if the truth of `e` is `cond`; else control goes on behind. */
export function jumpIf(c: CodeGenerator, e: expr, next: Label, cond: boolean): void {
  while (e.nodeType === 'UnaryOp' && e.op === 'Not') {
    e = e.operand;
    cond = !cond;
  }
  if (e.nodeType === 'BoolOp') jumpIfBoolOp(c, e, next, cond);
  else if (e.nodeType === 'IfExp') jumpIfIfExp(c, e, next, cond);
  else if (e.nodeType === 'Compare' && e.ops.length > 1) jumpIfChain(c, e, next, cond);
  else {
    c.visitExpr(e);
    c.addOp(e, TO_BOOL);
    c.addOp(e, cond ? POP_JUMP_IF_TRUE : POP_JUMP_IF_FALSE, next);
  }
}

function jumpIfBoolOp(c: CodeGenerator, e: BoolOp, next: Label, cond: boolean): void {
  const last = e.values.length - 1;
  // An operand that decides the outcome jumps to `next` where that outcome is `cond`, else past the whole.
  const decisive = e.op === 'Or';
  const end = decisive === cond ? next : c.newLabel();
  for (let i = 0; i < last; i++) jumpIf(c, e.values[i], end, decisive);
  jumpIf(c, e.values[last], next, cond);
  if (end !== next) c.useLabel(end);
}

function jumpIfIfExp(c: CodeGenerator, e: IfExp, next: Label, cond: boolean): void {
  const end = c.newLabel();
  const orelse = c.newLabel();
  jumpIf(c, e.test, orelse, false);
  jumpIf(c, e.body, next, cond);
  c.addOp(NO_LOCATION, JUMP_NO_INTERRUPT, end);
  c.useLabel(orelse);
  jumpIf(c, e.orelse, next, cond);
  c.useLabel(end);
}

/** `a < b < c` as a condition: no result is kept, only the right operand that the next comparison takes. */
function jumpIfChain(c: CodeGenerator, e: Compare, next: Label, cond: boolean): void {
  const last = e.ops.length - 1;
  checkCompare(c, e);
  const cleanup = c.newLabel();
  c.visitExpr(e.left);
  for (let i = 0; i < last; i++) {
    c.visitExpr(e.comparators[i]);
    c.addOp(e, SWAP, 2);
    c.addOp(e, COPY, 2);
    addCompare(c, e, e.ops[i]);
    c.addOp(e, TO_BOOL);
    c.addOp(e, POP_JUMP_IF_FALSE, cleanup);
  }
  c.visitExpr(e.comparators[last]);
  addCompare(c, e, e.ops[last]);
  c.addOp(e, TO_BOOL);
  c.addOp(e, cond ? POP_JUMP_IF_TRUE : POP_JUMP_IF_FALSE, next);
  const end = c.newLabel();
  c.addOp(NO_LOCATION, JUMP_NO_INTERRUPT, end);
  c.useLabel(cleanup);
  c.addOp(e, POP_TOP);
  if (!cond) c.addOp(NO_LOCATION, JUMP_NO_INTERRUPT, next);
  c.useLabel(end);
}

export function visitIfExp(c: CodeGenerator, e: IfExp): void {
  const end = c.newLabel();
  // A loop, since `a if b else c if d else ...` may be long.
  let node: expr = e;
  while (node.nodeType === 'IfExp') {
    const next = c.newLabel();
    jumpIf(c, node.test, next, false);
    c.visitExpr(node.body);
    c.addOp(NO_LOCATION, JUMP_NO_INTERRUPT, end);
    c.useLabel(next);
    node = node.orelse;
  }
  c.visitExpr(node);
  c.useLabel(end);
}

export function visitBoolOp(c: CodeGenerator, e: BoolOp): void {
  const opcode = e.op === 'And' ? JUMP_IF_FALSE : JUMP_IF_TRUE;
  const end = c.newLabel();
  const last = e.values.length - 1;
  for (let i = 0; i < last; i++) {
    c.visitExpr(e.values[i]);
    c.addOp(e, opcode, end);
    c.addOp(e, POP_TOP);
  }
  c.visitExpr(e.values[last]);
  c.useLabel(end);
}

export function visitCompare(c: CodeGenerator, e: Compare): void {
  checkCompare(c, e);
  c.visitExpr(e.left);
  const last = e.ops.length - 1;
  if (last === 0) {
    c.visitExpr(e.comparators[0]);
    addCompare(c, e, e.ops[0]);
    return;
  }
  const cleanup = c.newLabel();
  for (let i = 0; i < last; i++) {
    c.visitExpr(e.comparators[i]);
    c.addOp(e, SWAP, 2);
    c.addOp(e, COPY, 2);
    addCompare(c, e, e.ops[i]);
    c.addOp(e, COPY, 1);
    c.addOp(e, TO_BOOL);
    c.addOp(e, POP_JUMP_IF_FALSE, cleanup);
    c.addOp(e, POP_TOP);
  }
  c.visitExpr(e.comparators[last]);
  addCompare(c, e, e.ops[last]);
  const end = c.newLabel();
  c.addOp(NO_LOCATION, JUMP_NO_INTERRUPT, end);
  c.useLabel(cleanup);
  c.addOp(e, SWAP, 2);
  c.addOp(e, POP_TOP);
  c.useLabel(end);
}
