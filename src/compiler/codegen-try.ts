/**
 * `try` in all its forms. CPython: `codegen_try_except` and its like in Python/codegen.c.
 *
 * A `finally` body is written twice, once for either way into it (and again before each `return`, `break` and
 * `continue` that leaves the `try`). SETUP_FINALLY and SETUP_CLEANUP open regions whose exceptions go to a label,
 * POP_BLOCK closes the innermost; the assembler makes the exception table of them.
 */

import { INTRINSIC_PREP_RERAISE_STAR } from '../bytecode/opargs.ts';
import {
  BUILD_LIST,
  CALL_INTRINSIC_2,
  CHECK_EG_MATCH,
  CHECK_EXC_MATCH,
  COPY,
  JUMP_NO_INTERRUPT,
  LIST_APPEND,
  NOP,
  POP_BLOCK,
  POP_EXCEPT,
  POP_JUMP_IF_FALSE,
  POP_JUMP_IF_NONE,
  POP_JUMP_IF_NOT_NONE,
  POP_TOP,
  PUSH_EXC_INFO,
  RERAISE,
  SETUP_CLEANUP,
  SETUP_FINALLY,
  SWAP,
} from '../bytecode/opcodes.gen.ts';
import type { ExceptHandler, Try, TryStar } from '../parser/ast.gen.ts';
import type { CodeGenerator } from './codegen-core.ts';
import {
  FBLOCK_EXCEPTION_GROUP_HANDLER,
  FBLOCK_EXCEPTION_HANDLER,
  FBLOCK_FINALLY_END,
  FBLOCK_FINALLY_TRY,
  FBLOCK_HANDLER_CLEANUP,
  FBLOCK_TRY_EXCEPT,
} from './codegen-unit.ts';
import { popExceptAndReraise, unbindHandlerName } from './codegen-unwind.ts';
import { type Label, NO_LABEL, NO_LOCATION } from './instruction-sequence.ts';

export function visitTry(c: CodeGenerator, s: Try | TryStar): void {
  if (s.finalbody.length > 0) addTryFinally(c, s);
  else addTryExcept(c, s);
}

function addTryExcept(c: CodeGenerator, s: Try | TryStar): void {
  if (s.nodeType === 'Try') addHandlers(c, s);
  else addGroupHandlers(c, s);
}

function addTryFinally(c: CodeGenerator, s: Try | TryStar): void {
  const body = c.newLabel();
  const end = c.newLabel();
  const exit = c.newLabel();
  const cleanup = c.newLabel();
  c.addOp(s, SETUP_FINALLY, end);
  c.useLabel(body);
  c.pushFrameBlock(s, FBLOCK_FINALLY_TRY, body, end, s.finalbody);
  if (s.handlers.length > 0) addTryExcept(c, s);
  else c.visitStmts(s.body);
  c.addOp(NO_LOCATION, POP_BLOCK);
  c.popFrameBlock();
  c.visitStmts(s.finalbody);
  c.addOp(NO_LOCATION, JUMP_NO_INTERRUPT, exit);
  // The way of an exception.
  c.useLabel(end);
  c.addOp(NO_LOCATION, SETUP_CLEANUP, cleanup);
  c.addOp(NO_LOCATION, PUSH_EXC_INFO);
  c.pushFrameBlock(NO_LOCATION, FBLOCK_FINALLY_END, end, NO_LABEL, undefined);
  c.visitStmts(s.finalbody);
  c.popFrameBlock();
  c.addOp(NO_LOCATION, RERAISE, 0);
  c.useLabel(cleanup);
  popExceptAndReraise(c, NO_LOCATION);
  c.useLabel(exit);
}

/** The body of a `try`, in a region whose exceptions go to `except`. */
function addTryBody(c: CodeGenerator, s: Try | TryStar, except: Label): void {
  const body = c.newLabel();
  c.addOp(s, SETUP_FINALLY, except);
  c.useLabel(body);
  c.pushFrameBlock(s, FBLOCK_TRY_EXCEPT, body, NO_LABEL, undefined);
  c.visitStmts(s.body);
  c.popFrameBlock();
  c.addOp(NO_LOCATION, POP_BLOCK);
}

/**
 * `try: ... except E as name: ...`. Each handler begins with the exception on the stack.
 * CPython: `codegen_try_except`.
 */
function addHandlers(c: CodeGenerator, s: Try): void {
  let except = c.newLabel();
  const end = c.newLabel();
  const cleanup = c.newLabel();
  addTryBody(c, s, except);
  c.visitStmts(s.orelse);
  c.addOp(NO_LOCATION, JUMP_NO_INTERRUPT, end);
  c.useLabel(except);
  c.addOp(NO_LOCATION, SETUP_CLEANUP, cleanup);
  c.addOp(NO_LOCATION, PUSH_EXC_INFO);
  c.pushFrameBlock(s, FBLOCK_EXCEPTION_HANDLER, NO_LABEL, NO_LABEL, undefined);
  const last = s.handlers.length - 1;
  for (let i = 0; i <= last; i++) {
    const handler = s.handlers[i];
    if (handler.type === undefined && i < last) throw c.error(handler, "default 'except:' must be last");
    except = c.newLabel();
    if (handler.type !== undefined) {
      c.visitExpr(handler.type);
      c.addOp(handler, CHECK_EXC_MATCH);
      c.addOp(handler, POP_JUMP_IF_FALSE, except);
    }
    if (handler.name !== undefined) addNamedHandler(c, handler, handler.name, end);
    else addUnnamedHandler(c, handler, end);
    c.useLabel(except);
  }
  c.popFrameBlock();
  c.addOp(NO_LOCATION, RERAISE, 0);
  c.useLabel(cleanup);
  popExceptAndReraise(c, NO_LOCATION);
  c.useLabel(end);
}

function addUnnamedHandler(c: CodeGenerator, handler: ExceptHandler, end: Label): void {
  const body = c.newLabel();
  c.addOp(handler, POP_TOP);
  c.useLabel(body);
  c.pushFrameBlock(handler, FBLOCK_HANDLER_CLEANUP, body, NO_LABEL, undefined);
  c.visitStmts(handler.body);
  c.popFrameBlock();
  c.addOp(NO_LOCATION, POP_BLOCK);
  c.addOp(NO_LOCATION, POP_EXCEPT);
  c.addOp(NO_LOCATION, JUMP_NO_INTERRUPT, end);
}

/** The name goes when the handler ends, however it does. */
function addNamedHandler(c: CodeGenerator, handler: ExceptHandler, name: string, end: Label): void {
  const cleanup = c.newLabel();
  const body = c.newLabel();
  c.nameop(handler, name, 'Store');
  c.addOp(handler, SETUP_CLEANUP, cleanup);
  c.useLabel(body);
  c.pushFrameBlock(handler, FBLOCK_HANDLER_CLEANUP, body, NO_LABEL, name);
  c.visitStmts(handler.body);
  c.popFrameBlock();
  c.addOp(NO_LOCATION, POP_BLOCK);
  c.addOp(NO_LOCATION, POP_BLOCK);
  c.addOp(NO_LOCATION, POP_EXCEPT);
  unbindHandlerName(c, NO_LOCATION, name);
  c.addOp(NO_LOCATION, JUMP_NO_INTERRUPT, end);
  c.useLabel(cleanup);
  unbindHandlerName(c, NO_LOCATION, name);
  c.addOp(NO_LOCATION, RERAISE, 1);
}

/**
 * `try: ... except* E as name: ...`. Every handler takes its part of the exception group; what handlers raise is
 * gathered in a list, and joined with what nobody took at the end. Between handlers the stack is
 * [original group, list, rest]. CPython: `codegen_try_star_except`.
 */
function addGroupHandlers(c: CodeGenerator, s: TryStar): void {
  const except = c.newLabel();
  const orelse = c.newLabel();
  const end = c.newLabel();
  const cleanup = c.newLabel();
  addTryBody(c, s, except);
  c.addOp(NO_LOCATION, JUMP_NO_INTERRUPT, orelse);
  c.useLabel(except);
  c.addOp(NO_LOCATION, SETUP_CLEANUP, cleanup);
  c.addOp(NO_LOCATION, PUSH_EXC_INFO);
  c.pushFrameBlock(s, FBLOCK_EXCEPTION_GROUP_HANDLER, NO_LABEL, NO_LABEL, undefined);
  for (let i = 0; i < s.handlers.length; i++) {
    const handler = s.handlers[i];
    if (i === 0) {
      c.addOp(handler, BUILD_LIST, 0);
      c.addOp(handler, COPY, 2);
    }
    addGroupHandler(c, handler);
  }
  // Nobody has taken these.
  c.addOp(NO_LOCATION, LIST_APPEND, 1);
  const reraiseStar = c.newLabel();
  c.addOp(NO_LOCATION, JUMP_NO_INTERRUPT, reraiseStar);
  c.popFrameBlock();
  const reraise = c.newLabel();
  c.useLabel(reraiseStar);
  c.addOp(NO_LOCATION, CALL_INTRINSIC_2, INTRINSIC_PREP_RERAISE_STAR);
  c.addOp(NO_LOCATION, COPY, 1);
  c.addOp(NO_LOCATION, POP_JUMP_IF_NOT_NONE, reraise);
  c.addOp(NO_LOCATION, POP_TOP);
  c.addOp(NO_LOCATION, POP_BLOCK);
  c.addOp(NO_LOCATION, POP_EXCEPT);
  c.addOp(NO_LOCATION, JUMP_NO_INTERRUPT, end);
  c.useLabel(reraise);
  c.addOp(NO_LOCATION, POP_BLOCK);
  c.addOp(NO_LOCATION, SWAP, 2);
  c.addOp(NO_LOCATION, POP_EXCEPT);
  c.addOp(NO_LOCATION, RERAISE, 0);
  c.useLabel(cleanup);
  popExceptAndReraise(c, NO_LOCATION);
  c.useLabel(orelse);
  c.visitStmts(s.orelse);
  c.useLabel(end);
}

function addGroupHandler(c: CodeGenerator, handler: ExceptHandler): void {
  const { name } = handler;
  const next = c.newLabel();
  const withError = c.newLabel();
  const noMatch = c.newLabel();
  if (handler.type !== undefined) {
    c.visitExpr(handler.type);
    c.addOp(handler, CHECK_EG_MATCH);
    c.addOp(handler, COPY, 1);
    c.addOp(handler, POP_JUMP_IF_NONE, noMatch);
  }
  const cleanup = c.newLabel();
  const body = c.newLabel();
  if (name !== undefined) c.nameop(handler, name, 'Store');
  else c.addOp(handler, POP_TOP);
  c.addOp(handler, SETUP_CLEANUP, cleanup);
  c.useLabel(body);
  c.pushFrameBlock(handler, FBLOCK_HANDLER_CLEANUP, body, NO_LABEL, name);
  c.visitStmts(handler.body);
  c.popFrameBlock();
  c.addOp(NO_LOCATION, POP_BLOCK);
  if (name !== undefined) unbindHandlerName(c, NO_LOCATION, name);
  c.addOp(NO_LOCATION, JUMP_NO_INTERRUPT, next);
  // The handler has raised: [..., list, rest, lasti, exc].
  c.useLabel(cleanup);
  if (name !== undefined) unbindHandlerName(c, NO_LOCATION, name);
  c.addOp(NO_LOCATION, LIST_APPEND, 3);
  c.addOp(NO_LOCATION, POP_TOP);
  c.addOp(NO_LOCATION, JUMP_NO_INTERRUPT, withError);
  c.useLabel(next);
  // Carries the location of what comes before.
  c.addOp(NO_LOCATION, NOP);
  c.addOp(NO_LOCATION, JUMP_NO_INTERRUPT, withError);
  c.useLabel(noMatch);
  c.addOp(handler, POP_TOP);
  c.useLabel(withError);
}
