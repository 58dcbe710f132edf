/** Importing from built-in code. CPython: `PyImport_ImportModule` in Python/import.c. */
import type { PyObject } from '../objects/object.ts';
import { call1 } from './call.ts';
import { dictGetStr } from './dict.ts';
import { keyError } from './errors.ts';
import { builtinNamed } from './pickling.ts';
import { current } from './state.ts';

/** The module of this name, imported if it is not there yet. May run any Python code. */
export function importedModule(name: string): PyObject {
  const { modules } = current.thread.interp;
  const loaded = dictGetStr(modules, name);
  if (loaded !== undefined) return loaded;
  call1(builtinNamed('__import__'), name);
  const imported = dictGetStr(modules, name);
  if (imported === undefined) throw keyError(name);
  return imported;
}
