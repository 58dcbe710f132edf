/** `format(value, spec)`. CPython: `PyObject_Format` in Objects/abstract.c. */
import { attrName } from '../objects/attribute-name.ts';
import { PyFloat } from '../objects/float.ts';
import type { PyObject } from '../objects/object.ts';
import { isStr, type Str } from '../objects/str.ts';
import { callSpecial } from './call.ts';
import { strValue } from './convert.ts';
import { typeError } from './errors.ts';
import { formatStr } from './format-spec.ts';
import { formatFloat, formatInt } from './number-format.ts';
import { typeName } from './type-of.ts';

const dunderFormat = attrName('__format__');

/** May call `__format__`. */
export function format(value: PyObject, spec: Str): Str {
  if (typeof value === 'number') return spec === '' ? String(value) : formatInt(value, value, spec);
  if (isStr(value)) return spec === '' ? value : formatStr(value, spec);
  if (spec !== '' && value instanceof PyFloat && value.ob_type === PyFloat.type) {
    return formatFloat(value, value.value, spec);
  }
  const result = callSpecial(value, dunderFormat, spec);
  if (result === undefined) throw typeError(`Type ${typeName(value)} doesn't define __format__`);
  const text = strValue(result);
  if (text === undefined) throw typeError(`__format__ must return a str, not ${typeName(result)}`);
  return text;
}
