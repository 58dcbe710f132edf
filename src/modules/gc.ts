/**
 * gc: the garbage collector, which is the host's. What concerns reference counts and generations is kept as far as it
 * can be seen: thresholds and flags are remembered, counts are zero. CPython: Modules/gcmodule.c.
 */
import { PyCFunction } from '../objects/descriptor.ts';
import type { Frame } from '../objects/frame.ts';
import { PyList } from '../objects/list.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { PyTuple } from '../objects/tuple.ts';
import { audit } from '../runtime/audit.ts';
import { call } from '../runtime/call.ts';
import { asIndex, intValue } from '../runtime/convert.ts';
import { constant, defineModule, fn, rawFn } from '../runtime/define.ts';
import { newDictOf } from '../runtime/dict.ts';
import { typeError, valueError } from '../runtime/errors.ts';
import { collectGarbage } from '../runtime/finalizers.ts';
import { InstanceCount } from '../runtime/instance-count.ts';
import { referentsOf } from '../runtime/referents.ts';
import { current, type Interpreter } from '../runtime/state.ts';
import { typeName } from '../runtime/type-of.ts';
import { reportUnraisable } from '../runtime/unraisable.ts';
import { afterLeavingLoop } from '../runtime/weakrefs.ts';
import { referrersOf, walkObjects } from './gc-graph.ts';

/** What a program has set. */
interface GcState {
  enabled: boolean;
  debug: number;
  threshold: readonly number[];
  readonly callbacks: PyList;
  readonly garbage: PyList;
  collections: number;
  collected: number;
  readonly instances: InstanceCount;
}

const states = new WeakMap<Interpreter, GcState>();

function stateOf(): GcState {
  const { interp } = current.thread;
  let state = states.get(interp);
  if (state === undefined) {
    state = {
      enabled: true,
      debug: 0,
      threshold: [2000, 10, 0],
      callbacks: new PyList([]),
      garbage: new PyList([]),
      collections: 0,
      collected: 0,
      instances: new InstanceCount(),
    };
    state.instances.start(interp);
    states.set(interp, state);
  }
  return state;
}

/** Calls `gc.callbacks` with the phase of a collection. */
function notify(phase: 'start' | 'stop', generation: number, collected = 0): void {
  const { callbacks } = stateOf();
  if (callbacks.items.length === 0) return;
  const info = newDictOf(['generation', generation, 'collected', collected, 'uncollectable', 0]);
  for (const callback of callbacks.items.slice()) {
    try {
      call(callback, [phase, info]);
    } catch (thrown) {
      reportUnraisable(thrown, 'Exception ignored while calling GC callback', callback);
    }
  }
}

/**
 * Where on the stack of the innermost frame the result of a call of `gc.collect` will be, −1 if it is not called there: it is
 * known only when the instruction is over.
 */
function resultSlot(frame: Frame | undefined): number {
  if (frame === undefined) return -1;
  const { localsplus, stackpointer, code } = frame;
  for (let slot = stackpointer - 1; slot >= code.localsCount; slot--) {
    const value = localsplus[slot];
    if (value instanceof PyCFunction && value.module === 'gc' && value.def.name === 'collect') return slot;
  }
  return -1;
}

function collect(generation: number): number {
  if (generation < 0 || generation > 2) throw valueError('invalid generation');
  const state = stateOf();
  notify('start', generation);
  const frame = current.thread.heapFrame;
  const slot = resultSlot(frame);
  let found = 0;
  afterLeavingLoop(current.thread, () => {
    collectGarbage(current.thread.interp);
    found = state.instances.takeDead();
    state.collections++;
    state.collected += found;
    notify('stop', generation, found);
    if (frame !== undefined && frame.stackpointer - 1 === slot && frame.localsplus[slot] === 0) {
      frame.localsplus[slot] = found;
    }
  });
  return found;
}

/** What `gc.get_objects` gives. */
function objectsOf(generation: PyObject): PyObject[] {
  if (generation !== None) {
    const index = Number(intValue(generation) ?? Number.NaN);
    if (Number.isNaN(index))
      throw typeError(`argument should be integer or None, not '${typeName(generation)}'`);
    if (index < -1) throw valueError('generation parameter cannot be negative');
    if (index > 2)
      throw valueError('generation parameter must be less than the number of available generations (3)');
    if (index === 0 || index === 1) return [];
  }
  const objects: PyObject[] = [];
  walkObjects((value) => objects.push(value));
  return objects;
}

export const gc = defineModule(
  'gc',
  "This module provides access to the garbage collector, which is the host's.\n\nenable() -- Enable automatic garbage collection.\ndisable() -- Disable automatic garbage collection.\nisenabled() -- Returns true if automatic collection is enabled.\ncollect() -- Do a full collection right now.",
  [
    constant('DEBUG_STATS', 1),
    constant('DEBUG_COLLECTABLE', 2),
    constant('DEBUG_UNCOLLECTABLE', 4),
    constant('DEBUG_SAVEALL', 32),
    constant('DEBUG_LEAK', 38),
    { name: 'callbacks', make: () => stateOf().callbacks },
    { name: 'garbage', make: () => stateOf().garbage },
    fn(
      'collect($module, /, generation: int = 2) -> int',
      'Collect garbage now; return about how many instances of classes were found that nobody can reach.',
      (_, generation) => collect(generation),
    ),
    fn('enable($module, /) -> None', 'Note that automatic collection is wanted.', () => {
      stateOf().enabled = true;
    }),
    fn(
      'disable($module, /) -> None',
      'Note that automatic collection is not wanted; the host collects all the same.',
      () => {
        stateOf().enabled = false;
      },
    ),
    fn('isenabled($module, /) -> bool', 'Is automatic collection wanted?', () => stateOf().enabled),
    fn('get_debug($module, /) -> int', 'Return the debugging flags.', () => stateOf().debug),
    fn('set_debug($module, flags: int, /) -> None', 'Set the debugging flags.', (_, flags) => {
      stateOf().debug = flags;
    }),
    fn(
      'get_threshold($module, /)',
      'Return the thresholds that were set.',
      () => new PyTuple(stateOf().threshold.slice()),
    ),
    rawFn(
      'set_threshold',
      undefined,
      'set_threshold(threshold0, [threshold1, [threshold2]])\nSet the thresholds, which are only remembered.',
      (_, args) => {
        if (args.length < 1 || args.length > 3) {
          throw typeError('gc.set_threshold requires 1 to 3 arguments');
        }
        const values = args.map((value) => Number(asIndex(value)));
        const { threshold } = stateOf();
        stateOf().threshold = [values[0]!, values[1] ?? threshold[1]!, values[2] ?? threshold[2]!];
        return None;
      },
    ),
    fn('get_count($module, /)', 'Return the counts of allocations: zeros.', () => new PyTuple([0, 0, 0])),
    fn(
      'get_stats($module, /)',
      'Return a dict for each generation.',
      () =>
        new PyList(
          [0, 1, 2].map((generation) =>
            newDictOf([
              'collections',
              generation === 2 ? stateOf().collections : 0,
              'collected',
              generation === 2 ? stateOf().collected : 0,
              'uncollectable',
              0,
              'candidates',
              0,
              'duration',
              0,
            ]),
          ),
        ),
    ),
    fn('freeze($module, /) -> None', 'Nothing is to be kept from collection.', () => {}),
    fn('unfreeze($module, /) -> None', 'Nothing was kept from collection.', () => {}),
    fn('get_freeze_count($module, /) -> int', 'Return 0.', () => 0),
    fn(
      'get_objects($module, /, generation: object = None)',
      'Return the objects that the program can reach; all of them count as of the oldest generation.',
      (_, generation) => {
        audit('gc.get_objects', generation === None ? -1 : generation);
        return new PyList(objectsOf(generation));
      },
    ),
    fn(
      'get_referrers($module, /, *objs)',
      'Return the objects that refer directly to any of these.',
      (_, objs) => {
        audit('gc.get_referrers', new PyTuple(objs));
        return new PyList(referrersOf(objs));
      },
    ),
    fn('get_referents($module, /, *objs)', 'Return what the objects refer to directly.', (_, objs) => {
      audit('gc.get_referents', new PyTuple(objs));
      return new PyList(objs.flatMap(referentsOf));
    }),
    fn('is_finalized($module, obj: object, /) -> bool', 'Was the object finalized?', () => false),
    fn(
      'is_tracked($module, obj: object, /) -> bool',
      'Can the object be part of a cycle?',
      (_, obj) => typeof obj === 'object' && obj !== None,
    ),
  ],
);
