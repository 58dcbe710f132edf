/** Warnings that built-in code issues. CPython: `PyErr_WarnEx` in Python/_warnings.c. */
import { exceptionTypes } from '../objects/exception.ts';
import type { PyType } from '../objects/object.ts';
import type { Str } from '../objects/str.ts';
import { current } from './state.ts';

const DeprecationWarning = exceptionTypes.get('DeprecationWarning')!;

/** Issues a warning; a filter may turn it into an exception. `stacklevel` 1 is the running Python function. */
export function warn(category: PyType, message: Str, stacklevel = 1): void {
  current.thread.interp.warn?.(category, message, stacklevel);
}

export function warnDeprecated(message: Str): void {
  warn(DeprecationWarning, message);
}

/** The warning that a conversion method such as `__int__` gave an instance of a subclass. */
export function warnStrictSubclass(what: string, wanted: string, got: string): void {
  warnDeprecated(
    `${what} returned non-${wanted} (type ${got}).  The ability to return an instance of a strict subclass of ${wanted} is deprecated, and may be removed in a future version of Python.`,
  );
}
