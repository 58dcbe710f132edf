/**
 * Generators, coroutines and asynchronous generators: a frame that can be left and entered again; and the awaitables
 * by which the latter two are driven. CPython: Objects/genobject.c.
 */

import type { PyCode } from './code.ts';
import type { PyBaseException } from './exception.ts';
import type { Frame } from './frame.ts';
import type { Watched } from './handle.ts';
import { objectType, PyBaseObject, type PyObject, PyType, TPFLAGS_DISALLOW_INSTANTIATION } from './object.ts';
import type { Str } from './str.ts';

/** Where a generator's frame stands; ordered, as in CPython's pycore_frame.h. */
export const FRAME_CREATED = -3;
export const FRAME_SUSPENDED = -2;
export const FRAME_SUSPENDED_YIELD_FROM = -1;
export const FRAME_EXECUTING = 0;
export const FRAME_COMPLETED = 1;

/** The exception being handled in one activation, linked to those of the activations around it. */
export class ExcState {
  value: PyBaseException | undefined = undefined;
  previous: ExcState | undefined;

  constructor(previous: ExcState | undefined) {
    this.previous = previous;
  }
}

/** Resumes a generator in compiled code: the value that it yields; `undefined` when it has ended. */
export type Step = (generator: PyGenBase, value: PyObject) => PyObject | undefined;

/** A generator that delegates by `yield from`, to one that does so too, and so on: see jit/delegation.ts. */
export class Chain {
  /** What the first one delegates to. */
  target: PyGenBase;
  /** The last one. */
  leaf: PyGenBase;
  /** How many there are from the target to the leaf. */
  length = 1;
  /** Those between, while somebody may see that they are executing. */
  shown: PyGenBase[] | undefined = undefined;

  constructor(target: PyGenBase) {
    this.target = target;
    this.leaf = target;
  }
}

/** What the three kinds share; no Python type of its own, since none of them derives from another. */
export abstract class PyGenBase extends PyBaseObject {
  /** Absent once it has run to its end. */
  frame: Frame | undefined;
  readonly code: PyCode;
  state: number = FRAME_CREATED;
  name: Str;
  qualname: Str;
  /** Its {@link excState}, once there is one. */
  keptExcState: ExcState | undefined;
  /** How compiled code goes on from where it stands, if it can; what it runs itself it asks for its state. */
  step: Step | undefined = undefined;
  /** What happens when it is forgotten; absent while there is nothing to do then. */
  waiting: Watched['waiting'] = undefined;
  /** The chain that begins with it. */
  chain: Chain | undefined = undefined;
  /** Which generator delegates to it, when both are links of a chain. */
  delegator: PyGenBase | undefined = undefined;

  constructor(frame: Frame, name: Str, qualname: Str, excState?: ExcState) {
    super();
    this.keptExcState = excState;
    this.frame = frame;
    this.code = frame.code;
    this.name = name;
    this.qualname = qualname;
    frame.generator = this;
  }

  /** The exception that it handles; most handle none. */
  get excState(): ExcState {
    this.keptExcState ??= new ExcState(undefined);
    return this.keptExcState;
  }

  /** Does it stand at a `yield`, or wait for what it delegates to? */
  isSuspended(): boolean {
    return this.state === FRAME_SUSPENDED || this.state === FRAME_SUSPENDED_YIELD_FROM;
  }
}

export class PyGenerator extends PyGenBase {
  static readonly type = new PyType('generator', PyGenerator, objectType, TPFLAGS_DISALLOW_INSTANTIATION);
}
PyGenerator.type.hasWeakref = true;

export class PyCoroutine extends PyGenBase {
  static readonly type = new PyType('coroutine', PyCoroutine, objectType, TPFLAGS_DISALLOW_INSTANTIATION);

  /** `cr_origin`. */
  origin: PyObject | undefined = undefined;
}
PyCoroutine.type.hasWeakref = true;

export class PyAsyncGenerator extends PyGenBase {
  static readonly type = new PyType(
    'async_generator',
    PyAsyncGenerator,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );

  hooksInited = false;
  closed = false;
  /** An `asend`, `athrow` or `aclose` is under way. */
  runningAsync = false;
  finalizer: PyObject | undefined = undefined;
}
PyAsyncGenerator.type.hasWeakref = true;

/** Stands in the place of a delegate that has ended, where tier 0 goes on with {@link RETURNED}. */
export class PyEndedDelegate extends PyBaseObject {
  static readonly type = new PyType(
    'ended_delegate',
    PyEndedDelegate,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );

  readonly value: PyObject | undefined;

  constructor(value: PyObject | undefined) {
    super();
    this.value = value;
  }
}

/** Sent to a generator whose delegate has ended: what that has returned is in `thread.returnValue`. No Python value. */
export const RETURNED: PyObject = new PyEndedDelegate(undefined);

/** What a compiled step answers that has begun to delegate: see jit/delegation.ts. No Python value. */
export const DELEGATED: PyObject = new PyEndedDelegate(undefined);

/** What an asynchronous generator yields to its driver, as opposed to what it awaits. */
export class PyAsyncGenWrappedValue extends PyBaseObject {
  static readonly type = new PyType(
    'async_generator_wrapped_value',
    PyAsyncGenWrappedValue,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );

  readonly value: PyObject;

  constructor(value: PyObject) {
    super();
    this.value = value;
  }
}

/** `coroutine.__await__()`: the coroutine as an iterator. */
export class PyCoroutineWrapper extends PyBaseObject {
  static readonly type = new PyType(
    'coroutine_wrapper',
    PyCoroutineWrapper,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );

  readonly coroutine: PyCoroutine;

  constructor(coroutine: PyCoroutine) {
    super();
    this.coroutine = coroutine;
  }
}

/** Where an awaitable of an asynchronous generator stands. CPython: `AwaitableState`. */
export const AWAITABLE_INIT = 0;
export const AWAITABLE_ITER = 1;
export const AWAITABLE_CLOSED = 2;

/** The awaitable of `__anext__()` (without a value) and `asend(value)`. */
export class PyAsyncGenASend extends PyBaseObject {
  static readonly type = new PyType(
    'async_generator_asend',
    PyAsyncGenASend,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );

  readonly generator: PyAsyncGenerator;
  readonly value: PyObject | undefined;
  state = AWAITABLE_INIT;
  /** As {@link PyGenBase.waiting}: until it is awaited. */
  waiting: Watched['waiting'] = undefined;

  constructor(generator: PyAsyncGenerator, value: PyObject | undefined) {
    super();
    this.generator = generator;
    this.value = value;
  }
}

/** The awaitable of `athrow(…)` and, without arguments, of `aclose()`. */
export class PyAsyncGenAThrow extends PyBaseObject {
  static readonly type = new PyType(
    'async_generator_athrow',
    PyAsyncGenAThrow,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );

  readonly generator: PyAsyncGenerator;
  /** Of `athrow`: what to throw. */
  readonly args: readonly PyObject[] | undefined;
  state = AWAITABLE_INIT;
  /** As {@link PyGenBase.waiting}: until it is awaited. */
  waiting: Watched['waiting'] = undefined;

  constructor(generator: PyAsyncGenerator, args: readonly PyObject[] | undefined) {
    super();
    this.generator = generator;
    this.args = args;
  }
}

/** `anext(iterator, default)`: the next item, or the default at the end. */
export class PyAnextAwaitable extends PyBaseObject {
  static readonly type = new PyType(
    'anext_awaitable',
    PyAnextAwaitable,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );

  readonly wrapped: PyObject;
  readonly defaultValue: PyObject;

  constructor(wrapped: PyObject, defaultValue: PyObject) {
    super();
    this.wrapped = wrapped;
    this.defaultValue = defaultValue;
  }
}
