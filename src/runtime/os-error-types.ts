/** Which subclass of OSError an error number makes. CPython: `errnomap` in Objects/exceptions.c. */
import { ERRNO } from '../host/errno.ts';
import { exceptionTypes, PyOSError } from '../objects/exception.ts';
import type { PyType } from '../objects/object.ts';

const NAMES: Readonly<Record<string, readonly string[]>> = {
  BlockingIOError: ['EAGAIN', 'EALREADY', 'EINPROGRESS', 'EWOULDBLOCK'],
  BrokenPipeError: ['EPIPE', 'ESHUTDOWN'],
  ChildProcessError: ['ECHILD'],
  ConnectionAbortedError: ['ECONNABORTED'],
  ConnectionRefusedError: ['ECONNREFUSED'],
  ConnectionResetError: ['ECONNRESET'],
  FileExistsError: ['EEXIST'],
  FileNotFoundError: ['ENOENT'],
  IsADirectoryError: ['EISDIR'],
  NotADirectoryError: ['ENOTDIR'],
  InterruptedError: ['EINTR'],
  PermissionError: ['EACCES', 'EPERM'],
  ProcessLookupError: ['ESRCH'],
  TimeoutError: ['ETIMEDOUT'],
};

const TYPES: ReadonlyMap<number, PyType> = new Map(
  Object.entries(NAMES).flatMap(([type, names]) =>
    ERRNO.filter(([name]) => names.includes(name)).map(
      ([, number]) => [number, exceptionTypes.get(type)!] as const,
    ),
  ),
);

/** The most specific type for an error number. */
export function osErrorType(errno: number): PyType {
  return TYPES.get(errno) ?? PyOSError.type;
}
