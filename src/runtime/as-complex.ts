/** Any number as a complex. CPython: `PyComplex_AsCComplex` in Objects/complexobject.c. */
import { attrName } from '../objects/attribute-name.ts';
import { PyComplex } from '../objects/complex.ts';
import type { PyObject } from '../objects/object.ts';
import { callSpecial } from './call.ts';
import { asDouble } from './converters.ts';
import { typeError } from './errors.ts';
import { typeName } from './type-of.ts';
import { warnStrictSubclass } from './warn.ts';

const dunderComplex = attrName('__complex__');

/** May call `__complex__`, `__float__` or `__index__`. */
export function asComplex(value: PyObject): PyComplex {
  if (value instanceof PyComplex) return value;
  const result = callSpecial(value, dunderComplex);
  if (result === undefined) return new PyComplex(asDouble(value), 0);
  if (!(result instanceof PyComplex)) {
    throw typeError(`__complex__ returned non-complex (type ${typeName(result)})`);
  }
  if (result.ob_type !== PyComplex.type) warnStrictSubclass('__complex__', 'complex', typeName(result));
  return result;
}
