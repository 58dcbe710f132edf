/**
 * Operators on constants, worked out at compile time. CPython: `eval_const_binop`, `eval_const_unaryop` and
 * `const_folding_safe_*` in Python/flowgraph.c.
 *
 * The result is the object that the operator would give at run time; `undefined` where it would raise, or where a
 * constant would become too large to be worth keeping.
 */
import { NB_ADD, NB_MULTIPLY, NB_SUBSCR } from '../bytecode/opargs.ts';
import { CALL_INTRINSIC_1, UNARY_INVERT, UNARY_NEGATIVE, UNARY_NOT } from '../bytecode/opcodes.gen.ts';
import { intInvert, intNeg } from '../common/int.ts';
import { PyBytes } from '../objects/bytes.ts';
import { PyComplex } from '../objects/complex.ts';
import { PyFloat } from '../objects/float.ts';
import type { PyInt, PyObject } from '../objects/object.ts';
import { PyFrozenSet } from '../objects/set.ts';
import { None } from '../objects/singletons.ts';
import { PySlice } from '../objects/slice.ts';
import { codePointsOf, isStr, type Str, strFromCodePoints, strLength } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { foldNumbers, isInt, isNumber, toInt } from './fold-numbers.ts';

/** What C's `Py_ssize_t` does not hold any more. */
const SSIZE_LIMIT = 2 ** 63;
/** The largest tuples made by repetition, in items. */
const MAX_COLLECTION_SIZE = 256;
/** The largest strings made by repetition, in characters. */
const MAX_STR_SIZE = 4096;
/** The same as MAX_COLLECTION_SIZE, the items of nested tuples included. */
const MAX_TOTAL_ITEMS = 1024;

/** `left op right`, where `op` is an oparg of BINARY_OP. */
export function foldBinaryOp(left: PyObject, op: number, right: PyObject): PyObject | undefined {
  if (isNumber(left) && isNumber(right)) return foldNumbers(left, op, right);
  switch (op) {
    case NB_ADD:
      return concat(left, right);
    case NB_MULTIPLY:
      if (isInt(right)) return repeat(left, toInt(right));
      return isInt(left) ? repeat(right, toInt(left)) : undefined;
    case NB_SUBSCR:
      return subscript(left, right);
    default:
      return undefined;
  }
}

/** A unary operator by its opcode; CALL_INTRINSIC_1 stands for unary `+`. */
export function foldUnaryOp(opcode: number, operand: PyObject): PyObject | undefined {
  switch (opcode) {
    case UNARY_NOT:
      return !isTrueConstant(operand);
    case UNARY_NEGATIVE:
      if (isInt(operand)) return intNeg(toInt(operand));
      if (operand instanceof PyFloat) return new PyFloat(-operand.value);
      return operand instanceof PyComplex ? new PyComplex(-operand.real, -operand.imag) : undefined;
    case UNARY_INVERT:
      // `~True` warns at run time, each time: it is left alone.
      return isInt(operand) && typeof operand !== 'boolean' ? intInvert(operand) : undefined;
    case CALL_INTRINSIC_1:
      if (isInt(operand)) return toInt(operand);
      return operand instanceof PyFloat || operand instanceof PyComplex ? operand : undefined;
    default:
      return undefined;
  }
}

/** The truth of a constant. CPython: `PyObject_IsTrue`. */
export function isTrueConstant(value: PyObject): boolean {
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'number':
      return value !== 0;
    case 'bigint':
      return true;
    case 'string':
      return value.length !== 0;
  }
  if (value === None) return false;
  if (value instanceof PyFloat) return value.value !== 0;
  if (value instanceof PyComplex) return value.real !== 0 || value.imag !== 0;
  if (value instanceof PyBytes) return value.value.length !== 0;
  if (value instanceof PyTuple || value instanceof PyFrozenSet) return value.items.length !== 0;
  return true;
}

// --- Sequences -----------------------------------------------------------------------------------------

function concat(left: PyObject, right: PyObject): PyObject | undefined {
  if (isStr(left) && isStr(right)) return concatStrs([left, right]);
  if (left instanceof PyTuple && right instanceof PyTuple)
    return new PyTuple([...left.items, ...right.items]);
  if (left instanceof PyBytes && right instanceof PyBytes) return concatBytes([left.value, right.value]);
  return undefined;
}

function concatStrs(parts: readonly Str[]): Str {
  if (parts.every((part) => typeof part === 'string')) return parts.join('');
  const codePoints: number[] = [];
  for (const part of parts) codePoints.push(...Array.from(codePointsOf(part)));
  return strFromCodePoints(codePoints);
}

function concatBytes(parts: readonly Uint8Array[]): PyBytes {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return new PyBytes(bytes);
}

function repeat(value: PyObject, count: PyInt): PyObject | undefined {
  // Not even an empty sequence can be repeated more often than it could have items.
  if (count < -SSIZE_LIMIT || count >= SSIZE_LIMIT) return undefined;
  const times = Number(count);
  if (value instanceof PyTuple) {
    const size = value.items.length;
    if (size === 0) return value;
    if (times < 0 || times > Math.trunc(MAX_COLLECTION_SIZE / size)) return undefined;
    if (times > 0 && remainingItems(value, Math.trunc(MAX_TOTAL_ITEMS / times)) < 0) return undefined;
    return new PyTuple(new Array<readonly PyObject[]>(times).fill(value.items).flat());
  }
  if (value instanceof PyBytes) {
    if (!mayRepeat(value.value.length, times)) return undefined;
    return value.value.length === 0 ? value : concatBytes(new Array<Uint8Array>(times).fill(value.value));
  }
  if (isStr(value)) {
    const length = strLength(value);
    if (!mayRepeat(length, times)) return undefined;
    return length === 0 ? value : concatStrs(new Array<Str>(times).fill(value));
  }
  return undefined;
}

function mayRepeat(length: number, times: number): boolean {
  return length === 0 || (times >= 0 && times <= Math.trunc(MAX_STR_SIZE / length));
}

/** `limit` less the items of a tuple at every depth; negative once there are more. */
function remainingItems(value: PyObject, limit: number): number {
  if (!(value instanceof PyTuple)) return limit;
  let remaining = limit - value.items.length;
  for (let i = 0; remaining >= 0 && i < value.items.length; i++) {
    remaining = remainingItems(value.items[i], remaining);
  }
  return remaining;
}

/** `sequence[key]`. */
function subscript(sequence: PyObject, key: PyObject): PyObject | undefined {
  if (isInt(key)) {
    const length = sequenceLength(sequence);
    const index = Number(key) < 0 ? Number(key) + length : Number(key);
    if (index < 0 || index >= length) return undefined;
    if (sequence instanceof PyTuple) return sequence.items[index];
    if (sequence instanceof PyBytes) return sequence.value[index];
    return isStr(sequence) ? strFromCodePoints([codePointsOf(sequence)[index]]) : undefined;
  }
  if (!(key instanceof PySlice)) return undefined;
  const indices = sliceIndices(key, sequenceLength(sequence));
  if (indices === undefined) return undefined;
  if (sequence instanceof PyTuple) return new PyTuple(indices.map((i) => sequence.items[i]));
  if (sequence instanceof PyBytes) return new PyBytes(Uint8Array.from(indices, (i) => sequence.value[i]));
  if (!isStr(sequence)) return undefined;
  const codePoints = codePointsOf(sequence);
  return strFromCodePoints(indices.map((i) => codePoints[i]));
}

/** The length of a sequence; −1 for anything else, which has no valid index then. */
function sequenceLength(value: PyObject): number {
  if (value instanceof PyTuple) return value.items.length;
  if (value instanceof PyBytes) return value.value.length;
  return isStr(value) ? strLength(value) : -1;
}

/** The indices that a slice selects of `length` items. CPython: `PySlice_Unpack`, `PySlice_AdjustIndices`. */
function sliceIndices(slice: PySlice, length: number): number[] | undefined {
  const step = sliceBound(slice.step, 1);
  if (length < 0 || step === undefined || step === 0) return undefined;
  const forward = step > 0;
  const first = sliceBound(slice.start, forward ? 0 : length - 1);
  const last = sliceBound(slice.stop, forward ? length : -length - 1);
  if (first === undefined || last === undefined) return undefined;
  const lowest = forward ? 0 : -1;
  const highest = forward ? length : length - 1;
  const start = Math.min(Math.max(first < 0 ? first + length : first, lowest), highest);
  const stop = Math.min(Math.max(last < 0 ? last + length : last, lowest), highest);
  const indices: number[] = [];
  for (let i = start; forward ? i < stop : i > stop; i += step) indices.push(i);
  return indices;
}

/** One value of a slice; `undefined` where it is no index. */
function sliceBound(value: PyObject, whenNone: number): number | undefined {
  if (value === None) return whenNone;
  return isInt(value) ? Number(value) : undefined;
}
