/**
 * Operators on any objects. CPython: `PyNumber_*`, `binary_op1` in Objects/abstract.c.
 *
 * Fast paths for ints and floats stand first: ints that are JavaScript numbers, and floats of exactly that type. A safe
 * integer is a double as it is, so mixed operands need no conversion. Everything else goes through the slots of the
 * operands' types.
 */
import { floatFloorDiv, floatMod } from '../common/float.ts';
import {
  intAdd,
  intAnd,
  intFloorDiv,
  intLshift,
  intMod,
  intMul,
  intNeg,
  intOr,
  intPow,
  intRshift,
  intSub,
  intXor,
} from '../common/int.ts';
import { PyFloat } from '../objects/float.ts';
import {
  type BinarySlot,
  type PyInt,
  type PyObject,
  type PyType,
  TPFLAGS_HEAPTYPE,
} from '../objects/object.ts';
import { None, NotImplemented } from '../objects/singletons.ts';
import { asIndex } from './convert.ts';
import { overflowError, typeError } from './errors.ts';
import { powerFloats } from './number-power.ts';
import { isMutableType, isSubtype, typeOf } from './type-of.ts';

const floatType = PyFloat.type;

/** Is this a float, and of no subclass, which may have operators of its own? */
function isFloat(value: PyObject): value is PyFloat {
  return value instanceof PyFloat && value.ob_type === floatType;
}

/** Is this a plain int? */
function isInt(value: PyObject): value is PyInt {
  return typeof value === 'number' || typeof value === 'bigint';
}

// ── The way through the slots ────────────────────────────────────────────────────────────────────────────────────────

/** The binary slots of numbers. */
type BinarySlotName = {
  [K in keyof PyType]: K extends `nb_${string}`
    ? PyType[K] extends BinarySlot | undefined
      ? K
      : never
    : never;
}[keyof PyType];

type BinaryOperator = (left: PyObject, right: PyObject) => PyObject;
/** The result for operands that need no slots, else `undefined`. */
type FastPath = (left: PyObject, right: PyObject) => PyObject | undefined;

/** Tries the slots of both operands as CPython does: the right one first when its type derives from the left's. */
function tryBinary(left: PyObject, right: PyObject, slot: BinarySlotName): PyObject {
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  return trySlots(left, right, leftType, rightType, leftType[slot], rightType[slot]);
}

/** The same with the slots, which are read faster where their name stands. */
function trySlots(
  left: PyObject,
  right: PyObject,
  leftType: PyType,
  rightType: PyType,
  leftSlot: BinarySlot | undefined,
  givenRight: BinarySlot | undefined,
): PyObject {
  let rightSlot = givenRight === leftSlot || rightType === leftType ? undefined : givenRight;
  if (leftSlot !== undefined) {
    if (rightSlot !== undefined && isSubtype(rightType, leftType)) {
      const result = rightSlot(left, right);
      if (result !== NotImplemented) return result;
      rightSlot = undefined;
    }
    const result = leftSlot(left, right);
    if (result !== NotImplemented) return result;
  }
  return rightSlot === undefined ? NotImplemented : rightSlot(left, right);
}

/** The rest of an operator when the slot of the left operand, a Python function, has answered with NotImplemented. */
export function withoutLeft(left: PyObject, right: PyObject, slot: BinarySlotName, symbol: string): PyObject {
  const rightType = typeOf(right);
  const rightSlot = rightType === typeOf(left) ? undefined : rightType[slot];
  const result = rightSlot === undefined ? NotImplemented : rightSlot(left, right);
  if (result !== NotImplemented) return result;
  if (slot === 'nb_multiply') return repeat(left, right, symbol);
  const concat = slot === 'nb_add' ? typeOf(left).sq_concat : undefined;
  return concat === undefined ? unsupported(left, right, symbol) : concat(left, right);
}

/** The TypeError of operands that have no such operator. */
function unsupported(left: PyObject, right: PyObject, symbol: string): never {
  const names = `'${typeOf(left).tp_name}' and '${typeOf(right).tp_name}'`;
  throw typeError(`unsupported operand type(s) for ${symbol}: ${names}`);
}

/** The slots' result of an operator that only numbers have. */
function bySlot(left: PyObject, right: PyObject, slot: BinarySlotName, symbol: string): PyObject {
  const result = tryBinary(left, right, slot);
  return result === NotImplemented ? unsupported(left, right, symbol) : result;
}

/** The same for `left op= right`: the in-place slot of the left operand, else the plain ones. */
function byInplaceSlot(
  left: PyObject,
  right: PyObject,
  inplaceSlot: BinarySlotName,
  slot: BinarySlotName,
  symbol: string,
): PyObject {
  const own = typeOf(left)[inplaceSlot];
  if (own !== undefined) {
    const result = own(left, right);
    if (result !== NotImplemented) return result;
  }
  return bySlot(left, right, slot, symbol);
}

// ── + ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

function addFast(left: PyObject, right: PyObject): PyObject | undefined {
  if (typeof left === 'number') {
    if (typeof right === 'number') return intAdd(left, right);
    if (isFloat(right)) return new PyFloat(left + right.value);
    if (typeof right === 'bigint') return intAdd(left, right);
  } else if (typeof left === 'string') {
    if (typeof right === 'string') return left + right;
  } else if (isFloat(left)) {
    if (isFloat(right)) return new PyFloat(left.value + right.value);
    if (typeof right === 'number') return new PyFloat(left.value + right);
  } else if (typeof left === 'bigint') {
    if (isInt(right)) return intAdd(left, right);
  }
  return undefined;
}

/** `left + right`. */
export function add(left: PyObject, right: PyObject): PyObject {
  return addFast(left, right) ?? addBySlot(left, right);
}

function addBySlot(left: PyObject, right: PyObject): PyObject {
  const type = typeOf(left);
  if (type.nb_add === undefined && type === typeOf(right) && type.sq_concat !== undefined) {
    return type.sq_concat(left, right);
  }
  const rightType = typeOf(right);
  const result = trySlots(left, right, type, rightType, type.nb_add, rightType.nb_add);
  if (result !== NotImplemented) return result;
  const concat = type.sq_concat;
  return concat === undefined ? unsupported(left, right, '+') : concat(left, right);
}

/** `left += right`. */
export function inplaceAdd(left: PyObject, right: PyObject): PyObject {
  return addFast(left, right) ?? inplaceAddBySlot(left, right);
}

function inplaceAddBySlot(left: PyObject, right: PyObject): PyObject {
  const type = typeOf(left);
  if (type.nb_inplace_add !== undefined) {
    const result = type.nb_inplace_add(left, right);
    if (result !== NotImplemented) return result;
  } else if (type.sq_inplace_concat !== undefined && isMutableType(type)) {
    // A class that inherits `__iadd__` has it in both slots.
    return type.sq_inplace_concat(left, right);
  }
  const rightType = typeOf(right);
  const result = trySlots(left, right, type, rightType, type.nb_add, rightType.nb_add);
  if (result !== NotImplemented) return result;
  const concat = type.sq_inplace_concat ?? type.sq_concat;
  return concat === undefined ? unsupported(left, right, '+=') : concat(left, right);
}

// ── - ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

function subtractFast(left: PyObject, right: PyObject): PyObject | undefined {
  if (typeof left === 'number') {
    if (typeof right === 'number') return intSub(left, right);
    if (isFloat(right)) return new PyFloat(left - right.value);
    if (typeof right === 'bigint') return intSub(left, right);
  } else if (isFloat(left)) {
    if (isFloat(right)) return new PyFloat(left.value - right.value);
    if (typeof right === 'number') return new PyFloat(left.value - right);
  } else if (typeof left === 'bigint') {
    if (isInt(right)) return intSub(left, right);
  }
  return undefined;
}

/** `left - right`. */
export function subtract(left: PyObject, right: PyObject): PyObject {
  return subtractFast(left, right) ?? bySlot(left, right, 'nb_subtract', '-');
}

/** `left -= right`. */
export function inplaceSubtract(left: PyObject, right: PyObject): PyObject {
  return subtractFast(left, right) ?? byInplaceSlot(left, right, 'nb_inplace_subtract', 'nb_subtract', '-=');
}

// ── * ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

function multiplyFast(left: PyObject, right: PyObject): PyObject | undefined {
  if (typeof left === 'number') {
    if (typeof right === 'number') return intMul(left, right);
    if (isFloat(right)) return new PyFloat(left * right.value);
    if (typeof right === 'bigint') return intMul(left, right);
  } else if (isFloat(left)) {
    if (isFloat(right)) return new PyFloat(left.value * right.value);
    if (typeof right === 'number') return new PyFloat(left.value * right);
  } else if (typeof left === 'bigint') {
    if (isInt(right)) return intMul(left, right);
  }
  return undefined;
}

/** `left * right`. */
export function multiply(left: PyObject, right: PyObject): PyObject {
  return multiplyFast(left, right) ?? multiplyBySlot(left, right);
}

function multiplyBySlot(left: PyObject, right: PyObject): PyObject {
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  const result = trySlots(left, right, leftType, rightType, leftType.nb_multiply, rightType.nb_multiply);
  return result === NotImplemented ? repeat(left, right, '*') : result;
}

/** A sequence times a count, in either order. */
function repeat(left: PyObject, right: PyObject, symbol: string): PyObject {
  const leftRepeat = typeOf(left).sq_repeat;
  if (leftRepeat !== undefined) return leftRepeat(left, repeatCount(right));
  const rightRepeat = typeOf(right).sq_repeat;
  if (rightRepeat !== undefined) return rightRepeat(right, repeatCount(left));
  return unsupported(left, right, symbol);
}

function repeatCount(value: PyObject): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'bigint' && typeOf(value).nb_index === undefined) {
    throw typeError(`can't multiply sequence by non-int of type '${typeOf(value).tp_name}'`);
  }
  const count = asIndex(value);
  if (typeof count === 'bigint' && BigInt.asIntN(64, count) !== count) {
    throw overflowError(`cannot fit '${typeOf(value).tp_name}' into an index-sized integer`);
  }
  return Number(count);
}

/** `left *= right`. */
export function inplaceMultiply(left: PyObject, right: PyObject): PyObject {
  return multiplyFast(left, right) ?? inplaceMultiplyBySlot(left, right);
}

function inplaceMultiplyBySlot(left: PyObject, right: PyObject): PyObject {
  const type = typeOf(left);
  if (type.nb_inplace_multiply !== undefined) {
    const result = type.nb_inplace_multiply(left, right);
    if (result !== NotImplemented) return result;
  }
  const result = tryBinary(left, right, 'nb_multiply');
  if (result !== NotImplemented) return result;
  if (type.sq_inplace_repeat !== undefined) return type.sq_inplace_repeat(left, repeatCount(right));
  if (type.sq_repeat === undefined && hasSequenceSlots(type)) return unsupported(left, right, '*=');
  return repeat(left, right, '*=');
}

/** CPython: `tp_as_sequence != NULL`; a class always has room for the slots. */
function hasSequenceSlots({ tp_flags, sq_length, sq_contains, sq_item }: PyType): boolean {
  const slot = sq_length ?? sq_contains ?? sq_item;
  return (tp_flags & TPFLAGS_HEAPTYPE) !== 0 || slot !== undefined;
}

// ── / // % ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Divisors of zero are left to the slots, which raise. */
function trueDivideFast(left: PyObject, right: PyObject): PyObject | undefined {
  let divisor: number;
  if (typeof right === 'number') divisor = right;
  else if (isFloat(right)) divisor = right.value;
  else return undefined;
  if (divisor === 0) return undefined;
  // The quotient of two safe integers, taken as doubles, is the correctly rounded one.
  if (typeof left === 'number') return new PyFloat(left / divisor);
  return isFloat(left) ? new PyFloat(left.value / divisor) : undefined;
}

/** `left / right`. */
export function trueDivide(left: PyObject, right: PyObject): PyObject {
  return trueDivideFast(left, right) ?? bySlot(left, right, 'nb_true_divide', '/');
}

/** `left /= right`. */
export function inplaceTrueDivide(left: PyObject, right: PyObject): PyObject {
  return (
    trueDivideFast(left, right) ??
    byInplaceSlot(left, right, 'nb_inplace_true_divide', 'nb_true_divide', '/=')
  );
}

function floorDivideFast(left: PyObject, right: PyObject): PyObject | undefined {
  if (isInt(left) && isInt(right)) return right === 0 ? undefined : intFloorDiv(left, right);
  if (isFloat(left) && isFloat(right) && right.value !== 0) {
    return new PyFloat(floatFloorDiv(left.value, right.value));
  }
  return undefined;
}

/** `left // right`. */
export function floorDivide(left: PyObject, right: PyObject): PyObject {
  return floorDivideFast(left, right) ?? bySlot(left, right, 'nb_floor_divide', '//');
}

/** `left //= right`. */
export function inplaceFloorDivide(left: PyObject, right: PyObject): PyObject {
  return (
    floorDivideFast(left, right) ??
    byInplaceSlot(left, right, 'nb_inplace_floor_divide', 'nb_floor_divide', '//=')
  );
}

function remainderFast(left: PyObject, right: PyObject): PyObject | undefined {
  if (isInt(left) && isInt(right)) return right === 0 ? undefined : intMod(left, right);
  if (isFloat(left) && isFloat(right) && right.value !== 0)
    return new PyFloat(floatMod(left.value, right.value));
  return undefined;
}

/** `left % right`. */
export function remainder(left: PyObject, right: PyObject): PyObject {
  return remainderFast(left, right) ?? bySlot(left, right, 'nb_remainder', '%');
}

/** `left %= right`. */
export function inplaceRemainder(left: PyObject, right: PyObject): PyObject {
  return (
    remainderFast(left, right) ?? byInplaceSlot(left, right, 'nb_inplace_remainder', 'nb_remainder', '%=')
  );
}

/** `divmod(left, right)`. */
export function divmod(left: PyObject, right: PyObject): PyObject {
  return bySlot(left, right, 'nb_divmod', 'divmod()');
}

// ── Bits, @ ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const andFast: FastPath = (left, right) => (isInt(left) && isInt(right) ? intAnd(left, right) : undefined);
const orFast: FastPath = (left, right) => (isInt(left) && isInt(right) ? intOr(left, right) : undefined);
const xorFast: FastPath = (left, right) => (isInt(left) && isInt(right) ? intXor(left, right) : undefined);
const lshiftFast: FastPath = (left, right) =>
  isInt(left) && typeof right === 'number' && right >= 0 ? intLshift(left, right) : undefined;
const rshiftFast: FastPath = (left, right) =>
  isInt(left) && typeof right === 'number' && right >= 0 ? intRshift(left, right) : undefined;
const noFastPath: FastPath = () => undefined;

function operator(fast: FastPath, slot: BinarySlotName, symbol: string): BinaryOperator {
  return (left, right) => fast(left, right) ?? bySlot(left, right, slot, symbol);
}

function inplaceOperator(
  fast: FastPath,
  inplaceSlot: BinarySlotName,
  slot: BinarySlotName,
  symbol: string,
): BinaryOperator {
  return (left, right) => fast(left, right) ?? byInplaceSlot(left, right, inplaceSlot, slot, symbol);
}

export const lshift = operator(lshiftFast, 'nb_lshift', '<<');
export const rshift = operator(rshiftFast, 'nb_rshift', '>>');
export const and = operator(andFast, 'nb_and', '&');
export const or = operator(orFast, 'nb_or', '|');
export const xor = operator(xorFast, 'nb_xor', '^');
export const matrixMultiply = operator(noFastPath, 'nb_matrix_multiply', '@');

export const inplaceLshift = inplaceOperator(lshiftFast, 'nb_inplace_lshift', 'nb_lshift', '<<=');
export const inplaceRshift = inplaceOperator(rshiftFast, 'nb_inplace_rshift', 'nb_rshift', '>>=');
export const inplaceAnd = inplaceOperator(andFast, 'nb_inplace_and', 'nb_and', '&=');
export const inplaceOr = inplaceOperator(orFast, 'nb_inplace_or', 'nb_or', '|=');
export const inplaceXor = inplaceOperator(xorFast, 'nb_inplace_xor', 'nb_xor', '^=');
export const inplaceMatrixMultiply = inplaceOperator(
  noFastPath,
  'nb_inplace_matrix_multiply',
  'nb_matrix_multiply',
  '@=',
);

// ── ** ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

function powerFast(base: PyObject, exponent: PyObject): PyObject | undefined {
  if (typeof exponent === 'number') {
    if (typeof base === 'number') return exponent >= 0 ? intPow(base, exponent) : undefined;
    return isFloat(base) ? powerFloats(base.value, exponent) : undefined;
  }
  if (!isFloat(exponent)) return undefined;
  if (isFloat(base)) return powerFloats(base.value, exponent.value);
  return typeof base === 'number' ? powerFloats(base, exponent.value) : undefined;
}

/** `pow(base, exponent, modulus)`; `base ** exponent` when the modulus is None. */
export function power(
  base: PyObject,
  exponent: PyObject,
  modulus: PyObject = None,
  symbol = '** or pow()',
): PyObject {
  if (modulus === None) {
    const result = powerFast(base, exponent);
    if (result !== undefined) return result;
  }
  const baseType = typeOf(base);
  const exponentType = typeOf(exponent);
  const baseSlot = baseType.nb_power;
  const exponentSlot = exponentType === baseType ? undefined : exponentType.nb_power;
  const first = exponentSlot !== undefined && isSubtype(exponentType, baseType) ? exponentSlot : baseSlot;
  if (first !== undefined) {
    const result = first(base, exponent, modulus);
    if (result !== NotImplemented) return result;
  }
  const second = first === exponentSlot ? baseSlot : exponentSlot;
  if (second !== undefined && second !== first) {
    const result = second(base, exponent, modulus);
    if (result !== NotImplemented) return result;
  }
  const third = typeOf(modulus).nb_power;
  if (third !== undefined && third !== first && third !== second) {
    const result = third(base, exponent, modulus);
    if (result !== NotImplemented) return result;
  }
  if (modulus === None) return unsupported(base, exponent, symbol);
  throw typeError(
    `unsupported operand type(s) for ** or pow(): '${baseType.tp_name}', '${exponentType.tp_name}', '${typeOf(modulus).tp_name}'`,
  );
}

/** `base **= exponent`. */
export function inplacePower(base: PyObject, exponent: PyObject): PyObject {
  const own = typeOf(base).nb_inplace_power;
  if (own !== undefined) {
    const result = own(base, exponent, None);
    if (result !== NotImplemented) return result;
  }
  return power(base, exponent, None, '**=');
}

// ── Unary operators ──────────────────────────────────────────────────────────────────────────────────────────────────

function unaryBySlot(
  value: PyObject,
  slot: 'nb_negative' | 'nb_positive' | 'nb_invert',
  symbol: string,
): PyObject {
  const own = typeOf(value)[slot];
  if (own === undefined) throw typeError(`bad operand type for unary ${symbol}: '${typeOf(value).tp_name}'`);
  return own(value);
}

/** `-value`. */
export function negative(value: PyObject): PyObject {
  if (typeof value === 'number') return intNeg(value);
  if (isFloat(value)) return new PyFloat(-value.value);
  return unaryBySlot(value, 'nb_negative', '-');
}

/** `+value`. */
export function positive(value: PyObject): PyObject {
  return unaryBySlot(value, 'nb_positive', '+');
}

/** `~value`. */
export function invert(value: PyObject): PyObject {
  return unaryBySlot(value, 'nb_invert', '~');
}

/** `abs(value)`. */
export function absolute(value: PyObject): PyObject {
  const own = typeOf(value).nb_absolute;
  if (own === undefined) throw typeError(`bad operand type for abs(): '${typeOf(value).tp_name}'`);
  return own(value);
}
