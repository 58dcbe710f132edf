/**
 * _lsprof: what cProfile measures with: how often functions are called, and how long they take, alone and with all that
 * they call. A profiler is a tool of `sys.monitoring`. CPython: Modules/_lsprof.c.
 *
 * Times are counts of the timer's unit: nanoseconds of the built-in one, what an external timer returns otherwise.
 */
import { attrName } from '../objects/attribute-name.ts';
import { PyCFunction, PyMethodDescr } from '../objects/descriptor.ts';
import { PyFloat } from '../objects/float.ts';
import { PyList } from '../objects/list.ts';
import { PyMethod } from '../objects/method.ts';
import {
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_BASETYPE,
  TPFLAGS_HEAPTYPE,
} from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { isStr } from '../objects/str.ts';
import { getAttr, lookupOnType } from '../runtime/attributes.ts';
import { call0 } from '../runtime/call.ts';
import { builtinDef } from '../runtime/clinic.ts';
import { constant, defineModule, defineType, methodsOf } from '../runtime/define.ts';
import { runtimeError, typeError } from '../runtime/errors.ts';
import * as control from '../runtime/monitoring/control.ts';
import * as events from '../runtime/monitoring/events.ts';
import { MISSING } from '../runtime/monitoring/state.ts';
import { repr } from '../runtime/repr.ts';
import { current } from '../runtime/state.ts';
import { defineStructSequence, newStructSequence } from '../runtime/structseq.ts';
import { strJoin } from '../runtime/text.ts';
import { typeName, typeOf } from '../runtime/type-of.ts';
import { reportUnraisable } from '../runtime/unraisable.ts';

const PROFILER_ID = 2;
const NANOSECOND = 1e-9;

/** The methods that are registered for events. */
const CALLBACKS: readonly (readonly [event: number, method: string])[] = [
  [events.PY_START, '_pystart_callback'],
  [events.PY_RESUME, '_pystart_callback'],
  [events.PY_THROW, '_pythrow_callback'],
  [events.PY_RETURN, '_pyreturn_callback'],
  [events.PY_YIELD, '_pyreturn_callback'],
  [events.PY_UNWIND, '_pyreturn_callback'],
  [events.CALL, '_ccall_callback'],
  [events.C_RETURN, '_creturn_callback'],
  [events.C_RAISE, '_creturn_callback'],
];

const WATCHED = [
  events.PY_START,
  events.PY_RESUME,
  events.PY_THROW,
  events.PY_RETURN,
  events.PY_YIELD,
  events.PY_UNWIND,
  events.CALL,
].reduce((set, event) => set | (1 << event), 0);

/** Calls of one function: all of them, or those that one caller made. */
class Measure {
  total = 0;
  inline = 0;
  calls = 0;
  recursiveCalls = 0;
  /** How many are under way. */
  level = 0;

  enter(): void {
    this.level++;
  }

  leave(total: number, inline: number): void {
    if (--this.level === 0) this.total += total;
    else this.recursiveCalls++;
    this.inline += inline;
    this.calls++;
  }
}

/** A function that was called, and what it called. */
class Entry extends Measure {
  readonly shown: PyObject;
  readonly callees = new Map<Entry, Measure>();

  constructor(shown: PyObject) {
    super();
    this.shown = shown;
  }
}

/** A call under way. */
interface Context {
  readonly entry: Entry;
  /** How it counts among its caller's calls. */
  readonly asCallee: Measure | undefined;
  readonly start: number;
  /** The time of the calls that it has made itself. */
  inner: number;
  readonly previous: Context | undefined;
}

class PyProfiler extends PyBaseObject {
  static readonly type = new PyType(
    '_lsprof.Profiler',
    PyProfiler,
    objectType,
    TPFLAGS_BASETYPE | TPFLAGS_HEAPTYPE,
  );

  timer: PyObject | undefined = undefined;
  timeunit = 0;
  subcalls = true;
  builtins = true;
  enabled = false;
  /** The external timer is being asked. */
  inTimer = false;
  /** By code object or built-in function. */
  entries = new Map<unknown, Entry>();
  context: Context | undefined = undefined;
}

function callTimer(self: PyProfiler, timer: PyObject): number {
  self.inTimer = true;
  try {
    const now = call0(timer);
    const value = typeof now === 'number' ? now : now instanceof PyFloat ? now.value : undefined;
    if (value === undefined) throw typeError(`must be real number, not ${typeName(now)}`);
    return self.timeunit > 0 ? value : value / NANOSECOND;
  } catch (thrown) {
    reportUnraisable(thrown, 'Exception ignored while calling _lsprof timer', timer);
    return 0;
  } finally {
    self.inTimer = false;
  }
}

function now(self: PyProfiler): number {
  if (self.timer !== undefined) return callTimer(self, self.timer);
  return Number(current.thread.interp.host.clock.monotonic());
}

function enter(self: PyProfiler, key: unknown, shown: () => PyObject): void {
  let entry = self.entries.get(key);
  if (entry === undefined) {
    entry = new Entry(shown());
    self.entries.set(key, entry);
  }
  const previous = self.context;
  let asCallee: Measure | undefined;
  if (self.subcalls && previous !== undefined) {
    const { callees } = previous.entry;
    asCallee = callees.get(entry);
    if (asCallee === undefined) {
      asCallee = new Measure();
      callees.set(entry, asCallee);
    }
  }
  entry.enter();
  asCallee?.enter();
  self.context = { entry, asCallee, start: now(self), inner: 0, previous };
}

/** Ends the innermost call. */
function stop(self: PyProfiler, context: Context): void {
  const total = now(self) - context.start;
  const inline = total - context.inner;
  if (context.previous !== undefined) context.previous.inner += total;
  self.context = context.previous;
  context.entry.leave(total, inline);
  context.asCallee?.leave(total, inline);
}

/** A call of `key` has ended; calls that began before the profiler was enabled are unknown. */
function leave(self: PyProfiler, key: unknown): void {
  const { context } = self;
  if (context === undefined) return;
  if (self.entries.has(key)) stop(self, context);
  else self.context = context.previous;
}

/** The built-in function of a call, methods bound; `undefined` for any other callable. */
function builtinFunction(callable: PyObject, self: PyObject): PyCFunction | undefined {
  if (callable instanceof PyCFunction) return callable;
  if (callable instanceof PyMethod) return builtinFunction(callable.im_func, self);
  if (!(callable instanceof PyMethodDescr) || self === MISSING) return undefined;
  const bound = callable.ob_type.tp_descr_get!(callable, self, typeOf(self));
  return bound instanceof PyCFunction ? bound : undefined;
}

/** How a built-in function is shown: as the method of its type, or by name and module. */
function shownBuiltin(func: PyCFunction): PyObject {
  const { self, module } = func;
  const { name } = func.def;
  const method = self === undefined ? undefined : lookupOnType(self, attrName(name));
  if (method !== undefined) return repr(method);
  return module !== undefined && isStr(module)
    ? strJoin('', ['<built-in method ', module, `.${name}>`])
    : `<built-in method ${name}>`;
}

// ── Turning it on and off ────────────────────────────────────────────────────────────────────────────────────────

function enable(self: PyProfiler, subcalls: boolean, builtins: boolean): void {
  const { interp } = current.thread;
  self.subcalls = subcalls;
  self.builtins = builtins;
  control.useTool(interp, PROFILER_ID, 'cProfile');
  for (const [event, method] of CALLBACKS) {
    control.registerCallback(interp, PROFILER_ID, event, getAttr(self, attrName(method)));
  }
  control.setEvents(interp, PROFILER_ID, WATCHED);
  self.enabled = true;
}

function disable(self: PyProfiler): void {
  if (self.inTimer) throw runtimeError('cannot disable profiler in external timer');
  if (!self.enabled) return;
  const { interp } = current.thread;
  for (const [event] of CALLBACKS) control.registerCallback(interp, PROFILER_ID, event, undefined);
  control.setEvents(interp, PROFILER_ID, 0);
  control.freeTool(interp, PROFILER_ID);
  self.enabled = false;
  while (self.context !== undefined) stop(self, self.context);
}

function clear(self: PyProfiler): void {
  if (self.inTimer) throw runtimeError('cannot clear profiler in external timer');
  self.entries = new Map();
  self.context = undefined;
}

// ── Statistics ───────────────────────────────────────────────────────────────────────────────────────────────────

const MEASURES = [
  ['callcount', 'how many times this was called'],
  ['reccallcount', 'how many times of them recursively'],
  ['totaltime', 'total time in it, with all that it called'],
  ['inlinetime', 'time in it alone'],
] as const;

const ENTRY_FIELDS = 6;
const SUBENTRY_FIELDS = 5;

export const profilerEntry = defineStructSequence({
  name: '_lsprof.profiler_entry',
  doc: '',
  fields: [
    ['code', 'code object or name of a built-in function'],
    ...MEASURES,
    ['calls', 'list of calls made by it'],
  ],
  sequenceLength: ENTRY_FIELDS,
});

export const profilerSubentry = defineStructSequence({
  name: '_lsprof.profiler_subentry',
  doc: '',
  fields: [['code', 'called code object or name of a built-in function'], ...MEASURES],
  sequenceLength: SUBENTRY_FIELDS,
});

function measured(shown: PyObject, measure: Measure, unit: number): PyObject[] {
  return [
    shown,
    measure.calls,
    measure.recursiveCalls,
    new PyFloat(measure.total * unit),
    new PyFloat(measure.inline * unit),
  ];
}

function getStats(self: PyProfiler): PyList {
  const unit = self.timer !== undefined && self.timeunit > 0 ? self.timeunit : NANOSECOND;
  const stats: PyObject[] = [];
  for (const entry of self.entries.values()) {
    if (entry.calls === 0) continue;
    const calls = Array.from(entry.callees)
      .filter(([, measure]) => measure.calls !== 0)
      .map(([callee, measure]) =>
        newStructSequence(profilerSubentry, SUBENTRY_FIELDS, measured(callee.shown, measure, unit)),
      );
    const list = calls.length === 0 ? None : new PyList(calls);
    stats.push(newStructSequence(profilerEntry, ENTRY_FIELDS, [...measured(entry.shown, entry, unit), list]));
  }
  return new PyList(stats);
}

const initDef = builtinDef<
  PyProfiler,
  'Profiler($self, /, timer: object = None, timeunit: double = 0.0, subcalls: bool = True, builtins: bool = True) -> None'
>(
  'Profiler($self, /, timer: object = None, timeunit: double = 0.0, subcalls: bool = True, builtins: bool = True) -> None',
  '',
  (self, timer, timeunit, subcalls, builtins) => {
    self.timer = timer === None ? undefined : timer;
    self.timeunit = timeunit;
    self.subcalls = subcalls;
    self.builtins = builtins;
  },
);

const method = methodsOf<PyProfiler>();

export const profiler = defineType({
  type: PyProfiler.type,
  doc: 'Build a profiler object using the specified timer function.\n\nWithout one, the time that passes is measured. A timer that returns ints needs\nits unit, in seconds, as timeunit.',
  slots: {
    tp_new: (type) => new type.ctor(),
    tp_init: (self, args, kwnames) => {
      initDef.call(self, args, kwnames);
    },
  },
  entries: [
    method('getstats($self, /)', 'Return a list of profiler_entry objects.', getStats),
    method(
      'enable($self, /, subcalls: bool = True, builtins: bool = True) -> None',
      'Start collecting profiling information.',
      enable,
    ),
    method('disable($self, /) -> None', 'Stop collecting profiling information.', disable),
    method('clear($self, /) -> None', 'Clear all profiling information collected so far.', clear),
    method(
      '_pystart_callback($self, code: object, instruction_offset: object, /) -> None',
      '',
      (self, code) => enter(self, code, () => code),
    ),
    method(
      '_pythrow_callback($self, code: object, instruction_offset: object, exception: object, /) -> None',
      '',
      (self, code) => enter(self, code, () => code),
    ),
    method(
      '_pyreturn_callback($self, code: object, instruction_offset: object, retval: object, /) -> None',
      '',
      (self, code) => leave(self, code),
    ),
    method(
      '_ccall_callback($self, code: object, instruction_offset: object, callable: object, self_arg: object, /) -> None',
      '',
      (self, _code, _offset, callable, selfArg) => {
        const func = self.builtins ? builtinFunction(callable, selfArg) : undefined;
        if (func !== undefined) enter(self, func.def, () => shownBuiltin(func));
      },
    ),
    method(
      '_creturn_callback($self, code: object, instruction_offset: object, callable: object, self_arg: object, /) -> None',
      '',
      (self, _code, _offset, callable, selfArg) => {
        const func = self.builtins ? builtinFunction(callable, selfArg) : undefined;
        if (func !== undefined) leave(self, func.def);
      },
    ),
  ],
});

export const _lsprof = defineModule('_lsprof', 'Fast profiler', [
  constant('Profiler', PyProfiler.type),
  constant('profiler_entry', profilerEntry.type),
  constant('profiler_subentry', profilerSubentry.type),
]);
