/** What `__reduce__` methods of built-in types need. */
import type { PyObject } from '../objects/object.ts';
import { intValue } from './convert.ts';
import { attributeError, overflowError, typeError } from './errors.ts';
import { mappingGet, runningBuiltins } from './globals.ts';

/** A built-in function or type by its name, as the running code sees it. CPython: `_PyEval_GetBuiltin`. */
export function builtinNamed(name: string): PyObject {
  const value = mappingGet(runningBuiltins(), name);
  if (value === undefined) throw attributeError(name, '', name);
  return value;
}

/** An index out of a pickle, for `__setstate__`. CPython: `PyLong_AsSsize_t`, which does not ask for `__index__`. */
export function stateIndex(state: PyObject): number {
  const index = intValue(state);
  if (index === undefined) throw typeError('an integer is required');
  if (typeof index === 'bigint' && BigInt.asIntN(64, index) !== index) {
    throw overflowError('Python int too large to convert to C ssize_t');
  }
  return Number(index);
}
