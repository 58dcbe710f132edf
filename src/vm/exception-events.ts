/** The events of exceptions: raised, handled, leaving a frame, thrown in. CPython: `monitor_…` in Python/ceval.c. */
import { OPCODE_CACHES } from '../bytecode/opcodes.gen.ts';
import { PyBaseException } from '../objects/exception.ts';
import type { Frame } from '../objects/frame.ts';
import { EXCEPTION_HANDLED, PY_UNWIND, RAISE, RERAISE } from '../runtime/monitoring/events.ts';
import { fireException } from '../runtime/monitoring/fire.ts';
import type { Thread } from '../runtime/state.ts';

/** Does any tool watch exceptions? */
export function watchesExceptions(thread: Thread): boolean {
  const { tools } = thread.interp.monitoring;
  return (tools[RAISE]! | tools[RERAISE]! | tools[EXCEPTION_HANDLED]! | tools[PY_UNWIND]!) !== 0;
}

/** The exception that goes on when a callback has been called for an event: the one it raises, or the one it was told. */
export function tellException(
  thread: Thread,
  frame: Frame,
  event: number,
  at: number,
  exception: PyBaseException,
): PyBaseException {
  try {
    fireException(thread, frame, at, event, exception);
    return exception;
  } catch (thrown) {
    if (thrown instanceof PyBaseException) return thrown;
    throw thrown;
  }
}

/** The code unit that events of an exception name: the last one of the instruction that raised. */
export function lastUnit(frame: Frame, at: number): number {
  const opcode = frame.code.monitoring?.base[at] ?? frame.code.executable!.words[at] ?? 0;
  return at + OPCODE_CACHES[opcode & 255]!;
}
