/** What `__reduce__` methods of built-in types need. */
import type { PyObject } from '../objects/object.ts';
import { dictGetStr } from './dict.ts';
import { attributeError } from './errors.ts';
import { current } from './state.ts';

/** A built-in function or type by its name, as the running code sees it. CPython: `_PyEval_GetBuiltin`. */
export function builtinNamed(name: string): PyObject {
  const { thread } = current;
  const value = dictGetStr(thread.frame?.builtins ?? thread.interp.builtins, name);
  if (value === undefined) throw attributeError(name, '', name);
  return value;
}
