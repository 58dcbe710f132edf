/** sys.monitoring: events for tools. CPython: Python/instrumentation.c (`monitoring_…`), PEP 669. */
import { attrName } from '../objects/attribute-name.ts';
import { PyCode } from '../objects/code.ts';
import { PyDict } from '../objects/dict.ts';
import type { PyModule } from '../objects/module.ts';
import { PyNamespace } from '../objects/namespace.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { isStr } from '../objects/str.ts';
import { setAttr } from '../runtime/attributes.ts';
import { audit } from '../runtime/audit.ts';
import { constant, defineType, fn, type ModuleEntry } from '../runtime/define.ts';
import { dictSetItem } from '../runtime/dict.ts';
import { typeError, valueError } from '../runtime/errors.ts';
import { callBranchHandler, PyBranchHandler } from '../runtime/monitoring/branch-handler.ts';
import * as control from '../runtime/monitoring/control.ts';
import {
  BRANCH,
  BRANCH_LEFT,
  BRANCH_RIGHT,
  C_RAISE,
  C_RETURN,
  CALL,
  EVENT_NAMES,
  LOCAL_EVENTS,
  SYS_PROFILE_ID,
  UNGROUPED_EVENTS,
} from '../runtime/monitoring/events.ts';
import { DISABLE, MISSING } from '../runtime/monitoring/state.ts';
import { current } from '../runtime/state.ts';
import { newSysSubmodule } from './sys-submodule.ts';

const C_RETURN_EVENTS = (1 << C_RETURN) | (1 << C_RAISE);
const C_CALL_EVENTS = C_RETURN_EVENTS | (1 << CALL);

function checkTool(tool: number): void {
  if (tool < 0 || tool >= SYS_PROFILE_ID) {
    throw valueError(`invalid tool ${tool} (must be between 0 and 5)`);
  }
}

function checkCode(code: PyObject): PyCode {
  if (!(code instanceof PyCode)) throw typeError('code must be a code object');
  return code;
}

/** The events that code can be instrumented for: those of C calls come with CALL, BRANCH is both kinds of branches. */
function ungrouped(eventSet: number): number {
  if (eventSet & C_RETURN_EVENTS && (eventSet & C_CALL_EVENTS) !== C_CALL_EVENTS) {
    throw valueError('cannot set C_RETURN or C_RAISE events independently');
  }
  const events = eventSet & ~C_RETURN_EVENTS;
  return events & (1 << BRANCH)
    ? (events & ~(1 << BRANCH)) | (1 << BRANCH_LEFT) | (1 << BRANCH_RIGHT)
    : events;
}

/** `0x…` as C's `%x` prints an int. */
function hexText(value: number): string {
  return `0x${(value >>> 0).toString(16)}`;
}

/** The number of the only event in a set. */
function singleEvent(eventSet: number): number {
  const bits = eventSet >>> 0;
  if (bits === 0 || (bits & (bits - 1)) !== 0) {
    throw valueError('The callback can only be set for one event at a time');
  }
  const event = 31 - Math.clz32(bits);
  if (event >= EVENT_NAMES.length) throw valueError(`invalid event ${eventSet}`);
  return event;
}

const functions: readonly ModuleEntry[] = [
  fn(
    'use_tool_id($module, tool_id: int, name: object, /) -> None',
    'Claim a tool number under a name.',
    (_, tool, name) => {
      checkTool(tool);
      if (!isStr(name)) throw valueError('tool name must be a str');
      control.useTool(current.thread.interp, tool, name);
    },
  ),
  fn(
    'clear_tool_id($module, tool_id: int, /) -> None',
    'Take away the callbacks and events of a tool.',
    (_, tool) => {
      checkTool(tool);
      control.clearTool(current.thread.interp, tool);
    },
  ),
  fn(
    'free_tool_id($module, tool_id: int, /) -> None',
    'Give back a tool number with all that was set for it.',
    (_, tool) => {
      checkTool(tool);
      control.freeTool(current.thread.interp, tool);
    },
  ),
  fn(
    'get_tool($module, tool_id: int, /)',
    'Return the name of the tool that has claimed a number, or None.',
    (_, tool) => {
      checkTool(tool);
      return current.thread.interp.monitoring.toolNames[tool] ?? None;
    },
  ),
  fn(
    'register_callback($module, tool_id: int, event: int, func: object, /)',
    'Set the function that is called for an event, and return the one that was there before.',
    (_, tool, eventSet, func) => {
      checkTool(tool);
      const event = singleEvent(eventSet);
      audit('sys.monitoring.register_callback', func);
      const callback = func === None ? undefined : func;
      return control.registerCallback(current.thread.interp, tool, event, callback) ?? None;
    },
  ),
  fn(
    'get_events($module, tool_id: int, /) -> int',
    'Return the events that a tool watches everywhere.',
    (_, tool) => {
      checkTool(tool);
      return control.getEvents(current.thread.interp, tool);
    },
  ),
  fn(
    'set_events($module, tool_id: int, event_set: int, /) -> None',
    'Set the events that a tool watches everywhere.',
    (_, tool, eventSet) => {
      checkTool(tool);
      if (eventSet < 0 || eventSet >= 1 << EVENT_NAMES.length) {
        throw valueError(`invalid event set ${hexText(eventSet)}`);
      }
      control.setEvents(current.thread.interp, tool, ungrouped(eventSet));
    },
  ),
  fn(
    'get_local_events($module, tool_id: int, code: object, /) -> int',
    'Return the events that a tool watches in one code object.',
    (_, tool, code) => {
      const checked = checkCode(code);
      checkTool(tool);
      return control.getLocalEvents(checked, tool);
    },
  ),
  fn(
    'set_local_events($module, tool_id: int, code: object, event_set: int, /) -> None',
    'Set the events that a tool watches in one code object.',
    (_, tool, code, eventSet) => {
      const checked = checkCode(code);
      checkTool(tool);
      const events = ungrouped(eventSet);
      if (events < 0 || events >= 1 << LOCAL_EVENTS) {
        throw valueError(`invalid local event set ${hexText(events)}`);
      }
      control.setLocalEvents(current.thread.interp, checked, tool, events);
    },
  ),
  fn('restart_events($module, /) -> None', 'Bring back all events that callbacks have disabled.', () =>
    control.restartEvents(current.thread.interp),
  ),
  fn(
    '_all_events($module, /)',
    'Return the watched events by name, each with the set of tools that watch it.',
    () => {
      const { tools } = current.thread.interp.monitoring;
      const watched = new PyDict();
      for (let event = 0; event < UNGROUPED_EVENTS; event++) {
        if (tools[event] !== 0) dictSetItem(watched, EVENT_NAMES[event]!, tools[event]!);
      }
      return watched;
    },
  ),
];

const tools: readonly ModuleEntry[] = [
  constant('DISABLE', DISABLE),
  constant('MISSING', MISSING),
  constant('DEBUGGER_ID', 0),
  constant('COVERAGE_ID', 1),
  constant('PROFILER_ID', 2),
  constant('OPTIMIZER_ID', 5),
];

/** `sys.monitoring.events`. */
function eventNames(): PyNamespace {
  const names = new PyNamespace();
  for (let event = 0; event < EVENT_NAMES.length; event++) {
    setAttr(names, attrName(EVENT_NAMES[event]!), 1 << event);
  }
  setAttr(names, attrName('NO_EVENTS'), 0);
  return names;
}

export const branchHandler = defineType({
  type: PyBranchHandler.type,
  slots: { tp_call: (self, args) => callBranchHandler(self as PyBranchHandler, args) },
});

export function newMonitoringModule(): PyModule {
  return newSysSubmodule('sys.monitoring', undefined, [
    ...functions,
    ...tools,
    { name: 'events', make: eventNames },
  ]);
}
