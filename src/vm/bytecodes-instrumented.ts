/**
 * What instrumented opcodes do: they tell the tools, then most of them do what the plain opcode does.
 *
 * As bytecodes.ts, this file is never imported: scripts/generate-interpreter.ts prints the loop that runs instrumented
 * code from both files. That loop keeps `frame.instrPtr` behind every instruction that it executes, so that callbacks
 * find the frame where they expect it. CPython: the INSTRUMENTED_ instructions of Python/bytecodes.c.
 */
import * as opcodes from '../bytecode/opcodes.gen.ts';
import type { Frame } from '../objects/frame.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import * as events from '../runtime/monitoring/events.ts';
import type { Thread } from '../runtime/state.ts';
import * as monitoring from './monitoring.ts';
import { poll } from './poll.ts';

declare const thread: Thread;
declare let frame: Frame;
declare let locals: PyObject[];
declare let sp: number;
declare let pc: number;
declare let oparg: number;
declare const CACHES: number;
/** Index of the instruction, and of the one that was executed before it in this frame. */
declare const at: number;
declare let previous: number;

declare function next(): never;
declare function leave(skip: number): never;
/** Executes another opcode in place of this one, with the same oparg; this one counts as executed before it. */
declare function dispatch(opcode: number): never;
/** Goes on where a trace function has sent the frame by assigning to `f_lineno`, if it has. */
declare function followJump(): void;

type Body = () => void;
declare function raw(opcode: string, body: Body): void;

raw('INSTRUMENTED_RESUME', () => {
  if (monitoring.refresh(thread, frame)) {
    pc = at;
    next();
  }
  monitoring.tell(thread, frame, sp, at, oparg > 0 ? events.PY_RESUME : events.PY_START, at);
  followJump();
  if (thread.evalBreaker && poll(thread)) leave(0);
});
raw('INSTRUMENTED_LINE', () => {
  if (thread.tracing === 0) {
    monitoring.tellLine(thread, frame, sp, at, previous);
    followJump();
  }
  dispatch(monitoring.belowLine(frame, at));
});
raw('INSTRUMENTED_INSTRUCTION', () => {
  if (thread.tracing === 0) {
    monitoring.tellInstruction(thread, frame, sp, at);
    followJump();
  }
  dispatch(monitoring.belowInstruction(frame, at));
});

// ── Leaving a frame ──────────────────────────────────────────────────────────────────────────────────────────────

raw('INSTRUMENTED_RETURN_VALUE', () => {
  monitoring.tell(thread, frame, sp, at, events.PY_RETURN, at, locals[sp - 1]!);
  dispatch(opcodes.RETURN_VALUE);
});
raw('INSTRUMENTED_YIELD_VALUE', () => {
  monitoring.tell(thread, frame, sp, at, events.PY_YIELD, at, locals[sp - 1]!);
  followJump();
  dispatch(opcodes.YIELD_VALUE);
});

// ── Jumps and loops ──────────────────────────────────────────────────────────────────────────────────────────────

raw('INSTRUMENTED_JUMP_FORWARD', () => {
  pc += oparg;
  monitoring.tell(thread, frame, sp, at, events.JUMP, at, 2 * pc);
  followJump();
});
raw('INSTRUMENTED_JUMP_BACKWARD', () => {
  pc += CACHES - oparg;
  monitoring.tell(thread, frame, sp, at, events.JUMP, at, 2 * pc);
  followJump();
  if (thread.evalBreaker && poll(thread)) leave(0);
  next();
});
raw('INSTRUMENTED_POP_JUMP_IF_FALSE', () => {
  if (locals[--sp] === false) {
    pc += oparg;
    monitoring.tell(thread, frame, sp, at, events.BRANCH_RIGHT, at, 2 * (pc + CACHES));
    followJump();
  }
});
raw('INSTRUMENTED_POP_JUMP_IF_TRUE', () => {
  if (locals[--sp] === true) {
    pc += oparg;
    monitoring.tell(thread, frame, sp, at, events.BRANCH_RIGHT, at, 2 * (pc + CACHES));
    followJump();
  }
});
raw('INSTRUMENTED_POP_JUMP_IF_NONE', () => {
  if (locals[--sp] === None) {
    pc += oparg;
    monitoring.tell(thread, frame, sp, at, events.BRANCH_RIGHT, at, 2 * (pc + CACHES));
    followJump();
  }
});
raw('INSTRUMENTED_POP_JUMP_IF_NOT_NONE', () => {
  if (locals[--sp] !== None) {
    pc += oparg;
    monitoring.tell(thread, frame, sp, at, events.BRANCH_RIGHT, at, 2 * (pc + CACHES));
    followJump();
  }
});
raw('INSTRUMENTED_NOT_TAKEN', () => {
  monitoring.tellNotTaken(thread, frame, sp, at, previous);
  followJump();
});
raw('INSTRUMENTED_FOR_ITER', () => {
  const item = monitoring.nextItem(locals[sp - 1]!);
  if (item === undefined) pc += oparg + 1;
  else {
    locals[sp++] = item;
    monitoring.tell(thread, frame, sp, at, events.BRANCH_LEFT, at, 2 * (pc + CACHES));
    followJump();
  }
});
raw('INSTRUMENTED_POP_ITER', () => {
  monitoring.tell(thread, frame, sp, at, events.BRANCH_RIGHT, previous, 2 * pc);
  followJump();
  sp--;
});
raw('INSTRUMENTED_END_FOR', () => {
  monitoring.tellStopIteration(thread, frame, sp, at);
  sp--;
});
raw('INSTRUMENTED_END_SEND', () => {
  monitoring.tellStopIteration(thread, frame, sp, at);
  locals[sp - 2] = locals[sp - 1]!;
  sp--;
});
raw('INSTRUMENTED_END_ASYNC_FOR', () => {
  monitoring.tell(thread, frame, sp, at, events.BRANCH_RIGHT, pc - oparg, 2 * pc);
  followJump();
  dispatch(opcodes.END_ASYNC_FOR);
});

// ── Calls ────────────────────────────────────────────────────────────────────────────────────────────────────────

raw('INSTRUMENTED_CALL', () => {
  monitoring.tellCall(thread, frame, locals, sp, at, oparg);
  // Python functions run in this loop; what happens in them says itself when it ends.
  if (monitoring.isPython(locals[sp - oparg - 2]!)) dispatch(opcodes.CALL);
  const outcome = monitoring.callBuiltin(thread, frame, locals, sp, at, oparg, undefined);
  sp -= oparg + 1;
  locals[sp - 1] = outcome;
  if (thread.evalBreaker && poll(thread)) leave(CACHES);
});
raw('INSTRUMENTED_CALL_KW', () => {
  const kwnames = locals[sp - 1]!;
  monitoring.tellCall(thread, frame, locals, sp - 1, at, oparg);
  if (monitoring.isPython(locals[sp - oparg - 3]!)) dispatch(opcodes.CALL_KW);
  const outcome = monitoring.callBuiltin(thread, frame, locals, sp - 1, at, oparg, kwnames);
  sp -= oparg + 2;
  locals[sp - 1] = outcome;
  if (thread.evalBreaker && poll(thread)) leave(CACHES);
});
raw('INSTRUMENTED_CALL_FUNCTION_EX', () => {
  const outcome = monitoring.callFunctionEx(thread, frame, locals, sp, at);
  sp -= 3;
  locals[sp - 1] = outcome;
  if (thread.evalBreaker && poll(thread)) leave(CACHES);
});
raw('INSTRUMENTED_LOAD_SUPER_ATTR', () => {
  sp = monitoring.loadSuperAttr(thread, frame, locals, sp, at, oparg);
});
