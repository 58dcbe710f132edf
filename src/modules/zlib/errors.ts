/** zlib.error, and what zlib's numbers mean. CPython: `zlib_error` in Modules/zlibmodule.c. */
import { InflateError } from '../../common/deflate/inflate.ts';
import type { PyBaseException } from '../../objects/exception.ts';
import { newException } from '../../runtime/errors.ts';
import { newExceptionType } from '../../runtime/exception-type.ts';

export const ZlibErrorType = newExceptionType('zlib.error');

export const Z_NEED_DICT = 2;
export const Z_STREAM_ERROR = -2;
export const Z_DATA_ERROR = -3;
export const Z_BUF_ERROR = -5;

const MEANINGS: ReadonlyMap<number, string> = new Map([
  [Z_STREAM_ERROR, 'inconsistent stream state'],
  [Z_DATA_ERROR, 'invalid input data'],
  [Z_BUF_ERROR, 'incomplete or truncated stream'],
]);

export function zlibError(code: number, doing: string, meaning = MEANINGS.get(code)): PyBaseException {
  return newException(
    ZlibErrorType,
    `Error ${code} while ${doing}${meaning === undefined ? '' : `: ${meaning}`}`,
  );
}

/** What to throw for something that reading threw. */
export function inflateError(thrown: unknown, doing: string): unknown {
  return thrown instanceof InflateError ? zlibError(Z_DATA_ERROR, doing, thrown.message) : thrown;
}
