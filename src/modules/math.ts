/**
 * math: functions of real numbers. CPython: Modules/mathmodule.c.
 * The functions themselves are in common/math-*.ts and do not depend on the host; here is what Python adds: which
 * arguments are errors, and exact arithmetic on ints (math-integer.ts) and sums (math-sums.ts).
 */
import {
  copySign,
  fma,
  frexp,
  ldexp,
  modf,
  nextAfter,
  nextAfterSteps,
  remainder,
  ulp,
} from '../common/double.ts';
import { floatRepr } from '../common/float-format.ts';
import { intFromDouble } from '../common/int.ts';
import { erf, erfc } from '../common/math-erf.ts';
import { cosh, exp, exp2, expm1, pow, sinh, tanh } from '../common/math-exp.ts';
import { gamma, lgamma } from '../common/math-gamma.ts';
import { acosh, asinh, atanh, log, log1p, log2, log10 } from '../common/math-log.ts';
import { cbrt, vectorNorm } from '../common/math-root.ts';
import { acos, asin, atan, atan2, cos, sin, tan } from '../common/math-trig.ts';
import { attrName } from '../objects/attribute-name.ts';
import { PyFloat } from '../objects/float.ts';
import type { PyInt, PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { PyTuple } from '../objects/tuple.ts';
import { callSpecial } from '../runtime/call.ts';
import { asIndex, intValue } from '../runtime/convert.ts';
import { asDouble } from '../runtime/converters.ts';
import { constant, defineModule, fn, type ModuleEntry, rawFn } from '../runtime/define.ts';
import { overflowError, typeError, valueError, zeroDivisionError } from '../runtime/errors.ts';
import { iterToArray } from '../runtime/iter.ts';
import { typeName } from '../runtime/type-of.ts';
import { integerFunctions } from './math-integer.ts';
import { sumFunctions } from './math-sums.ts';

/** One value for all: the error of an argument outside the domain. */
function domainError(expectation: string, x: number): never {
  throw valueError(`${expectation}, got ${floatRepr(x)}`);
}

function rangeError(): never {
  throw overflowError('math range error');
}

/**
 * A function of one real number. A NaN out of anything but a NaN is outside the domain; an infinity out of a finite
 * number is an overflow where the function can overflow, else a pole, outside the domain too. CPython: `math_1`.
 */
function real(
  name: string,
  doc: string,
  compute: (x: number) => number,
  canOverflow: boolean,
  expectation = 'expected a finite input',
): ModuleEntry {
  return fn(
    `${name}($module, x: double, /) -> double` as 'f($module, x: double, /) -> double',
    doc,
    (_, x) => {
      const result = compute(x);
      if (result - result === 0) return result;
      if (Number.isNaN(result)) {
        if (!Number.isNaN(x)) domainError(expectation, x);
      } else if (x - x === 0) {
        if (canOverflow) rangeError();
        domainError(expectation, x);
      }
      return result;
    },
  );
}

/** The same for functions that need no check. */
function total(name: string, doc: string, compute: (x: number) => number): ModuleEntry {
  return fn(`${name}($module, x: double, /) -> double` as 'f($module, x: double, /) -> double', doc, (_, x) =>
    compute(x),
  );
}

/** A function of two real numbers, checked as `math_2` does: NaN out of numbers is a domain error. */
function real2(
  name: string,
  signature: string,
  doc: string,
  compute: (x: number, y: number) => number,
): ModuleEntry {
  return fn(
    `${name}${signature} -> double` as 'f($module, x: double, y: double, /) -> double',
    doc,
    (_, x, y) => {
      const result = compute(x, y);
      if (Number.isNaN(result) && !Number.isNaN(x) && !Number.isNaN(y)) throw valueError('math domain error');
      if (!Number.isFinite(result) && !Number.isNaN(result) && Number.isFinite(x) && Number.isFinite(y))
        rangeError();
      return result;
    },
  );
}

/** `log` of a positive int of any size, which need not fit a double. */
function logOfInt(value: PyInt, logarithm: (x: number) => number): number {
  if (value <= 0) throw valueError('expected a positive input');
  const double = Number(value);
  if (Number.isFinite(double)) return logarithm(double);
  // value = fraction * 2**exponent: the logarithms add up.
  const bits = (value as bigint).toString(16);
  const exponent = Math.max(bits.length * 4 - 64, 0);
  const fraction = Number((value as bigint) >> BigInt(exponent));
  return logarithm(fraction) + logarithm(2) * exponent;
}

/** A logarithm of any real number. CPython: `loghelper`. */
function logOf(value: PyObject, logarithm: (x: number) => number): number {
  const int = intValue(value);
  if (int !== undefined) return logOfInt(int, logarithm);
  const x = asDouble(value);
  if (x > 0 || Number.isNaN(x)) return logarithm(x);
  return domainError('expected a positive input', x);
}

const dunderFloor = attrName('__floor__');
const dunderCeil = attrName('__ceil__');
const dunderTrunc = attrName('__trunc__');

/** An integral double as an int; infinities and NaN are errors. */
function doubleToInt(x: number): PyInt {
  if (Number.isNaN(x)) throw valueError('cannot convert float NaN to integer');
  if (!Number.isFinite(x)) throw overflowError('cannot convert float infinity to integer');
  return intFromDouble(x);
}

function roundTo(
  value: PyObject,
  dunder: ReturnType<typeof attrName>,
  round: (x: number) => number,
): PyObject {
  if (value instanceof PyFloat && value.ob_type === PyFloat.type) return doubleToInt(round(value.value));
  return callSpecial(value, dunder) ?? doubleToInt(round(asDouble(value)));
}

/** `pow` with C's special cases, as errors where Python has them. */
function powChecked(x: number, y: number): number {
  const result = pow(x, y);
  if (Number.isFinite(result)) return result;
  if (Number.isNaN(result)) {
    if (!Number.isNaN(x) && !Number.isNaN(y)) throw valueError('math domain error');
    return result;
  }
  if (!Number.isFinite(x) || !Number.isFinite(y)) return result;
  if (x === 0) throw valueError('math domain error');
  return rangeError();
}

function fmaChecked(x: number, y: number, z: number): number {
  const result = fma(x, y, z);
  if (Number.isFinite(result)) return result;
  if (Number.isNaN(result)) {
    if (!Number.isNaN(x) && !Number.isNaN(y) && !Number.isNaN(z))
      throw valueError('invalid operation in fma');
  } else if (Number.isFinite(x) && Number.isFinite(y) && Number.isFinite(z)) {
    throw overflowError('overflow in fma');
  }
  return result;
}

function isClose(a: number, b: number, relative: number, absolute: number): boolean {
  if (relative < 0 || absolute < 0) throw valueError('tolerances must be non-negative');
  if (a === b) return true;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return false;
  const difference = Math.abs(b - a);
  return (
    difference <= Math.abs(relative * b) || difference <= Math.abs(relative * a) || difference <= absolute
  );
}

function coordinates(values: readonly PyObject[]): number[] {
  return values.map(asDouble);
}

/** The coordinates of a point: a tuple, or what a tuple can be made of. */
function point(value: PyObject): readonly PyObject[] {
  return value instanceof PyTuple ? value.items : iterToArray(value);
}

function ldexpChecked(x: number, i: PyObject): number {
  const exponent = intValue(i);
  if (exponent === undefined) throw typeError('Expected an int as second argument to ldexp.');
  if (x === 0 || !Number.isFinite(x)) return x;
  if (exponent > 1e9) return rangeError();
  if (exponent < -1e9) return x < 0 ? -0 : 0;
  const result = ldexp(x, Number(exponent));
  return Number.isFinite(result) ? result : rangeError();
}

const HALF_TURN = 180;

export const math = defineModule(
  'math',
  'This module provides access to the mathematical functions\ndefined by the C standard.',
  [
    constant('pi', new PyFloat(Math.PI)),
    constant('e', new PyFloat(Math.E)),
    constant('tau', new PyFloat(2 * Math.PI)),
    constant('inf', new PyFloat(Number.POSITIVE_INFINITY)),
    constant('nan', new PyFloat(Number.NaN)),

    real(
      'acos',
      'Return the arc cosine of x, in radians.',
      acos,
      false,
      'expected a number in range from -1 up to 1',
    ),
    real(
      'acosh',
      'Return the inverse hyperbolic cosine of x.',
      acosh,
      false,
      'expected argument value not less than 1',
    ),
    real(
      'asin',
      'Return the arc sine of x, in radians.',
      asin,
      false,
      'expected a number in range from -1 up to 1',
    ),
    total('asinh', 'Return the inverse hyperbolic sine of x.', asinh),
    total('atan', 'Return the arc tangent of x, in radians.', atan),
    real(
      'atanh',
      'Return the inverse hyperbolic tangent of x.',
      atanh,
      false,
      'expected a number between -1 and 1',
    ),
    total('cbrt', 'Return the cube root of x.', cbrt),
    real('cos', 'Return the cosine of x, in radians.', cos, false),
    real('cosh', 'Return the hyperbolic cosine of x.', cosh, true),
    total('degrees', 'Convert an angle from radians to degrees.', (x) => x * (HALF_TURN / Math.PI)),
    total('erf', 'Return the error function at x.', erf),
    total('erfc', 'Return the complementary error function at x.', erfc),
    real('exp', 'Return e raised to the power of x.', exp, true),
    real('exp2', 'Return 2 raised to the power of x.', exp2, true),
    real('expm1', 'Return exp(x) - 1, exact also for small x.', expm1, true),
    total('fabs', 'Return the absolute value of x.', Math.abs),
    fn('gamma($module, x: double, /) -> double', 'Return the gamma function at x.', (_, x) => {
      if (x === Number.NEGATIVE_INFINITY || (x <= 0 && Number.isInteger(x))) {
        domainError('expected a noninteger or positive integer', x);
      }
      const result = gamma(x);
      return Number.isFinite(result) || !Number.isFinite(x) ? result : rangeError();
    }),
    fn(
      'lgamma($module, x: double, /) -> double',
      'Return the natural logarithm of the absolute value of the gamma function at x.',
      (_, x) => {
        if (x <= 0 && Number.isInteger(x)) domainError('expected a noninteger or positive integer', x);
        const result = lgamma(x);
        return Number.isFinite(result) || !Number.isFinite(x) ? result : rangeError();
      },
    ),
    real(
      'log1p',
      'Return the natural logarithm of 1+x, exact also for small x.',
      log1p,
      false,
      'expected argument value > -1',
    ),
    total('radians', 'Convert an angle from degrees to radians.', (x) => x * (Math.PI / HALF_TURN)),
    real('sin', 'Return the sine of x, in radians.', sin, false),
    real('sinh', 'Return the hyperbolic sine of x.', sinh, true),
    real('sqrt', 'Return the square root of x.', Math.sqrt, false, 'expected a nonnegative input'),
    real('tan', 'Return the tangent of x, in radians.', tan, false),
    total('tanh', 'Return the hyperbolic tangent of x.', tanh),
    total('ulp', 'Return the value of the least significant bit of x.', (x) =>
      Number.isNaN(x) ? x : Number.isFinite(x) ? ulp(Math.abs(x)) : Math.abs(x),
    ),

    real2(
      'atan2',
      '($module, y: double, x: double, /)',
      'Return the arc tangent of y/x, in radians; the signs of both decide the quadrant.',
      atan2,
    ),
    real2(
      'copysign',
      '($module, x: double, y: double, /)',
      'Return the magnitude of x with the sign of y.',
      copySign,
    ),
    real2(
      'fmod',
      '($module, x: double, y: double, /)',
      'Return the remainder of x/y with the sign of x.',
      (x, y) => x % y,
    ),
    real2(
      'remainder',
      '($module, x: double, y: double, /)',
      'Return the difference between x and the closest multiple of y.',
      remainder,
    ),
    fn('pow($module, x: double, y: double, /) -> double', 'Return x raised to the power of y.', (_, x, y) =>
      powChecked(x, y),
    ),
    fn(
      'fma($module, x: double, y: double, z: double, /) -> double',
      'Return x*y + z, rounded once.',
      (_, x, y, z) => fmaChecked(x, y, z),
    ),

    rawFn(
      'log',
      undefined,
      'log(x, [base=math.e])\nReturn the logarithm of x to the given base.',
      (_, args, kwnames) => {
        if (kwnames !== undefined && kwnames.length > 0)
          throw typeError('math.log() takes no keyword arguments');
        if (args.length < 1) throw typeError('log expected at least 1 argument, got 0');
        if (args.length > 2) throw typeError(`log expected at most 2 arguments, got ${args.length}`);
        const numerator = logOf(args[0]!, log);
        if (args.length === 1) return new PyFloat(numerator);
        const denominator = logOf(args[1]!, log);
        if (denominator === 0) throw zeroDivisionError('division by zero');
        return new PyFloat(numerator / denominator);
      },
    ),
    fn('log2($module, x: object, /) -> double', 'Return the logarithm of x to the base 2.', (_, x) =>
      logOf(x, log2),
    ),
    fn('log10($module, x: object, /) -> double', 'Return the logarithm of x to the base 10.', (_, x) =>
      logOf(x, log10),
    ),

    fn('ceil($module, x: object, /)', 'Return the smallest int that is not less than x.', (_, x) =>
      roundTo(x, dunderCeil, Math.ceil),
    ),
    fn('floor($module, x: object, /)', 'Return the greatest int that is not greater than x.', (_, x) =>
      roundTo(x, dunderFloor, Math.floor),
    ),
    fn('trunc($module, x: object, /)', 'Return x without its fraction.', (_, x) => {
      if (x instanceof PyFloat && x.ob_type === PyFloat.type) return doubleToInt(Math.trunc(x.value));
      const result = callSpecial(x, dunderTrunc);
      if (result === undefined) throw typeError(`type ${typeName(x)} doesn't define __trunc__ method`);
      return result;
    }),

    fn(
      'frexp($module, x: double, /)',
      'Return the mantissa and exponent of x: x == m * 2.**e with 0.5 <= abs(m) < 1.',
      (_, x) => {
        const [fraction, exponent] = Number.isFinite(x) ? frexp(x) : [x, 0];
        return new PyTuple([new PyFloat(fraction), exponent]);
      },
    ),
    fn('ldexp($module, x: double, i: object, /) -> double', 'Return x * (2**i).', (_, x, i) =>
      ldexpChecked(x, i),
    ),
    fn(
      'modf($module, x: double, /)',
      'Return the fraction and the integral part of x, both with its sign.',
      (_, x) => {
        const [fraction, whole] = modf(x);
        return new PyTuple([new PyFloat(fraction), new PyFloat(whole)]);
      },
    ),
    fn(
      'nextafter($module, x: double, y: double, /, *, steps: object = None) -> double',
      'Return the float that is the given number of steps after x towards y.',
      (_, x, y, steps) => {
        if (steps === None) return nextAfter(x, y);
        const count = asIndex(steps);
        if (count < 0) throw valueError('steps must be a non-negative integer');
        return nextAfterSteps(x, y, Number(count));
      },
    ),
    fn(
      'isclose($module, /, a: double, b: double, *, rel_tol: double = 1e-09, abs_tol: double = 0.0) -> bool',
      'Return whether two numbers are close to each other.',
      (_, a, b, relative, absolute) => isClose(a, b, relative, absolute),
    ),
    fn('isfinite($module, x: double, /) -> bool', 'Is x neither an infinity nor a NaN?', (_, x) =>
      Number.isFinite(x),
    ),
    fn(
      'isinf($module, x: double, /) -> bool',
      'Is x an infinity?',
      (_, x) => !Number.isFinite(x) && !Number.isNaN(x),
    ),
    fn('isnan($module, x: double, /) -> bool', 'Is x a NaN?', (_, x) => Number.isNaN(x)),

    fn(
      'hypot($module, /, *coordinates) -> double',
      'Return the distance of a point from the origin.',
      (_, values) => vectorNorm(coordinates(values)),
    ),
    fn(
      'dist($module, p: object, q: object, /) -> double',
      'Return the distance between two points.',
      (_, p, q) => {
        const from = point(p);
        const to = point(q);
        if (from.length !== to.length)
          throw valueError('both points must have the same number of dimensions');
        const end = coordinates(to);
        return vectorNorm(coordinates(from).map((x, i) => x - end[i]!));
      },
    ),
    ...integerFunctions,
    ...sumFunctions,
  ],
);
