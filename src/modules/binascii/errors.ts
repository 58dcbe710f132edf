/** The exceptions of binascii. CPython: Modules/binascii.c. */
import type { PyBaseException } from '../../objects/exception.ts';
import { newException } from '../../runtime/errors.ts';
import { newExceptionType } from '../../runtime/exception-type.ts';

export const BinasciiErrorType = newExceptionType('binascii.Error', 'ValueError');
export const IncompleteType = newExceptionType('binascii.Incomplete');

export function binasciiError(message: string): PyBaseException {
  return newException(BinasciiErrorType, message);
}
