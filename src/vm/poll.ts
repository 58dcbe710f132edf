/** What the interpreter looks for between instructions. CPython: Python/ceval_gil.c (`_Py_HandlePending`). */
import type { Thread } from '../runtime/state.ts';

/** Called where `thread.evalBreaker` is set: runs what is pending, which may raise. Says whether to leave the loop. */
export function poll(thread: Thread): boolean {
  thread.evalBreaker = false;
  if (thread === thread.interp.mainThread) thread.interp.handleSignals();
  const pending = thread.pending;
  while (pending.length > 0) pending.shift()!();
  return thread.outsideLoop.length > 0;
}
