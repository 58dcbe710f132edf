/** The built-in names that code sees with given globals. CPython: `_PyEval_BuiltinsFromGlobals` in Python/ceval.c. */
import type { PyDict } from '../objects/dict.ts';
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import { PyModule } from '../objects/module.ts';
import type { PyObject } from '../objects/object.ts';
import type { Str } from '../objects/str.ts';
import { dictGetStr, isExactDict } from './dict.ts';
import { getItem } from './sequence.ts';
import { current } from './state.ts';
import { isInstanceOf } from './type-of.ts';

/** `globals['__builtins__']`, a module or any mapping; without it the built-ins of the running code. */
export function builtinsOfGlobals(globals: PyDict): PyObject {
  const given = dictGetStr(globals, '__builtins__');
  if (given instanceof PyModule && given.dict !== undefined) return given.dict;
  return given ?? runningBuiltins();
}

/** The built-in names that the running code sees. CPython: `PyEval_GetBuiltins`. */
export function runningBuiltins(): PyObject {
  const { thread } = current;
  return thread.frame?.builtins ?? thread.interp.builtins;
}

/** `mapping[name]`, `undefined` when absent. May run Python code for a mapping that is no dict. */
export function mappingGet(mapping: PyObject, name: Str): PyObject | undefined {
  if (isExactDict(mapping)) return dictGetStr(mapping, name);
  try {
    return getItem(mapping, name);
  } catch (thrown) {
    if (thrown instanceof PyBaseException && isInstanceOf(thrown, KeyErrorType)) return undefined;
    throw thrown;
  }
}

const KeyErrorType = exceptionTypes.get('KeyError')!;
