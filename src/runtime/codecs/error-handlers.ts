/**
 * Finding and calling error handlers by name. CPython: `PyCodec_LookupError`, `PyCodec_RegisterError` in
 * Python/codecs.c.
 */

import { PyBytes } from '../../objects/bytes.ts';
import { PyCFunction } from '../../objects/descriptor.ts';
import type { PyObject } from '../../objects/object.ts';
import { strFromUtf16 } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { builtinDef } from '../clinic.ts';
import { lookupError } from '../errors.ts';
import { current } from '../state.ts';
import { strConcat } from '../text.ts';
import { BUILTIN_HANDLERS, type BuiltinHandler, type Replacement } from './handlers.ts';

/** What a built-in handler answers, as Python sees it. */
function tupleOf({ value, position }: Replacement): PyTuple {
  return new PyTuple([value instanceof Uint8Array ? new PyBytes(value) : value, position]);
}

function functionOf({ functionName, doc, handle }: BuiltinHandler): PyCFunction {
  const def = builtinDef<PyObject, '$(exception: object, /)'>(
    `${functionName}($module, exception: object, /)` as '$(exception: object, /)',
    doc ?? '',
    (_, exception) => tupleOf(handle(exception)),
    undefined,
    false,
  );
  return new PyCFunction(def, undefined, undefined);
}

/** The handlers of the running interpreter, the built-in ones among them. */
function registeredHandlers(): Map<string, PyObject> {
  const { errorHandlers } = current.thread.interp.codecs;
  if (errorHandlers.size === 0) {
    for (const [name, handler] of BUILTIN_HANDLERS) errorHandlers.set(name, functionOf(handler));
  }
  return errorHandlers;
}

/** The handler of this name. Throws LookupError. */
export function lookupErrorHandler(name: string): PyObject {
  const handler = registeredHandlers().get(name);
  if (handler === undefined) {
    throw lookupError(strConcat(strConcat("unknown error handler name '", strFromUtf16(name)), "'"));
  }
  return handler;
}

export function registerErrorHandler(name: string, handler: PyObject): void {
  registeredHandlers().set(name, handler);
}

/** Forgets a handler; was it there? */
export function unregisterErrorHandler(name: string): boolean {
  return registeredHandlers().delete(name);
}
