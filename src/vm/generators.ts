/**
 * Generators and coroutines in the interpreter: made, entered, left, sent to, thrown into.
 * CPython: Objects/genobject.c, `_PyEval` opcodes SEND, YIELD_VALUE, GET_AWAITABLE in Python/bytecodes.c.
 */
import { attrName } from '../objects/attribute-name.ts';
import {
  CO_ASYNC_GENERATOR,
  CO_COROUTINE,
  CO_GENERATOR,
  CO_ITERABLE_COROUTINE,
} from '../objects/code.ts';
import { PyBaseException, PyStopIteration } from '../objects/exception.ts';
import type { Frame } from '../objects/frame.ts';
import {
  FRAME_COMPLETED,
  FRAME_CREATED,
  FRAME_EXECUTING,
  PyAsyncGenerator,
  PyCoroutine,
  type PyGenBase,
  PyGenerator,
} from '../objects/generator.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { callMethod } from '../runtime/call.ts';
import { recursionError, runtimeError, typeError, valueError } from '../runtime/errors.ts';
import { getIter } from '../runtime/iter.ts';
import type { Thread } from '../runtime/state.ts';
import { isInstanceOf, typeName, typeOf } from '../runtime/type-of.ts';


/** The generator, coroutine or asynchronous generator of a frame that was just left. */
export function makeGenerator(frame: Frame, pc: number, sp: number): PyObject {
  frame.instrPtr = pc;
  frame.stackpointer = sp;
  frame.previous = undefined;
  frame.isEntry = false;
  const { co_flags, co_name, co_qualname } = frame.code;
  const name = frame.func?.func_name ?? co_name;
  const qualname = frame.func?.func_qualname ?? co_qualname;
  const kind = co_flags & (CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR);
  if (kind === CO_COROUTINE) return new PyCoroutine(frame, name, qualname);
  if (kind === CO_ASYNC_GENERATOR) return new PyAsyncGenerator(frame, name, qualname);
  return new PyGenerator(frame, name, qualname);
}

/** May `SEND` enter this one's frame in the same loop? An asynchronous generator is driven by its awaitables. */
export function isPlainGenerator(generator: PyGenBase): boolean {
  return generator instanceof PyGenerator || generator instanceof PyCoroutine;
}

/** Puts a generator's frame on top of the thread with `value` sent into it. */
function resume(thread: Thread, generator: PyGenBase, value: PyObject): Frame {
  if (++thread.recursionDepth > thread.interp.recursionLimit) {
    thread.recursionDepth--;
    throw recursionError('maximum recursion depth exceeded');
  }
  const frame = generator.frame!;
  frame.localsplus[frame.stackpointer++] = value;
  frame.previous = thread.frame;
  generator.state = FRAME_EXECUTING;
  generator.excState.previous = thread.excInfo;
  thread.excInfo = generator.excState;
  thread.frame = frame;
  return frame;
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
export function suspend(thread: Thread, frame: Frame, pc: number, sp: number, state: number): Frame | undefined {
  frame.instrPtr = pc;
  frame.stackpointer = sp;
  const generator = frame.generator!;
  generator.state = state;
  thread.excInfo = generator.excState.previous!;
  generator.excState.previous = undefined;
  thread.recursionDepth--;
  const caller = frame.previous;
  frame.previous = undefined;
  thread.frame = caller;
  return frame.isEntry ? undefined : caller;
}

/**
 * A step of a generator from JavaScript: the yielded value, or `undefined` at the end with the returned value in
 * `thread.returnValue`. CPython: `gen_send_ex2`.
 */
export function sendToGenerator(thread: Thread, generator: PyGenBase, value: PyObject): PyObject | undefined {
  if (generator.state === FRAME_CREATED && value !== None) {
    throw typeError(`can't send non-None value to a just-started ${kindOf(generator)}`);
  }
  checkNotRunning(generator);
  if (generator.state >= FRAME_COMPLETED) {
    if (generator instanceof PyCoroutine) throw runtimeError('cannot reuse already awaited coroutine');
    thread.returnValue = None;
    return undefined;
  }
  const frame = resume(thread, generator, value);
  frame.isEntry = true;
  return finishStep(thread, generator, thread.interp.executor.run(thread, frame));
}

function finishStep(thread: Thread, generator: PyGenBase, outcome: PyObject): PyObject | undefined {
  if (generator.state < FRAME_EXECUTING) return outcome;
  thread.returnValue = outcome;
  return undefined;
}

/** Raises an exception at the point where a generator stands. CPython: `gen_send_ex2` with `exc`. */
export function throwIntoGenerator(
  thread: Thread,
  generator: PyGenBase,
  exception: PyBaseException,
): PyObject | undefined {
  checkNotRunning(generator);
  if (generator.state >= FRAME_COMPLETED) {
    if (generator instanceof PyCoroutine) throw runtimeError('cannot reuse already awaited coroutine');
    throw exception;
  }
  const frame = resume(thread, generator, None);
  frame.isEntry = true;
  return finishStep(thread, generator, thread.interp.executor.runThrow(thread, frame, exception));
}

function checkNotRunning(generator: PyGenBase): void {
  if (generator.state === FRAME_EXECUTING) throw valueError(`${kindOf(generator)} already executing`);
}

/** How messages name the kind of a generator. */
export function kindOf(generator: PyGenBase): string {
  if (generator instanceof PyCoroutine) return 'coroutine';
  return generator instanceof PyAsyncGenerator ? 'async generator' : 'generator';
}

const dunderSend = attrName('send');

/** A step of any awaitable's iterator: as {@link sendToGenerator}. */
export function send(thread: Thread, target: PyObject, value: PyObject): PyObject | undefined {
  const type = typeOf(target);
  if (type.am_send !== undefined) return type.am_send(target, value);
  try {
    if (value === None && type.tp_iternext !== undefined) {
      const item = type.tp_iternext(target);
      if (item === undefined) thread.returnValue = None;
      return item;
    }
    return callMethod(target, dunderSend, value);
  } catch (thrown) {
    if (!(thrown instanceof PyStopIteration)) throw thrown;
    thread.returnValue = thrown.value ?? None;
    return undefined;
  }
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
  if (context > 0 && type.am_await === undefined && !(awaitable instanceof PyCoroutine)) {
    const method = context === 1 ? '__aenter__' : '__aexit__';
    throw typeError(
      `'async with' received an object from ${method} that does not implement __await__: ${type.tp_name}`,
    );
  }
  const iterator = getAwaitableIter(awaitable);
  if (iterator instanceof PyCoroutine && iterator.frame !== undefined && isDelegating(iterator)) {
    throw runtimeError('coroutine is being awaited already');
  }
  return iterator;
}

function isDelegating(generator: PyGenBase): boolean {
  return generator.state === -1;
}

/** CPython: `_PyCoro_GetAwaitableIter`. */
export function getAwaitableIter(awaitable: PyObject): PyObject {
  if (awaitable instanceof PyCoroutine) return awaitable;
  if (awaitable instanceof PyGenerator && awaitable.frame !== undefined) {
    if (awaitable.frame.code.co_flags & CO_ITERABLE_COROUTINE) return awaitable;
  }
  const type = typeOf(awaitable);
  if (type.am_await === undefined) throw typeError(`'${type.tp_name}' object can't be awaited`);
  const iterator = type.am_await(awaitable);
  if (iterator instanceof PyCoroutine) throw typeError('__await__() returned a coroutine');
  if (typeOf(iterator).tp_iternext === undefined) {
    throw typeError(`__await__() returned non-iterator of type '${typeName(iterator)}'`);
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
    const error = typeError(
      `'async for' received an invalid object from __anext__: ${typeName(awaitable)}`,
    );
    error.cause = thrown;
    error.suppressContext = true;
    throw error;
  }
}
