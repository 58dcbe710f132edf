/** errno: the names of error numbers. CPython: Modules/errnomodule.c. */
import { ERRNO } from '../host/errno.ts';
import { PyDict } from '../objects/dict.ts';
import { constant, defineModule } from '../runtime/define.ts';
import { dictGetItem, dictSetItem } from '../runtime/dict.ts';

/** Names by number: where a number has several, the first. */
function errorCodes(): PyDict {
  const codes = new PyDict();
  for (const [name, number] of ERRNO) {
    if (dictGetItem(codes, number) === undefined) dictSetItem(codes, number, name);
  }
  return codes;
}

export const errno = defineModule(
  'errno',
  'This module makes available standard errno system symbols.\n\nThe value of each symbol is the corresponding integer value, e.g., errno.ENOENT;\nerrorcode maps the numbers to the names. os.strerror() tells what a number means.',
  [{ name: 'errorcode', make: errorCodes }, ...ERRNO.map(([name, number]) => constant(name, number))],
);
