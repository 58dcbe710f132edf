/**
 * cmath: functions of complex numbers. CPython: Modules/cmathmodule.c.
 *
 * The formulas are Kahan's ("Branch cuts for complex elementary functions", 1987), with care where a square would
 * overflow or vanish. The circular functions are the hyperbolic ones of iz, turned back.
 */
import { type Complex, complexAbs, complexDiv } from '../common/complex.ts';
import { copySign, ldexp, MIN_NORMAL } from '../common/double.ts';
import { cosh, exp, sinh, tanh } from '../common/math-exp.ts';
import { asinh, log, log1p } from '../common/math-log.ts';
import { hypot } from '../common/math-root.ts';
import { atan2, cos, sin, tan } from '../common/math-trig.ts';
import { PyComplex } from '../objects/complex.ts';
import { PyFloat } from '../objects/float.ts';
import type { PyObject } from '../objects/object.ts';
import { PyTuple } from '../objects/tuple.ts';
import { asComplex } from '../runtime/as-complex.ts';
import { constant, defineModule, fn, type ModuleEntry } from '../runtime/define.ts';
import { overflowError, valueError } from '../runtime/errors.ts';
import * as special from './cmath-special.ts';

/** Squares and sums of larger numbers may overflow. */
const LARGE = Number.MAX_VALUE / 4;
const SQRT_LARGE = Math.sqrt(LARGE);
const LOG_LARGE = log(LARGE);
const SQRT_LEAST_NORMAL = Math.sqrt(MIN_NORMAL);
const LN2 = Math.LN2;
const LN10 = Math.LN10;
const MANTISSA_BITS = 53;
/** Brings subnormal numbers into the normal range; even after one is added, as it is halved under a root. */
const SCALE_UP = 53;
const SCALE_DOWN = -27;

function domainError(): never {
  throw valueError('math domain error');
}

function rangeError(): never {
  throw overflowError('math range error');
}

const isFinite = Number.isFinite;

function isInfinite(x: number): boolean {
  return x === Number.POSITIVE_INFINITY || x === Number.NEGATIVE_INFINITY;
}

function isLarge(z: Complex): boolean {
  return Math.abs(z.real) > LARGE || Math.abs(z.imag) > LARGE;
}

function fromTable(table: special.SpecialValues, real: number, imag: number): Complex {
  return table(real, imag) ?? domainError();
}

function checked(real: number, imag: number): Complex {
  if (isInfinite(real) || isInfinite(imag)) rangeError();
  return { real, imag };
}

/** log |z| of a large z. */
function logOfLarge(z: Complex): number {
  return log(hypot(z.real / 2, z.imag / 2)) + LN2 * 2;
}

type ComplexFunction = (z: Complex) => Complex;

/** The circular function that belongs to a hyperbolic one which is odd: −i f(iz). */
function circular(hyperbolic: ComplexFunction): ComplexFunction {
  return (z) => {
    const { real, imag } = hyperbolic({ real: -z.imag, imag: z.real });
    return { real: imag, imag: -real };
  };
}

function complexSqrt(z: Complex): Complex {
  const { real, imag } = z;
  if (!isFinite(real) || !isFinite(imag)) return fromTable(special.sqrtSpecial, real, imag);
  if (real === 0 && imag === 0) return { real: 0, imag };
  let ax = Math.abs(real);
  const ay = Math.abs(imag);
  let root: number;
  if (ax < MIN_NORMAL && ay < MIN_NORMAL) {
    ax = ldexp(ax, SCALE_UP);
    root = ldexp(Math.sqrt(ax + hypot(ax, ldexp(ay, SCALE_UP))), SCALE_DOWN);
  } else {
    ax /= 8;
    root = 2 * Math.sqrt(ax + hypot(ax, ay / 8));
  }
  const other = ay / (2 * root);
  return real >= 0
    ? { real: root, imag: copySign(other, imag) }
    : { real: other, imag: copySign(root, imag) };
}

function complexAcos(z: Complex): Complex {
  const { real, imag } = z;
  if (!isFinite(real) || !isFinite(imag)) return fromTable(special.acosSpecial, real, imag);
  if (isLarge(z)) {
    const size = logOfLarge(z);
    return {
      real: atan2(Math.abs(imag), real),
      imag: real < 0 ? -copySign(size, imag) : copySign(size, -imag),
    };
  }
  const less = complexSqrt({ real: 1 - real, imag: -imag });
  const more = complexSqrt({ real: 1 + real, imag });
  return {
    real: 2 * atan2(less.real, more.real),
    imag: asinh(more.real * less.imag - more.imag * less.real),
  };
}

function complexAcosh(z: Complex): Complex {
  const { real, imag } = z;
  if (!isFinite(real) || !isFinite(imag)) return fromTable(special.acoshSpecial, real, imag);
  if (isLarge(z)) return { real: logOfLarge(z), imag: atan2(imag, real) };
  const less = complexSqrt({ real: real - 1, imag });
  const more = complexSqrt({ real: real + 1, imag });
  return {
    real: asinh(less.real * more.real + less.imag * more.imag),
    imag: 2 * atan2(less.imag, more.real),
  };
}

function complexAsinh(z: Complex): Complex {
  const { real, imag } = z;
  if (!isFinite(real) || !isFinite(imag)) return fromTable(special.asinhSpecial, real, imag);
  if (isLarge(z)) {
    const size = logOfLarge(z);
    return {
      real: imag >= 0 ? copySign(size, real) : -copySign(size, -real),
      imag: atan2(imag, Math.abs(real)),
    };
  }
  const more = complexSqrt({ real: 1 + imag, imag: -real });
  const less = complexSqrt({ real: 1 - imag, imag: real });
  return {
    real: asinh(more.real * less.imag - less.real * more.imag),
    imag: atan2(imag, more.real * less.real - more.imag * less.imag),
  };
}

function complexAtanh(z: Complex): Complex {
  const { real, imag } = z;
  if (!isFinite(real) || !isFinite(imag)) return fromTable(special.atanhSpecial, real, imag);
  if (real < 0 || Object.is(real, -0)) {
    const opposite = complexAtanh({ real: -real, imag: -imag });
    return { real: -opposite.real, imag: -opposite.imag };
  }
  const ay = Math.abs(imag);
  if (real > SQRT_LARGE || ay > SQRT_LARGE) {
    const half = hypot(real / 2, imag / 2);
    return { real: real / 4 / half / half, imag: -copySign(Math.PI / 2, -imag) };
  }
  if (real === 1 && ay < SQRT_LEAST_NORMAL) {
    if (ay === 0) domainError();
    return {
      real: -log(Math.sqrt(ay) / Math.sqrt(hypot(ay, 2))),
      imag: copySign(atan2(2, -ay) / 2, imag),
    };
  }
  return {
    real: log1p((4 * real) / ((1 - real) * (1 - real) + ay * ay)) / 4,
    imag: -atan2(-2 * imag, (1 - real) * (1 + real) - ay * ay) / 2,
  };
}

function complexCosh(z: Complex): Complex {
  const { real, imag } = z;
  if (!isFinite(real) || !isFinite(imag)) {
    if (!isInfinite(real) || !isFinite(imag) || imag === 0) return fromTable(special.coshSpecial, real, imag);
    const size = Number.POSITIVE_INFINITY;
    return { real: copySign(size, cos(imag)), imag: copySign(real, real * sin(imag)) };
  }
  if (Math.abs(real) > LOG_LARGE) {
    const less = real - copySign(1, real);
    return checked(cos(imag) * cosh(less) * Math.E, sin(imag) * sinh(less) * Math.E);
  }
  return checked(cos(imag) * cosh(real), sin(imag) * sinh(real));
}

function complexSinh(z: Complex): Complex {
  const { real, imag } = z;
  if (!isFinite(real) || !isFinite(imag)) {
    if (!isInfinite(real) || !isFinite(imag) || imag === 0) return fromTable(special.sinhSpecial, real, imag);
    const size = Number.POSITIVE_INFINITY;
    return { real: copySign(size, real * cos(imag)), imag: copySign(size, sin(imag)) };
  }
  if (Math.abs(real) > LOG_LARGE) {
    const less = real - copySign(1, real);
    return checked(cos(imag) * sinh(less) * Math.E, sin(imag) * cosh(less) * Math.E);
  }
  return checked(cos(imag) * sinh(real), sin(imag) * cosh(real));
}

function complexTanh(z: Complex): Complex {
  const { real, imag } = z;
  if (!isFinite(real) || !isFinite(imag)) {
    if (!isInfinite(real) || !isFinite(imag) || imag === 0) return fromTable(special.tanhSpecial, real, imag);
    return { real: copySign(1, real), imag: copySign(0, sin(imag) * cos(imag)) };
  }
  if (Math.abs(real) > LOG_LARGE) {
    return { real: copySign(1, real), imag: 4 * sin(imag) * cos(imag) * exp(-2 * Math.abs(real)) };
  }
  const tx = tanh(real);
  const ty = tan(imag);
  const cx = 1 / cosh(real);
  const product = tx * ty;
  const denominator = 1 + product * product;
  return { real: (tx * (1 + ty * ty)) / denominator, imag: (ty / denominator) * cx * cx };
}

function complexExp(z: Complex): Complex {
  const { real, imag } = z;
  if (!isFinite(real) || !isFinite(imag)) {
    if (!isInfinite(real) || !isFinite(imag) || imag === 0) return fromTable(special.expSpecial, real, imag);
    const size = real > 0 ? real : 0;
    return { real: copySign(size, cos(imag)), imag: copySign(size, sin(imag)) };
  }
  if (real > LOG_LARGE) {
    const size = exp(real - 1);
    return checked(size * cos(imag) * Math.E, size * sin(imag) * Math.E);
  }
  const size = exp(real);
  return checked(size * cos(imag), size * sin(imag));
}

/** The logarithm, with that of 0 as it is in C: −∞. */
function logWithPole(z: Complex): Complex {
  const { real, imag } = z;
  if (!isFinite(real) || !isFinite(imag)) return fromTable(special.logSpecial, real, imag);
  const ax = Math.abs(real);
  const ay = Math.abs(imag);
  const phase = atan2(imag, real);
  if (ax > LARGE || ay > LARGE) return { real: log(hypot(ax / 2, ay / 2)) + LN2, imag: phase };
  if (ax < MIN_NORMAL && ay < MIN_NORMAL) {
    if (ax === 0 && ay === 0) return { real: Number.NEGATIVE_INFINITY, imag: phase };
    const size = hypot(ldexp(ax, MANTISSA_BITS), ldexp(ay, MANTISSA_BITS));
    return { real: log(size) - MANTISSA_BITS * LN2, imag: phase };
  }
  const size = hypot(ax, ay);
  if (size < 0.71 || size > 1.73) return { real: log(size), imag: phase };
  const more = Math.max(ax, ay);
  const less = Math.min(ax, ay);
  return { real: log1p((more - 1) * (more + 1) + less * less) / 2, imag: phase };
}

function complexLog(z: Complex): Complex {
  if (z.real === 0 && z.imag === 0) domainError();
  return logWithPole(z);
}

function complexLog10(z: Complex): Complex {
  const { real, imag } = complexLog(z);
  return { real: real / LN10, imag: imag / LN10 };
}

/** `log(z, base)`: a pole of the first logarithm is none of the quotient. */
function logOfBase(z: Complex, base: Complex): Complex {
  const numerator = logWithPole(z);
  const denominator = complexLog(base);
  if (denominator.real === 0 && denominator.imag === 0) domainError();
  return complexDiv(numerator, denominator);
}

function rect(r: number, phi: number): Complex {
  if (!isFinite(r) || !isFinite(phi)) {
    if (!isInfinite(r) || !isFinite(phi) || phi === 0) return fromTable(special.rectSpecial, r, phi);
    const size = Number.POSITIVE_INFINITY;
    return { real: copySign(size, r * cos(phi)), imag: copySign(size, r * sin(phi)) };
  }
  // Exact where there is nothing to turn, signs of zeros included.
  return phi === 0 ? { real: r, imag: r * phi } : { real: r * cos(phi), imag: r * sin(phi) };
}

function polar(z: Complex): PyTuple {
  const size = complexAbs(z);
  if (isInfinite(size) && isFinite(z.real) && isFinite(z.imag)) rangeError();
  return new PyTuple([new PyFloat(size), new PyFloat(atan2(z.imag, z.real))]);
}

function isClose(a: Complex, b: Complex, relTol: number, absTol: number): boolean {
  if (relTol < 0 || absTol < 0) throw valueError('tolerances must be non-negative');
  if (a.real === b.real && a.imag === b.imag) return true;
  if ([a.real, a.imag, b.real, b.imag].some(isInfinite)) return false;
  const difference = complexAbs({ real: a.real - b.real, imag: a.imag - b.imag });
  return difference <= relTol * complexAbs(b) || difference <= relTol * complexAbs(a) || difference <= absTol;
}

function fromComplex(z: Complex): PyComplex {
  return new PyComplex(z.real, z.imag);
}

function entry(name: string, doc: string, compute: ComplexFunction): ModuleEntry {
  return fn(`${name}($module, z: object, /)` as 'f($module, z: object, /)', doc, (_, z: PyObject) =>
    fromComplex(compute(asComplex(z))),
  );
}

function predicate(name: string, doc: string, test: (z: Complex) => boolean): ModuleEntry {
  return fn(
    `${name}($module, z: object, /) -> bool` as 'f($module, z: object, /) -> bool',
    doc,
    (_, z: PyObject) => test(asComplex(z)),
  );
}

export const cmath = defineModule('cmath', 'Functions of complex numbers.', [
  entry('acos', 'Return the arc cosine of z.', complexAcos),
  entry('acosh', 'Return the inverse hyperbolic cosine of z.', complexAcosh),
  entry('asin', 'Return the arc sine of z.', circular(complexAsinh)),
  entry('asinh', 'Return the inverse hyperbolic sine of z.', complexAsinh),
  entry('atan', 'Return the arc tangent of z.', circular(complexAtanh)),
  entry('atanh', 'Return the inverse hyperbolic tangent of z.', complexAtanh),
  entry('cos', 'Return the cosine of z.', (z) => complexCosh({ real: -z.imag, imag: z.real })),
  entry('cosh', 'Return the hyperbolic cosine of z.', complexCosh),
  entry('exp', 'Return e to the power of z.', complexExp),
  fn(
    'isclose($module, /, a: object, b: object, *, rel_tol: double = 1e-09, abs_tol: double = 0.0) -> bool',
    'Tell whether two complex numbers are close to each other.\n\n  rel_tol\n    the largest difference, as a part of the larger size\n  abs_tol\n    a difference that is always small enough, which matters near zero\n\nNaN is close to nothing; infinities are close only to themselves.',
    (_, a, b, relTol, absTol) => isClose(asComplex(a), asComplex(b), relTol, absTol),
  ),
  predicate(
    'isfinite',
    'Return True if neither part of z is an infinity or a NaN.',
    (z) => isFinite(z.real) && isFinite(z.imag),
  ),
  predicate(
    'isinf',
    'Return True if either part of z is an infinity.',
    (z) => isInfinite(z.real) || isInfinite(z.imag),
  ),
  predicate(
    'isnan',
    'Return True if either part of z is a NaN.',
    (z) => Number.isNaN(z.real) || Number.isNaN(z.imag),
  ),
  fn(
    'log($module, z: object, base: object = <null>, /)',
    'log(z[, base]) -> the logarithm of z to a base, e if there is none.',
    (_, z, base) =>
      fromComplex(base === undefined ? complexLog(asComplex(z)) : logOfBase(asComplex(z), asComplex(base))),
    '($module, z, base=<unrepresentable>, /)',
  ),
  entry('log10', 'Return the logarithm of z to base 10.', complexLog10),
  fn('phase($module, z: object, /) -> double', 'Return the angle of z, from -pi to pi.', (_, z) => {
    const { real, imag } = asComplex(z);
    const angle = atan2(imag, real);
    // C reports an angle too small for a double.
    if (angle === 0 && imag !== 0 && isFinite(real)) rangeError();
    return angle;
  }),
  fn('polar($module, z: object, /)', 'Return the polar coordinates of z: distance and angle.', (_, z) =>
    polar(asComplex(z)),
  ),
  fn(
    'rect($module, r: double, phi: double, /)',
    'Return the complex number with these polar coordinates.',
    (_, r, phi) => fromComplex(rect(r, phi)),
  ),
  entry('sin', 'Return the sine of z.', circular(complexSinh)),
  entry('sinh', 'Return the hyperbolic sine of z.', complexSinh),
  entry('sqrt', 'Return the square root of z.', complexSqrt),
  entry('tan', 'Return the tangent of z.', circular(complexTanh)),
  entry('tanh', 'Return the hyperbolic tangent of z.', complexTanh),
  constant('e', new PyFloat(Math.E)),
  constant('inf', new PyFloat(Number.POSITIVE_INFINITY)),
  constant('infj', new PyComplex(0, Number.POSITIVE_INFINITY)),
  constant('nan', new PyFloat(Number.NaN)),
  constant('nanj', new PyComplex(0, Number.NaN)),
  constant('pi', new PyFloat(Math.PI)),
  constant('tau', new PyFloat(2 * Math.PI)),
]);
