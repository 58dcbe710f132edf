/** What to say of recursion that is too deep for the host's stack. CPython: `_Py_EnterRecursiveCall` in Python/ceval.c. */
import { isStackOverflow } from '../common/stack-overflow.ts';
import { recursionError } from './errors.ts';
import { current } from './state.ts';

/** The RecursionError of an overflow of the host's stack, which says what was going on; anything else thrown as it is. */
export function overflowIn(thrown: unknown, activity: string): unknown {
  if (!isStackOverflow(thrown)) return thrown;
  current.thread.hasOverflowed = true;
  return recursionError(`maximum recursion depth exceeded ${activity}`);
}
