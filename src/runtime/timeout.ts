/** Times to wait as Python gives them. CPython: `_PyTime_FromSecondsObject` in Python/pytime.c. */
import { PyFloat } from '../objects/float.ts';
import type { PyObject } from '../objects/object.ts';
import { intValue } from './convert.ts';
import { overflowError, typeError, valueError } from './errors.ts';
import { typeOf } from './type-of.ts';

/** What a `PyTime_t` of nanoseconds holds, in seconds. */
const MAX_TIME = 9223372036.854774;

/** A number of `unit` seconds as seconds. Throws TypeError with a message of the caller's for what is no number. */
export function timeoutSeconds(value: PyObject, complaint: string, unit = 1): number {
  let given: number;
  if (value instanceof PyFloat) given = value.value;
  else {
    const int = intValue(value) ?? indexOrAbsent(value);
    if (int === undefined) throw typeError(complaint);
    given = Number(int);
  }
  if (Number.isNaN(given)) throw valueError('Invalid value NaN (not a number)');
  const seconds = given * unit;
  if (Math.abs(seconds) > MAX_TIME) throw overflowError('timestamp out of range for C PyTime_t');
  return seconds;
}

function indexOrAbsent(value: PyObject): PyObject | undefined {
  const slot = typeOf(value).nb_index;
  return slot === undefined ? undefined : slot(value);
}
