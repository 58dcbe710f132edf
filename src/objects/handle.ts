/**
 * Handles: how a class with `__del__` learns that nobody refers to an object any more. The host tells only that a
 * JavaScript object is gone, when it is too late to call a method on it. So the program gets a handle, a Proxy that passes
 * everything on; once the handle is gone, the object behind it is still there for its finalizer.
 */
import type { PyBaseObject } from './object.ts';

/** An object behind a handle refers to itself: through the handle that tells which object it is. */
const BEHIND: unique symbol = Symbol('behind');

type Handled = PyBaseObject & { [BEHIND]?: PyBaseObject };

const PASS_ON: ProxyHandler<PyBaseObject> = {};

/** Programs without `__del__` have no handles, and need not look behind them. */
const handles = { areThereAny: false };

/** A handle for an object that has none. */
export function newHandle(object: PyBaseObject): PyBaseObject {
  handles.areThereAny = true;
  (object as Handled)[BEHIND] = object;
  return new Proxy(object, PASS_ON);
}

/** The object behind a handle; any other object is itself. */
export function behindHandle(object: PyBaseObject): PyBaseObject {
  return handles.areThereAny ? ((object as Handled)[BEHIND] ?? object) : object;
}

export function hasHandle(object: PyBaseObject): boolean {
  return handles.areThereAny && (object as Handled)[BEHIND] !== undefined;
}

/** Somebody to call when `watched` is gone. */
export interface Waiting {
  readonly watched: WeakRef<PyBaseObject>;
  /** Calls the finalizer. */
  finalize(): void;
}

/** In the place of a {@link Waiting}: the object is so young that it is simply kept. Most of them have ended before long. */
export const YOUNG: unique symbol = Symbol('young');

/** An object whose end matters until it has none to wait for any more. */
export interface Watched extends PyBaseObject {
  waiting: Waiting | typeof YOUNG | undefined;
  /**
   * What is to happen when it is gone, for those whose module knows; it must not refer to the object. Classes that are derived
   * from such a type need no handle, unless they have a `__del__`.
   */
  atEnd?(): () => void;
}
