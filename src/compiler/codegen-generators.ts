/** `yield`, `yield from`, and the handler around the body of every generator. CPython: Python/codegen.c. */

import {
  INTRINSIC_ASYNC_GEN_WRAP,
  INTRINSIC_STOPITERATION_ERROR,
  RESUME_AFTER_YIELD,
} from '../bytecode/opargs.ts';
import {
  CALL_INTRINSIC_1,
  GET_YIELD_FROM_ITER,
  RERAISE,
  RESUME,
  RETURN_VALUE,
  SETUP_CLEANUP,
  YIELD_VALUE,
} from '../bytecode/opcodes.gen.ts';
import { None } from '../objects/singletons.ts';
import type { Yield, YieldFrom } from '../parser/ast.gen.ts';
import type { CodeGenerator } from './codegen-core.ts';
import { SCOPE_ASYNC_FUNCTION } from './codegen-unit.ts';
import { addYieldFrom } from './codegen-unwind.ts';
import { type Location, NO_LOCATION } from './instruction-sequence.ts';
import { isFunctionLike } from './symtable.ts';

export function visitYield(c: CodeGenerator, e: Yield): void {
  if (!isFunctionLike(c.u.u_ste)) throw c.error(e, "'yield' outside function");
  if (e.value !== undefined) c.visitExpr(e.value);
  else c.loadConst(e, None);
  addYield(c, e);
}

export function visitYieldFrom(c: CodeGenerator, e: YieldFrom): void {
  if (!isFunctionLike(c.u.u_ste)) throw c.error(e, "'yield from' outside function");
  if (c.u.u_scope_type === SCOPE_ASYNC_FUNCTION) throw c.error(e, "'yield from' inside async function");
  c.visitExpr(e.value);
  c.addOp(e, GET_YIELD_FROM_ITER);
  c.loadConst(e, None);
  addYieldFrom(c, e, false);
}

/** Yields the value on the stack. */
export function addYield(c: CodeGenerator, loc: Location): void {
  const { ste_generator, ste_coroutine } = c.u.u_ste;
  if (ste_generator && ste_coroutine) c.addOp(loc, CALL_INTRINSIC_1, INTRINSIC_ASYNC_GEN_WRAP);
  c.addOp(loc, YIELD_VALUE, 0);
  c.addOp(loc, RESUME, RESUME_AFTER_YIELD);
}

/** Ends the body of a generator or coroutine: a StopIteration that leaves it becomes a RuntimeError. */
export function wrapInStopIterationHandler(c: CodeGenerator): void {
  const handler = c.newLabel();
  c.u.u_instr_sequence.insertInstruction(0, SETUP_CLEANUP, handler, NO_LOCATION);
  c.loadConst(NO_LOCATION, None);
  c.addOp(NO_LOCATION, RETURN_VALUE);
  c.useLabel(handler);
  c.addOp(NO_LOCATION, CALL_INTRINSIC_1, INTRINSIC_STOPITERATION_ERROR);
  c.addOp(NO_LOCATION, RERAISE, 1);
}
