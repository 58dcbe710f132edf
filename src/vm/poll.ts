/** What the interpreter looks for between instructions. CPython: Python/ceval_gil.c (`_Py_HandlePending`). */
import type { Frame } from '../objects/frame.ts';
import { checkMemory } from '../runtime/memory.ts';
import { instrument } from '../runtime/monitoring/instrument.ts';
import { SUSPENSION, yieldTurn } from '../runtime/scheduler.ts';
import type { Thread } from '../runtime/state.ts';

/**
 * Called where `thread.evalBreaker` is set: runs what is pending, which may raise, and lets other threads run. Says
 * whether to leave the loop. Tools that watch all code keep it set, so that code is instrumented when it is entered.
 */
export function poll(thread: Thread): boolean {
  const { interp } = thread;
  thread.evalBreaker = false;
  if (interp.host.memory.wasSeenLarge()) checkMemory(0);
  if (thread === interp.mainThread) interp.handleSignals();
  if (interp.monitoring.watchesAnything || thread.activations.isAnyLookedAt()) thread.evalBreaker = true;
  const pending = thread.pending;
  while (pending.length > 0) pending.shift()!();
  instrument(thread.frame!.code, interp);
  return yieldTurn(thread) || thread.outsideLoop.length > 0;
}

/** Leaves a loop whose thread is set aside: the instruction under way is executed again when it goes on. */
export function suspendLoop(frame: Frame, stackpointer: number): never {
  frame.instrPtr--;
  frame.stackpointer = stackpointer;
  throw SUSPENSION;
}
