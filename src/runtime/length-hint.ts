/** How many items an iterable expects to give. CPython: `PyObject_LengthHint` in Objects/abstract.c. */
import { attrName } from '../objects/attribute-name.ts';
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import type { PyObject } from '../objects/object.ts';
import { NotImplemented } from '../objects/singletons.ts';
import { lookupOnType } from './attributes.ts';
import { callSpecial } from './call.ts';
import { intValue } from './convert.ts';
import { overflowError, typeError, valueError } from './errors.ts';
import { isInstanceOf, typeName, typeOf } from './type-of.ts';

const dunderLengthHint = attrName('__length_hint__');
const TypeErrorType = exceptionTypes.get('TypeError')!;

function isTypeError(thrown: unknown): boolean {
  return thrown instanceof PyBaseException && isInstanceOf(thrown, TypeErrorType);
}

/** `operator.length_hint(value, fallback)`. May call `__len__` and `__length_hint__`; what they raise but TypeError passes. */
export function lengthHint(value: PyObject, fallback: number): number {
  const type = typeOf(value);
  const length = type.sq_length ?? type.mp_length;
  if (length !== undefined) {
    try {
      return length(value);
    } catch (thrown) {
      if (!isTypeError(thrown)) throw thrown;
    }
  }
  if (lookupOnType(value, dunderLengthHint) === undefined) return fallback;
  let result: PyObject;
  try {
    result = callSpecial(value, dunderLengthHint)!;
  } catch (thrown) {
    if (isTypeError(thrown)) return fallback;
    throw thrown;
  }
  if (result === NotImplemented) return fallback;
  const hint = intValue(result);
  if (hint === undefined) throw typeError(`__length_hint__ must be an integer, not ${typeName(result)}`);
  if (typeof hint === 'bigint' && BigInt.asIntN(64, hint) !== hint) {
    throw overflowError('Python int too large to convert to C ssize_t');
  }
  if (hint < 0) throw valueError('__length_hint__() should return >= 0');
  return Number(hint);
}
