/**
 * Comparison, equality, identity and hashing. CPython: `PyObject_RichCompare`, `PyObject_Hash` in Objects/object.c.
 * Identity follows value where a value has no box of its own: see docs/differences.md.
 */
import { PyBytes } from '../objects/bytes.ts';
import { isExactFloat, PyFloat } from '../objects/float.ts';
import {
  objectType,
  Py_EQ,
  Py_GE,
  Py_GT,
  Py_LE,
  Py_LT,
  Py_NE,
  type PyBaseObject,
  type PyInt,
  type PyObject,
  type PyType,
} from '../objects/object.ts';
import { NotImplemented } from '../objects/singletons.ts';
import { PyStr } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { isTrue } from './convert.ts';
import { typeError } from './errors.ts';
import { isSubtype, typeOf } from './type-of.ts';

const SWAPPED = [Py_GT, Py_GE, Py_EQ, Py_NE, Py_LT, Py_LE];
const SYMBOLS = ['<', '<=', '==', '!=', '>', '>='];

/** The double that an int or a plain float is; a NaN of a float never equals anything, so comparing needs no more. */
export function asNumber(value: PyObject): number | undefined {
  if (typeof value === 'number') return value;
  return isExactFloat(value) ? value.value : undefined;
}

/** A comparison of two JavaScript numbers or strings. */
function comparePrimitives<T extends number | string>(left: T, right: T, op: number): boolean {
  switch (op) {
    case Py_LT:
      return left < right;
    case Py_LE:
      return left <= right;
    case Py_EQ:
      return left === right;
    case Py_NE:
      return left !== right;
    case Py_GT:
      return left > right;
    default:
      return left >= right;
  }
}

/** `left op right` as Python sees it: any object. May call `__lt__` … `__ge__` of either. */
export function richCompare(left: PyObject, right: PyObject, op: number): PyObject {
  if (typeof left === 'object' && typeof right === 'object' && (op === Py_EQ || op === Py_NE)) {
    // Objects of most classes are equal when they are the same.
    const byIdentity = objectType.tp_richcompare;
    if (left.ob_type.tp_richcompare === byIdentity && right.ob_type.tp_richcompare === byIdentity) {
      return (left === right) === (op === Py_EQ);
    }
  }
  const a = asNumber(left);
  if (a !== undefined) {
    const b = asNumber(right);
    if (b !== undefined) return comparePrimitives(a, b, op);
  } else if (typeof left === 'string' && typeof right === 'string') {
    return comparePrimitives(left, right, op);
  }
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  let triedRight = false;
  if (leftType !== rightType && rightType.tp_richcompare !== undefined && isSubtype(rightType, leftType)) {
    triedRight = true;
    const result = rightType.tp_richcompare(right, left, SWAPPED[op]!);
    if (result !== NotImplemented) return result;
  }
  if (leftType.tp_richcompare !== undefined) {
    const result = leftType.tp_richcompare(left, right, op);
    if (result !== NotImplemented) return result;
  }
  return compareByRight(left, right, op, triedRight);
}

/** The rest of a comparison when the left operand has answered with NotImplemented: the right one is asked, if it was not before. */
export function compareByRight(left: PyObject, right: PyObject, op: number, triedRight = false): PyObject {
  const rightType = typeOf(right);
  if (!triedRight && rightType.tp_richcompare !== undefined) {
    const result = rightType.tp_richcompare(right, left, SWAPPED[op]!);
    if (result !== NotImplemented) return result;
  }
  if (op === Py_EQ) return isSame(left, right);
  if (op === Py_NE) return !isSame(left, right);
  throw typeError(
    `'${SYMBOLS[op]}' not supported between instances of '${typeOf(left).tp_name}' and '${rightType.tp_name}'`,
  );
}

/** The same as a JavaScript boolean; identical objects are equal without being asked. */
export function richCompareBool(left: PyObject, right: PyObject, op: number): boolean {
  if (op === Py_EQ || op === Py_NE) {
    if (isSame(left, right)) return op === Py_EQ;
  } else if (op === Py_LT) return isLess(left, right);
  else if (op === Py_GT && areTuples(left, right)) {
    const plain = isLessPlain(right as PyTuple, left as PyTuple);
    if (plain !== undefined) return plain;
  }
  const result = richCompare(left, right, op);
  return typeof result === 'boolean' ? result : isTrue(result);
}

/** `left < right` as a JavaScript boolean: what sorts and heaps ask, mostly of numbers and of tuples that begin with some. */
export function isLess(left: PyObject, right: PyObject): boolean {
  if (typeof left === 'number' && typeof right === 'number') return left < right;
  if (typeof left === 'object' && typeof right === 'object') {
    if (isExactFloat(left) && isExactFloat(right)) return left.value < right.value;
    if (areTuples(left, right)) {
      const plain = isLessPlain(left as PyTuple, right as PyTuple);
      if (plain !== undefined) return plain;
    }
  }
  const result = richCompare(left, right, Py_LT);
  return typeof result === 'boolean' ? result : isTrue(result);
}

function areTuples(left: PyObject, right: PyObject): boolean {
  return (
    typeof left === 'object' &&
    typeof right === 'object' &&
    left.ob_type === PyTuple.type &&
    right.ob_type === PyTuple.type
  );
}

/** The same of tuples, if numbers and strings decide it: `undefined` when others have to be asked. */
function isLessPlain({ items: left }: PyTuple, { items: right }: PyTuple): boolean | undefined {
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const a = left[i]!;
    const b = right[i]!;
    if (a === b) continue;
    if (areOther(a, b)) return a < b;
    const number = asNumber(a);
    const other = asNumber(b);
    // A NaN is in no order, but it is itself.
    if (number === undefined || other === undefined || Number.isNaN(number) || Number.isNaN(other))
      return undefined;
    if (number !== other) return number < other;
  }
  return left.length < right.length;
}

/** `left is right or left == right`: what containers mean by equal. */
export function isEqual(left: PyObject, right: PyObject): boolean {
  if (left === right) return true;
  if (typeof left === 'object' && typeof right === 'object') {
    const byIdentity = objectType.tp_richcompare;
    if (left.ob_type.tp_richcompare === byIdentity && right.ob_type.tp_richcompare === byIdentity)
      return false;
  } else if (areOther(left, right)) return false;
  return richCompareBool(left, right, Py_EQ);
}

/** Do two values that are not identical differ, as ints and as strings do, so that nobody needs to be asked? */
export function areOther(left: PyObject, right: PyObject): boolean {
  const kind = typeof left;
  return kind === typeof right && (kind === 'number' || kind === 'string');
}

/**
 * `left is right`. Ints, strings and floats (by their bits) are identical when they are equal; empty tuples are one
 * object, and so are empty byte strings.
 */
export function isSame(left: PyObject, right: PyObject): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object') return false;
  const type = left.ob_type;
  return type === right.ob_type && isSameValue(type, left, right);
}

/** Are two objects of a type one in Python, although each is an object of its own here? */
function isSameValue(type: PyType, left: PyBaseObject, right: PyBaseObject): boolean {
  if (type === PyFloat.type) return Object.is((left as PyFloat).value, (right as PyFloat).value);
  if (left instanceof PyStr && right instanceof PyStr && left.codePoints.length === right.codePoints.length) {
    return left.codePoints.every((codePoint, i) => codePoint === right.codePoints[i]);
  }
  return isEmptyConstant(left) && isEmptyConstant(right);
}

/** Is this an empty tuple or an empty byte string, of which there is one only? */
export function isEmptyConstant(value: PyBaseObject): boolean {
  return value.ob_type === PyTuple.type
    ? (value as PyTuple).items.length === 0
    : value.ob_type === PyBytes.type && (value as PyBytes).value.length === 0;
}

/** `hash(value)`. May call `__hash__`. */
export function hash(value: PyObject): PyInt {
  const type = typeOf(value);
  if (type.tp_hash === undefined) throw typeError(`unhashable type: '${type.tp_name}'`);
  return type.tp_hash(value);
}
