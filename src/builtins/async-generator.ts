/**
 * async_generator, and the awaitables that drive one: `asend()` and `__anext__()`, `athrow()` and `aclose()`.
 *
 * What the generator yields arrives wrapped (`PyAsyncGenWrappedValue`), which tells it from what the generator awaits:
 * the former ends the awaitable with the value, the latter is passed on. CPython: Objects/genobject.c.
 */

import { exceptionTypes, PyBaseException, PyStopIteration } from '../objects/exception.ts';
import {
  AWAITABLE_CLOSED,
  AWAITABLE_INIT,
  AWAITABLE_ITER,
  FRAME_COMPLETED,
  PyAsyncGenASend,
  PyAsyncGenAThrow,
  PyAsyncGenerator,
  PyAsyncGenWrappedValue,
} from '../objects/generator.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { checkPositional } from '../runtime/arguments.ts';
import { call1 } from '../runtime/call.ts';
import { defineType, member, methodsOf, rawMethod } from '../runtime/define.ts';
import { newException, runtimeError } from '../runtime/errors.ts';
import { setContext } from '../runtime/exception-context.ts';
import { forget, watchUnawaited } from '../runtime/finalizers.ts';
import {
  finalizeGenerator,
  sendToGenerator,
  stepOrStop,
  type ThrowArguments,
  throwIntoGenerator,
} from '../runtime/generators.ts';
import { classGetItem } from '../runtime/generic-alias.ts';
import { current, type Thread } from '../runtime/state.ts';
import { isInstanceOf } from '../runtime/type-of.ts';
import {
  CLOSE_DOC,
  checkThrowArguments,
  generatorAttributes,
  generatorRepr,
  SEND_DOC,
  sizeEntry,
  THROW_DOC,
  warnOfThrowArguments,
} from './generator.ts';

const GeneratorExitType = exceptionTypes.get('GeneratorExit')!;
const StopAsyncIterationType = exceptionTypes.get('StopAsyncIteration')!;
const IGNORED_EXIT = 'async generator ignored GeneratorExit';

/** Tells the event loop of a generator that is iterated for the first time. CPython: `async_gen_init_hooks`. */
function initHooks(generator: PyAsyncGenerator): void {
  if (generator.hooksInited) return;
  generator.hooksInited = true;
  const { firstiter, finalizer, early } = current.thread.asyncgenHooks;
  generator.finalizer = finalizer;
  if (firstiter === undefined) return;
  if (early !== undefined && early.hook === firstiter) early.begin(generator);
  else call1(firstiter, generator);
}

/** Is this the end of an asynchronous generator: StopAsyncIteration or GeneratorExit? */
function isEnd(thrown: unknown): boolean {
  return (
    thrown instanceof PyBaseException &&
    (isInstanceOf(thrown, StopAsyncIterationType) || isInstanceOf(thrown, GeneratorExitType))
  );
}

/** A step of the generator has raised. */
function stepFailed(generator: PyAsyncGenerator, thrown: unknown): void {
  if (isEnd(thrown)) generator.closed = true;
  generator.runningAsync = false;
}

/**
 * What a step of the generator means for the awaitable that made it. A value that was awaited is passed on; one that
 * was yielded ends the awaitable (`undefined`, the value in `thread.returnValue`); the end of the generator is
 * StopAsyncIteration. CPython: `async_gen_unwrap_value`.
 */
function unwrap(
  thread: Thread,
  generator: PyAsyncGenerator,
  step: PyObject | undefined,
): PyObject | undefined {
  if (step !== undefined && !(step instanceof PyAsyncGenWrappedValue)) return step;
  generator.runningAsync = false;
  if (step === undefined) {
    generator.closed = true;
    const end = newException(StopAsyncIterationType);
    setContext(thread, end);
    throw end;
  }
  thread.returnValue = step.value;
  return undefined;
}

const generatorMethod = methodsOf<PyAsyncGenerator>();

function watched<A extends PyAsyncGenASend | PyAsyncGenAThrow>(awaitable: A): A {
  watchUnawaited(awaitable);
  return awaitable;
}

export const asyncGenerator = defineType({
  type: PyAsyncGenerator.type,
  slots: {
    tp_repr: generatorRepr('async_generator'),
    am_aiter: (self) => self,
    am_anext: (self) => {
      initHooks(self as PyAsyncGenerator);
      return new PyAsyncGenASend(self as PyAsyncGenerator, undefined);
    },
    am_send: (self, value) => sendToGenerator(current.thread, self as PyAsyncGenerator, value),
    tp_finalize: (object) => {
      const self = object as PyAsyncGenerator;
      if (self.finalizer !== undefined && !self.closed && self.state < FRAME_COMPLETED)
        call1(self.finalizer, self);
      else finalizeGenerator(current.thread, self);
    },
  },
  entries: [
    generatorMethod(
      'asend($self, object: object, /)',
      "asend(v) -> send 'v' in generator.",
      (self, value) => {
        initHooks(self);
        return watched(new PyAsyncGenASend(self, value));
      },
    ),
    rawMethod('athrow', undefined, THROW_DOC.replaceAll('throw(', 'athrow('), (object, args) => {
      const self = object as PyAsyncGenerator;
      warnOfThrowArguments('athrow', args);
      initHooks(self);
      return watched(new PyAsyncGenAThrow(self, args.slice()));
    }),
    generatorMethod('aclose($self, /)', CLOSE_DOC, (self) => {
      initHooks(self);
      return watched(new PyAsyncGenAThrow(self, undefined));
    }),
    sizeEntry,
    classGetItem,
    member<PyAsyncGenerator>('ag_running', undefined, 'runningAsync'),
    ...generatorAttributes('ag', 'async generator', 'await'),
  ],
});

/** What `close()` of both awaitables does with the outcome of throwing GeneratorExit. */
function closeBy(step: () => PyObject | undefined): PyObject {
  let result: PyObject | undefined;
  try {
    result = step();
  } catch (thrown) {
    if (thrown instanceof PyStopIteration || isEnd(thrown)) return None;
    throw thrown;
  }
  if (result !== undefined) throw runtimeError('coroutine ignored GeneratorExit');
  return None;
}

/** Seen only by trace functions. */
export const asyncGenWrappedValue = defineType({ type: PyAsyncGenWrappedValue.type });

// ── asend() and __anext__() ──────────────────────────────────────────────────────────────────────────────────────

/** Begins with the awaitable, unless another of the same generator is under way. */
function beginASend(self: PyAsyncGenASend): void {
  if (self.generator.runningAsync) {
    self.state = AWAITABLE_CLOSED;
    throw runtimeError('anext(): asynchronous generator is already running');
  }
  self.state = AWAITABLE_ITER;
}

function checkASendOpen(self: PyAsyncGenASend): void {
  if (self.waiting !== undefined) forget(current.thread.interp, self);
  if (self.state === AWAITABLE_CLOSED) throw runtimeError('cannot reuse already awaited __anext__()/asend()');
}

/** After a step: when it is the last one the awaitable is closed. */
function unwrapASend(self: PyAsyncGenASend, step: PyObject | undefined): PyObject | undefined {
  if (step !== undefined && !(step instanceof PyAsyncGenWrappedValue)) return step;
  self.state = AWAITABLE_CLOSED;
  return unwrap(current.thread, self.generator, step);
}

/** A step has raised. */
function failASend(self: PyAsyncGenASend, thrown: unknown): void {
  self.state = AWAITABLE_CLOSED;
  stepFailed(self.generator, thrown);
}

function sendToASend(self: PyAsyncGenASend, value: PyObject): PyObject | undefined {
  checkASendOpen(self);
  let sent = value;
  if (self.state === AWAITABLE_INIT) {
    if (sent === None) sent = self.value ?? None;
    beginASend(self);
  }
  const { generator } = self;
  generator.runningAsync = true;
  let step: PyObject | undefined;
  try {
    step = sendToGenerator(current.thread, generator, sent);
  } catch (thrown) {
    failASend(self, thrown);
    throw thrown;
  }
  return unwrapASend(self, step);
}

function throwIntoASend(self: PyAsyncGenASend, args: ThrowArguments): PyObject | undefined {
  checkASendOpen(self);
  if (self.state === AWAITABLE_INIT) beginASend(self);
  const { generator } = self;
  generator.runningAsync = true;
  let step: PyObject | undefined;
  try {
    step = throwIntoGenerator(current.thread, generator, args);
  } catch (thrown) {
    failASend(self, thrown);
    throw thrown;
  }
  return unwrapASend(self, step);
}

const asendMethod = methodsOf<PyAsyncGenASend>();

export const asyncGenASend = defineType({
  type: PyAsyncGenASend.type,
  slots: {
    tp_iter: (self) => self,
    tp_iternext: (self) => sendToASend(self as PyAsyncGenASend, None),
    am_await: (self) => self,
    am_send: (self, value) => sendToASend(self as PyAsyncGenASend, value),
    tp_finalize: () => {},
  },
  entries: [
    asendMethod('send($self, object: object, /)', SEND_DOC, (self, value) =>
      stepOrStop(current.thread, sendToASend(self, value)),
    ),
    rawMethod('throw', undefined, THROW_DOC, (self, args) => {
      checkASendOpen(self as PyAsyncGenASend);
      checkThrowArguments('throw', args);
      return stepOrStop(current.thread, throwIntoASend(self as PyAsyncGenASend, args));
    }),
    asendMethod('close($self, /)', CLOSE_DOC, (self) =>
      self.state === AWAITABLE_CLOSED ? None : closeBy(() => throwIntoASend(self, [GeneratorExitType])),
    ),
  ],
});

// ── athrow() and aclose() ────────────────────────────────────────────────────────────────────────────────────────

function checkAThrowOpen(self: PyAsyncGenAThrow): void {
  if (self.waiting !== undefined) forget(current.thread.interp, self);
  if (self.state === AWAITABLE_CLOSED) throw runtimeError('cannot reuse already awaited aclose()/athrow()');
}

function checkNotRunning(self: PyAsyncGenAThrow): void {
  if (!self.generator.runningAsync) return;
  self.state = AWAITABLE_CLOSED;
  const method = self.args === undefined ? 'aclose' : 'athrow';
  throw runtimeError(`${method}(): asynchronous generator is already running`);
}

function finishAThrow(self: PyAsyncGenAThrow): void {
  self.generator.runningAsync = false;
  self.state = AWAITABLE_CLOSED;
}

/**
 * A step in `aclose()`: the generator must end. What it awaits is passed on, what it yields is an error, its end is
 * the end of the awaitable.
 */
function stepAClose(self: PyAsyncGenAThrow, step: () => PyObject | undefined): PyObject | undefined {
  const { thread } = current;
  let result: PyObject | undefined;
  try {
    result = step();
  } catch (thrown) {
    finishAThrow(self);
    if (!isEnd(thrown)) throw thrown;
    thread.returnValue = None;
    return undefined;
  }
  if (result !== undefined && !(result instanceof PyAsyncGenWrappedValue)) return result;
  finishAThrow(self);
  if (result !== undefined) throw runtimeError(IGNORED_EXIT);
  thread.returnValue = None;
  return undefined;
}

/** A step in `athrow()`. */
function stepAThrow(self: PyAsyncGenAThrow, step: () => PyObject | undefined): PyObject | undefined {
  let result: PyObject | undefined;
  try {
    result = step();
  } catch (thrown) {
    finishAThrow(self);
    stepFailed(self.generator, thrown);
    throw thrown;
  }
  if (result === undefined || result instanceof PyAsyncGenWrappedValue) finishAThrow(self);
  return unwrap(current.thread, self.generator, result);
}

function sendToAThrow(self: PyAsyncGenAThrow, value: PyObject): PyObject | undefined {
  checkAThrowOpen(self);
  const { thread } = current;
  const { generator, args } = self;
  if (generator.state >= FRAME_COMPLETED) {
    self.state = AWAITABLE_CLOSED;
    thread.returnValue = None;
    return undefined;
  }
  if (self.state === AWAITABLE_INIT) {
    checkNotRunning(self);
    if (generator.closed) {
      self.state = AWAITABLE_CLOSED;
      throw newException(StopAsyncIterationType);
    }
    if (value !== None) throw runtimeError("can't send non-None value to a just-started coroutine");
    self.state = AWAITABLE_ITER;
    generator.runningAsync = true;
    if (args !== undefined) checkPositional('athrow', args.length, 1, 3);
    if (args !== undefined) return stepAThrow(self, () => throwIntoGenerator(thread, generator, args, false));
    generator.closed = true;
    return stepAClose(self, () => throwIntoGenerator(thread, generator, [GeneratorExitType], false));
  }
  const step = (): PyObject | undefined => sendToGenerator(thread, generator, value);
  return args === undefined ? stepAClose(self, step) : stepAThrow(self, step);
}

function throwIntoAThrow(self: PyAsyncGenAThrow, args: ThrowArguments): PyObject | undefined {
  checkAThrowOpen(self);
  if (self.state === AWAITABLE_INIT) {
    checkNotRunning(self);
    self.state = AWAITABLE_ITER;
    self.generator.runningAsync = true;
  }
  const step = (): PyObject | undefined => throwIntoGenerator(current.thread, self.generator, args);
  return self.args === undefined ? stepAClose(self, step) : stepAThrow(self, step);
}

const athrowMethod = methodsOf<PyAsyncGenAThrow>();

export const asyncGenAThrow = defineType({
  type: PyAsyncGenAThrow.type,
  slots: {
    tp_iter: (self) => self,
    tp_iternext: (self) => sendToAThrow(self as PyAsyncGenAThrow, None),
    am_await: (self) => self,
    am_send: (self, value) => sendToAThrow(self as PyAsyncGenAThrow, value),
    tp_finalize: () => {},
  },
  entries: [
    athrowMethod('send($self, object: object, /)', SEND_DOC, (self, value) =>
      stepOrStop(current.thread, sendToAThrow(self, value)),
    ),
    rawMethod('throw', undefined, THROW_DOC, (self, args) => {
      checkAThrowOpen(self as PyAsyncGenAThrow);
      checkThrowArguments('throw', args);
      return stepOrStop(current.thread, throwIntoAThrow(self as PyAsyncGenAThrow, args));
    }),
    athrowMethod('close($self, /)', CLOSE_DOC, (self) =>
      self.state === AWAITABLE_CLOSED ? None : closeBy(() => throwIntoAThrow(self, [GeneratorExitType])),
    ),
  ],
});
