/** Notes that built-in code adds to an exception on its way out. CPython: `_PyErr_FormatNote` in Python/errors.c. */
import { attrName } from '../objects/attribute-name.ts';
import { PyBaseException } from '../objects/exception.ts';
import type { Str } from '../objects/str.ts';
import { callMethod } from './call.ts';

const addNoteName = attrName('add_note');

/** Adds a note to what was thrown, if it is a Python exception, and gives it back to be thrown again. */
export function noted(thrown: unknown, note: () => Str): unknown {
  if (thrown instanceof PyBaseException) callMethod(thrown, addNoteName, note());
  return thrown;
}
