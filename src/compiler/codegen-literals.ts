/** Literals as keys of mapping patterns: when two are one key. */
import { PyBytes } from '../objects/bytes.ts';
import { PyComplex } from '../objects/complex.ts';
import { PyFloat } from '../objects/float.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { codePointsOf, isStr } from '../objects/str.ts';

/** A text that literals share exactly when they are equal in Python: `1`, `1.0` and `True` are one key. */
export function literalKey(value: PyObject): string {
  if (isStr(value)) return `str ${typeof value === 'string' ? value : Array.from(codePointsOf(value))}`;
  if (value instanceof PyBytes) return `bytes ${value.value}`;
  if (value instanceof PyComplex) {
    return value.imag === 0 ? numberKey(value.real) : `complex ${numberKey(value.real)} ${value.imag}`;
  }
  if (value instanceof PyFloat) return numberKey(value.value);
  if (value === None) return 'None';
  return `number ${BigInt(value as number | bigint | boolean)}`;
}

/** Whole numbers look alike whatever type they have. */
function numberKey(value: number): string {
  return `number ${Number.isInteger(value) ? BigInt(value) : value}`;
}
