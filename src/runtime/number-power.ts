/**
 * Powers whose result may be another type of number: a negative float to a fraction is complex, an int to a negative
 * int is a float. CPython: `float_pow` in Objects/floatobject.c, `complex_pow` in Objects/complexobject.c.
 */
import { type Complex, complexPow, complexPowError } from '../common/complex.ts';
import { floatPow } from '../common/float.ts';
import { PyComplex } from '../objects/complex.ts';
import { exceptionTypes } from '../objects/exception.ts';
import { PyFloat } from '../objects/float.ts';
import type { PyObject } from '../objects/object.ts';
import { newException, overflowError, zeroDivisionError } from './errors.ts';

/** `base ** exponent` of floats. */
export function powerFloats(base: number, exponent: number): PyObject {
  if (base === 0 && exponent < 0 && exponent !== Number.NEGATIVE_INFINITY) {
    throw zeroDivisionError('zero to a negative power');
  }
  const finite = Number.isFinite(base) && Number.isFinite(exponent);
  if (base < 0 && finite && !Number.isInteger(exponent)) {
    return powerComplex({ real: base, imag: 0 }, { real: exponent, imag: 0 });
  }
  const result = floatPow(base, exponent);
  if (finite && !Number.isFinite(result)) {
    // As from an errno of ERANGE.
    throw newException(exceptionTypes.get('OverflowError')!, 34, 'Numerical result out of range');
  }
  return new PyFloat(result);
}

/** `base ** exponent` of complex numbers. */
export function powerComplex(base: Complex, exponent: Complex): PyComplex {
  const result = complexPow(base, exponent);
  switch (complexPowError(result)) {
    case 'ZeroDivisionError':
      throw zeroDivisionError('zero to a negative or complex power');
    case 'OverflowError':
      throw overflowError('complex exponentiation');
  }
  return new PyComplex(result.real, result.imag);
}
