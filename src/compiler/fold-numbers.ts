/**
 * Arithmetic on constant numbers: `int`, `bool`, `float` and `complex` and their mixtures.
 * CPython: `const_folding_safe_*` in Python/flowgraph.c on Objects/{long,float,complex}object.c.
 *
 * `undefined` stands for "not folded": the operation would raise, or its result be longer than MAX_INT_SIZE.
 */
import {
  NB_ADD,
  NB_AND,
  NB_FLOOR_DIVIDE,
  NB_LSHIFT,
  NB_MULTIPLY,
  NB_OR,
  NB_POWER,
  NB_REMAINDER,
  NB_RSHIFT,
  NB_SUBTRACT,
  NB_TRUE_DIVIDE,
  NB_XOR,
} from '../bytecode/opargs.ts';
import { complexDiv, complexMul, complexPow, complexPowError, realDivComplex } from '../common/complex.ts';
import { floatFloorDiv, floatMod, floatPow } from '../common/float.ts';
import {
  bitLength,
  intAdd,
  intAnd,
  intFloorDiv,
  intLshift,
  intMod,
  intMul,
  intOr,
  intPow,
  intRshift,
  intSub,
  intTrueDiv,
  intXor,
} from '../common/int.ts';
import { PyComplex } from '../objects/complex.ts';
import { PyFloat } from '../objects/float.ts';
import type { PyInt, PyObject } from '../objects/object.ts';

/** The largest integers made, in bits. */
const MAX_INT_SIZE = 128;
/** An `int` or a `bool`. */
export type Int = PyInt | boolean;
export type Numeric = Int | PyFloat | PyComplex;

export function isInt(value: PyObject): value is Int {
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean';
}

export function isNumber(value: PyObject): value is Numeric {
  return isInt(value) || value instanceof PyFloat || value instanceof PyComplex;
}

export function toInt(value: Int): PyInt {
  return typeof value === 'boolean' ? Number(value) : value;
}

/** The value as a double; infinite where an int is too large for one (`OverflowError`). */
function toDouble(value: Int | PyFloat): number {
  return value instanceof PyFloat ? value.value : Number(value);
}

/** `left op right`, where `op` is an oparg of BINARY_OP. */
export function foldNumbers(left: Numeric, op: number, right: Numeric): PyObject | undefined {
  if (isInt(left) && isInt(right)) {
    if (typeof left === 'boolean' && typeof right === 'boolean') {
      if (op === NB_AND) return left && right;
      if (op === NB_OR) return left || right;
      if (op === NB_XOR) return left !== right;
    }
    return foldInts(toInt(left), op, toInt(right));
  }
  if (!fitsDouble(left) || !fitsDouble(right)) return undefined;
  if (left instanceof PyComplex || right instanceof PyComplex) return foldComplex(left, op, right);
  return foldFloats(toDouble(left), op, toDouble(right));
}

function fitsDouble(value: Numeric): boolean {
  return typeof value !== 'bigint' || Number.isFinite(Number(value));
}

function foldInts(v: PyInt, op: number, w: PyInt): PyObject | undefined {
  switch (op) {
    case NB_ADD:
      return intAdd(v, w);
    case NB_SUBTRACT:
      return intSub(v, w);
    case NB_MULTIPLY:
      if (v !== 0 && w !== 0 && bitLength(v) + bitLength(w) > MAX_INT_SIZE) return undefined;
      return intMul(v, w);
    case NB_TRUE_DIVIDE: {
      if (w === 0) return undefined;
      const quotient = intTrueDiv(v, w);
      return Number.isFinite(quotient) ? new PyFloat(quotient) : undefined;
    }
    case NB_FLOOR_DIVIDE:
      return w === 0 ? undefined : intFloorDiv(v, w);
    case NB_REMAINDER:
      return w === 0 ? undefined : intMod(v, w);
    case NB_POWER:
      if (w < 0) {
        const x = Number(v);
        const y = Number(w);
        return Number.isFinite(x) && Number.isFinite(y) ? foldFloats(x, NB_POWER, y) : undefined;
      }
      if (v !== 0 && w > 0 && bitLength(v) > Math.trunc(MAX_INT_SIZE / Number(w))) return undefined;
      return intPow(v, w);
    case NB_LSHIFT:
      if (v !== 0 && w !== 0 && bitLength(v) + Number(w) > MAX_INT_SIZE) return undefined;
      return w < 0 ? undefined : intLshift(v, w);
    case NB_RSHIFT:
      return w < 0 ? undefined : intRshift(v, w);
    case NB_AND:
      return intAnd(v, w);
    case NB_OR:
      return intOr(v, w);
    case NB_XOR:
      return intXor(v, w);
    default:
      return undefined;
  }
}

function foldFloats(x: number, op: number, y: number): PyObject | undefined {
  switch (op) {
    case NB_ADD:
      return new PyFloat(x + y);
    case NB_SUBTRACT:
      return new PyFloat(x - y);
    case NB_MULTIPLY:
      return new PyFloat(x * y);
    case NB_TRUE_DIVIDE:
      return y === 0 ? undefined : new PyFloat(x / y);
    case NB_FLOOR_DIVIDE:
      return y === 0 ? undefined : new PyFloat(floatFloorDiv(x, y));
    case NB_REMAINDER:
      return y === 0 ? undefined : new PyFloat(floatMod(x, y));
    case NB_POWER:
      return foldFloatPower(x, y);
    default:
      return undefined;
  }
}

function foldFloatPower(x: number, y: number): PyObject | undefined {
  if (x === 0 && y < 0) return undefined;
  if (x < 0 && Number.isFinite(x) && Number.isFinite(y) && !Number.isInteger(y)) {
    return foldComplexPower({ real: x, imag: 0 }, { real: y, imag: 0 });
  }
  const power = floatPow(x, y);
  if (Number.isFinite(x) && Number.isFinite(y) && !Number.isFinite(power)) return undefined;
  return new PyFloat(power);
}

interface Complex {
  readonly real: number;
  readonly imag: number;
}

/** At least one operand is complex. A real operand has no imaginary part, not one of zero (C99, annex G). */
function foldComplex(left: Numeric, op: number, right: Numeric): PyObject | undefined {
  if (op === NB_POWER) return foldComplexPower(toComplex(left), toComplex(right));
  if (!(right instanceof PyComplex)) {
    const a = left as PyComplex;
    const b = toDouble(right);
    switch (op) {
      case NB_ADD:
        return new PyComplex(a.real + b, a.imag);
      case NB_SUBTRACT:
        return new PyComplex(a.real - b, a.imag);
      case NB_MULTIPLY:
        return new PyComplex(a.real * b, a.imag * b);
      case NB_TRUE_DIVIDE:
        return b === 0 ? undefined : new PyComplex(a.real / b, a.imag / b);
      default:
        return undefined;
    }
  }
  const b = right;
  if (!(left instanceof PyComplex)) {
    const a = toDouble(left);
    switch (op) {
      case NB_ADD:
        return new PyComplex(a + b.real, b.imag);
      case NB_SUBTRACT:
        return new PyComplex(a - b.real, -b.imag);
      case NB_MULTIPLY:
        return new PyComplex(a * b.real, a * b.imag);
      case NB_TRUE_DIVIDE:
        return isZero(b) ? undefined : fromComplex(realDivComplex(a, b));
      default:
        return undefined;
    }
  }
  const a = left;
  switch (op) {
    case NB_ADD:
      return new PyComplex(a.real + b.real, a.imag + b.imag);
    case NB_SUBTRACT:
      return new PyComplex(a.real - b.real, a.imag - b.imag);
    case NB_MULTIPLY:
      return fromComplex(complexMul(a, b));
    case NB_TRUE_DIVIDE:
      return isZero(b) ? undefined : fromComplex(complexDiv(a, b));
    default:
      return undefined;
  }
}

function toComplex(value: Numeric): Complex {
  return value instanceof PyComplex ? value : { real: toDouble(value), imag: 0 };
}

function isZero(value: Complex): boolean {
  return value.real === 0 && value.imag === 0;
}

function fromComplex(value: Complex): PyComplex {
  return new PyComplex(value.real, value.imag);
}

function foldComplexPower(base: Complex, exponent: Complex): PyComplex | undefined {
  const power = complexPow(base, exponent);
  return complexPowError(power) === undefined ? fromComplex(power) : undefined;
}
