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
  FRAME_EXECUTING,
  FRAME_SUSPENDED,
  FRAME_SUSPENDED_YIELD_FROM,
  type PyAsyncGenASend,
  PyAsyncGenAThrow,
  PyAsyncGenerator,
  PyCoroutine,
  PyGenBase,
  PyGenerator,
} from '../objects/generator.ts';
import { hasHandle, newHandle, type Waiting, type Watched, YOUNG } from '../objects/handle.ts';
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
import { clearDeadSlots } from './dead-slots.ts';
import { dictGetStr } from './dict.ts';
import { repr } from './repr.ts';
import { current, type Interpreter } from './state.ts';
import { strJoin } from './text.ts';
import { isSubtype, typeOf } from './type-of.ts';
import { reportUnraisable } from './unraisable.ts';
import { afterLeavingLoop, callDead } from './weakrefs.ts';

const RuntimeWarningType = exceptionTypes.get('RuntimeWarning')!;
const dunderDel = attrName('__del__');
const warnUnawaitedName = attrName('_warn_unawaited_coroutine');

/** Does the end of this type's instances matter? Classes themselves are never finalized. */
export function needsHandle(type: PyType): boolean {
  return (
    type.tp_finalize !== undefined &&
    (type.tp_flags & TPFLAGS_HEAPTYPE) !== 0 &&
    !isWatched(type) &&
    !isSubtype(type, typeType)
  );
}

/** Is a class without a `__del__` derived from a type whose instances are watched, each as long as its end matters? */
function isWatched(type: PyType): boolean {
  if ((type.proto as Partial<Watched>).atEnd === undefined) return false;
  let base: PyType = type;
  while ((base.tp_flags & TPFLAGS_HEAPTYPE) !== 0) base = base.tp_base!;
  return base.tp_finalize === type.tp_finalize;
}

/** A new instance as the program gets it: a handle, when its class has a finalizer. */
export function withHandle(made: PyObject, type: PyType): PyObject {
  if (!needsHandle(type) || typeof made !== 'object' || made.ob_type !== type || hasHandle(made)) return made;
  const handle = newHandle(made);
  watch({ watched: new WeakRef(handle), finalize: () => finalizeObject(made) });
  return handle;
}

/** Notes that a coroutine was made, until it is started, or an awaitable of an asynchronous generator, until it is awaited. */
export function watchUnawaited(awaitable: PyCoroutine | PyAsyncGenASend | PyAsyncGenAThrow): void {
  watchPending(awaitable);
}

/** What a report says of a coroutine. */
type Traits = Pick<PyCoroutine, 'code' | 'name' | 'qualname' | 'origin'>;

/** One that looks like a coroutine and has ended: for reports of what is gone. */
export function coroutineDouble({ code, name, qualname, origin }: Traits): PyCoroutine {
  const double = new PyCoroutine(emptyFrame(code), name, qualname);
  double.frame = undefined;
  double.state = FRAME_COMPLETED;
  double.origin = origin;
  return double;
}

/** What happens when a coroutine is forgotten that was not started. */
function endOfCoroutine(coroutine: PyCoroutine): () => void {
  const { code, name, qualname, origin } = coroutine;
  return () => warnUnawaited(coroutineDouble({ code, name, qualname, origin }));
}

/** What happens when an awaitable of an asynchronous generator is forgotten that was not awaited. */
function endOfAwaitable(awaitable: PyAsyncGenASend | PyAsyncGenAThrow): () => void {
  const { qualname } = awaitable.generator;
  const closes = awaitable instanceof PyAsyncGenAThrow && awaitable.args === undefined;
  const method = closes ? 'aclose' : awaitable instanceof PyAsyncGenAThrow ? 'athrow' : 'asend';
  return () => {
    const { interp } = current.thread;
    try {
      const parts: Str[] = [`coroutine method '${method}' of `, repr(qualname), ' was never awaited'];
      interp.warn?.(RuntimeWarningType, strJoin('', parts), 1);
    } catch (thrown) {
      reportUnraisable(thrown, 'Exception ignored while finalizing async generator', qualname);
    }
  };
}

/** There is nothing to do any more when this one is forgotten: it was awaited, or has ended. */
export function forget(interp: Interpreter, object: Watched): void {
  const { waiting } = object;
  if (waiting !== undefined && waiting !== YOUNG) interp.finalizers.delete(waiting);
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
  const { interp } = current.thread;
  if (interp.finalizers.addYoung(generator)) watchAllYoung(interp);
}

/** What happens when a generator is forgotten that has been suspended; the frame stays. */
function endOfGenerator(generator: PyGenBase, watched: WeakRef<PyGenBase>): () => void {
  const { name, qualname, keptExcState } = generator;
  const frame = generator.frame!;
  const isAsync = generator instanceof PyAsyncGenerator;
  const finalizer = isAsync ? generator.finalizer : undefined;
  frame.weakGenerator = watched;
  if (generator.state < FRAME_EXECUTING) frame.generator = undefined;
  return () => {
    // The generator is gone, its frame is not: another one takes it over.
    const heir = isAsync
      ? new PyAsyncGenerator(frame, name, qualname, keptExcState)
      : new PyGenerator(frame, name, qualname, keptExcState);
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
}

/** Has what `atEnd` says done when an object is forgotten before {@link forget}. */
export function watchUntilForgotten(object: Watched): void {
  watchPending(object);
}

function watchPending(object: Watched): void {
  const { interp } = current.thread;
  if (interp.finalizers.addPending(object)) watchAllYoung(interp);
}

/** Watches the objects that have been kept so far. */
function watchAllYoung(interp: Interpreter): void {
  for (const object of interp.finalizers.takeYoung()) {
    const watched = new WeakRef(object);
    let finalize: () => void;
    if (object instanceof PyCoroutine) finalize = endOfCoroutine(object);
    else if (object instanceof PyGenBase) finalize = endOfGenerator(object, watched as WeakRef<never>);
    else finalize = object.atEnd?.() ?? endOfAwaitable(object as PyAsyncGenASend | PyAsyncGenAThrow);
    object.waiting = { watched, finalize };
    watch(object.waiting);
  }
}

function watch(waiting: Waiting): void {
  const { thread } = current;
  const { finalizers, host } = thread.interp;
  if (finalizers.isTurnDue()) host.endTurn();
  if (finalizers.add(waiting)) afterLeavingLoop(thread, () => collectSome(thread.interp));
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

/** Lets the host collect, then calls what waited for it. Finalizers can make more garbage. CPython: `gc.collect()`. */
export function collectGarbage(interp: Interpreter): void {
  do collectOnce(interp);
  while (runFinalizers(interp));
}

/** The same once, when much waits: what finalizers have left behind can wait for the next time. */
function collectSome(interp: Interpreter): void {
  collectOnce(interp);
  runFinalizers(interp);
}

/** Calls the finalizers of what is gone. Was there any? */
function runFinalizers(interp: Interpreter): boolean {
  const dead = interp.finalizers.takeDead();
  for (const waiting of dead) waiting.finalize();
  return dead.length > 0;
}

function collectOnce(interp: Interpreter): void {
  for (const letGo of interp.finalizers.keepers) letGo();
  watchAllYoung(interp);
  for (const thread of interp.threads) clearDeadSlots(thread);
  interp.host.collectGarbage();
  callDead(interp);
}

/** The end of the program: everything that waits is finalized, in the order of its making. */
export function finalizeAll(interp: Interpreter): void {
  watchAllYoung(interp);
  for (const waiting of interp.finalizers.takeAll()) waiting.finalize();
}
