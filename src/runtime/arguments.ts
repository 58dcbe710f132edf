/** Checks of argument counts for callables that bind their arguments by hand. CPython: Python/getargs.c. */
import type { PyBaseException } from '../objects/exception.ts';
import type { KwNames } from '../objects/object.ts';
import { typeError } from './errors.ts';
import { didYouMean } from './suggestions.ts';

/** `f expected at least 1 argument, got 0`. CPython: `_PyArg_CheckPositional`. */
export function checkPositional(name: string, count: number, least: number, most: number): void {
  if (count < least) {
    const bound = least === most ? '' : 'at least ';
    throw typeError(`${name} expected ${bound}${least} argument${least === 1 ? '' : 's'}, got ${count}`);
  }
  if (count > most) {
    const bound = least === most ? '' : 'at most ';
    throw typeError(`${name} expected ${bound}${most} argument${most === 1 ? '' : 's'}, got ${count}`);
  }
}

/** `f() takes no keyword arguments`. CPython: `_PyArg_NoKeywords`. */
export function checkNoKeywords(name: string, kwnames: KwNames | undefined): void {
  if (kwnames !== undefined && kwnames.length > 0) throw typeError(`${name}() takes no keyword arguments`);
}

/** `f() got an unexpected keyword argument 'x'`, with the nearest of those that it takes. */
export function unexpectedKeyword(name: string, keyword: string, known: readonly string[]): PyBaseException {
  return typeError(`${name}() got an unexpected keyword argument '${keyword}'${didYouMean(known, keyword)}`);
}
