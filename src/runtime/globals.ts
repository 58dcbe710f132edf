/** The built-in names that code sees with given globals. CPython: `_PyEval_BuiltinsFromGlobals` in Python/ceval.c. */
import type { PyDict } from '../objects/dict.ts';
import { PyModule } from '../objects/module.ts';
import { dictGetStr, isDict } from './dict.ts';
import { current } from './state.ts';

/** `globals['__builtins__']`, a module or a dict; without it the built-ins of the running code. */
export function builtinsOfGlobals(globals: PyDict): PyDict {
  const given = dictGetStr(globals, '__builtins__');
  if (given instanceof PyModule && given.dict !== undefined) return given.dict;
  if (given !== undefined && isDict(given)) return given;
  const { thread } = current;
  return thread.frame?.builtins ?? thread.interp.builtins;
}
