/**
 * Arithmetic of Python's `complex`. CPython 3.14: Objects/complexobject.c, with C11's Annex G for infinities.
 *
 * Sums and differences, and operations with a real operand that work on each part, need no function here.
 * Values are plain pairs; results are new ones.
 */
import { copySign } from './double.ts';
import { exp, pow } from './math-exp.ts';
import { log } from './math-log.ts';
import { hypot } from './math-root.ts';
import { atan2, cos, sin } from './math-trig.ts';

export interface Complex {
  readonly real: number;
  readonly imag: number;
}

function isInfinite(x: number): boolean {
  return x === Number.POSITIVE_INFINITY || x === Number.NEGATIVE_INFINITY;
}

/** 1 for an infinity, else 0, with its sign: Annex G's way of boxing infinities. */
function box(x: number): number {
  return copySign(isInfinite(x) ? 1 : 0, x);
}

function zeroForNaN(x: number): number {
  return Number.isNaN(x) ? copySign(0, x) : x;
}

/** `x * y` of two complex numbers. */
export function complexMul(x: Complex, y: Complex): Complex {
  let { real: a, imag: b } = x;
  let { real: c, imag: d } = y;
  const ac = a * c;
  const bd = b * d;
  const ad = a * d;
  const bc = b * c;
  const real = ac - bd;
  const imag = ad + bc;
  if (!Number.isNaN(real) || !Number.isNaN(imag)) return { real, imag };
  // Where infinities met, there is an infinite result to recover.
  let recompute = false;
  if (isInfinite(a) || isInfinite(b)) {
    a = box(a);
    b = box(b);
    c = zeroForNaN(c);
    d = zeroForNaN(d);
    recompute = true;
  }
  if (isInfinite(c) || isInfinite(d)) {
    c = box(c);
    d = box(d);
    a = zeroForNaN(a);
    b = zeroForNaN(b);
    recompute = true;
  }
  if (!recompute && (isInfinite(ac) || isInfinite(bd) || isInfinite(ad) || isInfinite(bc))) {
    a = zeroForNaN(a);
    b = zeroForNaN(b);
    c = zeroForNaN(c);
    d = zeroForNaN(d);
    recompute = true;
  }
  if (!recompute) return { real, imag };
  return {
    real: Number.POSITIVE_INFINITY * (a * c - b * d),
    imag: Number.POSITIVE_INFINITY * (a * d + b * c),
  };
}

/** `x / y` of two complex numbers (Smith's method); y must not be 0 (a ZeroDivisionError to Python). */
export function complexDiv(x: Complex, y: Complex): Complex {
  const { real: a, imag: b } = x;
  const { real: c, imag: d } = y;
  let real = Number.NaN;
  let imag = Number.NaN;
  if (Math.abs(c) >= Math.abs(d)) {
    const ratio = d / c;
    const denominator = c + d * ratio;
    real = (a + b * ratio) / denominator;
    imag = (b - a * ratio) / denominator;
  } else if (Math.abs(d) >= Math.abs(c)) {
    const ratio = c / d;
    const denominator = c * ratio + d;
    real = (a * ratio + b) / denominator;
    imag = (b * ratio - a) / denominator;
  }
  if (Number.isNaN(real) && Number.isNaN(imag)) {
    if ((isInfinite(a) || isInfinite(b)) && Number.isFinite(c) && Number.isFinite(d)) {
      const p = box(a);
      const q = box(b);
      real = Number.POSITIVE_INFINITY * (p * c + q * d);
      imag = Number.POSITIVE_INFINITY * (q * c - p * d);
    } else if ((isInfinite(c) || isInfinite(d)) && Number.isFinite(a) && Number.isFinite(b)) {
      const p = box(c);
      const q = box(d);
      real = 0 * (a * p + b * q);
      imag = 0 * (b * p - a * q);
    }
  }
  return { real, imag };
}

/** `a / y` of a real and a complex number, which must not be 0. */
export function realDivComplex(a: number, y: Complex): Complex {
  const { real: c, imag: d } = y;
  let real = Number.NaN;
  let imag = Number.NaN;
  if (Math.abs(c) >= Math.abs(d)) {
    const ratio = d / c;
    const denominator = c + d * ratio;
    real = a / denominator;
    imag = (-a * ratio) / denominator;
  } else if (Math.abs(d) >= Math.abs(c)) {
    const ratio = c / d;
    const denominator = c * ratio + d;
    real = (a * ratio) / denominator;
    imag = -a / denominator;
  }
  if (Number.isNaN(real) && Number.isNaN(imag) && Number.isFinite(a) && (isInfinite(c) || isInfinite(d))) {
    real = 0 * (a * box(c));
    imag = 0 * (-a * box(d));
  }
  return { real, imag };
}

const ONE: Complex = { real: 1, imag: 0 };
/** This very object stands for a ZeroDivisionError. */
const NO_POWER: Complex = { real: Number.NaN, imag: Number.POSITIVE_INFINITY };

/** `x ** y` of two complex numbers, if {@link complexPowError} finds nothing wrong with it. */
export function complexPow(x: Complex, y: Complex): Complex {
  if (y.imag === 0 && Number.isInteger(y.real) && Math.abs(y.real) <= 100) {
    if (y.real > 0) return positivePower(x, y.real);
    const divisor = positivePower(x, -y.real);
    return divisor.real === 0 && divisor.imag === 0 ? NO_POWER : complexDiv(ONE, divisor);
  }
  if (x.real === 0 && x.imag === 0) return y.imag !== 0 || y.real < 0 ? NO_POWER : { real: 0, imag: 0 };
  const size = hypot(x.real, x.imag);
  let length = pow(size, y.real);
  const at = atan2(x.imag, x.real);
  let phase = at * y.real;
  if (y.imag !== 0) {
    length *= exp(-at * y.imag);
    phase += y.imag * log(size);
  }
  // C's sine and cosine report an infinite argument as they report a pole.
  return isInfinite(phase) ? NO_POWER : { real: length * cos(phase), imag: length * sin(phase) };
}

/** The exception that Python raises instead of giving `power`, the result of {@link complexPow}. */
export function complexPowError(power: Complex): 'ZeroDivisionError' | 'OverflowError' | undefined {
  if (power === NO_POWER) return 'ZeroDivisionError';
  return isInfinite(power.real) || isInfinite(power.imag) ? 'OverflowError' : undefined;
}

/** Repeated squaring, in the order that gives CPython's last bits. */
function positivePower(x: Complex, n: number): Complex {
  let result = ONE;
  let power = x;
  for (let mask = 1; n >= mask; mask *= 2) {
    if ((n & mask) !== 0) result = complexMul(result, power);
    power = complexMul(power, power);
  }
  return result;
}

/** `abs(x)`; Python raises OverflowError when x is finite and the result is not. */
export function complexAbs(x: Complex): number {
  if (isInfinite(x.real) || isInfinite(x.imag)) return Number.POSITIVE_INFINITY;
  return hypot(x.real, x.imag);
}
