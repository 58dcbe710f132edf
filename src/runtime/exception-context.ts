/** The chain of contexts: which exception was being handled when another was raised. */
import type { PyBaseException } from '../objects/exception.ts';
import type { Thread } from './state.ts';

/** The exception that was raised last, if without a context. */
let unchained: PyBaseException | undefined;

/** An exception that says nothing of the one being handled when it is raised: CPython raises MemoryError with the least it can. */
export function withoutContext(exception: PyBaseException): PyBaseException {
  unchained = exception;
  return exception;
}

/**
 * Gives an exception that is being raised the one being handled as its context, in place of any it had. The chain is
 * cut where the exception would stand in its own context. CPython: `_PyErr_SetObject` in Python/errors.c.
 */
export function setContext(thread: Thread, exception: PyBaseException): void {
  if (exception === unchained) return;
  unchained = undefined;
  const handled = thread.handledException();
  if (handled === undefined || handled === exception) return;
  // Chains that Python code has bent into a cycle end the walk too: Floyd's tortoise follows at half the speed.
  let link = handled;
  let slow = handled;
  let moveSlow = false;
  for (;;) {
    const { context } = link;
    if (context === undefined) break;
    if (context === exception) {
      link.context = undefined;
      break;
    }
    link = context;
    if (link === slow) break;
    if (moveSlow) slow = slow.context!;
    moveSlow = !moveSlow;
  }
  exception.context = handled;
}
