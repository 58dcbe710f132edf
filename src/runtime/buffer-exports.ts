/**
 * May an object that exported its memory move it? Only when nobody looks at it any more.
 *
 * CPython counts references, so a memoryview that nobody holds is gone at once: `bytes(memoryview(a)[:n])` and then
 * `del a[:n]` is a common idiom. Here nothing tells when a memoryview is dropped without `release()`. So when views
 * are counted that belong to memoryviews, this file looks for those a program can reach: from the variables of the
 * running functions and of their modules, through containers and attributes, a few steps far. What lies further
 * away does not keep the exporter from moving its memory; it goes on showing the memory as it was. For an object whose views
 * have been dropped again and again, as those of the buffer of a stream, only the variables are looked at. Those of a
 * compiled function take long to see: a few times, and only if it may make views.
 */
import { type BufferExporter, BufferHolder } from '../objects/buffer.ts';
import type { PyCode } from '../objects/code.ts';
import { PyCFunction } from '../objects/descriptor.ts';
import type { Frame } from '../objects/frame.ts';
import { PyFunction } from '../objects/function.ts';
import { PyGenBase } from '../objects/generator.ts';
import { PyBufferWrapper, PyMemoryIter, PyMemoryView } from '../objects/memoryview.ts';
import { PyMethod } from '../objects/method.ts';
import { PyModule } from '../objects/module.ts';
import { type PyBaseObject, type PyObject, PyType } from '../objects/object.ts';
import type { Str } from '../objects/str.ts';
import { bufferError } from './errors.ts';
import { referentsOf } from './referents.ts';
import { current } from './state.ts';

/** How far and how wide the search goes. */
const MAX_STEPS = 3;
const MAX_OBJECTS = 20000;

/** How often all views of an exporter turned out to be dropped. */
const timesDropped = new WeakMap<BufferExporter, number>();
/** After so many times it is a habit. */
const HABIT = 4;

/** The names of what makes views. */
const MAKERS = new Set<Str>(['memoryview', 'getbuffer', 'cast', 'toreadonly']);

/** How often the variables of compiled code were fetched. */
const timesFetched = new WeakMap<PyCode, number>();

/** Fetches the variables of a compiled function that may hold a view of its own. */
function fetchVariables(frame: Frame): void {
  const { thread } = current;
  const index = thread.activations.indexOf(frame);
  if (index < 0 || !frame.code.co_names.some((name) => MAKERS.has(name))) return;
  const times = timesFetched.get(frame.code) ?? 0;
  if (times >= HABIT) return;
  timesFetched.set(frame.code, times + 1);
  thread.showRunning?.(index);
}

/** Throws a BufferError when the memory of `exporter` is in use, so that it cannot change its size. */
export function checkResizable(exporter: BufferExporter): void {
  if (isLookedAt(exporter)) throw bufferError('Existing exports of data: object cannot be re-sized');
  exporter.exports = 0;
  exporter.droppable = 0;
}

/** Is somebody known to look at the memory of `exporter`? */
export function isLookedAt(exporter: BufferExporter): boolean {
  if (exporter.exports === 0) return false;
  if (exporter.exports > exporter.droppable) return true;
  const times = timesDropped.get(exporter) ?? 0;
  if (isReachable((value) => looksAt(value, exporter), times < HABIT ? MAX_STEPS : 0)) return true;
  if (times < HABIT) timesDropped.set(exporter, times + 1);
  return false;
}

/** Is this a memoryview that is not released, or the like, of this object's memory? */
function looksAt(value: PyBaseObject, exporter: PyObject): boolean {
  let obj: PyObject | undefined;
  if (value instanceof PyMemoryView) obj = value.released ? undefined : value.managed.master.obj;
  else if (value instanceof BufferHolder) obj = value.held?.obj;
  if (obj instanceof PyMemoryView) return looksAt(obj, exporter);
  if (obj instanceof PyBufferWrapper) return looksAt(obj.memory, exporter);
  return obj === exporter;
}

/** Can a program reach an object of this kind in a few steps? */
export function isReachable(matches: (value: PyBaseObject) => boolean, steps: number = MAX_STEPS): boolean {
  const seen = new Set<PyBaseObject>();
  let front: PyBaseObject[] = [];
  const visit = (value: PyObject | undefined): boolean => {
    // Classes and modules would lead to everything there is.
    if (typeof value !== 'object' || value instanceof PyType || value instanceof PyModule || seen.has(value))
      return false;
    seen.add(value);
    front.push(value);
    return matches(value);
  };
  const visitFrame = (frame: Frame): boolean => {
    const depth = Math.max(frame.stackpointer, frame.code.localsCount);
    for (let i = 0; i < depth; i++) if (visit(frame.localsplus[i])) return true;
    return visit(frame.locals);
  };
  for (let frame = current.thread.frame; frame !== undefined; frame = frame.previous) {
    if (steps > 0) fetchVariables(frame);
    if (visitFrame(frame) || visit(frame.globals)) return true;
  }
  for (let step = 0; step < steps && front.length > 0; step++) {
    const objects = front;
    front = [];
    for (const object of objects) {
      if (seen.size > MAX_OBJECTS) return false;
      if (object instanceof PyGenBase) {
        if (object.frame !== undefined && visitFrame(object.frame)) return true;
      } else for (const value of held(object)) if (visit(value)) return true;
    }
  }
  return false;
}

/** What an object holds that is not the program's code. */
function held(object: PyBaseObject): readonly (PyObject | undefined)[] {
  if (object instanceof PyFunction) return [object.func_closure];
  if (object instanceof PyMemoryIter) return [object.memory];
  if (object instanceof PyCFunction) return [object.self];
  if (object instanceof PyMethod) return [object.im_self];
  return referentsOf(object);
}
