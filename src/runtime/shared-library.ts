/** Libraries of the system that a module is a wrapper of, as CPython's extension modules are linked with them. */
import type { CFunctions } from '../host/host.ts';
import { None } from '../objects/singletons.ts';
import { importError } from './errors.ts';
import { current } from './state.ts';

/** The functions of a library by its name (`libz.so.1`); ImportError, as of an extension module, where there is none. */
export function sharedLibrary(name: string): CFunctions {
  const library = current.thread.interp.host.library(name);
  if (library !== undefined) return library;
  throw importError(`${name}: cannot open shared object file: No such file or directory`, None, None);
}
