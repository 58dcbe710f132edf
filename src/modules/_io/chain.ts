/** Two steps of which the second happens in any case. CPython: `_PyErr_ChainExceptions1` in Python/errors.c. */
import { PyBaseException } from '../../objects/exception.ts';

/** Runs both; when both raise, the exception of the first is the context of the second's. */
export function runBoth(first: () => void, second: () => void): void {
  try {
    first();
  } catch (thrown) {
    try {
      second();
    } catch (later) {
      if (later instanceof PyBaseException && thrown instanceof PyBaseException && later !== thrown) {
        later.context = thrown;
      }
      throw later;
    }
    throw thrown;
  }
  second();
}
