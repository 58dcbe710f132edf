/**
 * What tools ask for: which events, where, and who is called. CPython: `_PyMonitoring_SetEvents` and its neighbours in
 * Python/instrumentation.c.
 */
import type { PyCode } from '../../objects/code.ts';
import type { PyObject } from '../../objects/object.ts';
import type { Str } from '../../objects/str.ts';
import { utf16FromStr } from '../../objects/str.ts';
import { systemError, valueError } from '../errors.ts';
import type { Interpreter } from '../state.ts';
import { isBranchHandler, newBranchHandler } from './branch-handler.ts';
import { BRANCH, BRANCH_LEFT, BRANCH_RIGHT, EVENT_NAMES, SYS_PROFILE_ID } from './events.ts';
import { forceInstrument, instrument, monitoringOf } from './instrument.ts';

/** A set of events: bit `n` stands for event `n`. */
export type EventSet = number;

function checkTool(interp: Interpreter, tool: number): void {
  if (tool < SYS_PROFILE_ID && interp.monitoring.toolNames[tool] === undefined) {
    throw valueError(`tool ${tool} is not in use`);
  }
}

/** The events in which `tools` has a tool's bit. */
function eventsOf(tools: Uint8Array, tool: number): EventSet {
  let events = 0;
  for (let event = 0; event < tools.length; event++) {
    if ((tools[event]! >> tool) & 1) events |= 1 << event;
  }
  return events;
}

function assignEvents(tools: Uint8Array, tool: number, events: EventSet): void {
  for (let event = 0; event < tools.length; event++) {
    tools[event] = (tools[event]! & ~(1 << tool)) | (((events >> event) & 1) << tool);
  }
}

/** Has every code object take over what is watched: those that run now, the others when they are entered. */
function publish(interp: Interpreter, version: number): void {
  interp.monitoring.version = version;
  for (const thread of interp.threads) {
    if (interp.monitoring.watchesAnything) thread.evalBreaker = true;
    for (let { frame } = thread; frame !== undefined; frame = frame.previous) instrument(frame.code, interp);
  }
}

export function getEvents(interp: Interpreter, tool: number): EventSet {
  return eventsOf(interp.monitoring.tools, tool);
}

export function setEvents(interp: Interpreter, tool: number, events: EventSet): void {
  checkTool(interp, tool);
  const { monitoring } = interp;
  if (eventsOf(monitoring.tools, tool) === events) return;
  assignEvents(monitoring.tools, tool, events);
  monitoring.noteTools();
  publish(interp, monitoring.version + 1);
}

export function getLocalEvents(code: PyCode, tool: number): EventSet {
  return code.monitoring === undefined ? 0 : eventsOf(code.monitoring.local, tool);
}

export function setLocalEvents(interp: Interpreter, code: PyCode, tool: number, events: EventSet): void {
  const data = monitoringOf(code);
  if (data.firstTraceable >= data.base.length) {
    throw systemError(`cannot instrument shim code object '${utf16FromStr(code.co_name)}'`);
  }
  checkTool(interp, tool);
  data.toolVersions[tool] = interp.monitoring.toolVersions[tool]!;
  if (eventsOf(data.local, tool) === events) return;
  assignEvents(data.local, tool, events);
  interp.monitoring.hasLocalEvents = true;
  forceInstrument(code, interp);
}

/** Brings back the events that callbacks have disabled. */
export function restartEvents(interp: Interpreter): void {
  const { monitoring } = interp;
  monitoring.lastRestart = monitoring.version + 1;
  publish(interp, monitoring.version + 2);
}

/** Sets the callback of a tool and an event, none when `callback` is absent; the one that was there before. */
export function registerCallback(
  interp: Interpreter,
  tool: number,
  event: number,
  callback: PyObject | undefined,
): PyObject | undefined {
  const callbacks = interp.monitoring.callbacks[tool]!;
  let previous: PyObject | undefined;
  if (event === BRANCH) {
    previous = callbacks[BRANCH_LEFT];
    callbacks[BRANCH_LEFT] = callback && newBranchHandler(tool, callback, false);
    callbacks[BRANCH_RIGHT] = callback && newBranchHandler(tool, callback, true);
  } else {
    previous = callbacks[event];
    callbacks[event] = callback;
  }
  return isBranchHandler(previous) ? previous.handler : previous;
}

export function useTool(interp: Interpreter, tool: number, name: Str): void {
  if (interp.monitoring.toolNames[tool] !== undefined) throw valueError(`tool ${tool} is already in use`);
  interp.monitoring.toolNames[tool] = name;
}

/** Takes away all that a tool has set: its callbacks, its events, those of single code objects too. */
export function clearTool(interp: Interpreter, tool: number): void {
  const { monitoring } = interp;
  if (monitoring.toolNames[tool] === undefined) return;
  for (let event = 0; event < EVENT_NAMES.length; event++) registerCallback(interp, tool, event, undefined);
  setEvents(interp, tool, 0);
  const version = monitoring.version + 1;
  monitoring.toolVersions[tool] = version;
  publish(interp, version);
}

export function freeTool(interp: Interpreter, tool: number): void {
  clearTool(interp, tool);
  interp.monitoring.toolNames[tool] = undefined;
}
