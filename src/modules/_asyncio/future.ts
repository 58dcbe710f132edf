/**
 * Future: a result that is not there yet. CPython: Modules/_asynciomodule.c; in Python the same stands in Lib/asyncio/futures.py.
 *
 * A future, or a task, that is forgotten too early is reported by its loop. It needs no handle for that unless its class has
 * a `__del__`: it is watched as coroutines are, and another one, with the same in it, stands in for the one that is gone.
 */

import { checkThrowArguments } from '../../builtins/generator.ts';
import { PyContext } from '../../objects/context.ts';
import {
  PyBaseException as BaseException,
  type PyBaseException,
  PyStopIteration,
} from '../../objects/exception.ts';
import { hasHandle, type Watched } from '../../objects/handle.ts';
import { PyList } from '../../objects/list.ts';
import {
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_BASETYPE,
  TPFLAGS_DISALLOW_INSTANTIATION,
  TPFLAGS_IMMUTABLETYPE,
} from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { call, callMethod } from '../../runtime/call.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { isEqual } from '../../runtime/compare.ts';
import { isTrue } from '../../runtime/convert.ts';
import { defineType, type Entry, getset, methodsOf, rawMethod } from '../../runtime/define.ts';
import { newDictOf } from '../../runtime/dict.ts';
import {
  attributeError,
  returned,
  runtimeError,
  stopIteration,
  typeError,
  valueError,
} from '../../runtime/errors.ts';
import { forget, watchUntilForgotten } from '../../runtime/finalizers.ts';
import { thrownException } from '../../runtime/generators.ts';
import { classGetItem } from '../../runtime/generic-alias.ts';
import { newFrozenSet } from '../../runtime/set.ts';
import { current } from '../../runtime/state.ts';
import { isSubtype, typeName, typeOf } from '../../runtime/type-of.ts';
import { currentContext } from '../_contextvars.ts';
import {
  callSoon,
  cancelledError,
  eventLoop,
  fromAsyncio,
  invalidState,
  isDebugging,
  names,
  raisedHere,
} from './state.ts';

export const PENDING = 'PENDING';
const CANCELLED = 'CANCELLED';
const FINISHED = 'FINISHED';

interface Callback {
  readonly callback: PyObject;
  readonly context: PyObject;
}

export class PyFuture extends PyBaseObject implements Watched {
  static readonly type: PyType = new PyType(
    '_asyncio.Future',
    PyFuture,
    objectType,
    TPFLAGS_BASETYPE | TPFLAGS_IMMUTABLETYPE,
  );

  /** Absent until `__init__` was called. */
  loop: PyObject | undefined = undefined;
  state = PENDING;
  result: PyObject = None;
  exception: PyBaseException | undefined = undefined;
  exceptionTraceback: PyBaseException['traceback'] = undefined;
  /** Most have one callback at most, which stands here; those that come after it are {@link moreCallbacks}. */
  callback: PyObject | undefined = undefined;
  callbackContext: PyObject = None;
  moreCallbacks: Callback[] | undefined = undefined;
  /** Somebody awaits it: it was yielded by its iterator. */
  blocking = false;
  /** Its exception was not asked for so far. */
  logsTraceback = false;
  sourceTraceback: PyObject | undefined = undefined;
  cancelMessage: PyObject = None;
  /** What has cancelled it, to be raised once. */
  cancelledBy: PyBaseException | undefined = undefined;
  /** One, or several. */
  awaitedBy: PyObject | Set<PyObject> | undefined = undefined;
  waiting: Watched['waiting'] = undefined;

  atEnd(): () => void {
    if (hasHandle(this)) return () => {};
    const { loop, exception, sourceTraceback } = this;
    const { ctor } = typeOf(this);
    return () => {
      const heir = new ctor() as PyFuture;
      heir.loop = loop;
      heir.state = FINISHED;
      heir.exception = exception;
      heir.sourceTraceback = sourceTraceback;
      reportException(heir);
    };
  }
}
PyFuture.type.hasDict = true;
PyFuture.type.hasWeakref = true;

export function checkAlive(future: PyFuture): PyObject {
  if (future.loop === undefined) throw runtimeError('Future object is not initialized.');
  return future.loop;
}

/** What `Future.__init__` does. */
export function initFuture(future: PyFuture, loop: PyObject): void {
  future.loop = loop === None ? eventLoop() : loop;
  future.state = PENDING;
  future.callback = undefined;
  future.moreCallbacks = undefined;
  if (isDebugging(future.loop)) {
    future.sourceTraceback = call(fromAsyncio('format_helpers', 'extract_stack'), []);
  }
}

// ── Becoming done ────────────────────────────────────────────────────────────────────────────────────────────────────

function becomeDone(future: PyFuture, state: string): void {
  future.state = state;
  const { callback: first, callbackContext, moreCallbacks, loop } = future;
  if (first === undefined) return;
  future.callback = undefined;
  future.callbackContext = None;
  future.moreCallbacks = undefined;
  callSoon(loop!, first, future, callbackContext);
  if (moreCallbacks === undefined) return;
  for (const { callback, context } of moreCallbacks) callSoon(loop!, callback, future, context);
}

function callbacksOf({ callback, callbackContext, moreCallbacks }: PyFuture): Callback[] {
  return callback === undefined ? [] : [{ callback, context: callbackContext }, ...(moreCallbacks ?? [])];
}

function setCallbacks(future: PyFuture, callbacks: readonly Callback[]): void {
  future.callback = callbacks[0]?.callback;
  future.callbackContext = callbacks[0]?.context ?? None;
  future.moreCallbacks = callbacks.length > 1 ? callbacks.slice(1) : undefined;
}

export function setResult(future: PyFuture, result: PyObject): void {
  checkAlive(future);
  if (future.state !== PENDING) throw invalidState('invalid state');
  future.result = result;
  becomeDone(future, FINISHED);
}

export function setException(future: PyFuture, value: PyObject): void {
  checkAlive(future);
  if (future.state !== PENDING) throw invalidState('invalid state');
  let exception = value;
  if (value instanceof PyType && isSubtype(value, BaseException.type)) {
    exception = call(value, []);
    if (future.state !== PENDING) throw invalidState('invalid state');
  }
  if (!(exception instanceof BaseException)) throw typeError('invalid exception object');
  if (exception instanceof PyStopIteration) {
    const error = runtimeError(
      'StopIteration interacts badly with generators and cannot be raised into a Future',
    );
    error.cause = exception;
    error.context = exception;
    error.suppressContext = true;
    exception = error;
  }
  const raised = exception as PyBaseException;
  raised.isHeld = true;
  future.exception = raised;
  future.exceptionTraceback = raised.traceback;
  becomeDone(future, FINISHED);
  future.logsTraceback = true;
  if (future.waiting === undefined) watchUntilForgotten(future);
}

/** Nobody needs to be told of the exception any more. */
export function stopLogging(future: PyFuture): void {
  if (!future.logsTraceback) return;
  future.logsTraceback = false;
  if (future.waiting !== undefined) forget(current.thread.interp, future);
}

export function cancelFuture(future: PyFuture, message: PyObject): boolean {
  stopLogging(future);
  if (future.state !== PENDING) return false;
  future.cancelMessage = message;
  becomeDone(future, CANCELLED);
  return true;
}

/** The CancelledError of a cancelled future. */
export function cancellation(future: PyFuture): PyBaseException {
  const { cancelledBy } = future;
  if (cancelledBy === undefined) return cancelledError(future.cancelMessage);
  future.cancelledBy = undefined;
  return cancelledBy;
}

/** What a done future gives, or raises. */
export function resultOf(future: PyFuture): PyObject {
  if (future.loop === undefined) throw invalidState('Future object is not initialized.');
  if (future.state === CANCELLED) throw raisedHere(cancellation(future));
  if (future.state !== FINISHED) throw invalidState('Result is not set.');
  stopLogging(future);
  const { exception } = future;
  if (exception === undefined) return future.result;
  exception.traceback = future.exceptionTraceback;
  future.exceptionTraceback = undefined;
  throw raisedHere(exception);
}

export function addDoneCallback(future: PyFuture, callback: PyObject, context: PyObject): void {
  if (future.loop === undefined) throw runtimeError('uninitialized Future object');
  const own = context === None ? new PyContext(currentContext().values) : context;
  if (future.state !== PENDING) callSoon(future.loop, callback, future, own);
  else if (future.callback === undefined) {
    future.callback = callback;
    future.callbackContext = own;
  } else {
    future.moreCallbacks ??= [];
    future.moreCallbacks.push({ callback, context: own });
  }
}

function removeDoneCallback(future: PyFuture, callback: PyObject): number {
  checkAlive(future);
  const callbacks = callbacksOf(future);
  const kept = callbacks.filter((entry) => !isEqual(entry.callback, callback));
  // Comparing may have run code that has changed the list: what has come since stays.
  const known = new Set(callbacks.map((entry) => entry.callback));
  kept.push(...callbacksOf(future).filter((entry) => !known.has(entry.callback)));
  setCallbacks(future, kept);
  return callbacks.length - kept.length;
}

// ── Forgotten too early ──────────────────────────────────────────────────────────────────────────────────────────────

/** Tells the loop of an exception that nobody has asked for. */
export function reportException(future: PyFuture): void {
  const name = typeName(future);
  const items: PyObject[] = [
    ...['message', `${name.slice(name.lastIndexOf('.') + 1)} exception was never retrieved`],
    ...['exception', future.exception!, 'future', future],
  ];
  if (future.sourceTraceback !== undefined) items.push('source_traceback', future.sourceTraceback);
  callMethod(future.loop!, names.callExceptionHandler, newDictOf(items));
}

export function finalizeFuture(future: PyFuture): void {
  if (!future.logsTraceback) return;
  stopLogging(future);
  reportException(future);
}

// ── The iterator ─────────────────────────────────────────────────────────────────────────────────────────────────────

class PyFutureIter extends PyBaseObject {
  static readonly type = new PyType(
    '_asyncio.FutureIter',
    PyFutureIter,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION | TPFLAGS_IMMUTABLETYPE,
  );

  future: PyFuture | undefined;

  constructor(future: PyFuture) {
    super();
    this.future = future;
  }
}

/** A step: yields the future while it is pending; `undefined` at the end, with the result in `thread.returnValue`. */
function stepOfIter({ future }: PyFutureIter): PyObject | undefined {
  const { thread } = current;
  if (future === undefined) {
    thread.returnValue = None;
    return undefined;
  }
  if (future.state === PENDING) {
    if (future.blocking) throw runtimeError("await wasn't used with future");
    future.blocking = true;
    return future;
  }
  thread.returnValue = resultOf(future);
  return undefined;
}

function nextOfIter(iter: PyFutureIter): PyObject | undefined {
  const step = stepOfIter(iter);
  if (step !== undefined) return step;
  const value = current.thread.returnValue!;
  if (value === None) return undefined;
  throw returned(value);
}

const iterMethod = methodsOf<PyFutureIter>();

export const futureIter = defineType({
  type: PyFutureIter.type,
  slots: {
    tp_iter: (self) => self,
    tp_iternext: (self) => nextOfIter(self as PyFutureIter),
    am_send: (self) => stepOfIter(self as PyFutureIter),
  },
  entries: [
    iterMethod('send($self, object: object, /)', '', (self) => {
      const step = nextOfIter(self);
      if (step === undefined) throw stopIteration(undefined);
      return step;
    }),
    rawMethod('throw', undefined, '', (self, args) => {
      checkThrowArguments('throw', args);
      (self as PyFutureIter).future = undefined;
      throw thrownException(args);
    }),
    iterMethod('close($self, /) -> None', '', (self) => {
      self.future = undefined;
    }),
  ],
});

export function iterateFuture(future: PyObject): PyObject {
  checkAlive(future as PyFuture);
  return new PyFutureIter(future as PyFuture);
}

// ── The type ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** An attribute that reads None while there is none. */
function attribute(
  name: string,
  get: (self: PyFuture) => PyObject | undefined,
  set?: (self: PyFuture, value: PyObject) => void,
): Entry {
  return getset<PyFuture>(
    name,
    undefined,
    (self) => get(self) ?? None,
    set &&
      ((self, value) => {
        if (value === undefined) {
          throw attributeError(
            `attribute '${name}' of '_asyncio.Future' objects cannot be deleted`,
            self,
            name,
          );
        }
        set(self, value);
      }),
  );
}

function alive(get: (self: PyFuture) => PyObject | undefined): (self: PyFuture) => PyObject | undefined {
  return (self) => {
    checkAlive(self);
    return get(self);
  };
}

const INIT = 'Future($self, /, *, loop: object = None) -> None';
const initDef = builtinDef<PyFuture, typeof INIT>(INIT, '', initFuture);

const method = methodsOf<PyFuture>();

export const future = defineType({
  type: PyFuture.type,
  doc: 'A result that is not there yet, to be awaited.\n\nAlmost as concurrent.futures.Future, but result() and exception() do not wait, and\ncallbacks are called through the event loop.',
  textSignature: '(*, loop=None)',
  slots: {
    tp_new: (type) => new type.ctor(),
    tp_init: (self, args, kwnames) => void initDef.call(self, args, kwnames),
    tp_repr: (self) => {
      checkAlive(self as PyFuture);
      return call(fromAsyncio('base_futures', '_future_repr'), [self]);
    },
    tp_iter: iterateFuture,
    am_await: iterateFuture,
    tp_finalize: (self) => finalizeFuture(self as PyFuture),
  },
  entries: [
    method(
      'result($self, /)',
      'Return the result, or raise the exception or CancelledError.\n\nRaises InvalidStateError while there is neither.',
      resultOf,
    ),
    method(
      'exception($self, /)',
      'Return the exception that was set, None if there is a result.\n\nRaises CancelledError when cancelled, InvalidStateError when not done.',
      (self) => {
        if (self.loop === undefined) throw invalidState('Future object is not initialized.');
        if (self.state === CANCELLED) throw raisedHere(cancellation(self));
        if (self.state !== FINISHED) throw invalidState('Exception is not set.');
        stopLogging(self);
        return self.exception ?? None;
      },
    ),
    method(
      'set_result($self, result: object, /) -> None',
      'Make the future done, with a result.\n\nRaises InvalidStateError when it is done already.',
      setResult,
    ),
    method(
      'set_exception($self, exception: object, /) -> None',
      'Make the future done, with an exception.\n\nRaises InvalidStateError when it is done already.',
      setException,
    ),
    method(
      'add_done_callback($self, fn: object, /, *, context: object = None) -> None',
      'Have a function called, with the future, when it is done; soon if it is already.',
      addDoneCallback,
      '($self, fn, /, *, context=<unrepresentable>)',
    ),
    method(
      'remove_done_callback($self, fn: object, /) -> int',
      'Take a function off the list of callbacks, however often it is there.\n\nReturns how often.',
      removeDoneCallback,
    ),
    method(
      'cancel($self, /, msg: object = None) -> bool',
      'Make the future cancelled, unless it is done; was that done?',
      (self, message) => {
        checkAlive(self);
        return cancelFuture(self, message);
      },
    ),
    method(
      'cancelled($self, /) -> bool',
      'Was it cancelled?',
      (self) => self.loop !== undefined && self.state === CANCELLED,
    ),
    method(
      'done($self, /) -> bool',
      'Is there a result or an exception, or was it cancelled?',
      (self) => self.loop !== undefined && self.state !== PENDING,
    ),
    method('get_loop($self, /)', 'Return the event loop that the future belongs to.', checkAlive),
    method(
      '_make_cancelled_error($self, /)',
      'Make the CancelledError of a cancelled future.\n\nFor one use: what has cancelled it is forgotten.',
      cancellation,
    ),
    attribute(
      '_state',
      alive((self) => self.state),
    ),
    attribute(
      '_asyncio_future_blocking',
      (self) => self.loop !== undefined && self.blocking,
      (self, value) => {
        checkAlive(self);
        self.blocking = isTrue(value);
      },
    ),
    attribute('_loop', (self) => self.loop),
    attribute(
      '_callbacks',
      alive((self) => {
        const callbacks = callbacksOf(self);
        if (callbacks.length === 0) return undefined;
        return new PyList(callbacks.map(({ callback, context }) => new PyTuple([callback, context])));
      }),
    ),
    attribute(
      '_result',
      alive((self) => self.result),
    ),
    attribute(
      '_exception',
      alive((self) => self.exception),
    ),
    attribute(
      '_log_traceback',
      alive((self) => self.logsTraceback),
      (self, value) => {
        if (isTrue(value)) throw valueError('_log_traceback can only be set to False');
        stopLogging(self);
      },
    ),
    attribute('_source_traceback', (self) => (self.loop === undefined ? undefined : self.sourceTraceback)),
    attribute(
      '_cancel_message',
      (self) => self.cancelMessage,
      (self, value) => {
        self.cancelMessage = value;
      },
    ),
    attribute('_asyncio_awaited_by', ({ awaitedBy }) =>
      awaitedBy === undefined
        ? undefined
        : newFrozenSet(new PyTuple(awaitedBy instanceof Set ? Array.from(awaitedBy) : [awaitedBy])),
    ),
    classGetItem,
  ],
});

/** Notes that one future, or task, waits for another; others have nobody to note it. */
export function addAwaitedBy(future: PyObject, waiter: PyObject): void {
  if (!(future instanceof PyFuture) || !(waiter instanceof PyFuture)) return;
  const { awaitedBy } = future;
  if (awaitedBy === undefined || awaitedBy === waiter) future.awaitedBy = waiter;
  else if (awaitedBy instanceof Set) awaitedBy.add(waiter);
  else future.awaitedBy = new Set([awaitedBy, waiter]);
}

export function discardAwaitedBy(future: PyObject, waiter: PyObject): void {
  if (!(future instanceof PyFuture) || !(waiter instanceof PyFuture)) return;
  const { awaitedBy } = future;
  if (awaitedBy === waiter) future.awaitedBy = undefined;
  else if (awaitedBy instanceof Set) awaitedBy.delete(waiter);
}
