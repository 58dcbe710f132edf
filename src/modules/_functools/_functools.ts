/** _functools: the parts of functools that CPython writes in C. CPython: Modules/_functoolsmodule.c. */

import { exceptionTypes, PyBaseException } from '../../objects/exception.ts';
import type { PyObject } from '../../objects/object.ts';
import { call2 } from '../../runtime/call.ts';
import { constant, defineModule, fn, type TypeDefinition } from '../../runtime/define.ts';
import { typeError } from '../../runtime/errors.ts';
import { getIter } from '../../runtime/iter.ts';
import { isInstanceOf, typeOf } from '../../runtime/type-of.ts';
import { cmpToKey, keyWrapper } from './cmp-to-key.ts';
import { lruCacheWrapper } from './lru-cache.ts';
import { Placeholder, partial, placeholder } from './partial.ts';

const TypeErrorType = exceptionTypes.get('TypeError')!;

function reduce(func: PyObject, iterable: PyObject, initial: PyObject | undefined): PyObject {
  let iterator: PyObject;
  try {
    iterator = getIter(iterable);
  } catch (thrown) {
    if (thrown instanceof PyBaseException && isInstanceOf(thrown, TypeErrorType)) {
      throw typeError('reduce() arg 2 must support iteration');
    }
    throw thrown;
  }
  const next = typeOf(iterator).tp_iternext!;
  let result = initial;
  for (let item = next(iterator); item !== undefined; item = next(iterator)) {
    result = result === undefined ? item : call2(func, result, item);
  }
  if (result === undefined) throw typeError('reduce() of empty iterable with no initial value');
  return result;
}

export const _functools = defineModule('_functools', 'Tools for functions.', [
  fn(
    'reduce($module, function: object, iterable: object, /, initial: object = <null>)',
    'Apply a function of two arguments to the items of an iterable from left to right, until one value is left.\n\nWith initial, it stands in front of the items, and is the value of an empty\niterable. For example, reduce(lambda x, y: x+y, [1, 2, 3, 4, 5]) is\n((((1 + 2) + 3) + 4) + 5).',
    (_, func, iterable, initial) => reduce(func, iterable, initial),
  ),
  cmpToKey,
  constant('_PlaceholderType', placeholder.type),
  constant('Placeholder', Placeholder),
  constant('partial', partial.type),
  constant('_lru_cache_wrapper', lruCacheWrapper.type),
]);

export const FUNCTOOLS_TYPES: readonly TypeDefinition[] = [keyWrapper, placeholder, partial, lruCacheWrapper];
