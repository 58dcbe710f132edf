/**
 * Operators on any objects. CPython: `PyNumber_*`, `binary_op1` in Objects/abstract.c.
 * Fast paths for ints stand first; everything else goes through the slots of the operands' types.
 */
import { intAdd, intMul, intSub } from '../common/int.ts';
import { PyFloat } from '../objects/float.ts';
import type { BinarySlot, PyObject, PyType } from '../objects/object.ts';
import { None, NotImplemented } from '../objects/singletons.ts';
import { indexAsNumber } from './convert.ts';
import { typeError } from './errors.ts';
import { isSubtype, typeOf } from './type-of.ts';

/** The binary slots of numbers. */
type BinarySlotName = {
  [K in keyof PyType]: K extends `nb_${string}` ? (PyType[K] extends BinarySlot | undefined ? K : never) : never;
}[keyof PyType];

/** Tries the slots of both operands as CPython does: the right one first when its type derives from the left's. */
function tryBinary(left: PyObject, right: PyObject, slot: BinarySlotName): PyObject {
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  const leftSlot = leftType[slot];
  let rightSlot = rightType === leftType ? undefined : rightType[slot];
  if (rightSlot === leftSlot) rightSlot = undefined;
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

function unsupported(left: PyObject, right: PyObject, symbol: string): never {
  throw typeError(
    `unsupported operand type(s) for ${symbol}: '${typeOf(left).tp_name}' and '${typeOf(right).tp_name}'`,
  );
}

/** `left + right`. */
export function add(left: PyObject, right: PyObject): PyObject {
  if (typeof left === 'number' && typeof right === 'number') return intAdd(left, right);
  if (typeof left === 'string' && typeof right === 'string') return left + right;
  const result = tryBinary(left, right, 'nb_add');
  if (result !== NotImplemented) return result;
  const concat = typeOf(left).sq_concat;
  if (concat !== undefined) return concat(left, right);
  return unsupported(left, right, '+');
}

/** `left - right`. */
export function subtract(left: PyObject, right: PyObject): PyObject {
  if (typeof left === 'number' && typeof right === 'number') return intSub(left, right);
  const result = tryBinary(left, right, 'nb_subtract');
  return result === NotImplemented ? unsupported(left, right, '-') : result;
}

/** `left * right`. */
export function multiply(left: PyObject, right: PyObject): PyObject {
  if (typeof left === 'number' && typeof right === 'number') return intMul(left, right);
  if (left instanceof PyFloat && right instanceof PyFloat && left.ob_type === PyFloat.type) {
    return new PyFloat(left.value * right.value);
  }
  const result = tryBinary(left, right, 'nb_multiply');
  if (result !== NotImplemented) return result;
  return repeat(left, right, '*');
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
  if (typeof value !== 'number' && typeOf(value).nb_index === undefined) {
    throw typeError(`can't multiply sequence by non-int of type '${typeOf(value).tp_name}'`);
  }
  return indexAsNumber(value);
}

/** An operator that only numbers have. */
function binaryOperator(slot: BinarySlotName, symbol: string): (left: PyObject, right: PyObject) => PyObject {
  return (left, right) => {
    const result = tryBinary(left, right, slot);
    return result === NotImplemented ? unsupported(left, right, symbol) : result;
  };
}

export const floorDivide = binaryOperator('nb_floor_divide', '//');
export const trueDivide = binaryOperator('nb_true_divide', '/');
export const remainder = binaryOperator('nb_remainder', '%');
export const lshift = binaryOperator('nb_lshift', '<<');
export const rshift = binaryOperator('nb_rshift', '>>');
export const and = binaryOperator('nb_and', '&');
export const or = binaryOperator('nb_or', '|');
export const xor = binaryOperator('nb_xor', '^');
export const matrixMultiply = binaryOperator('nb_matrix_multiply', '@');
export const divmod = binaryOperator('nb_divmod', 'divmod()');

/** `pow(base, exponent, modulus)`; `base ** exponent` when the modulus is None. */
export function power(base: PyObject, exponent: PyObject, modulus: PyObject = None, symbol = '** or pow()'): PyObject {
  const slots = [typeOf(base).nb_power, typeOf(exponent).nb_power, typeOf(modulus).nb_power];
  if (slots[1] !== undefined && slots[1] !== slots[0] && isSubtype(typeOf(exponent), typeOf(base))) {
    [slots[0], slots[1]] = [slots[1], slots[0]];
  }
  for (let i = 0; i < 3; i++) {
    const slot = slots[i];
    if (slot === undefined || slots.indexOf(slot) < i) continue;
    const result = slot(base, exponent, modulus);
    if (result !== NotImplemented) return result;
  }
  if (modulus === None) return unsupported(base, exponent, symbol);
  throw typeError(
    `unsupported operand type(s) for ** or pow(): '${typeOf(base).tp_name}', '${typeOf(exponent).tp_name}', '${typeOf(modulus).tp_name}'`,
  );
}

/** `left op= right`: the in-place slot of the left operand, else the plain operator. */
function inplaceOperator(
  slot: BinarySlotName,
  inplaceSlot: BinarySlotName,
  symbol: string,
): (left: PyObject, right: PyObject) => PyObject {
  return (left, right) => {
    const own = typeOf(left)[inplaceSlot];
    if (own !== undefined) {
      const result = own(left, right);
      if (result !== NotImplemented) return result;
    }
    const result = tryBinary(left, right, slot);
    return result === NotImplemented ? unsupported(left, right, symbol) : result;
  };
}

export const inplaceSubtract = inplaceOperator('nb_subtract', 'nb_inplace_subtract', '-=');
export const inplaceFloorDivide = inplaceOperator('nb_floor_divide', 'nb_inplace_floor_divide', '//=');
export const inplaceTrueDivide = inplaceOperator('nb_true_divide', 'nb_inplace_true_divide', '/=');
export const inplaceRemainder = inplaceOperator('nb_remainder', 'nb_inplace_remainder', '%=');
export const inplaceLshift = inplaceOperator('nb_lshift', 'nb_inplace_lshift', '<<=');
export const inplaceRshift = inplaceOperator('nb_rshift', 'nb_inplace_rshift', '>>=');
export const inplaceAnd = inplaceOperator('nb_and', 'nb_inplace_and', '&=');
export const inplaceOr = inplaceOperator('nb_or', 'nb_inplace_or', '|=');
export const inplaceXor = inplaceOperator('nb_xor', 'nb_inplace_xor', '^=');
export const inplaceMatrixMultiply = inplaceOperator('nb_matrix_multiply', 'nb_inplace_matrix_multiply', '@=');

/** `left += right`. */
export function inplaceAdd(left: PyObject, right: PyObject): PyObject {
  if (typeof left === 'number' && typeof right === 'number') return intAdd(left, right);
  if (typeof left === 'string' && typeof right === 'string') return left + right;
  const type = typeOf(left);
  if (type.nb_inplace_add !== undefined) {
    const result = type.nb_inplace_add(left, right);
    if (result !== NotImplemented) return result;
  }
  const result = tryBinary(left, right, 'nb_add');
  if (result !== NotImplemented) return result;
  const concat = type.sq_inplace_concat ?? type.sq_concat;
  return concat === undefined ? unsupported(left, right, '+=') : concat(left, right);
}

/** `left *= right`. */
export function inplaceMultiply(left: PyObject, right: PyObject): PyObject {
  if (typeof left === 'number' && typeof right === 'number') return intMul(left, right);
  const type = typeOf(left);
  if (type.nb_inplace_multiply !== undefined) {
    const result = type.nb_inplace_multiply(left, right);
    if (result !== NotImplemented) return result;
  }
  const result = tryBinary(left, right, 'nb_multiply');
  if (result !== NotImplemented) return result;
  if (type.sq_inplace_repeat !== undefined) return type.sq_inplace_repeat(left, repeatCount(right));
  return repeat(left, right, '*=');
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

function unaryOperator(slot: 'nb_negative' | 'nb_positive' | 'nb_invert', symbol: string): (value: PyObject) => PyObject {
  return (value) => {
    const own = typeOf(value)[slot];
    if (own === undefined) throw typeError(`bad operand type for unary ${symbol}: '${typeOf(value).tp_name}'`);
    return own(value);
  };
}

export const negative = unaryOperator('nb_negative', '-');
export const positive = unaryOperator('nb_positive', '+');
export const invert = unaryOperator('nb_invert', '~');

/** `abs(value)`. */
export function absolute(value: PyObject): PyObject {
  const own = typeOf(value).nb_absolute;
  if (own === undefined) throw typeError(`bad operand type for abs(): '${typeOf(value).tp_name}'`);
  return own(value);
}
