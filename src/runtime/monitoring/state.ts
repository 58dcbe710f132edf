/** What an interpreter's tools have asked for. CPython: the `monitor…` fields of `PyInterpreterState`. */
import type { Frame } from '../../objects/frame.ts';
import { objectType, type PyObject } from '../../objects/object.ts';
import type { Str } from '../../objects/str.ts';
import { EVENT_NAMES, LOCAL_EVENTS, TOOL_IDS, UNGROUPED_EVENTS } from './events.ts';

/** What a callback returns that wants no more events from this place: `sys.monitoring.DISABLE`. */
export const DISABLE: PyObject = new objectType.ctor();
/** Stands in events for an argument that a call does not have: `sys.monitoring.MISSING`. */
export const MISSING: PyObject = new objectType.ctor();

/** How the trace and profile functions of `sys` get events: the tools 6 and 7. `args` are those of a callback. */
export type LegacyHandler = (frame: Frame, event: number, args: readonly PyObject[]) => PyObject;

export class MonitoringState {
  /** Grows with every change that code objects have to take over. */
  version = 0;
  /** Code that was instrumented before this version forgets what was disabled in it. */
  lastRestart = 0;
  /** Tools by event that watch everything. */
  readonly tools = new Uint8Array(UNGROUPED_EVENTS);
  readonly toolNames: (Str | undefined)[] = new Array<Str | undefined>(TOOL_IDS).fill(undefined);
  /** The version at which each tool was last cleared. */
  readonly toolVersions: number[] = new Array<number>(TOOL_IDS).fill(0);
  /** Callbacks by tool and event. */
  readonly callbacks: (PyObject | undefined)[][] = Array.from({ length: TOOL_IDS }, () =>
    new Array<PyObject | undefined>(EVENT_NAMES.length).fill(undefined),
  );
  /** The handlers of the tools that `sys` keeps for itself. */
  readonly legacyHandlers: (LegacyHandler | undefined)[] = [];
  /** Threads with a trace function, and with a profile function. */
  tracingThreads = 0;
  profilingThreads = 0;
  /** Has any code object events of its own? Once true, it stays so. */
  hasLocalEvents = false;

  /** Does a tool watch instructions everywhere? Then code must be looked at when it is entered. */
  watchesCode = false;
  /** Does a tool watch anything everywhere? Then all is interpreted: compiled code tells nobody, not of exceptions either. */
  watchesAnything = false;

  /** `tools` has changed. */
  noteTools(): void {
    this.watchesCode = this.tools.subarray(0, LOCAL_EVENTS).some((tools) => tools !== 0);
    this.watchesAnything = this.tools.some((tools) => tools !== 0);
  }

  /** Can there be instrumented code at all? */
  get isActive(): boolean {
    return this.hasLocalEvents || this.watchesCode;
  }
}
