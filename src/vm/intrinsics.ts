/**
 * The helpers behind CALL_INTRINSIC_1 and CALL_INTRINSIC_2, and what builds template strings.
 * CPython: Python/intrinsics.c, Objects/typevarobject.c, Objects/templateobject.c.
 */

import { CO_ASYNC_GENERATOR, CO_COROUTINE, type PyCode } from '../objects/code.ts';
import { exceptionTypes, type PyBaseException } from '../objects/exception.ts';
import type { Frame } from '../objects/frame.ts';
import type { PyFunction } from '../objects/function.ts';
import { PyAsyncGenWrappedValue } from '../objects/generator.ts';
import type { PyList } from '../objects/list.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import type { Str } from '../objects/str.ts';
import { PyInterpolation, PyTemplate } from '../objects/template.ts';
import { PyTuple } from '../objects/tuple.ts';
import { PyParamSpec, PyTypeVar, PyTypeVarTuple } from '../objects/type-parameters.ts';
import { call } from '../runtime/call.ts';
import { dictGetStr } from '../runtime/dict.ts';
import { runtimeError, systemError } from '../runtime/errors.ts';
import { positive } from '../runtime/number.ts';
import type { Thread } from '../runtime/state.ts';
import { isInstanceOf } from '../runtime/type-of.ts';
import {
  setTypeParameterDefault,
  subscriptGeneric,
  typeAlias,
  typeVarWithBound,
  typeVarWithConstraints,
} from '../runtime/typing.ts';
import { prepareReraise } from './exception-groups.ts';
import { importStar } from './imports.ts';

type Intrinsic1 = (value: PyObject, frame: Frame, thread: Thread) => PyObject;
type Intrinsic2 = (value2: PyObject, value1: PyObject) => PyObject;

const displayhook = 'displayhook';

/** An expression statement at a prompt: `sys.displayhook(value)`. */
function print(value: PyObject, _frame: Frame, thread: Thread): PyObject {
  const hook = dictGetStr(thread.interp.sysdict, displayhook);
  if (hook === undefined) throw runtimeError('lost sys.displayhook');
  return call(hook, [value]);
}

const StopIterationType = exceptionTypes.get('StopIteration')!;
const StopAsyncIterationType = exceptionTypes.get('StopAsyncIteration')!;

/** A StopIteration that leaves a generator becomes a RuntimeError (PEP 479). */
export function stopIterationError(exception: PyBaseException, code: PyCode): PyBaseException {
  const flags = code.co_flags;
  let message: string | undefined;
  if (isInstanceOf(exception, StopIterationType)) {
    const kind =
      flags & CO_ASYNC_GENERATOR ? 'async generator' : flags & CO_COROUTINE ? 'coroutine' : 'generator';
    message = `${kind} raised StopIteration`;
  } else if (flags & CO_ASYNC_GENERATOR && isInstanceOf(exception, StopAsyncIterationType)) {
    message = 'async generator raised StopAsyncIteration';
  }
  if (message === undefined) return exception;
  const error = runtimeError(message);
  error.cause = exception;
  error.context = exception;
  error.suppressContext = true;
  return error;
}

function invalid(): never {
  throw systemError('invalid intrinsic');
}

/** By the oparg of CALL_INTRINSIC_1. */
export const INTRINSICS_1: readonly Intrinsic1[] = [
  invalid,
  print,
  (value, frame) => importStar(frame, value),
  (exception, frame) => stopIterationError(exception as PyBaseException, frame.code),
  (value) => new PyAsyncGenWrappedValue(value),
  (value) => positive(value),
  (value) => new PyTuple((value as PyList).items),
  (name) => new PyTypeVar(name as Str),
  (name) => new PyParamSpec(name as Str),
  (name) => new PyTypeVarTuple(name as Str),
  (params) => subscriptGeneric(params as PyTuple),
  (parts) => typeAlias(parts as PyTuple),
];

/** By the oparg of CALL_INTRINSIC_2. */
export const INTRINSICS_2: readonly Intrinsic2[] = [
  invalid,
  prepareReraise,
  typeVarWithBound,
  typeVarWithConstraints,
  (func, typeParams) => {
    (func as PyFunction).func_typeparams = typeParams as PyTuple;
    return func;
  },
  setTypeParameterDefault,
];

const CONVERSIONS: readonly PyObject[] = [None, 's', 'r', 'a'];

/** BUILD_INTERPOLATION: `(value, str, format[oparg & 1] -- interpolation)`. Returns the new stack pointer. */
export function buildInterpolation(stack: PyObject[], sp: number, oparg: number): number {
  const top = oparg & 1 ? sp - 1 : sp;
  const format = oparg & 1 ? stack[sp - 1]! : '';
  stack[top - 2] = new PyInterpolation(stack[top - 2]!, stack[top - 1]!, CONVERSIONS[oparg >> 2]!, format);
  return top - 1;
}

/** BUILD_TEMPLATE. */
export function buildTemplate(strings: PyObject, interpolations: PyObject): PyObject {
  return new PyTemplate(strings as PyTuple, interpolations as PyTuple);
}
