/**
 * Exceptions in the interpreter: unwinding frames, matching `except` clauses, `raise`.
 * CPython: Python/ceval.c (`exception_unwind`, `do_raise`), Python/errors.c.
 */

import type { PyCode } from '../objects/code.ts';
import {
  exceptionTypes,
  PyBaseException,
  PyBaseExceptionGroup,
  PyStopIteration,
} from '../objects/exception.ts';
import type { Frame } from '../objects/frame.ts';
import { FRAME_COMPLETED } from '../objects/generator.ts';
import { type PyObject, PyType } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { strFromUtf16, utf16FromStr } from '../objects/str.ts';
import { PyTraceback } from '../objects/traceback.ts';
import { PyTuple } from '../objects/tuple.ts';
import { call } from '../runtime/call.ts';
import {
  memoryError,
  nameError,
  recursionError,
  runtimeError,
  systemError,
  typeError,
  unboundLocalError,
} from '../runtime/errors.ts';
import { setContext } from '../runtime/exception-context.ts';
import { forget } from '../runtime/finalizers.ts';
import { EXCEPTION_HANDLED, PY_UNWIND, RAISE, RERAISE } from '../runtime/monitoring/events.ts';
import { repr } from '../runtime/repr.ts';
import type { Thread } from '../runtime/state.ts';
import { strJoin } from '../runtime/text.ts';
import { isInstanceOf, isSubtype, typeOf } from '../runtime/type-of.ts';
import { lastUnit, tellException, watchesExceptions } from './exception-events.ts';
import { splitGroup } from './exception-groups.ts';
import { isExceptionClass, matchesClasses } from './exception-match.ts';

const StopAsyncIterationType = exceptionTypes.get('StopAsyncIteration')!;
const BaseExceptionType = PyBaseException.type;

/** No tool is told: an exception takes the place of another one on its way. */
const NO_EVENT = -1;

/**
 * The Python exception for anything that JavaScript throws: an overflow of the host's stack is a RecursionError, an
 * allocation it refuses a MemoryError, an error of ours a SystemError.
 */
export function asPyException(thrown: unknown): PyBaseException {
  if (thrown instanceof PyBaseException) return thrown;
  if (thrown instanceof RangeError) {
    // No regular expression: there may be no stack left to compile it.
    if (thrown.message.includes('call stack')) return recursionError('maximum recursion depth exceeded');
    return memoryError();
  }
  const text = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return systemError(`internal error: ${text}`);
}

/**
 * Finds who handles `thrown`, starting in `frame`, and prepares that frame to go on at the handler. Frames on the way
 * are left; when the frame that the loop was entered with is left too, the result is `undefined`, and the loop throws
 * the exception, which is `thread.propagating`.
 *
 * The instruction that raised is the one in front of `frame.instrPtr`. For an exception that is only passed on that may
 * be where it was raised first; then `instruction` says where it is raised now, which decides the handler. `handledAt` does so
 * where that is another instruction than the one that tracebacks show.
 */
export function unwind(
  thread: Thread,
  frame: Frame,
  thrown: unknown,
  instruction: number,
  reraised: boolean,
  handledAt: number | undefined = undefined,
): Frame | undefined {
  const exception = asPyException(thrown);
  // An overflow of the host's stack leaves frames and activations behind that were entered and never ran.
  if (exception !== thrown || thread.hasOverflowed) {
    thread.activations.count = thread.activations.belowLoopOf(frame);
    thread.hasOverflowed = false;
  }
  while (thread.heapFrame !== frame) {
    // Instructions that make no sense can have left the frame before.
    if (thread.heapFrame === undefined) thread.heapFrame = frame;
    else leaveByException(thread, thread.heapFrame);
  }
  if (!reraised && thread.propagating !== exception) setContextOfNew(thread, exception);
  thread.propagating = undefined;
  let current = frame;
  let raising = exception;
  let lasti = frame.instrPtr - 1;
  let at = handledAt ?? (reraised ? instruction : lasti);
  let event = reraised ? RERAISE : RAISE;
  const watched = watchesExceptions(thread);
  // The code unit that events name.
  let place = watched && !reraised ? lastUnit(frame, handledAt ?? lasti) : at;
  for (;;) {
    if (event === RAISE) {
      raising.traceback = new PyTraceback(raising.traceback, current, lasti * 2, -1);
      thread.tracebacks++;
    }
    if (watched && event !== NO_EVENT) raising = tellException(thread, current, event, place, raising);
    const entry = findHandler(current.code, at);
    if (entry !== undefined) {
      const locals = current.localsplus;
      let sp = current.code.localsCount + entry.depth;
      if (entry.lasti) locals[sp++] = lasti;
      locals[sp++] = raising;
      current.stackpointer = sp;
      current.instrPtr = entry.target;
      thread.raisedAt = lasti;
      if (watched) {
        const answer = tellException(thread, current, EXCEPTION_HANDLED, entry.target, raising);
        if (answer !== raising) {
          raising = answer;
          at = entry.target - 1;
          event = NO_EVENT;
          continue;
        }
      }
      return current;
    }
    if (watched) raising = tellException(thread, current, PY_UNWIND, place, raising);
    const caller = leaveByException(thread, current);
    if (caller === undefined) {
      thread.propagating = raising;
      return undefined;
    }
    current = caller;
    lasti = at = current.instrPtr - 1;
    place = at - 1;
    event = RAISE;
  }
}

/**
 * The same for what is thrown into a suspended frame: it is raised by the instruction that would go on, as tracebacks show,
 * and handled by who handles what is raised in front of that.
 */
export function unwindThrown(thread: Thread, frame: Frame, thrown: PyBaseException): Frame | undefined {
  const handledAt = frame.instrPtr - 1;
  frame.instrPtr++;
  return unwind(thread, frame, thrown, handledAt, false, handledAt);
}

/**
 * The context of an exception that comes out of built-in code for the first time. One that says its context itself, or
 * that has been raised before and is only passed on, is left alone.
 */
export function setContextOfNew(thread: Thread, exception: PyBaseException): void {
  if (exception.traceback === undefined && exception.context === undefined) setContext(thread, exception);
}

function findHandler(code: PyCode, instruction: number) {
  for (const entry of code.executable!.exceptionTable) {
    if (instruction < entry.start) return undefined;
    if (instruction < entry.end) return entry;
  }
  return undefined;
}

export function leaveByException(thread: Thread, frame: Frame): Frame | undefined {
  const caller = frame.isEntry ? frame.beneath : frame.previous;
  // The traceback has this frame; compiled code that called it may have none so far. When an overflow of the host's stack has left
  // the frame behind, that code has ended already.
  if (frame.isEntry && frame.activationsBelow <= thread.activations.count) {
    frame.previous = thread.activations.callerOf(frame.activationsBelow, caller);
  }
  thread.recursionDepth--;
  thread.heapFrame = caller;
  const { generator } = frame;
  if (generator !== undefined) {
    thread.excInfo = generator.excState.previous!;
    generator.excState.previous = undefined;
    generator.state = FRAME_COMPLETED;
    generator.frame = undefined;
    frame.previous = undefined;
    if (generator.waiting !== undefined) forget(thread.interp, generator);
  }
  return frame.isEntry ? undefined : caller;
}

// ── Raising ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** `raise` without an exception: the one being handled; `undefined` when there is none. */
export function currentException(thread: Thread): PyBaseException | undefined {
  return thread.handledException();
}

/** What `raise` without an exception raises when none is being handled. */
export function nothingToReraise(): PyBaseException {
  return runtimeError('No active exception to reraise');
}

/** RAISE_VARARGS: the exception of `raise exc from cause`, in the context of the one being handled. */
export function raised(thread: Thread, exc: PyObject, cause: PyObject | undefined): PyBaseException {
  const exception = makeRaised(exc, cause);
  exception.isHeld = true;
  setContext(thread, exception);
  return exception;
}

/** The same for an exception that was made just now and is nowhere else. */
export function raisedNew(thread: Thread, exception: PyBaseException): PyBaseException {
  setContext(thread, exception);
  return exception;
}

/** The exception that `raise exc from cause` raises. May call the exception class. */
function makeRaised(exc: PyObject, cause: PyObject | undefined): PyBaseException {
  const exception = instantiate(exc, 'exceptions must derive from BaseException');
  if (cause !== undefined) {
    exception.cause =
      cause === None ? undefined : instantiate(cause, 'exception causes must derive from BaseException');
    exception.suppressContext = true;
  }
  return exception;
}

function instantiate(value: PyObject, message: string): PyBaseException {
  if (value instanceof PyBaseException) return value;
  if (!(value instanceof PyType) || !isSubtype(value, BaseExceptionType)) throw typeError(message);
  const made = call(value, []);
  if (made instanceof PyBaseException) return made;
  throw typeError(
    strJoin('', [
      'calling ',
      repr(value),
      ' should have returned an instance of BaseException, not ',
      repr(typeOf(made)),
    ]),
  );
}

/** The value of a StopIteration; `undefined` for any other exception. */
export function stopIterationValue(exception: PyBaseException): PyObject | undefined {
  if (!(exception instanceof PyStopIteration)) return undefined;
  return exception.value ?? None;
}

export function isStopAsyncIteration(exception: PyBaseException): boolean {
  return isInstanceOf(exception, StopAsyncIterationType);
}

// ── Matching ─────────────────────────────────────────────────────────────────────────────────────────────────────

const CANNOT_CATCH = 'catching classes that do not inherit from BaseException is not allowed';

function checkClasses(classes: PyObject, message: string): void {
  const valid =
    classes instanceof PyTuple ? classes.items.every(isExceptionClass) : isExceptionClass(classes);
  if (!valid) throw typeError(message);
}

/** Does an `except` clause with these classes catch the exception? */
export function matches(exception: PyObject, classes: PyObject): boolean {
  checkClasses(classes, CANNOT_CATCH);
  return matchesClasses(exception, classes);
}

/** CHECK_EG_MATCH: `(exc_value, match_type -- rest, match)`. What matches is the exception being handled from here. */
export function matchGroup(thread: Thread, frame: Frame, stack: PyObject[], sp: number): void {
  const classes = stack[sp - 1]!;
  const exception = stack[sp - 2]!;
  checkClasses(classes, CANNOT_CATCH);
  for (const entry of classes instanceof PyTuple ? classes.items : [classes]) {
    if (isSubtype(entry as PyType, PyBaseExceptionGroup.type)) {
      throw typeError('catching ExceptionGroup with except* is not allowed. Use except instead.');
    }
  }
  const { match, rest } = splitGroup(frame, exception, classes);
  stack[sp - 2] = rest;
  stack[sp - 1] = match;
  if (match === None) return;
  thread.excInfo.value = match as PyBaseException;
  thread.excInfo.value.isHeld = true;
}

/** WITH_EXCEPT_START: calls `exit(type, value, traceback)`. */
export function callExit(stack: PyObject[], sp: number): PyObject {
  const exception = stack[sp - 1] as PyBaseException;
  const self = stack[sp - 4];
  const args: PyObject[] = [exception.ob_type, exception, exception.traceback ?? None];
  if (self !== undefined) args.unshift(self);
  return call(stack[sp - 5]!, args);
}

// ── Unbound variables ────────────────────────────────────────────────────────────────────────────────────────────

export function unboundLocal(frame: Frame, index: number): PyBaseException {
  const name = utf16FromStr(frame.code.co_localsplusnames[index]!);
  return unboundLocalError(`cannot access local variable '${name}' where it is not associated with a value`);
}

export function unboundDeref(frame: Frame, index: number): never {
  const { code } = frame;
  const name = utf16FromStr(code.co_localsplusnames[index]!);
  const freeFrom = code.localsCount - (frame.func?.func_closure?.items.length ?? 0);
  if (index < freeFrom) throw unboundLocal(frame, index);
  const error = nameError(name);
  error.args = new PyTuple([
    strFromUtf16(
      `cannot access free variable '${name}' where it is not associated with a value in enclosing scope`,
    ),
  ]);
  throw error;
}

export function unknownOpcode(opcode: number): PyBaseException {
  return systemError(`unknown opcode ${opcode}`);
}
