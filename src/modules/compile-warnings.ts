/** The compiler's warnings, passed to the warnings machinery. CPython: `_PyErr_EmitSyntaxWarning`. */

import { exceptionTypes } from '../objects/exception.ts';
import type { CompileWarning } from '../parser/errors.ts';
import { current } from '../runtime/state.ts';

/** Takes a warning; throws where a filter makes it an error. */
export function warnCompile(warning: CompileWarning): void {
  current.thread.interp.warnExplicit?.(
    exceptionTypes.get(warning.category)!,
    warning.message,
    warning.filename,
    warning.lineno,
  );
}
