/**
 * Generators and coroutines in the interpreter loop: made, entered, left, and what is awaited. Those that built-in code
 * drives: runtime/generators.ts.
 * CPython: Objects/genobject.c, the opcodes SEND, YIELD_VALUE, GET_AWAITABLE in Python/bytecodes.c.
 */

import { CO_ASYNC_GENERATOR, CO_COROUTINE, CO_GENERATOR, CO_ITERABLE_COROUTINE } from '../objects/code.ts';
import { PyBaseException } from '../objects/exception.ts';
import type { Frame } from '../objects/frame.ts';
import {
  FRAME_EXECUTING,
  PyAsyncGenerator,
  PyCoroutine,
  type PyGenBase,
  PyGenerator,
  type Step,
} from '../objects/generator.ts';
import { YOUNG } from '../objects/handle.ts';
import type { PyObject } from '../objects/object.ts';
import type { Str } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { runtimeError, typeError } from '../runtime/errors.ts';
import { watchGenerator, watchUnawaited } from '../runtime/finalizers.ts';
import { frameLine } from '../runtime/frame-line.ts';
import { delegate, getAwaitableIter, isCompiled, resume } from '../runtime/generators.ts';
import { getIter } from '../runtime/iter.ts';
import type { Thread } from '../runtime/state.ts';
import { typeName, typeOf } from '../runtime/type-of.ts';

/** Where a coroutine is made: `(filename, lineno, name)` of the frames, innermost first. CPython: `compute_cr_origin`. */
function originOf(thread: Thread): PyTuple {
  const frames: PyTuple[] = [];
  for (
    let { frame } = thread;
    frame !== undefined && frames.length < thread.coroutineOriginDepth;
    frame = frame.previous
  ) {
    frames.push(new PyTuple([frame.code.co_filename, frameLine(frame), frame.code.co_name]));
  }
  return new PyTuple(frames);
}

/** The generator, coroutine or asynchronous generator of a frame that was just left. */
export function makeGenerator(thread: Thread, frame: Frame, pc: number, sp: number): PyObject {
  frame.instrPtr = pc;
  frame.stackpointer = sp;
  frame.previous = undefined;
  frame.isEntry = false;
  const { co_flags, co_name, co_qualname } = frame.code;
  const name = frame.func?.func_name ?? co_name;
  const qualname = frame.func?.func_qualname ?? co_qualname;
  const kind = co_flags & (CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR);
  let made: PyGenBase;
  if (kind === CO_COROUTINE) made = makeCoroutine(thread, frame, name, qualname);
  else if (kind === CO_ASYNC_GENERATOR) made = new PyAsyncGenerator(frame, name, qualname);
  else made = new PyGenerator(frame, name, qualname);
  made.step = stepAt(frame, pc);
  return made;
}

export function makeCoroutine(thread: Thread, frame: Frame, name: Str, qualname: Str): PyCoroutine {
  const coroutine = new PyCoroutine(frame, name, qualname);
  if (thread.coroutineOriginDepth > 0) coroutine.origin = originOf(thread);
  watchUnawaited(coroutine);
  return coroutine;
}

/** How compiled code goes on with a frame that is suspended in front of the code unit `pc`. */
export function stepAt(frame: Frame, pc: number): Step | undefined {
  const { steps } = frame.code.executable!;
  return steps !== undefined && steps.globals === frame.globals ? steps.entries[pc] : undefined;
}

/** Can FOR_ITER enter this one's frame in the same loop? */
export function isInterpreted(thread: Thread, generator: PyGenBase): boolean {
  return generator.state < FRAME_EXECUTING && !isCompiled(thread, generator);
}

/** Can SEND enter this one's frame in the same loop? An asynchronous generator is driven by its awaitables. */
export function canEnter(thread: Thread, target: PyObject): target is PyGenBase {
  return (target instanceof PyGenerator || target instanceof PyCoroutine) && isInterpreted(thread, target);
}

/**
 * Enters a generator from FOR_ITER or SEND: it becomes the frame of the loop. `skip` says how far the caller goes when
 * the generator returns.
 */
export function enter(
  thread: Thread,
  caller: Frame,
  generator: PyGenBase,
  value: PyObject,
  pc: number,
  sp: number,
  skip: number,
): Frame {
  const frame = resume(thread, generator, value);
  frame.isEntry = false;
  caller.instrPtr = pc;
  caller.stackpointer = sp;
  caller.returnOffset = skip;
  return frame;
}

/** Leaves a generator's frame at a yield: the frame that goes on, `undefined` when the loop ends. */
export function suspend(
  thread: Thread,
  frame: Frame,
  pc: number,
  sp: number,
  state: number,
): Frame | undefined {
  frame.instrPtr = pc;
  frame.stackpointer = sp;
  // No collection finds its way to a suspended frame: what it has popped must not stay alive there.
  const { localsplus } = frame;
  for (let i = sp; i < localsplus.length; i++) localsplus[i] = undefined;
  const caller = release(thread, frame);
  const generator = frame.generator!;
  generator.state = state;
  generator.step = stepAt(frame, pc);
  keepWatch(generator, frame);
  return caller;
}

/** Code units that a caller skips when a generator has yielded to it: SEND and FOR_ITER have one cache unit each. */
export const YIELD_OFFSET = 1;

/** How many code units a caller skips when what it has entered, perhaps a generator, is left. */
export function offsetBehind(caller: Frame, generator: PyGenBase | undefined): number {
  return generator !== undefined && generator.state < FRAME_EXECUTING ? YIELD_OFFSET : caller.returnOffset;
}

/** Takes the frame of a running generator off the thread: the frame that goes on, `undefined` when the loop ends. */
export function release(thread: Thread, frame: Frame): Frame | undefined {
  const { excState } = frame.generator!;
  thread.excInfo = excState.previous!;
  excState.previous = undefined;
  thread.recursionDepth--;
  const caller = frame.isEntry ? frame.beneath : frame.previous;
  frame.previous = undefined;
  frame.beneath = undefined;
  thread.heapFrame = caller;
  return frame.isEntry ? undefined : caller;
}

/** Sees to it that a suspended generator is closed when nobody refers to it any more; its frame may not, then. */
export function keepWatch(generator: PyGenBase, frame: Frame): void {
  if (generator.waiting === undefined) watchGenerator(generator, frame);
  if (generator.waiting !== undefined && generator.waiting !== YOUNG) frame.generator = undefined;
}

/** The iterator that `yield from` delegates to. */
export function yieldFromIter(frame: Frame, iterable: PyObject): PyObject {
  if (iterable instanceof PyCoroutine) {
    if (!(frame.code.co_flags & (CO_COROUTINE | CO_ITERABLE_COROUTINE))) {
      throw typeError("cannot 'yield from' a coroutine object in a non-coroutine generator");
    }
    return iterable;
  }
  return iterable instanceof PyGenerator ? iterable : getIter(iterable);
}

/** The iterator of an awaitable. `context`: 1 for `__aenter__`, 2 for `__aexit__` of `async with`. */
export function awaitableIter(awaitable: PyObject, context: number): PyObject {
  const type = typeOf(awaitable);
  if (context > 0 && type.am_await === undefined) {
    const method = context === 1 ? '__aenter__' : '__aexit__';
    throw typeError(
      `'async with' received an object from ${method} that does not implement __await__: ${type.tp_name}`,
    );
  }
  const iterator = getAwaitableIter(awaitable);
  if (iterator instanceof PyCoroutine && delegate(iterator) !== undefined) {
    throw runtimeError('coroutine is being awaited already');
  }
  return iterator;
}

/** `obj.__aiter__()`. */
export function asyncIter(value: PyObject): PyObject {
  const type = typeOf(value);
  if (type.am_aiter === undefined) {
    throw typeError(`'async for' requires an object with __aiter__ method, got ${type.tp_name}`);
  }
  const iterator = type.am_aiter(value);
  if (typeOf(iterator).am_anext === undefined) {
    throw typeError(
      `'async for' received an object from __aiter__ that does not implement __anext__: ${typeName(iterator)}`,
    );
  }
  return iterator;
}

/** The awaitable of the next item. */
export function asyncNext(iterator: PyObject): PyObject {
  const type = typeOf(iterator);
  if (type.am_anext === undefined) {
    throw typeError(`'async for' requires an iterator with __anext__ method, got ${type.tp_name}`);
  }
  const awaitable = type.am_anext(iterator);
  if (iterator instanceof PyAsyncGenerator) return awaitable;
  try {
    return getAwaitableIter(awaitable);
  } catch (thrown) {
    if (!(thrown instanceof PyBaseException)) throw thrown;
    const error = typeError(`'async for' received an invalid object from __anext__: ${typeName(awaitable)}`);
    error.cause = thrown;
    error.context = thrown;
    error.suppressContext = true;
    throw error;
  }
}
