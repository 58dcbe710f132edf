/**
 * What operators, displays, unpacking and formatting do beyond one call into the runtime.
 * CPython: Python/ceval.c (`_PyEval_UnpackIterableStackRef`, `_PyEval_FormatKwargsError`), Python/bytecodes.c.
 */

import {
  NB_ADD,
  NB_AND,
  NB_FLOOR_DIVIDE,
  NB_LSHIFT,
  NB_MATRIX_MULTIPLY,
  NB_MULTIPLY,
  NB_OPS,
  NB_OR,
  NB_REMAINDER,
  NB_RSHIFT,
  NB_SUBTRACT,
  NB_TRUE_DIVIDE,
  NB_XOR,
} from '../bytecode/opargs.ts';
import { PyArray } from '../objects/array.ts';
import { PyByteArray } from '../objects/bytearray.ts';
import { PyBytes } from '../objects/bytes.ts';
import type { Executable } from '../objects/code.ts';
import { MapStorage, PyDict } from '../objects/dict.ts';
import { PyDictItemIter, PyDictKeyIter, PyDictValueIter } from '../objects/dict-views.ts';
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import { PyFloat } from '../objects/float.ts';
import { PyFunction } from '../objects/function.ts';
import { PyEnumerate, PyZip } from '../objects/iterator.ts';
import { itemsToRead, PyList, PyListIter, PyListRevIter } from '../objects/list.ts';
import { Py_EQ, Py_GE, Py_GT, Py_LE, Py_LT, type PyObject, type PyType } from '../objects/object.ts';
import { PyRange, PyRangeIter } from '../objects/range.ts';
import { PySet } from '../objects/set.ts';
import { isStr, type Str } from '../objects/str.ts';
import { PyStrAsciiIterator } from '../objects/str-iterator.ts';
import { PyTuple } from '../objects/tuple.ts';
import { isExactDict } from '../runtime/dict.ts';
import { mergeMapping } from '../runtime/dict-update.ts';
import { newException, typeError, valueError } from '../runtime/errors.ts';
import { extend } from '../runtime/extend.ts';
import { format } from '../runtime/format.ts';
import { getIter, iterToArray } from '../runtime/iter.ts';
import * as number from '../runtime/number.ts';
import { asciiObject, reprObject, str } from '../runtime/repr.ts';
import { getItem } from '../runtime/sequence.ts';
import { strConcat } from '../runtime/text.ts';
import { isInstanceOf, typeName, typeOf } from '../runtime/type-of.ts';
import { functionText } from './calls.ts';
import { noteOverloader } from './receivers.ts';

export { length } from '../runtime/sequence.ts';
export { buildSet, setAdd, setUpdate } from '../runtime/set.ts';

/** The set that SET_ADD adds to: the name that annotations keep it under may have been bound anew. */
export function asSet(value: PyObject): PySet {
  if (value instanceof PySet) return value;
  throw typeError(`'${typeName(value)}' object is not a set`);
}

const AttributeErrorType = exceptionTypes.get('AttributeError')!;
const KeyErrorType = exceptionTypes.get('KeyError')!;
const TypeErrorType = exceptionTypes.get('TypeError')!;

// What operands were, as the inline caches of BINARY_OP and COMPARE_OP keep it for the compiler. Of two ints nothing is kept.
export const LEFT_FLOAT = 1;
export const RIGHT_FLOAT = 2;
/** With a float on the right. */
export const LEFT_INT = 4;
/** With a float on the left. */
export const RIGHT_INT = 8;
export const OTHER_OPERANDS = 16;
/** The left one is of a class that has the operator as a Python function. */
export const LEFT_OVERLOADS = 32;
/** Two ints, after others. */
export const BOTH_INTS = 64;

// What was subscripted.
export const SUBSCRIPTED_LIST = 1;
export const SUBSCRIPTED_TUPLE = 2;
export const SUBSCRIPTED_DICT = 4;
export const SUBSCRIPTED_STR = 8;
/** An object of a class with a Python `__getitem__`, or `__setitem__` where an item is stored. */
export const SUBSCRIPTED_INSTANCE = 16;
export const SUBSCRIPTED_OTHER = 32;
/** An array.array of floats. */
export const SUBSCRIPTED_FLOATS = 64;
/** An array.array of ints of 32 bits or less. */
export const SUBSCRIPTED_INTS = 128;
export const SUBSCRIPTED_BYTES = 256;
export const SUBSCRIPTED_BYTEARRAY = 512;
/** Beside one of the others: the index of an item of a list, tuple or str counts from the end. */
export const SUBSCRIPTED_FROM_END = 1024;
/** A list of floats that keeps their numbers. */
export const SUBSCRIPTED_DOUBLES = 2048;

/** The Python function behind an operator of a class; `undefined` where that is something else. */
function overload(left: PyObject, key: string): PyFunction | undefined {
  const method = typeof left === 'object' ? (left as unknown as Record<string, unknown>)[key] : undefined;
  return method instanceof PyFunction ? method : undefined;
}

/** Notes in an inline cache what is subscripted; `key` is of the method by which a class does it. */
export function noteSubscript(
  executable: Executable,
  at: number,
  container: PyObject,
  index: PyObject,
  key: '$__getitem__' | '$__setitem__',
): void {
  const kind = subscriptKind(container, index, key);
  executable.words[at]! |= kind;
  if (kind === SUBSCRIPTED_INSTANCE) noteOverloader(executable, at, container);
}

function subscriptKind(container: PyObject, index: PyObject, key: '$__getitem__' | '$__setitem__'): number {
  const end = typeof index === 'number' && index < 0 ? SUBSCRIPTED_FROM_END : 0;
  if (typeof container === 'string') return SUBSCRIPTED_STR | end;
  const type = typeOf(container);
  if (type === PyList.type) {
    return ((container as PyList).doubles === undefined ? SUBSCRIPTED_LIST : SUBSCRIPTED_DOUBLES) | end;
  }
  if (type === PyTuple.type) return SUBSCRIPTED_TUPLE | end;
  if (type === PyDict.type) return SUBSCRIPTED_DICT;
  if (type === PyArray.type) {
    const { hasFloats, hasInts } = container as PyArray;
    if (hasFloats || hasInts) return (hasFloats ? SUBSCRIPTED_FLOATS : SUBSCRIPTED_INTS) | end;
  }
  if (type === PyBytes.type) return SUBSCRIPTED_BYTES | end;
  if (type === PyByteArray.type) return SUBSCRIPTED_BYTEARRAY | end;
  return overload(container, key) === undefined ? SUBSCRIPTED_OTHER : SUBSCRIPTED_INSTANCE;
}

/** Where a Python class has an operator, by BINARY_OP's oparg, and the slot of a type. */
const OVERLOADABLE = {
  [NB_ADD]: ['$__add__', 'nb_add'],
  [NB_AND]: ['$__and__', 'nb_and'],
  [NB_FLOOR_DIVIDE]: ['$__floordiv__', 'nb_floor_divide'],
  [NB_LSHIFT]: ['$__lshift__', 'nb_lshift'],
  [NB_MATRIX_MULTIPLY]: ['$__matmul__', 'nb_matrix_multiply'],
  [NB_MULTIPLY]: ['$__mul__', 'nb_multiply'],
  [NB_REMAINDER]: ['$__mod__', 'nb_remainder'],
  [NB_OR]: ['$__or__', 'nb_or'],
  [NB_RSHIFT]: ['$__rshift__', 'nb_rshift'],
  [NB_SUBTRACT]: ['$__sub__', 'nb_subtract'],
  [NB_TRUE_DIVIDE]: ['$__truediv__', 'nb_true_divide'],
  [NB_XOR]: ['$__xor__', 'nb_xor'],
} as const;

/** The method of an operator; `undefined` where compiled code does not call it itself. */
export function overloadingMethod(oparg: number): string | undefined {
  return (OVERLOADABLE as Readonly<Record<number, readonly [string, string]>>)[oparg]?.[0];
}

/** What an operator gives when the function of its left operand has answered with NotImplemented. */
export function withoutLeft(left: PyObject, right: PyObject, oparg: keyof typeof OVERLOADABLE): PyObject {
  return number.withoutLeft(left, right, OVERLOADABLE[oparg][1], NB_OPS[oparg]![1]);
}

/** The methods of comparisons, by operation: `<`, `<=`, `==`, `!=`, `>`, `>=`. */
export const COMPARING_METHODS = ['$__lt__', '$__le__', '$__eq__', '$__ne__', '$__gt__', '$__ge__'] as const;

/** Notes in an inline cache the operands of a comparison that are not both ints. */
export function noteCompared(
  executable: Executable,
  at: number,
  left: PyObject,
  right: PyObject,
  operation: number,
): void {
  noteKinds(executable, at, left, operandKinds(left, right, COMPARING_METHODS[operation]));
}

/** The same for those of BINARY_OP. */
export function noteOperands(
  executable: Executable,
  at: number,
  left: PyObject,
  right: PyObject,
  oparg: number,
): void {
  noteKinds(executable, at, left, operandKinds(left, right, overloadingMethod(oparg)));
}

function noteKinds(executable: Executable, at: number, left: PyObject, kinds: number): void {
  executable.words[at]! |= kinds;
  if ((kinds & LEFT_OVERLOADS) !== 0) noteOverloader(executable, at, left);
}

/** The bits for two operands that are not both ints; `key` is of the method by which a class does it. */
function operandKinds(left: PyObject, right: PyObject, key: string | undefined): number {
  const isLeftFloat = left instanceof PyFloat && left.ob_type === PyFloat.type;
  const isRightFloat = right instanceof PyFloat && right.ob_type === PyFloat.type;
  if (isLeftFloat) {
    if (isRightFloat) return LEFT_FLOAT | RIGHT_FLOAT;
    if (typeof right === 'number') return LEFT_FLOAT | RIGHT_INT;
  } else if (isRightFloat && typeof left === 'number') return LEFT_INT | RIGHT_FLOAT;
  return key !== undefined && overload(left, key) !== undefined
    ? OTHER_OPERANDS | LEFT_OVERLOADS
    : OTHER_OPERANDS;
}

// How often a conditional jump was not taken and how often it was: the lower and the upper half of its inline cache. What
// runs over is counted on the other side, long after the compiler has looked.
export const JUMP_TAKEN = 0x1_0000;

/** Has a conditional jump gone the other way so often, and this way never? */
export function neverWent(counts: number, taken: boolean, often: number): boolean {
  const takenCount = counts >>> 16;
  const passedCount = counts & 0xffff;
  return taken ? takenCount === 0 && passedCount >= often : passedCount === 0 && takenCount >= often;
}

// What was iterated, as the inline cache of FOR_ITER keeps it. Of ranges nothing is kept.
export const ITERATED_LIST = 1;
export const ITERATED_TUPLE = 2;
export const ITERATED_ENUMERATE = 4;
export const ITERATED_ZIP = 8;
export const ITERATED_REVERSED = 16;
export const ITERATED_OTHER = 32;
export const ITERATED_KEYS = 64;
export const ITERATED_VALUES = 128;
export const ITERATED_ENTRIES = 256;
export const ITERATED_TEXT = 512;
/** A list of floats that keeps their numbers, also by `enumerate` or `reversed`, or as the right one by `zip`. */
export const ITERATED_DOUBLES = 1024;
/** Such a list as the left one by `zip`. */
export const ITERATED_LEFT_DOUBLES = 2048;
/** Beside the others: the loop has come to its end. */
export const ITERATED_END = 4096;

const ITERATED: ReadonlyMap<PyType, number> = new Map([
  [PyRangeIter.type, 0],
  [PyEnumerate.type, ITERATED_ENUMERATE],
  [PyZip.type, ITERATED_ZIP],
  [PyListRevIter.type, ITERATED_REVERSED],
  [PyDictKeyIter.type, ITERATED_KEYS],
  [PyDictValueIter.type, ITERATED_VALUES],
  [PyDictItemIter.type, ITERATED_ENTRIES],
  [PyStrAsciiIterator.type, ITERATED_TEXT],
]);

/** The iterator of a loop. */
export function loopIter(iterable: PyObject): PyObject {
  const iterator = getIter(iterable);
  if (iterator instanceof PyRangeIter && iterable instanceof PyRange) iterator.isLoops = true;
  return iterator;
}

/** The bit for an iterator of another kind than lists, tuples and generators have. */
export function iteratedKind(iterator: PyObject): number {
  const kind = ITERATED.get(typeOf(iterator)) ?? ITERATED_OTHER;
  if (kind === ITERATED_ENUMERATE && iteratesDoubles((iterator as PyEnumerate).iterator))
    return kind | ITERATED_DOUBLES;
  if (kind === ITERATED_REVERSED) {
    return (iterator as PyListRevIter).list?.doubles === undefined ? kind : kind | ITERATED_DOUBLES;
  }
  if (kind === ITERATED_ZIP) {
    const [left, right] = (iterator as PyZip).iterators;
    return (
      kind |
      (iteratesDoubles(left) ? ITERATED_LEFT_DOUBLES : 0) |
      (iteratesDoubles(right) ? ITERATED_DOUBLES : 0)
    );
  }
  return kind;
}

function iteratesDoubles(iterator: PyObject | undefined): boolean {
  return iterator instanceof PyListIter && iterator.list?.doubles !== undefined;
}

/** The operators by BINARY_OP's oparg (`NB_ADD`, …). */
export const BINARY_OPS: readonly ((left: PyObject, right: PyObject) => PyObject)[] = [
  number.add,
  number.and,
  number.floorDivide,
  number.lshift,
  number.matrixMultiply,
  number.multiply,
  number.remainder,
  number.or,
  (left, right) => number.power(left, right),
  number.rshift,
  number.subtract,
  number.trueDivide,
  number.xor,
  number.inplaceAdd,
  number.inplaceAnd,
  number.inplaceFloorDivide,
  number.inplaceLshift,
  number.inplaceMatrixMultiply,
  number.inplaceMultiply,
  number.inplaceRemainder,
  number.inplaceOr,
  number.inplacePower,
  number.inplaceRshift,
  number.inplaceSubtract,
  number.inplaceTrueDivide,
  number.inplaceXor,
  getItem,
];

/** A comparison of two ints. */
export function compareNumbers(left: number, right: number, op: number): boolean {
  switch (op) {
    case Py_LT:
      return left < right;
    case Py_LE:
      return left <= right;
    case Py_EQ:
      return left === right;
    case Py_GT:
      return left > right;
    case Py_GE:
      return left >= right;
    default:
      return left !== right;
  }
}

/** BUILD_STRING: all pieces are str. */
export function joinStrings(pieces: readonly PyObject[]): PyObject {
  let text: Str = '';
  for (const piece of pieces) text = strConcat(text, piece as Str);
  return text;
}

/** `[*items]`: LIST_EXTEND, with the message that a display wants. */
export function listExtend(list: PyList, iterable: PyObject): void {
  const type = typeOf(iterable);
  if (type.tp_iter === undefined && type.sq_item === undefined) {
    throw typeError(`Value after * must be an iterable, not ${type.tp_name}`);
  }
  extend(list, iterable);
}

/** `{**mapping}`. */
export function dictUpdate(dict: PyDict, mapping: PyObject): void {
  try {
    mergeMapping(dict, mapping);
  } catch (thrown) {
    if (!isException(thrown, AttributeErrorType)) throw thrown;
    throw typeError(`'${typeName(mapping)}' object is not a mapping`);
  }
}

/** `f(**mapping)`: a dict to be read at once, which is the mapping itself where it can be. */
export function keywordsOf(mapping: PyObject, callable: PyObject): PyDict {
  if (isExactDict(mapping) && mapping.storage instanceof MapStorage) return mapping;
  const dict = new PyDict();
  dictMerge(dict, mapping, callable);
  return dict;
}

/**
 * `f(**mapping)`: a key that is there already is an error, which an AttributeError and a KeyError of the mapping's own
 * methods are taken for. CPython: `_PyEval_FormatKwargsError`.
 */
export function dictMerge(dict: PyDict, mapping: PyObject, callable: PyObject): void {
  try {
    mergeMapping(dict, mapping, true);
  } catch (thrown) {
    if (isException(thrown, AttributeErrorType)) {
      throw typeError(
        `${functionText(callable)} argument after ** must be a mapping, not ${typeName(mapping)}`,
      );
    }
    if (!isException(thrown, KeyErrorType) || thrown.args.items.length !== 1) throw thrown;
    const start = `${functionText(callable)} got multiple values for keyword argument '`;
    throw newException(TypeErrorType, strConcat(strConcat(start, str(thrown.args.items[0]!)), "'"));
  }
}

function isException(thrown: unknown, type: PyType): thrown is PyBaseException {
  return thrown instanceof PyBaseException && isInstanceOf(thrown, type);
}

function notIterable(value: PyObject): boolean {
  const type = typeOf(value);
  return type.tp_iter === undefined && type.sq_item === undefined;
}

/** The items of an iterable that has to have so many. */
export function unpack(value: PyObject, count: number): readonly PyObject[] {
  let items: readonly PyObject[];
  if (value instanceof PyTuple && value.ob_type === PyTuple.type) items = value.items;
  else if (value instanceof PyList && value.ob_type === PyList.type) items = itemsToRead(value);
  else items = unpackIterable(value, count);
  if (items.length !== count) {
    throw valueError(
      items.length < count
        ? `not enough values to unpack (expected ${count}, got ${items.length})`
        : `too many values to unpack (expected ${count}, got ${items.length})`,
    );
  }
  return items;
}

// What was unpacked, as the inline cache of UNPACK_SEQUENCE keeps it.
export const UNPACKED_ITEMS = 1;
export const UNPACKED_OTHER = 2;
export const UNPACKED_DOUBLES = 4;

/** The bit for what is unpacked: a list or a tuple has its items or numbers in an array, anything else is iterated. */
export function unpackedKind(value: PyObject): number {
  const type = typeOf(value);
  if (type === PyTuple.type) return UNPACKED_ITEMS;
  if (type !== PyList.type) return UNPACKED_OTHER;
  return (value as PyList).doubles === undefined ? UNPACKED_ITEMS : UNPACKED_DOUBLES;
}

/** UNPACK_SEQUENCE: the items in place of the iterable, the first on top. Returns the new stack pointer. */
export function unpackSequence(stack: PyObject[], sp: number, count: number): number {
  const items = unpack(stack[sp - 1]!, count);
  for (let i = 0; i < count; i++) stack[sp - 1 + i] = items[count - 1 - i]!;
  return sp - 1 + count;
}

/** At most `count` items of an iterator, and an error when there are more: no more are taken. */
function unpackIterable(value: PyObject, count: number): PyObject[] {
  if (notIterable(value)) throw typeError(`cannot unpack non-iterable ${typeName(value)} object`);
  const iterator = getIter(value);
  const next = typeOf(iterator).tp_iternext!;
  const items: PyObject[] = [];
  for (;;) {
    const item = next(iterator);
    if (item === undefined) return items;
    if (items.length === count) {
      const known = value instanceof PyDict ? `, got ${value.storage.size}` : '';
      throw valueError(`too many values to unpack (expected ${count}${known})`);
    }
    items.push(item);
  }
}

/** UNPACK_EX: `before` items, the list of the rest, `after` items; the first on top. */
export function unpackEx(stack: PyObject[], sp: number, before: number, after: number): number {
  const value = stack[sp - 1]!;
  if (notIterable(value)) throw typeError(`cannot unpack non-iterable ${typeName(value)} object`);
  const items = iterToArray(value);
  if (items.length < before + after) {
    throw valueError(
      `not enough values to unpack (expected at least ${before + after}, got ${items.length})`,
    );
  }
  const total = before + 1 + after;
  let top = sp - 1 + total;
  for (let i = 0; i < before; i++) stack[--top] = items[i]!;
  stack[--top] = new PyList(items.slice(before, items.length - after));
  for (let i = items.length - after; i < items.length; i++) stack[--top] = items[i]!;
  return sp - 1 + total;
}

/** FORMAT_SIMPLE. */
export function formatSimple(value: PyObject): PyObject {
  if (typeof value === 'number') return String(value);
  return isStr(value) ? value : format(value, '');
}

/** FORMAT_WITH_SPEC. */
export function formatWithSpec(value: PyObject, spec: PyObject): PyObject {
  return format(value, spec as Str);
}

/** CONVERT_VALUE: `!s`, `!r`, `!a`. */
export function convertValue(value: PyObject, conversion: number): PyObject {
  return conversion === 1 ? str(value) : conversion === 2 ? reprObject(value) : asciiObject(value);
}
