/** From a host's failure to the OSError that Python code sees. CPython: `PyErr_SetFromErrno…` in Python/errors.c. */
import { HostError } from '../host/host.ts';
import type { PyObject } from '../objects/object.ts';
import { osError } from './errors.ts';

/**
 * The exception of a failed host call: an OSError, of the subclass that fits the error number, with the names of the
 * files that it was about. What is no {@link HostError} passes as it is.
 */
export function osErrorFrom(thrown: unknown, filename?: PyObject, filename2?: PyObject): unknown {
  if (!(thrown instanceof HostError)) return thrown;
  return osError(thrown.errno, thrown.strerror, filename, filename2);
}

/** Calls the host; what fails is raised as OSError. */
export function onHost<T>(action: () => T, filename?: PyObject, filename2?: PyObject): T {
  try {
    return action();
  } catch (thrown) {
    throw osErrorFrom(thrown, filename, filename2);
  }
}
