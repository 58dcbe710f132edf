import { attrName } from '../objects/attribute-name.ts';
import { CO_COROUTINE, CO_ITERABLE_COROUTINE } from '../objects/code.ts';
import { exceptionTypes, PyBaseException, PyStopIteration } from '../objects/exception.ts';
import { type Frame, generatorOf } from '../objects/frame.ts';
import {
  FRAME_COMPLETED,
  FRAME_CREATED,
  FRAME_EXECUTING,
  FRAME_SUSPENDED_YIELD_FROM,
  PyAsyncGenerator,
  PyCoroutine,
  PyEndedDelegate,
  PyGenBase,
  PyGenerator,
  RETURNED,
} from '../objects/generator.ts';
import { type PyObject, PyType } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { PyTraceback } from '../objects/traceback.ts';
import { PyTuple } from '../objects/tuple.ts';
import { MAX_ACTIVATIONS } from './activations.ts';
import { getAttrOrAbsent } from './attributes.ts';
import { call, callMethod } from './call.ts';
import { newException, recursionError, returned, runtimeError, typeError, valueError } from './errors.ts';
import { setContext } from './exception-context.ts';
import { forget, waitsOutsideTry, warnUnawaited } from './finalizers.ts';
import { isIterator } from './iter.ts';
import { PY_UNWIND } from './monitoring/events.ts';
import { tellEnd, tellStopIteration } from './monitoring/stop-iteration.ts';
import { repr } from './repr.ts';
import { generics } from './slotdefs.ts';
import { current, type Thread } from './state.ts';
import { strJoin } from './text.ts';
import { isInstanceOf, isSubtype, typeName, typeOf } from './type-of.ts';
import { reportUnraisable } from './unraisable.ts';

const GeneratorExitType = exceptionTypes.get('GeneratorExit')!;
const dunderNext = attrName('__next__');
const sendName = attrName('send');
const throwName = attrName('throw');
const closeName = attrName('close');

/** How messages name the kind of a generator. */
function kindOf(generator: PyGenBase): string {
  if (generator instanceof PyCoroutine) return 'coroutine';
  return generator instanceof PyAsyncGenerator ? 'async generator' : 'generator';
}

/**
 * The generator, coroutine or asynchronous generator of a frame. A coroutine that compiled code runs as a function, since it
 * is awaited where it is called, becomes one when it is asked for.
 */
export function frameGenerator(thread: Thread, frame: Frame): PyGenBase | undefined {
  const generator = generatorOf(frame);
  if (generator !== undefined || (frame.code.co_flags & CO_COROUTINE) === 0) return generator;
  if (!thread.activations.frames.includes(frame)) return undefined;
  const { co_name, co_qualname } = frame.code;
  const made = new PyCoroutine(
    frame,
    frame.func?.func_name ?? co_name,
    frame.func?.func_qualname ?? co_qualname,
  );
  made.state = FRAME_EXECUTING;
  return made;
}

/** Puts a generator's frame on top of the thread with `value` sent into it. */
export function resume(thread: Thread, generator: PyGenBase, value: PyObject): Frame {
  thread.activations.limit = 0;
  if (++thread.recursionDepth + thread.activations.count > thread.interp.recursionLimit) {
    thread.recursionDepth--;
    throw recursionError('maximum recursion depth exceeded');
  }
  // A coroutine that is started need not be watched any more.
  if (generator.state === FRAME_CREATED && generator.waiting !== undefined) {
    forget(thread.interp, generator);
  }
  const frame = generator.frame!;
  frame.localsplus[frame.stackpointer++] = value;
  frame.previous = thread.heapFrame;
  frame.beneath = thread.heapFrame;
  frame.activationsBelow = thread.activations.count;
  frame.generator = generator;
  generator.state = FRAME_EXECUTING;
  generator.excState.previous = thread.excInfo;
  thread.excInfo = generator.excState;
  thread.heapFrame = frame;
  return frame;
}

/** Makes a generator one that has ended. */
function clearFrame(thread: Thread, generator: PyGenBase): void {
  if (generator.waiting !== undefined) forget(thread.interp, generator);
  const { frame } = generator;
  generator.state = FRAME_COMPLETED;
  generator.frame = undefined;
  generator.keptExcState = undefined;
  if (frame !== undefined) frame.localsplus.fill(undefined);
}

/** The result of a step that ran the frame: a yielded value, or what was returned, put aside. */
export function finishStep(thread: Thread, generator: PyGenBase, outcome: PyObject): PyObject | undefined {
  if (generator.state < FRAME_EXECUTING) return outcome;
  thread.returnValue = outcome;
  return undefined;
}

/** Is the next step of a suspended generator one for compiled code? Counts the steps of the others: what is hot is compiled. */
export function isCompiled(thread: Thread, generator: PyGenBase): boolean {
  if (!thread.compiles || thread.evalBreaker || thread.activations.count >= MAX_ACTIVATIONS) return false;
  if (generator.step !== undefined) return true;
  const { interp } = thread;
  return ++generator.code.executable!.resumptions >= interp.jitResumptions && interp.jit!.step(generator);
}

/** `generator.send(value)`: the value that is yielded; `undefined` at the end, with `thread.returnValue`. */
export function sendToGenerator(thread: Thread, generator: PyGenBase, value: PyObject): PyObject | undefined {
  const { step } = generator;
  return step !== undefined && thread.compiles
    ? step(generator, value)
    : interpretStep(thread, generator, value);
}

/** Puts something in the place of a delegate that has ended, which ends with the same value when it is asked. */
export function replaceDelegate(stack: (PyObject | undefined)[], at: number, thread: Thread): void {
  stack[at] = new PyEndedDelegate(thread.returnValue!);
}

PyEndedDelegate.type.am_send = (self) => {
  current.thread.returnValue = (self as PyEndedDelegate).value;
  return undefined;
};

/** The same, not in compiled code unless the generator has become hot. */
export function interpretStep(thread: Thread, generator: PyGenBase, value: PyObject): PyObject | undefined {
  const { state } = generator;
  if (state === FRAME_CREATED && value !== None) {
    throw typeError(`can't send non-None value to a just-started ${kindOf(generator)}`);
  }
  if (state >= FRAME_EXECUTING) {
    if (state === FRAME_EXECUTING) throw valueError(`${kindOf(generator)} already executing`);
    if (generator instanceof PyCoroutine) throw runtimeError('cannot reuse already awaited coroutine');
    thread.returnValue = None;
    return undefined;
  }
  if (generator.step === undefined && isCompiled(thread, generator)) return generator.step!(generator, value);
  thread.activations.leaveChain(thread.activations.count);
  let sent = value;
  if (value === RETURNED) {
    replaceDelegate(generator.frame!.localsplus, generator.frame!.stackpointer - 1, thread);
    sent = None;
  }
  const frame = resume(thread, generator, sent);
  frame.isEntry = true;
  return finishStep(thread, generator, thread.interp.executor.run(thread, frame));
}

/** Raises an exception where a generator stands. `closing`: an ended coroutine does not mind. */
export function raiseInGenerator(
  thread: Thread,
  generator: PyGenBase,
  exception: PyBaseException,
  closing = false,
): PyObject | undefined {
  const { state } = generator;
  if (state >= FRAME_EXECUTING) {
    if (state === FRAME_EXECUTING) throw valueError(`${kindOf(generator)} already executing`);
    if (generator instanceof PyCoroutine && !closing)
      throw runtimeError('cannot reuse already awaited coroutine');
    throw exception;
  }
  const frame = resume(thread, generator, None);
  frame.isEntry = true;
  if (generator.keptExcState?.value !== undefined) setContext(thread, exception);
  thread.propagating = exception;
  return finishStep(thread, generator, thread.interp.executor.runThrow(thread, frame, exception));
}

/** What a generator delegates to by `yield from` or `await`; `undefined` when it does not. */
export function delegate(generator: PyGenBase): PyObject | undefined {
  if (generator.state !== FRAME_SUSPENDED_YIELD_FROM) return undefined;
  const frame = generator.frame!;
  return frame.localsplus[frame.stackpointer - 1];
}

/** Runs `action` with a suspended generator marked as executing, as it is while its delegate works. */
function whileDelegating<T>(generator: PyGenBase, action: () => T): T {
  const { state } = generator;
  generator.state = FRAME_EXECUTING;
  try {
    return action();
  } finally {
    generator.state = state;
  }
}

/** The same, with the generator's frame among the callers, so that tracebacks show it. */
function whileDelegatingIn<T>(thread: Thread, generator: PyGenBase, action: () => T): T {
  const frame = generator.frame!;
  const outer = thread.heapFrame;
  frame.previous = outer;
  frame.isEntry = true;
  frame.beneath = outer;
  frame.activationsBelow = thread.activations.count;
  thread.heapFrame = frame;
  try {
    return whileDelegating(generator, action);
  } finally {
    thread.heapFrame = outer;
    frame.previous = undefined;
  }
}

/** Closes what a generator delegates to. */
function closeDelegate(thread: Thread, target: PyObject): void {
  if (target instanceof PyGenerator || target instanceof PyCoroutine) {
    closeGenerator(thread, target);
    return;
  }
  let method: PyObject | undefined;
  try {
    method = getAttrOrAbsent(target, closeName);
  } catch (thrown) {
    reportUnraisable(thrown, 'Exception ignored while closing generator', target);
  }
  if (method !== undefined) call(method, []);
}

/** Runs `action`; the Python exception that it raises, if it does. */
function caught(action: () => void): PyBaseException | undefined {
  try {
    action();
    return undefined;
  } catch (thrown) {
    if (thrown instanceof PyBaseException) return thrown;
    throw thrown;
  }
}

/** A fresh GeneratorExit, raised here: in the context of what is being handled. */
function generatorExit(thread: Thread): PyBaseException {
  const exception = newException(GeneratorExitType);
  setContext(thread, exception);
  return exception;
}

/** `generator.close()`: the value that the generator returned on the way out, if any. */
export function closeGenerator(thread: Thread, generator: PyGenBase): PyObject {
  if (generator.state === FRAME_CREATED) {
    clearFrame(thread, generator);
    return None;
  }
  if (generator.state >= FRAME_COMPLETED) return None;
  const target = delegate(generator);
  const failure =
    target === undefined
      ? undefined
      : caught(() => whileDelegating(generator, () => closeDelegate(thread, target)));
  const unwatched = thread.interp.monitoring.tools[PY_UNWIND] === 0;
  if (failure === undefined && unwatched && generator.isSuspended() && waitsOutsideTry(generator.frame!)) {
    clearFrame(thread, generator);
    return None;
  }
  let yielded: PyObject | undefined;
  try {
    yielded = raiseInGenerator(thread, generator, failure ?? generatorExit(thread), true);
  } catch (thrown) {
    if (thrown instanceof PyStopIteration) return thrown.value ?? None;
    if (thrown instanceof PyBaseException && isInstanceOf(thrown, GeneratorExitType)) return None;
    throw thrown;
  }
  if (yielded !== undefined) throw runtimeError(`${kindOf(generator)} ignored GeneratorExit`);
  return thread.returnValue!;
}

/** The arguments of `throw`: `(value)` or the deprecated `(type[, value[, traceback]])`. */
export type ThrowArguments = readonly PyObject[];

/** The exception that the arguments of `throw` mean. May call the exception class. */
export function thrownException(args: ThrowArguments): PyBaseException {
  const [type, value, traceback] = args;
  if (traceback !== undefined && traceback !== None && !(traceback instanceof PyTraceback)) {
    throw typeError('throw() third argument must be a traceback object');
  }
  let exception: PyBaseException;
  if (type instanceof PyType && isSubtype(type, PyBaseException.type)) {
    exception = instantiate(type, value);
    exception.traceback = traceback instanceof PyTraceback ? traceback : undefined;
  } else if (type instanceof PyBaseException) {
    if (value !== undefined && value !== None)
      throw typeError('instance exception may not have a separate value');
    exception = type;
    exception.isHeld = true;
    if (traceback instanceof PyTraceback) exception.traceback = traceback;
  } else {
    throw typeError(
      `exceptions must be classes or instances deriving from BaseException, not ${typeName(type!)}`,
    );
  }
  return exception;
}

/** An exception from a class and a value, or the one that making it raises. CPython: `PyErr_NormalizeException`. */
function instantiate(type: PyType, value: PyObject | undefined): PyBaseException {
  if (value !== undefined && isInstanceOf(value, type)) return value as PyBaseException;
  const args =
    value === undefined || value === None ? [] : value instanceof PyTuple ? value.items.slice() : [value];
  try {
    const made = call(type, args);
    if (made instanceof PyBaseException) return made;
    return typeError(
      strJoin('', [
        'calling ',
        repr(type),
        ` should have returned an instance of BaseException, not ${typeName(made)}`,
      ]),
    );
  } catch (thrown) {
    if (thrown instanceof PyBaseException) return thrown;
    throw thrown;
  }
}

/** Is what is thrown a GeneratorExit? */
function isGeneratorExit(type: PyObject): boolean {
  return type instanceof PyType ? isSubtype(type, GeneratorExitType) : isInstanceOf(type, GeneratorExitType);
}

/**
 * `generator.throw(…)`: passed on to what the generator delegates to. `closeOnExit`: a GeneratorExit closes the
 * delegate instead; asynchronous generators let it do its awaits.
 */
export function throwIntoGenerator(
  thread: Thread,
  generator: PyGenBase,
  args: ThrowArguments,
  closeOnExit = true,
): PyObject | undefined {
  const target = delegate(generator);
  if (target === undefined) return raiseInGenerator(thread, generator, thrownException(args));
  if (closeOnExit && isGeneratorExit(args[0]!)) {
    const failure = caught(() => whileDelegating(generator, () => closeDelegate(thread, target)));
    return raiseInGenerator(thread, generator, failure ?? thrownException(args));
  }
  let step: PyObject | undefined;
  const failure = caught(() => {
    if (target instanceof PyGenerator || target instanceof PyCoroutine) {
      step = whileDelegatingIn(thread, generator, () =>
        throwIntoGenerator(thread, target, args, closeOnExit),
      );
      if (step === undefined) throw returned(thread.returnValue!);
      return;
    }
    const method = getAttrOrAbsent(target, throwName);
    if (method === undefined) return;
    step = whileDelegatingIn(thread, generator, () => call(method, args));
  });
  if (step !== undefined) return step;
  return raiseInGenerator(thread, generator, failure ?? thrownException(args));
}

/** What happens to a generator that nobody can resume any more. CPython: `_PyGen_Finalize`. */
export function finalizeGenerator(thread: Thread, generator: PyGenBase): void {
  if (generator.state >= FRAME_COMPLETED) return;
  if (generator instanceof PyCoroutine && generator.state === FRAME_CREATED) {
    clearFrame(thread, generator);
    warnUnawaited(generator);
  } else closeGenerator(thread, generator);
}

// ── Any iterator that can be sent to ─────────────────────────────────────────────────────────────────────────────

/** A step of any awaitable's iterator: as {@link sendToGenerator}. */
export function send(thread: Thread, target: PyObject, value: PyObject): PyObject | undefined {
  const type = typeOf(target);
  if (type.am_send !== undefined) {
    const step = type.am_send(target, value);
    if (step === undefined && !(target instanceof PyGenBase)) tellEnd(thread.returnValue!);
    return step;
  }
  try {
    if (value !== None || !isIterator(target)) return callMethod(target, sendName, value);
    // What `__next__` in Python raises carries the value.
    if (type.tp_iternext === generics.genericNext) return callMethod(target, dunderNext);
    const item = type.tp_iternext!(target);
    if (item === undefined) thread.returnValue = None;
    return item;
  } catch (thrown) {
    if (!(thrown instanceof PyStopIteration)) throw thrown;
    tellStopIteration(thrown);
    thread.returnValue = thrown.value ?? None;
    return undefined;
  }
}

/** The value of a step as `send()` and `throw()` give it: the end is a StopIteration. */
export function stepOrStop(thread: Thread, step: PyObject | undefined): PyObject {
  if (step !== undefined) return step;
  throw returned(thread.returnValue!);
}

/** A generator that `types.coroutine` has made awaitable. */
function isGeneratorBasedCoroutine(value: PyObject): boolean {
  return value instanceof PyGenerator && (value.code.co_flags & CO_ITERABLE_COROUTINE) !== 0;
}

/** The iterator of an awaitable. CPython: `_PyCoro_GetAwaitableIter`. */
export function getAwaitableIter(awaitable: PyObject): PyObject {
  if (awaitable instanceof PyCoroutine) return awaitable;
  if (isGeneratorBasedCoroutine(awaitable)) return awaitable;
  const type = typeOf(awaitable);
  if (type.am_await === undefined) throw typeError(`'${type.tp_name}' object can't be awaited`);
  const iterator = type.am_await(awaitable);
  if (iterator instanceof PyCoroutine || isGeneratorBasedCoroutine(iterator)) {
    throw typeError('__await__() returned a coroutine');
  }
  if (!isIterator(iterator)) {
    throw typeError(`__await__() returned non-iterator of type '${typeName(iterator)}'`);
  }
  return iterator;
}
