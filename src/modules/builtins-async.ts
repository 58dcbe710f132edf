/** The functions of builtins about asynchronous iteration. CPython: `builtin_aiter`, `builtin_anext_impl` in Python/bltinmodule.c. */
import { PyAnextAwaitable } from '../objects/generator.ts';
import type { PyObject } from '../objects/object.ts';
import { fn, type ModuleEntry } from '../runtime/define.ts';
import { typeError } from '../runtime/errors.ts';
import { typeName, typeOf } from '../runtime/type-of.ts';

function asyncIterator(iterable: PyObject): PyObject {
  const type = typeOf(iterable);
  if (type.am_aiter === undefined) throw typeError(`'${type.tp_name}' object is not an async iterable`);
  const iterator = type.am_aiter(iterable);
  if (typeOf(iterator).am_anext === undefined) {
    throw typeError(`aiter() returned not an async iterator of type '${typeName(iterator)}'`);
  }
  return iterator;
}

function asyncNext(iterator: PyObject, fallback: PyObject | undefined): PyObject {
  const type = typeOf(iterator);
  if (type.am_anext === undefined) throw typeError(`'${type.tp_name}' object is not an async iterator`);
  const awaitable = type.am_anext(iterator);
  return fallback === undefined ? awaitable : new PyAnextAwaitable(awaitable, fallback);
}

export const asyncFunctions: readonly ModuleEntry[] = [
  fn(
    'aiter($module, async_iterable: object, /)',
    'Return the asynchronous iterator of an object.',
    (_, iterable) => asyncIterator(iterable),
  ),
  fn(
    'anext($module, aiterator: object, default: object = <null>, /)',
    'Return an awaitable of the next item.\n\nAt the end it gives the default if there is one; otherwise it raises\nStopAsyncIteration.',
    (_, iterator, fallback) => asyncNext(iterator, fallback),
  ),
];
