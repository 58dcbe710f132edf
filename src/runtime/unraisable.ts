/**
 * Exceptions that nobody can catch: in callbacks and finalizers. They go to `sys.unraisablehook`.
 * CPython: `PyErr_FormatUnraisable` in Python/errors.c.
 */
import { PyBaseException } from '../objects/exception.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { repr } from './repr.ts';
import { current } from './state.ts';
import { strConcat } from './text.ts';

/**
 * Reports what a callback threw: `message`, followed by the repr of what was called. Anything but a Python exception is a
 * bug of ours and passes.
 */
export function reportUnraisable(thrown: unknown, message: string, called: PyObject): void {
  if (!(thrown instanceof PyBaseException)) throw thrown;
  current.thread.interp.unraisable(thrown, strConcat(`${message} `, repr(called)), None);
}
