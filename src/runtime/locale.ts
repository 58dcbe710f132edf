/** What the locale is to texts: its encoding. CPython: `_Py_GetLocaleEncoding` in Python/fileutils.c. */
import type { Interpreter } from './state.ts';

/** The C library's name for the encoding of the C locale. */
export const ASCII_CODESET = 'ANSI_X3.4-1968';

/** The encoding of the locale that is set for characters, by the C library's name for it. */
export function localeCodeset(interp: Interpreter): string {
  return interp.localeNames[0] === 'C' ? ASCII_CODESET : 'UTF-8';
}
