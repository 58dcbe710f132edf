/**
 * What the loop for instrumented code calls to tell tools of events.
 * CPython: the monitored parts of Python/bytecodes.c.
 */
import { hasJump } from '../bytecode/opcode-metadata.ts';
import { END_SEND } from '../bytecode/opcodes.gen.ts';
import type { Frame } from '../objects/frame.ts';
import { PyFunction } from '../objects/function.ts';
import { PyCoroutine, PyGenerator } from '../objects/generator.ts';
import { PyMethod } from '../objects/method.ts';
import type { KwNames, PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import type { PyTuple } from '../objects/tuple.ts';
import { getAttr } from '../runtime/attributes.ts';
import { call } from '../runtime/call.ts';
import { stopIteration } from '../runtime/errors.ts';
import * as events from '../runtime/monitoring/events.ts';
import { fire, fireInstruction, fireLine } from '../runtime/monitoring/fire.ts';
import { instrument, opcodeBelowInstruction, opcodeBelowLine } from '../runtime/monitoring/instrument.ts';
import { MISSING } from '../runtime/monitoring/state.ts';
import type { Thread } from '../runtime/state.ts';
import { typeOf } from '../runtime/type-of.ts';
import { kwnamesOf, unpackCall } from './calls.ts';
import { asPyException } from './exceptions.ts';

/** Brings the code of a frame up to date. Was it not? */
export function refresh(thread: Thread, frame: Frame): boolean {
  return instrument(frame.code, thread.interp);
}

/** An event of the instruction at `at`. */
export function tell(
  thread: Thread,
  frame: Frame,
  sp: number,
  at: number,
  event: number,
  place: number,
  ...args: PyObject[]
): void {
  frame.stackpointer = sp;
  fire(thread, frame, at, event, place, ...args);
}

export function tellLine(thread: Thread, frame: Frame, sp: number, at: number, previous: number): void {
  frame.stackpointer = sp;
  fireLine(thread, frame, at, previous);
}

export function tellInstruction(thread: Thread, frame: Frame, sp: number, at: number): void {
  frame.stackpointer = sp;
  fireInstruction(thread, frame, at);
}

/** The opcode under INSTRUMENTED_LINE. */
export function belowLine(frame: Frame, at: number): number {
  return opcodeBelowLine(frame.code.monitoring!, at);
}

/** The opcode under INSTRUMENTED_INSTRUCTION. */
export function belowInstruction(frame: Frame, at: number): number {
  return opcodeBelowInstruction(frame.code.monitoring!, at);
}

/** NOT_TAKEN: a branch was not taken by the instruction in front of it, wherever the loop has come from. */
export function tellNotTaken(thread: Thread, frame: Frame, sp: number, at: number, previous: number): void {
  const { base } = frame.code.monitoring!;
  let source = previous;
  if (previous !== at) {
    if ((base[at - 1]! & 255) === END_SEND) source = at - 1;
    else if (hasJump(base[at - 2]! & 255)) source = at - 2;
  }
  tell(thread, frame, sp, at, events.BRANCH_LEFT, source, 2 * (at + 1));
}

/** END_FOR and END_SEND: a generator or coroutine has returned `locals[sp - 1]`, as if by raising StopIteration. */
export function tellStopIteration(thread: Thread, frame: Frame, sp: number, at: number): void {
  const value = frame.localsplus[sp - 1]!;
  const receiver = frame.localsplus[sp - 2];
  if (!(receiver instanceof PyGenerator || receiver instanceof PyCoroutine)) return;
  tell(thread, frame, sp, at, events.STOP_ITERATION, at, stopIteration(value === None ? undefined : value));
}

/** The next item of an iterator; `undefined` at the end. */
export function nextItem(iterator: PyObject): PyObject | undefined {
  return typeOf(iterator).tp_iternext!(iterator);
}

// ── Calls ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The first argument of the call `… callable self_or_null args` as events show it. */
function firstArgument(stack: PyObject[], sp: number, count: number): PyObject {
  return stack[sp - count - 1] ?? (count > 0 ? stack[sp - count]! : MISSING);
}

/** The event of a call from the stack. A bound method is taken apart first, as it is for the call itself. */
export function tellCall(
  thread: Thread,
  frame: Frame,
  stack: PyObject[],
  sp: number,
  at: number,
  count: number,
): void {
  const base = sp - count;
  const callable = stack[base - 2]!;
  if (callable instanceof PyMethod && stack[base - 1] === undefined) {
    stack[base - 1] = callable.im_self;
    stack[base - 2] = callable.im_func;
  }
  tell(thread, frame, sp, at, events.CALL, at, stack[base - 2]!, firstArgument(stack, sp, count));
}

/** Makes a call of something that is no Python function, and tells how it ended. */
function watched(
  thread: Thread,
  frame: Frame,
  at: number,
  callable: PyObject,
  first: PyObject,
  args: readonly PyObject[],
  kwnames: KwNames | undefined,
): PyObject {
  let outcome: PyObject;
  try {
    outcome = call(callable, args, kwnames);
  } catch (thrown) {
    const exception = asPyException(thrown);
    fire(thread, frame, at, events.C_RAISE, at, callable, first);
    throw exception;
  }
  fire(thread, frame, at, events.C_RETURN, at, callable, first);
  return outcome;
}

/** Is it a Python function, which runs in the loop itself? */
export function isPython(callable: PyObject): boolean {
  return callable instanceof PyFunction;
}

/** The call of an INSTRUMENTED_CALL or INSTRUMENTED_CALL_KW. */
export function callBuiltin(
  thread: Thread,
  frame: Frame,
  stack: PyObject[],
  sp: number,
  at: number,
  count: number,
  kwnames: PyObject | undefined,
): PyObject {
  const base = sp - count;
  const first = firstArgument(stack, sp, count);
  const args = stack.slice(stack[base - 1] === undefined ? base : base - 1, sp);
  return watched(thread, frame, at, stack[base - 2]!, first, args, kwnamesOf(kwnames as PyTuple | undefined));
}

/** `callable(*args, **kwargs)` from the stack. */
export function callFunctionEx(
  thread: Thread,
  frame: Frame,
  stack: PyObject[],
  sp: number,
  at: number,
): PyObject {
  const callable = stack[sp - 4]!;
  const { positional, names } = unpackCall(callable, stack[sp - 2]!, stack[sp - 1]);
  const first = positional.length > (names?.length ?? 0) ? positional[0]! : MISSING;
  tell(thread, frame, sp, at, events.CALL, at, callable, first);
  if (callable instanceof PyFunction || callable instanceof PyMethod)
    return call(callable, positional, names);
  return watched(thread, frame, at, callable, first, positional, names);
}

/** `super().name`: `… super class self -- attribute` or, for a method call, `-- attribute NULL`. */
export function loadSuperAttr(
  thread: Thread,
  frame: Frame,
  stack: PyObject[],
  sp: number,
  at: number,
  oparg: number,
): number {
  const callable = stack[sp - 3]!;
  const args = oparg & 2 ? [stack[sp - 2]!, stack[sp - 1]!] : [];
  const first = args[0] ?? MISSING;
  tell(thread, frame, sp, at, events.CALL, at, callable, first);
  const made = watched(thread, frame, at, callable, first, args, undefined);
  stack[sp - 3] = getAttr(made, frame.code.executable!.names[oparg >> 2]!);
  if (!(oparg & 1)) return sp - 2;
  stack[sp - 2] = undefined!;
  return sp - 1;
}
