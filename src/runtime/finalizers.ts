/**
 * What happens when nobody refers to an object any more: `__del__`, and the warning about coroutines that were never
 * awaited. A tracing collector finds out late: when `gc.collect()` is called, when very many objects wait, at the end of
 * the program. An object that its own attributes refer to waits until then.
 * CPython: `slot_tp_finalize` in Objects/typeobject.c, `_PyGen_Finalize` in Objects/genobject.c.
 */

import {
  RESUME_AFTER_YIELD_FROM,
  RESUME_OPARG_DEPTH1_MASK,
  RESUME_OPARG_LOCATION_MASK,
} from '../bytecode/opargs.ts';
import { RESUME } from '../bytecode/opcodes.gen.ts';
import { attrName } from '../objects/attribute-name.ts';
import type { PyCode } from '../objects/code.ts';
import { PyDict } from '../objects/dict.ts';
import { exceptionTypes } from '../objects/exception.ts';
import { Frame } from '../objects/frame.ts';
import {
  FRAME_COMPLETED,
  FRAME_SUSPENDED,
  FRAME_SUSPENDED_YIELD_FROM,
  type PyAsyncGenASend,
  type PyAsyncGenAThrow,
  PyAsyncGenerator,
  PyCoroutine,
  PyGenBase,
  PyGenerator,
} from '../objects/generator.ts';
import { hasHandle, newHandle, type Waiting } from '../objects/handle.ts';
import {
  type PyBaseObject,
  type PyObject,
  type PyType,
  TPFLAGS_HEAPTYPE,
  typeType,
} from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { type Str, utf16FromStr } from '../objects/str.ts';
import { getAttr, lookupOnType } from './attributes.ts';
import { call1 } from './call.ts';
import { dictGetStr } from './dict.ts';
import { repr } from './repr.ts';
import { current, type Interpreter } from './state.ts';
import { strJoin } from './text.ts';
import { isSubtype, typeOf } from './type-of.ts';
import { reportUnraisable } from './unraisable.ts';
import { afterLeavingLoop, collectGarbage } from './weakrefs.ts';

const RuntimeWarningType = exceptionTypes.get('RuntimeWarning')!;
const dunderDel = attrName('__del__');
const warnUnawaitedName = attrName('_warn_unawaited_coroutine');

/** Does the end of this type's instances matter? Classes themselves are never finalized. */
export function needsHandle(type: PyType): boolean {
  return (
    type.tp_finalize !== undefined && (type.tp_flags & TPFLAGS_HEAPTYPE) !== 0 && !isSubtype(type, typeType)
  );
}

/** A new instance as the program gets it: a handle, when its class has a finalizer. */
export function withHandle(made: PyObject, type: PyType): PyObject {
  if (!needsHandle(type) || typeof made !== 'object' || made.ob_type !== type || hasHandle(made)) return made;
  const handle = newHandle(made);
  watch({ watched: new WeakRef(handle), finalize: () => finalizeObject(made) });
  return handle;
}

/** Notes that a coroutine was made, until it is started. */
export function watchCoroutine(coroutine: PyCoroutine): void {
  const { code, name, qualname, origin } = coroutine;
  const finalize = (): void => {
    // The warning shows a coroutine that looks like the one that is gone.
    const double = new PyCoroutine(emptyFrame(code), name, qualname);
    double.frame = undefined;
    double.state = FRAME_COMPLETED;
    double.origin = origin;
    warnUnawaited(double);
  };
  coroutine.waiting = { watched: new WeakRef(coroutine), finalize };
  watch(coroutine.waiting);
}

/** Notes what a method of an asynchronous generator gives, until it is awaited. */
export function watchAwaitable<A extends PyAsyncGenASend | PyAsyncGenAThrow>(
  awaitable: A,
  method: string,
): A {
  const { qualname } = awaitable.generator;
  const finalize = (): void => {
    const { interp } = current.thread;
    try {
      const parts: Str[] = [`coroutine method '${method}' of `, repr(qualname), ' was never awaited'];
      interp.warn?.(RuntimeWarningType, strJoin('', parts), 1);
    } catch (thrown) {
      reportUnraisable(thrown, 'Exception ignored while finalizing async generator', qualname);
    }
  };
  awaitable.waiting = { watched: new WeakRef(awaitable), finalize };
  watch(awaitable.waiting);
  return awaitable;
}

/** There is nothing to do any more when this one is forgotten: it was awaited, or has ended. */
export function forget(interp: Interpreter, object: { waiting: Waiting | undefined }): void {
  interp.finalizers.delete(object.waiting!);
  object.waiting = undefined;
}

/** Does a generator wait at a `yield` that no `try` surrounds? Then it can be closed without running it. */
export function waitsOutsideTry(frame: Frame): boolean {
  const word = frame.code.executable!.words[frame.instrPtr]!;
  return (word & 255) === RESUME && !waitsInTry(word >>> 8);
}

/** Is a RESUME with this oparg in a `try`? */
export function waitsInTry(oparg: number): boolean {
  return (oparg & RESUME_OPARG_DEPTH1_MASK) === 0;
}

/** Notes a generator that has just been suspended, if closing it runs code of its own or of the event loop. */
export function watchGenerator(generator: PyGenBase, frame: Frame): void {
  if (generator instanceof PyCoroutine) return;
  const finalizer = generator instanceof PyAsyncGenerator ? generator.finalizer : undefined;
  if (finalizer === undefined && waitsOutsideTry(frame)) return;
  const { name, qualname, excState } = generator;
  const isAsync = generator instanceof PyAsyncGenerator;
  const watched = new WeakRef(generator);
  frame.weakGenerator = watched;
  const finalize = (): void => {
    // The generator is gone, its frame is not: another one takes it over.
    const heir = isAsync
      ? new PyAsyncGenerator(frame, name, qualname, excState)
      : new PyGenerator(frame, name, qualname, excState);
    const word = frame.code.executable!.words[frame.instrPtr]!;
    const delegates =
      (word & 255) === RESUME && ((word >>> 8) & RESUME_OPARG_LOCATION_MASK) >= RESUME_AFTER_YIELD_FROM;
    heir.state = delegates ? FRAME_SUSPENDED_YIELD_FROM : FRAME_SUSPENDED;
    if (heir instanceof PyAsyncGenerator) {
      heir.hooksInited = true;
      heir.finalizer = finalizer;
    }
    finalizeObject(heir);
  };
  generator.waiting = { watched, finalize };
  watch(generator.waiting);
}

function watch(waiting: Waiting): void {
  const { thread } = current;
  const { finalizers, host } = thread.interp;
  if (finalizers.isTurnDue()) host.endTurn();
  if (finalizers.add(waiting)) afterLeavingLoop(thread, () => collectGarbage(thread.interp));
}

function emptyFrame(code: PyCode): Frame {
  return new Frame(code, undefined, new PyDict(), None, undefined, []);
}

/** Calls `__del__`, or what a built-in base does at the end. */
function finalizeObject(object: PyBaseObject): void {
  try {
    typeOf(object).tp_finalize?.(object);
  } catch (thrown) {
    if (object instanceof PyGenBase) {
      reportUnraisable(thrown, `Exception ignored while ${endOf(object)}`, object);
    } else {
      const method = lookupOnType(object, dunderDel) ?? object;
      reportUnraisable(thrown, 'Exception ignored while calling deallocator', method);
    }
  }
}

/** How reports name the end of a generator. */
function endOf(generator: PyGenBase): string {
  const isHooked = generator instanceof PyAsyncGenerator && generator.finalizer !== undefined;
  return isHooked ? 'finalizing async generator' : 'closing generator';
}

/** Warns of a coroutine that was never awaited. CPython: `_PyErr_WarnUnawaitedCoroutine`. */
export function warnUnawaited(coroutine: PyCoroutine): void {
  const { interp } = current.thread;
  try {
    const warnings = dictGetStr(interp.modules, 'warnings') ?? importWarnings(interp);
    if (warnings !== undefined) call1(getAttr(warnings, warnUnawaitedName), coroutine);
    else {
      const name = utf16FromStr(coroutine.qualname);
      interp.warn?.(RuntimeWarningType, `coroutine '${name}' was never awaited`, 1);
    }
  } catch (thrown) {
    reportUnraisable(thrown, 'Exception ignored while finalizing coroutine', coroutine);
  }
}

function importWarnings(interp: Interpreter): PyObject | undefined {
  return interp.finalizing ? undefined : interp.importModule('warnings');
}

/** The end of the program: everything that waits is finalized, in the order of its making. */
export function finalizeAll(interp: Interpreter): void {
  for (const waiting of interp.finalizers.takeAll()) waiting.finalize();
}
