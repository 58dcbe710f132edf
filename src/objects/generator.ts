/**
 * Generators, coroutines and asynchronous generators: a frame that can be left and entered again.
 * CPython: Objects/genobject.c.
 */
import type { PyBaseException } from './exception.ts';
import type { Frame } from './frame.ts';
import { objectType, PyBaseObject, type PyObject, PyType } from './object.ts';
import type { Str } from './str.ts';

/** Where a generator's frame stands; ordered, as in CPython's pycore_frame.h. */
export const FRAME_CREATED = -3;
export const FRAME_SUSPENDED = -2;
export const FRAME_SUSPENDED_YIELD_FROM = -1;
export const FRAME_EXECUTING = 0;
export const FRAME_COMPLETED = 1;
export const FRAME_CLEARED = 4;

/** The exception being handled in one activation, linked to those of the activations around it. */
export class ExcState {
  value: PyBaseException | undefined = undefined;
  previous: ExcState | undefined;

  constructor(previous: ExcState | undefined) {
    this.previous = previous;
  }
}

/** What the three kinds share; no Python type of its own, since none of them derives from another. */
export abstract class PyGenBase extends PyBaseObject {
  /** Absent once it has run to its end. */
  frame: Frame | undefined;
  state: number = FRAME_CREATED;
  name: Str;
  qualname: Str;
  readonly excState: ExcState = new ExcState(undefined);

  constructor(frame: Frame, name: Str, qualname: Str) {
    super();
    this.frame = frame;
    this.name = name;
    this.qualname = qualname;
    frame.generator = this;
  }
}

export class PyGenerator extends PyGenBase {
  static readonly type = new PyType('generator', PyGenerator, objectType, 0);
}

export class PyCoroutine extends PyGenBase {
  static readonly type = new PyType('coroutine', PyCoroutine, objectType, 0);

  /** `cr_origin`. */
  origin: PyObject | undefined = undefined;
}

export class PyAsyncGenerator extends PyGenBase {
  static readonly type = new PyType('async_generator', PyAsyncGenerator, objectType, 0);

  hooksInited = false;
  closed = false;
  /** An `asend`, `athrow` or `aclose` is under way. */
  runningAsync = false;
  finalizer: PyObject | undefined = undefined;
}

/** What an asynchronous generator yields to its driver, as opposed to what it awaits. */
export class PyAsyncGenWrappedValue extends PyBaseObject {
  static readonly type = new PyType('async_generator_wrapped_value', PyAsyncGenWrappedValue, objectType, 0);

  readonly value: PyObject;

  constructor(value: PyObject) {
    super();
    this.value = value;
  }
}
