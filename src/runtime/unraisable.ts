/** Exceptions that nobody can catch: in callbacks and finalizers. CPython: `PyErr_FormatUnraisable`. */
import { PyBaseException } from '../objects/exception.ts';
import type { PyObject } from '../objects/object.ts';
import { current } from './state.ts';

/** Reports an exception that a callback raised; anything but a Python exception is a bug of ours and passes. */
export function reportUnraisable(thrown: unknown, source: PyObject): void {
  if (!(thrown instanceof PyBaseException)) throw thrown;
  current.thread.interp.unraisable(thrown, undefined, source);
}
