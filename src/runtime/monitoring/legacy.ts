/**
 * `sys.settrace` and `sys.setprofile`: tools of monitoring that turn its events into calls of a trace or a profile
 * function. CPython: Python/legacy_tracing.c, `trace_trampoline` in Python/sysmodule.c.
 */
import { PyCFunction, PyMethodDescr } from '../../objects/descriptor.ts';
import type { PyBaseException } from '../../objects/exception.ts';
import type { Frame, PyFrame } from '../../objects/frame.ts';
import type { PyObject } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { audit } from '../audit.ts';
import { call } from '../call.ts';
import { frameObject } from '../frames.ts';
import { current, type Interpreter, type Thread } from '../state.ts';
import { typeOf } from '../type-of.ts';
import { type EventSet, getLocalEvents, setEvents, setLocalEvents } from './control.ts';
import * as events from './events.ts';
import { linesOf } from './instrument.ts';
import { DISABLE, MISSING } from './state.ts';

const set = (...numbers: number[]): EventSet => numbers.reduce((bits, event) => bits | (1 << event), 0);

const TRACE_EVENTS = set(
  events.PY_START,
  events.PY_RESUME,
  events.PY_RETURN,
  events.PY_YIELD,
  events.RAISE,
  events.LINE,
  events.JUMP,
  events.PY_UNWIND,
  events.PY_THROW,
  events.STOP_ITERATION,
);

const PROFILE_EVENTS = set(
  events.PY_START,
  events.PY_RESUME,
  events.PY_RETURN,
  events.PY_YIELD,
  events.CALL,
  events.PY_UNWIND,
  events.PY_THROW,
);

// ── Tracing ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** Has the trace function of this thread called for each instruction of a frame's code, or no longer. */
export function setOpcodeTrace(frame: Frame, enable: boolean): void {
  const { code } = frame;
  const before = getLocalEvents(code, events.SYS_TRACE_ID);
  const bit = 1 << events.INSTRUCTION;
  const after = enable ? before | bit : before & ~bit;
  if (after !== before) setLocalEvents(current.thread.interp, code, events.SYS_TRACE_ID, after);
}

/** `what(frame, event, arg)`: a new frame is shown to the thread's trace function, one that is known to its own. */
function trace(thread: Thread, frame: PyFrame, what: string, arg: PyObject): void {
  const callback = what === 'call' ? thread.traceFunction : frame.trace;
  if (callback === undefined) return;
  let local: PyObject;
  try {
    local = call(callback, [frame, what, arg]);
  } catch (thrown) {
    setTrace(thread, undefined);
    frame.trace = undefined;
    throw thrown;
  }
  if (local !== None) frame.trace = local;
}

function traceEvent(thread: Thread, frame: PyFrame, what: string, arg: PyObject): void {
  if (frame.traceOpcodes) setOpcodeTrace(frame.frame, true);
  try {
    trace(thread, frame, what, arg);
  } finally {
    frame.lineno = 0;
  }
}

function traceLine(thread: Thread, frame: PyFrame, line: number): void {
  if (!frame.traceLines || line < 0) return;
  frame.lineno = line;
  try {
    trace(thread, frame, 'line', None);
  } finally {
    frame.lineno = 0;
  }
}

/** A jump back to its own line counts as a new line; all others come to a place where a line begins. */
function traceJump(thread: Thread, frame: PyFrame, from: number, to: number): PyObject {
  if (to > from) return DISABLE;
  const { lineOf } = linesOf(frame.frame.code);
  if (lineOf[to] !== lineOf[from]) return DISABLE;
  traceLine(thread, frame, lineOf[to]!);
  return None;
}

function traceInstruction(thread: Thread, frame: PyFrame): void {
  if (!frame.traceOpcodes) {
    setOpcodeTrace(frame.frame, false);
    return;
  }
  try {
    trace(thread, frame, 'opcode', None);
  } finally {
    frame.lineno = 0;
  }
}

function exceptionInfo(exception: PyBaseException): PyTuple {
  return new PyTuple([typeOf(exception), exception, exception.traceback ?? None]);
}

/** The tool of `sys.settrace`. */
function traceHandler(innermost: Frame, event: number, args: readonly PyObject[]): PyObject {
  const { thread } = current;
  if (thread.traceFunction === undefined) {
    if (event === events.INSTRUCTION) setOpcodeTrace(innermost, false);
    return None;
  }
  const frame = frameObject(innermost);
  switch (event) {
    case events.PY_START:
    case events.PY_RESUME:
    case events.PY_THROW:
      traceEvent(thread, frame, 'call', None);
      break;
    case events.PY_RETURN:
    case events.PY_YIELD:
      traceEvent(thread, frame, 'return', args[2]!);
      break;
    case events.PY_UNWIND:
      traceEvent(thread, frame, 'return', None);
      break;
    case events.RAISE:
    case events.STOP_ITERATION:
      traceEvent(thread, frame, 'exception', exceptionInfo(args[2] as PyBaseException));
      break;
    case events.LINE:
      traceLine(thread, frame, args[1] as number);
      break;
    case events.JUMP:
      return traceJump(thread, frame, (args[1] as number) >> 1, (args[2] as number) >> 1);
    case events.INSTRUCTION:
      traceInstruction(thread, frame);
      break;
  }
  return None;
}

/** `sys.settrace(func)`; `undefined` ends tracing. */
export function setTrace(thread: Thread, func: PyObject | undefined): void {
  const { interp } = thread;
  audit('sys.settrace');
  const { monitoring } = interp;
  monitoring.tracingThreads += Number(func !== undefined) - Number(thread.traceFunction !== undefined);
  thread.traceFunction = func;
  const enable = monitoring.tracingThreads > 0;
  const innermost = current.thread.frame;
  if (enable && innermost?.frameObject?.traceOpcodes) setOpcodeTrace(innermost, true);
  setEvents(interp, events.SYS_TRACE_ID, enable ? TRACE_EVENTS : 0);
}

// ── Profiling ────────────────────────────────────────────────────────────────────────────────────────────────────

function profile(thread: Thread, frame: Frame, what: string, arg: PyObject): void {
  try {
    call(thread.profileFunction!, [frameObject(frame), what, arg]);
  } catch (thrown) {
    setProfile(thread, undefined);
    throw thrown;
  }
}

/** Calls of built-in functions; methods of built-in types are shown bound. */
function profileCall(thread: Thread, frame: Frame, what: string, callable: PyObject, self: PyObject): void {
  if (callable instanceof PyCFunction) profile(thread, frame, what, callable);
  else if (callable instanceof PyMethodDescr && self !== MISSING) {
    profile(thread, frame, what, callable.ob_type.tp_descr_get!(callable, self, typeOf(self)));
  }
}

/** The tool of `sys.setprofile`. */
function profileHandler(frame: Frame, event: number, args: readonly PyObject[]): PyObject {
  const { thread } = current;
  if (thread.profileFunction === undefined) return None;
  switch (event) {
    case events.PY_START:
    case events.PY_RESUME:
    case events.PY_THROW:
      profile(thread, frame, 'call', None);
      break;
    case events.PY_RETURN:
    case events.PY_YIELD:
      profile(thread, frame, 'return', args[2]!);
      break;
    case events.PY_UNWIND:
      profile(thread, frame, 'return', None);
      break;
    case events.CALL:
      profileCall(thread, frame, 'c_call', args[2]!, args[3]!);
      break;
    case events.C_RETURN:
      profileCall(thread, frame, 'c_return', args[2]!, args[3]!);
      break;
    case events.C_RAISE:
      profileCall(thread, frame, 'c_exception', args[2]!, args[3]!);
      break;
  }
  return None;
}

/** `sys.setprofile(func)`; `undefined` ends profiling. */
export function setProfile(thread: Thread, func: PyObject | undefined): void {
  const { interp } = thread;
  audit('sys.setprofile');
  const { monitoring } = interp;
  monitoring.profilingThreads += Number(func !== undefined) - Number(thread.profileFunction !== undefined);
  thread.profileFunction = func;
  setEvents(interp, events.SYS_PROFILE_ID, monitoring.profilingThreads > 0 ? PROFILE_EVENTS : 0);
}

/** Claims the two tools. */
export function installLegacyTools(interp: Interpreter): void {
  interp.monitoring.legacyHandlers[events.SYS_TRACE_ID] = traceHandler;
  interp.monitoring.legacyHandlers[events.SYS_PROFILE_ID] = profileHandler;
}
