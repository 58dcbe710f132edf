/**
 * Leaving statements early: what `return`, `break` and `continue` undo, and sequences that several statements
 * share. CPython: `codegen_unwind_fblock` and its neighbours in Python/codegen.c.
 */

import { RESUME_AFTER_AWAIT, RESUME_AFTER_YIELD_FROM } from '../bytecode/opargs.ts';
import {
  CALL,
  CLEANUP_THROW,
  COPY,
  END_SEND,
  GET_AWAITABLE,
  JUMP_NO_INTERRUPT,
  POP_BLOCK,
  POP_EXCEPT,
  POP_TOP,
  RERAISE,
  RESUME,
  SEND,
  SETUP_FINALLY,
  SWAP,
  YIELD_VALUE,
} from '../bytecode/opcodes.gen.ts';
import { None } from '../objects/singletons.ts';
import type { stmt } from '../parser/ast.gen.ts';
import type { CodeGenerator } from './codegen-core.ts';
import {
  FBLOCK_ASYNC_FOR_LOOP,
  FBLOCK_ASYNC_WITH,
  FBLOCK_EXCEPTION_GROUP_HANDLER,
  FBLOCK_FINALLY_END,
  FBLOCK_FINALLY_TRY,
  FBLOCK_FOR_LOOP,
  FBLOCK_HANDLER_CLEANUP,
  FBLOCK_POP_VALUE,
  FBLOCK_TRY_EXCEPT,
  FBLOCK_WHILE_LOOP,
  FBLOCK_WITH,
  type FrameBlock,
} from './codegen-unit.ts';
import { type Location, NO_LABEL, NO_LOCATION } from './instruction-sequence.ts';

/** The kinds of `await` that GET_AWAITABLE tells apart in its messages. */
export const AWAIT_EXPRESSION = 0;
export const AWAIT_AENTER = 1;
export const AWAIT_AEXIT = 2;

/**
 * Awaits the value on the stack. `kind` is the oparg of GET_AWAITABLE.
 * [awaitable] -> [result]
 */
export function addAwait(c: CodeGenerator, loc: Location, kind: number): void {
  c.addOp(loc, GET_AWAITABLE, kind);
  c.loadConst(loc, None);
  addYieldFrom(c, loc, true);
}

/**
 * Delegates to the iterator under the value to send first.
 * [iterator, value] -> [result]
 */
export function addYieldFrom(c: CodeGenerator, loc: Location, isAwait: boolean): void {
  const send = c.newLabel();
  const fail = c.newLabel();
  const exit = c.newLabel();
  c.useLabel(send);
  c.addOp(loc, SEND, exit);
  // YIELD_VALUE raises only what close() and throw() bring, maybe a StopIteration that ends the delegation.
  c.addOp(loc, SETUP_FINALLY, fail);
  c.addOp(loc, YIELD_VALUE, 1);
  c.addOp(NO_LOCATION, POP_BLOCK);
  c.addOp(loc, RESUME, isAwait ? RESUME_AFTER_AWAIT : RESUME_AFTER_YIELD_FROM);
  c.addOp(loc, JUMP_NO_INTERRUPT, send);
  c.useLabel(fail);
  c.addOp(loc, CLEANUP_THROW);
  c.useLabel(exit);
  c.addOp(loc, END_SEND);
}

/** [exc_info, lasti, exc] -> raises exc, with exc_info as the exception that was being handled. */
export function popExceptAndReraise(c: CodeGenerator, loc: Location): void {
  c.addOp(loc, COPY, 3);
  c.addOp(loc, POP_EXCEPT);
  c.addOp(loc, RERAISE, 1);
}

/** Calls the `__exit__` on the stack for a block that ended well. [exit, self] -> [result] */
export function callExitWithNones(c: CodeGenerator, loc: Location): void {
  c.loadConst(loc, None);
  c.loadConst(loc, None);
  c.loadConst(loc, None);
  c.addOp(loc, CALL, 3);
}

/** Unbinds the name of an `except ... as name`, which the body may have deleted. */
export function unbindHandlerName(c: CodeGenerator, loc: Location, name: string): void {
  c.loadConst(loc, None);
  c.nameop(loc, name, 'Store');
  c.nameop(loc, name, 'Del');
}

/**
 * Undoes one frame block. With `preserveTos` the value on top of the stack (of a `return`) stays there.
 * Returns the location of what comes next: none where a `finally` body or an `__exit__` has run in between.
 */
export function unwindFrameBlock(
  c: CodeGenerator,
  loc: Location,
  block: FrameBlock,
  preserveTos: boolean,
): Location {
  switch (block.fb_type) {
    case FBLOCK_FOR_LOOP:
    case FBLOCK_ASYNC_FOR_LOOP:
    case FBLOCK_POP_VALUE:
      if (preserveTos) c.addOp(loc, SWAP, 2);
      c.addOp(loc, POP_TOP);
      return loc;

    case FBLOCK_TRY_EXCEPT:
      c.addOp(loc, POP_BLOCK);
      return loc;

    case FBLOCK_FINALLY_TRY:
      c.addOp(loc, POP_BLOCK);
      if (preserveTos) c.pushFrameBlock(loc, FBLOCK_POP_VALUE, NO_LABEL, NO_LABEL, undefined);
      c.visitStmts(block.fb_datum as readonly stmt[]);
      if (preserveTos) c.popFrameBlock();
      return NO_LOCATION;

    case FBLOCK_FINALLY_END:
      if (preserveTos) c.addOp(loc, SWAP, 2);
      c.addOp(loc, POP_TOP);
      if (preserveTos) c.addOp(loc, SWAP, 2);
      c.addOp(loc, POP_BLOCK);
      c.addOp(loc, POP_EXCEPT);
      return loc;

    case FBLOCK_WITH:
    case FBLOCK_ASYNC_WITH:
      c.addOp(block.fb_loc, POP_BLOCK);
      if (preserveTos) {
        c.addOp(block.fb_loc, SWAP, 3);
        c.addOp(block.fb_loc, SWAP, 2);
      }
      callExitWithNones(c, block.fb_loc);
      if (block.fb_type === FBLOCK_ASYNC_WITH) addAwait(c, block.fb_loc, AWAIT_AEXIT);
      c.addOp(block.fb_loc, POP_TOP);
      return NO_LOCATION;

    case FBLOCK_HANDLER_CLEANUP:
      if (block.fb_datum !== undefined) c.addOp(loc, POP_BLOCK);
      if (preserveTos) c.addOp(loc, SWAP, 2);
      c.addOp(loc, POP_BLOCK);
      c.addOp(loc, POP_EXCEPT);
      if (block.fb_datum !== undefined) unbindHandlerName(c, loc, block.fb_datum as string);
      return loc;

    default:
      return loc;
  }
}

export interface Unwinding {
  /** The location of what comes next. */
  readonly loc: Location;
  /** The innermost loop, where one was asked for and found. */
  readonly loop: FrameBlock | undefined;
}

/** Undoes all frame blocks, or with `toLoop` those within the innermost loop. They stay open for what follows. */
export function unwindFrameBlocks(
  c: CodeGenerator,
  start: Location,
  preserveTos: boolean,
  toLoop: boolean,
): Unwinding {
  const blocks = c.u.u_fblock;
  const unwound: FrameBlock[] = [];
  let loc = start;
  let loop: FrameBlock | undefined;
  while (blocks.length > 0) {
    const top = blocks[blocks.length - 1];
    if (top.fb_type === FBLOCK_EXCEPTION_GROUP_HANDLER) {
      throw c.error(loc, "'break', 'continue' and 'return' cannot appear in an except* block");
    }
    if (
      toLoop &&
      (top.fb_type === FBLOCK_WHILE_LOOP ||
        top.fb_type === FBLOCK_FOR_LOOP ||
        top.fb_type === FBLOCK_ASYNC_FOR_LOOP)
    ) {
      loop = top;
      break;
    }
    unwound.push(c.popFrameBlock());
    loc = unwindFrameBlock(c, loc, top, preserveTos);
  }
  for (let block = unwound.pop(); block !== undefined; block = unwound.pop()) {
    c.pushFrameBlock(block.fb_loc, block.fb_type, block.fb_block, block.fb_exit, block.fb_datum);
  }
  return { loc, loop };
}
