/** `with` and `async with`. CPython: `codegen_with_inner`, `codegen_async_with_inner` in Python/codegen.c. */

import {
  SPECIAL___AENTER__,
  SPECIAL___AEXIT__,
  SPECIAL___ENTER__,
  SPECIAL___EXIT__,
} from '../bytecode/opargs.ts';
import {
  CALL,
  COPY,
  JUMP,
  JUMP_NO_INTERRUPT,
  LOAD_SPECIAL,
  POP_BLOCK,
  POP_EXCEPT,
  POP_JUMP_IF_TRUE,
  POP_TOP,
  PUSH_EXC_INFO,
  RERAISE,
  SETUP_CLEANUP,
  SETUP_WITH,
  SWAP,
  TO_BOOL,
  WITH_EXCEPT_START,
} from '../bytecode/opcodes.gen.ts';
import type { AsyncWith, With } from '../parser/ast.gen.ts';
import type { CodeGenerator } from './codegen-core.ts';
import { FBLOCK_ASYNC_WITH, FBLOCK_WITH } from './codegen-unit.ts';
import {
  AWAIT_AENTER,
  AWAIT_AEXIT,
  addAwait,
  callExitWithNones,
  popExceptAndReraise,
} from './codegen-unwind.ts';
import { type Label, NO_LOCATION } from './instruction-sequence.ts';

export function visitWith(c: CodeGenerator, s: With | AsyncWith): void {
  addWithItem(c, s, 0);
}

/** Enters the manager of one item, writes what is inside of it (more items or the body), and leaves it again. */
function addWithItem(c: CodeGenerator, s: With | AsyncWith, index: number): void {
  const isAsync = s.nodeType === 'AsyncWith';
  const item = s.items[index];
  const loc = item.context_expr;
  const block = c.newLabel();
  const final = c.newLabel();
  const exit = c.newLabel();
  const cleanup = c.newLabel();
  c.visitExpr(item.context_expr);
  // [manager] -> [exit, manager, result of enter]
  c.addOp(loc, COPY, 1);
  c.addOp(loc, LOAD_SPECIAL, isAsync ? SPECIAL___AEXIT__ : SPECIAL___EXIT__);
  c.addOp(loc, SWAP, 2);
  c.addOp(loc, SWAP, 3);
  c.addOp(loc, LOAD_SPECIAL, isAsync ? SPECIAL___AENTER__ : SPECIAL___ENTER__);
  c.addOp(loc, CALL, 0);
  if (isAsync) addAwait(c, loc, AWAIT_AENTER);
  c.addOp(loc, SETUP_WITH, final);

  c.useLabel(block);
  c.pushFrameBlock(loc, isAsync ? FBLOCK_ASYNC_WITH : FBLOCK_WITH, block, final, undefined);
  if (item.optional_vars !== undefined) c.visitExpr(item.optional_vars);
  else c.addOp(loc, POP_TOP);
  if (index + 1 < s.items.length) addWithItem(c, s, index + 1);
  else c.visitStmts(s.body);
  c.popFrameBlock();
  c.addOp(isAsync ? loc : NO_LOCATION, POP_BLOCK);
  callExitWithNones(c, loc);
  if (isAsync) addAwait(c, loc, AWAIT_AEXIT);
  c.addOp(loc, POP_TOP);
  c.addOp(loc, JUMP, exit);

  c.useLabel(final);
  c.addOp(loc, SETUP_CLEANUP, cleanup);
  c.addOp(loc, PUSH_EXC_INFO);
  c.addOp(loc, WITH_EXCEPT_START);
  if (isAsync) addAwait(c, loc, AWAIT_AEXIT);
  finishException(c, cleanup);
  c.useLabel(exit);
}

/** Raises the exception again unless the result of `__exit__`, on the stack, is true. */
function finishException(c: CodeGenerator, cleanup: Label): void {
  const suppress = c.newLabel();
  c.addOp(NO_LOCATION, TO_BOOL);
  c.addOp(NO_LOCATION, POP_JUMP_IF_TRUE, suppress);
  c.addOp(NO_LOCATION, RERAISE, 2);
  c.useLabel(suppress);
  c.addOp(NO_LOCATION, POP_TOP);
  c.addOp(NO_LOCATION, POP_BLOCK);
  c.addOp(NO_LOCATION, POP_EXCEPT);
  c.addOp(NO_LOCATION, POP_TOP);
  c.addOp(NO_LOCATION, POP_TOP);
  c.addOp(NO_LOCATION, POP_TOP);
  const exit = c.newLabel();
  c.addOp(NO_LOCATION, JUMP_NO_INTERRUPT, exit);
  c.useLabel(cleanup);
  popExceptAndReraise(c, NO_LOCATION);
  c.useLabel(exit);
}
