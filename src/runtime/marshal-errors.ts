/** Marshal's errors as Python exceptions. */
import { MarshalError } from '../bytecode/marshal-format.ts';
import { exceptionTypes } from '../objects/exception.ts';
import { newException } from './errors.ts';

/** Runs `action`; what marshal throws becomes the Python exception of that name. */
export function raiseMarshalError<T>(action: () => T): T {
  try {
    return action();
  } catch (thrown) {
    if (thrown instanceof MarshalError) throw newException(exceptionTypes.get(thrown.type)!, thrown.message);
    throw thrown;
  }
}
