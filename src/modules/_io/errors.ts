/** The exceptions that all streams raise. */
import type { PyBaseException } from '../../objects/exception.ts';
import { PyOSError } from '../../objects/exception.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { newException, osError } from '../../runtime/errors.ts';
import { UnsupportedOperationType } from './layouts.ts';

const EAGAIN = 11;

/** UnsupportedOperation: the stream cannot do this. */
export function unsupported(message: string): PyBaseException {
  return newException(UnsupportedOperationType, message);
}

/** BlockingIOError: a write that would have to wait; `written` characters were taken before. */
export function blockingIOError(message: string, written: number): PyOSError {
  const error = osError(EAGAIN, message);
  error.written = written;
  error.args = new PyTuple([EAGAIN, message, written]);
  return error;
}

/** OSError with a message and no number. */
export function streamError(message: string): PyBaseException {
  return newException(PyOSError.type, message);
}
