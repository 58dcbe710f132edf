/**
 * Plain statements, branches and loops. CPython: `codegen_visit_stmt` and the functions it calls in
 * Python/codegen.c.
 */

import {
  CONSTANT_ASSERTIONERROR,
  INTRINSIC_IMPORT_STAR,
  INTRINSIC_PRINT,
  NB_SUBSCR,
} from '../bytecode/opargs.ts';
import {
  BINARY_OP,
  BINARY_SLICE,
  CALL,
  CALL_INTRINSIC_1,
  COPY,
  END_ASYNC_FOR,
  END_FOR,
  FOR_ITER,
  GET_AITER,
  GET_ANEXT,
  GET_ITER,
  IMPORT_FROM,
  IMPORT_NAME,
  JUMP,
  JUMP_NO_INTERRUPT,
  LOAD_ATTR,
  LOAD_COMMON_CONSTANT,
  NOP,
  NOT_TAKEN,
  POP_BLOCK,
  POP_ITER,
  POP_TOP,
  RAISE_VARARGS,
  RETURN_VALUE,
  SETUP_FINALLY,
  STORE_ATTR,
  STORE_SLICE,
  STORE_SUBSCR,
  SWAP,
} from '../bytecode/opcodes.gen.ts';
import { None } from '../objects/singletons.ts';
import { PyTuple } from '../objects/tuple.ts';
import type {
  Assert,
  Assign,
  AsyncFor,
  AugAssign,
  Break,
  Continue,
  Expr,
  expr,
  For,
  If,
  Import,
  ImportFrom,
  Raise,
  Return,
  While,
} from '../parser/ast.gen.ts';
import { CompileError } from '../parser/errors.ts';
import { jumpIf } from './codegen-conditions.ts';
import type { CodeGenerator } from './codegen-core.ts';
import { addBinaryOp, addSliceParts, attributeLocation, isTwoPartSlice } from './codegen-primaries.ts';
import { FBLOCK_ASYNC_FOR_LOOP, FBLOCK_FOR_LOOP, FBLOCK_WHILE_LOOP, tableIndex } from './codegen-unit.ts';
import { addYieldFrom, unwindFrameBlock, unwindFrameBlocks } from './codegen-unwind.ts';
import { type Location, NO_LOCATION } from './instruction-sequence.ts';
import { isFunctionLike } from './symtable.ts';

export function visitExprStatement(c: CodeGenerator, s: Expr): void {
  const { value } = s;
  if (c.isInteractiveTopLevel()) {
    c.visitExpr(value);
    c.addOp(s, CALL_INTRINSIC_1, INTRINSIC_PRINT);
  } else if (value.nodeType === 'Constant') {
    c.addOp(s, NOP);
    return;
  } else {
    c.visitExpr(value);
  }
  c.addOp(NO_LOCATION, POP_TOP);
}

// Assignments

export function visitAssign(c: CodeGenerator, s: Assign): void {
  c.visitExpr(s.value);
  const last = s.targets.length - 1;
  for (let i = 0; i <= last; i++) {
    if (i < last) c.addOp(s, COPY, 1);
    c.visitExpr(s.targets[i]);
  }
}

export function visitAugAssign(c: CodeGenerator, s: AugAssign): void {
  const { target } = s;
  switch (target.nodeType) {
    case 'Attribute': {
      c.visitExpr(target.value);
      c.addOp(target, COPY, 1);
      const loc = attributeLocation(target, target);
      c.addOp(loc, LOAD_ATTR, c.nameIndex(target.attr) << 1);
      addAugmentedValue(c, s);
      c.addOp(loc, SWAP, 2);
      c.addOp(loc, STORE_ATTR, c.nameIndex(target.attr));
      return;
    }
    case 'Subscript': {
      const { slice } = target;
      c.visitExpr(target.value);
      if (isTwoPartSlice(slice)) {
        addSliceParts(c, slice);
        c.addOp(target, COPY, 3);
        c.addOp(target, COPY, 3);
        c.addOp(target, COPY, 3);
        c.addOp(target, BINARY_SLICE);
        addAugmentedValue(c, s);
        c.addOp(target, SWAP, 4);
        c.addOp(target, SWAP, 3);
        c.addOp(target, SWAP, 2);
        c.addOp(target, STORE_SLICE);
        return;
      }
      c.visitExpr(slice);
      c.addOp(target, COPY, 2);
      c.addOp(target, COPY, 2);
      c.addOp(target, BINARY_OP, NB_SUBSCR);
      addAugmentedValue(c, s);
      c.addOp(target, SWAP, 3);
      c.addOp(target, SWAP, 2);
      c.addOp(target, STORE_SUBSCR);
      return;
    }
    case 'Name':
      c.nameop(target, target.id, 'Load');
      addAugmentedValue(c, s);
      c.nameop(target, target.id, 'Store');
      return;
    default:
      throw new CompileError(
        'SystemError',
        `invalid node type (${target.nodeType}) for augmented assignment`,
      );
  }
}

function addAugmentedValue(c: CodeGenerator, s: AugAssign): void {
  c.visitExpr(s.value);
  addBinaryOp(c, s, s.op, true);
}

// Imports

export function visitImport(c: CodeGenerator, s: Import): void {
  for (const { name, asname } of s.names) {
    c.loadConst(s, 0);
    c.loadConst(s, None);
    c.addOp(s, IMPORT_NAME, c.nameIndex(name));
    const dot = name.indexOf('.');
    if (asname !== undefined) addImportAs(c, s, name, asname);
    else c.nameop(s, dot < 0 ? name : name.slice(0, dot), 'Store');
  }
}

/** `import a.b.c as d`: IMPORT_NAME has brought `a`, and `d` is to be its `b.c`. */
function addImportAs(c: CodeGenerator, loc: Location, name: string, asname: string): void {
  const [, ...attrs] = name.split('.');
  for (let i = 0; i < attrs.length; i++) {
    if (i > 0) {
      c.addOp(loc, SWAP, 2);
      c.addOp(loc, POP_TOP);
    }
    c.addOp(loc, IMPORT_FROM, tableIndex(c.u.u_metadata.names, attrs[i]));
  }
  c.nameop(loc, asname, 'Store');
  if (attrs.length > 0) c.addOp(loc, POP_TOP);
}

export function visitImportFrom(c: CodeGenerator, s: ImportFrom): void {
  c.loadConst(s, s.level ?? 0);
  c.loadNames(
    s,
    s.names.map((alias) => alias.name),
  );
  c.addOp(s, IMPORT_NAME, c.nameIndex(s.module ?? ''));
  if (s.names[0].name === '*') {
    c.addOp(s, CALL_INTRINSIC_1, INTRINSIC_IMPORT_STAR);
    c.addOp(NO_LOCATION, POP_TOP);
    return;
  }
  for (const { name, asname } of s.names) {
    c.addOp(s, IMPORT_FROM, c.nameIndex(name));
    c.nameop(s, asname ?? name, 'Store');
  }
  c.addOp(s, POP_TOP);
}

// Raising

export function visitRaise(c: CodeGenerator, s: Raise): void {
  let count = 0;
  if (s.exc !== undefined) {
    c.visitExpr(s.exc);
    count++;
    if (s.cause !== undefined) {
      c.visitExpr(s.cause);
      count++;
    }
  }
  c.addOp(s, RAISE_VARARGS, count);
}

export function visitAssert(c: CodeGenerator, s: Assert): void {
  const { test } = s;
  if (isNonemptyTuple(test)) c.warn(s, 'assertion is always true, perhaps remove parentheses?');
  if (c.optimize > 0) return;
  const end = c.newLabel();
  jumpIf(c, test, end, true);
  c.addOp(s, LOAD_COMMON_CONSTANT, CONSTANT_ASSERTIONERROR);
  if (s.msg !== undefined) {
    c.visitExpr(s.msg);
    c.addOp(s, CALL, 0);
  }
  c.addOp(test, RAISE_VARARGS, 1);
  c.useLabel(end);
}

function isNonemptyTuple(e: expr): boolean {
  if (e.nodeType === 'Tuple') return e.elts.length > 0;
  return e.nodeType === 'Constant' && e.value instanceof PyTuple && e.value.items.length > 0;
}

// Branches and loops

export function visitIf(c: CodeGenerator, statement: If): void {
  const end = c.newLabel();
  let s = statement;
  for (;;) {
    const { orelse } = s;
    if (orelse.length === 0) {
      jumpIf(c, s.test, end, false);
      c.visitStmts(s.body);
      break;
    }
    const next = c.newLabel();
    jumpIf(c, s.test, next, false);
    c.visitStmts(s.body);
    c.addOp(NO_LOCATION, JUMP_NO_INTERRUPT, end);
    c.useLabel(next);
    const [only] = orelse;
    if (orelse.length > 1 || only.nodeType !== 'If') {
      c.visitStmts(orelse);
      break;
    }
    // An `elif`: there may be thousands.
    s = only;
  }
  c.useLabel(end);
}

export function visitFor(c: CodeGenerator, s: For): void {
  const start = c.newLabel();
  const cleanup = c.newLabel();
  const end = c.newLabel();
  c.pushFrameBlock(s, FBLOCK_FOR_LOOP, start, end, undefined);
  c.visitExpr(s.iter);
  c.addOp(s.iter, GET_ITER);
  c.useLabel(start);
  c.addOp(s.iter, FOR_ITER, cleanup);
  // For tracing, a `for` over several lines has its target as a line of its own.
  c.addOp(s.target, NOP);
  c.visitExpr(s.target);
  c.visitStmts(s.body);
  c.addOp(NO_LOCATION, JUMP, start);
  c.useLabel(cleanup);
  c.addOp(NO_LOCATION, END_FOR);
  c.addOp(NO_LOCATION, POP_ITER);
  c.popFrameBlock();
  c.visitStmts(s.orelse);
  c.useLabel(end);
}

export function visitAsyncFor(c: CodeGenerator, s: AsyncFor): void {
  const start = c.newLabel();
  const send = c.newLabel();
  const except = c.newLabel();
  const end = c.newLabel();
  c.visitExpr(s.iter);
  c.addOp(s.iter, GET_AITER);
  c.useLabel(start);
  c.pushFrameBlock(s, FBLOCK_ASYNC_FOR_LOOP, start, end, undefined);
  // StopAsyncIteration of __anext__ ends the loop.
  c.addOp(s, SETUP_FINALLY, except);
  c.addOp(s, GET_ANEXT);
  c.loadConst(s, None);
  c.useLabel(send);
  addYieldFrom(c, s, true);
  c.addOp(s, POP_BLOCK);
  c.addOp(s, NOT_TAKEN);
  c.visitExpr(s.target);
  c.visitStmts(s.body);
  c.addOp(NO_LOCATION, JUMP, start);
  c.popFrameBlock();
  c.useLabel(except);
  c.addOp(s.iter, END_ASYNC_FOR, send);
  c.visitStmts(s.orelse);
  c.useLabel(end);
}

export function visitWhile(c: CodeGenerator, s: While): void {
  const loop = c.newLabel();
  const end = c.newLabel();
  const anchor = c.newLabel();
  c.useLabel(loop);
  c.pushFrameBlock(s, FBLOCK_WHILE_LOOP, loop, end, undefined);
  jumpIf(c, s.test, anchor, false);
  c.visitStmts(s.body);
  c.addOp(NO_LOCATION, JUMP, loop);
  c.popFrameBlock();
  c.useLabel(anchor);
  c.visitStmts(s.orelse);
  c.useLabel(end);
}

// Ways out

export function visitReturn(c: CodeGenerator, s: Return): void {
  const { value } = s;
  const { u_ste: ste } = c.u;
  if (!isFunctionLike(ste)) throw c.error(s, "'return' outside function");
  if (value !== undefined && ste.ste_coroutine && ste.ste_generator) {
    throw c.error(s, "'return' with value in async generator");
  }
  let loc: Location = s;
  const preserveTos = value !== undefined && value.nodeType !== 'Constant';
  if (preserveTos) {
    c.visitExpr(value);
  } else if (value !== undefined) {
    loc = value;
    c.addOp(loc, NOP);
  }
  if (value === undefined || value.lineno !== s.lineno) {
    loc = s;
    c.addOp(loc, NOP);
  }
  ({ loc } = unwindFrameBlocks(c, loc, preserveTos, false));
  if (value === undefined) c.loadConst(loc, None);
  else if (value.nodeType === 'Constant') c.loadConst(loc, value.value);
  c.addOp(loc, RETURN_VALUE);
}

export function visitBreak(c: CodeGenerator, s: Break): void {
  c.addOp(s, NOP);
  const { loc, loop } = unwindFrameBlocks(c, s, false, true);
  if (loop === undefined) throw c.error(s, "'break' outside loop");
  c.addOp(unwindFrameBlock(c, loc, loop, false), JUMP, loop.fb_exit);
}

export function visitContinue(c: CodeGenerator, s: Continue): void {
  c.addOp(s, NOP);
  const { loc, loop } = unwindFrameBlocks(c, s, false, true);
  if (loop === undefined) throw c.error(s, "'continue' not properly in loop");
  c.addOp(loc, JUMP, loop.fb_block);
}
