/**
 * Telling tools of events. Callbacks run with further events switched off in their thread; what a callback raises comes
 * out of the instruction. A callback that returns DISABLE gets no more events from that instruction.
 * CPython: `call_instrumentation_vector`, `_Py_call_instrumentation_line` in Python/instrumentation.c.
 */
import { RESUME } from '../../bytecode/opcodes.gen.ts';
import type { PyBaseException } from '../../objects/exception.ts';
import type { Frame } from '../../objects/frame.ts';
import type { PyObject } from '../../objects/object.ts';
import { call } from '../call.ts';
import { valueError } from '../errors.ts';
import type { Thread } from '../state.ts';
import { C_RAISE, C_RETURN, CALL, EVENT_NAMES, INSTRUCTION, LINE, LOCAL_EVENTS } from './events.ts';
import { linesOf, removeInstructionTools, removeLineTools, removeTools } from './instrument.ts';
import { DISABLE } from './state.ts';

/** Calls the callback of one tool. Does it want to be disabled here? */
function callTool(
  thread: Thread,
  frame: Frame,
  tool: number,
  event: number,
  args: readonly PyObject[],
): boolean {
  const { monitoring } = thread.interp;
  const handler = monitoring.legacyHandlers[tool];
  const callback = monitoring.callbacks[tool]![event];
  if (handler === undefined && callback === undefined) return false;
  const whatEvent = thread.whatEvent;
  thread.whatEvent = event;
  thread.tracing++;
  try {
    const answer = handler === undefined ? call(callback!, args.slice()) : handler(frame, event, args);
    return answer === DISABLE;
  } finally {
    thread.tracing--;
    thread.whatEvent = whatEvent;
  }
}

/** Calls the callbacks of several tools, the highest number first; `disable` takes a tool off. */
function callTools(
  thread: Thread,
  frame: Frame,
  tools: number,
  event: number,
  args: readonly PyObject[],
  disable: (tool: number) => void,
): void {
  for (let rest = tools; rest !== 0; ) {
    const tool = 31 - Math.clz32(rest);
    rest ^= 1 << tool;
    if (callTool(thread, frame, tool, event, args)) disable(tool);
  }
}

/** Events that are not of instructions cannot be disabled: a callback that tries is removed. */
function cannotDisable(thread: Thread, tool: number, event: number): never {
  thread.interp.monitoring.callbacks[tool]![event] = undefined;
  throw valueError(`Cannot disable ${EVENT_NAMES[event]} events. Callback removed.`);
}

/**
 * Tells the tools that watch the instruction at `index`. `place` is the code unit that callbacks are told, in bytes; for
 * some branches another one than the instruction that stands for the event.
 */
export function fire(
  thread: Thread,
  frame: Frame,
  index: number,
  event: number,
  place: number,
  ...args: PyObject[]
): void {
  if (thread.tracing > 0) return;
  const { code } = frame;
  const owner = event === C_RETURN || event === C_RAISE ? CALL : event;
  const local = owner < LOCAL_EVENTS;
  const tools = local ? code.monitoring!.tools[index]! : thread.interp.monitoring.tools[owner]!;
  callTools(thread, frame, tools, event, [code, place * 2, ...args], (tool) => {
    if (local && owner === event) removeTools(code, index, 1 << tool);
    else cannotDisable(thread, tool, event);
  });
}

/** An event that an exception causes: an exception that a callback raises takes its place. */
export function fireException(
  thread: Thread,
  frame: Frame,
  index: number,
  event: number,
  exception: PyBaseException,
): void {
  if (thread.interp.monitoring.tools[event] !== 0) fire(thread, frame, index, event, index, exception);
}

/** A line begins at `index`; `previous` is the instruction that was executed before it. */
export function fireLine(thread: Thread, frame: Frame, index: number, previous: number): void {
  const { code } = frame;
  const data = code.monitoring!;
  const { lineOf } = linesOf(code);
  const line = lineOf[index]!;
  // RESUME shares the line of what follows it, but is no part of it.
  if (previous >= 0 && lineOf[previous] === line && (data.base[previous]! & 255) !== RESUME) return;
  callTools(thread, frame, data.lineTools[index]!, LINE, [code, line], (tool) =>
    removeLineTools(code, index, 1 << tool),
  );
}

/** The instruction at `index` is about to be executed. */
export function fireInstruction(thread: Thread, frame: Frame, index: number): void {
  const { code } = frame;
  callTools(
    thread,
    frame,
    code.monitoring!.instructionTools[index]!,
    INSTRUCTION,
    [code, index * 2],
    (tool) => removeInstructionTools(code, index, 1 << tool),
  );
}
