/** _operator: the operators of Python as functions. CPython: Modules/_operator.c. */
import { Py_EQ, Py_GE, Py_GT, Py_LE, Py_LT, Py_NE, type PyObject } from '../../objects/object.ts';
import { None, NotImplemented } from '../../objects/singletons.ts';
import { checkPositional } from '../../runtime/arguments.ts';
import { call } from '../../runtime/call.ts';
import { isEqual, isSame, richCompare } from '../../runtime/compare.ts';
import { compareDigest } from '../../runtime/compare-digest.ts';
import { asIndex, isTrue } from '../../runtime/convert.ts';
import {
  constant,
  defineModule,
  fn,
  type ModuleEntry,
  rawFn,
  type TypeDefinition,
} from '../../runtime/define.ts';
import { typeError, valueError } from '../../runtime/errors.ts';
import { lengthHint } from '../../runtime/length-hint.ts';
import * as number from '../../runtime/number.ts';
import {
  contains,
  deleteItem,
  getItem,
  isSequence,
  searchedIterator,
  setItem,
} from '../../runtime/sequence.ts';
import { typeName, typeOf } from '../../runtime/type-of.ts';
import { GETTER_TYPES } from './getters.ts';

type Binary = (a: PyObject, b: PyObject) => PyObject;
type Unary = (a: PyObject) => PyObject;

function binary(name: string, run: Binary, doc: string): ModuleEntry {
  return fn(
    `${name}($module, a: object, b: object, /)` as '_($module, a: object, b: object, /)',
    doc,
    (_, a, b) => run(a, b),
  );
}

function unary(name: string, run: Unary, doc: string): ModuleEntry {
  return fn(`${name}($module, a: object, /)` as '_($module, a: object, /)', doc, (_, a) => run(a));
}

/** The index of the first item that equals `b`. CPython: `PySequence_Index`. */
function indexOf(a: PyObject, b: PyObject): number {
  const iterator = iterate(a);
  const next = typeOf(iterator).tp_iternext!;
  let index = 0;
  for (let item = next(iterator); item !== undefined; item = next(iterator), index++) {
    if (isEqual(item, b)) return index;
  }
  throw valueError('sequence.index(x): x not in sequence');
}

function countOf(a: PyObject, b: PyObject): number {
  const iterator = iterate(a);
  const next = typeOf(iterator).tp_iternext!;
  let count = 0;
  for (let item = next(iterator); item !== undefined; item = next(iterator)) if (isEqual(item, b)) count++;
  return count;
}

function iterate(value: PyObject): PyObject {
  return searchedIterator(value, 'iterable');
}

/** `a + b` for sequences. CPython: `PySequence_Concat`. */
function concat(a: PyObject, b: PyObject): PyObject {
  const type = typeOf(a);
  if (type.sq_concat !== undefined) return type.sq_concat(a, b);
  if (isSequence(a) && isSequence(b)) {
    for (const slot of [type.nb_add, typeOf(b).nb_add]) {
      const result = slot?.(a, b) ?? NotImplemented;
      if (result !== NotImplemented) return result;
    }
  }
  throw typeError(`'${typeName(a)}' object can't be concatenated`);
}

function inplaceConcat(a: PyObject, b: PyObject): PyObject {
  const type = typeOf(a);
  if (type.sq_inplace_concat !== undefined) return type.sq_inplace_concat(a, b);
  if (isSequence(a) && isSequence(b) && type.nb_inplace_add !== undefined) {
    const result = type.nb_inplace_add(a, b);
    if (result !== NotImplemented) return result;
  }
  return concat(a, b);
}

const COMPARISONS: readonly (readonly [string, number, string])[] = [
  ['eq', Py_EQ, '=='],
  ['ne', Py_NE, '!='],
  ['lt', Py_LT, '<'],
  ['le', Py_LE, '<='],
  ['gt', Py_GT, '>'],
  ['ge', Py_GE, '>='],
];

const UNARY: readonly (readonly [string, Unary, string])[] = [
  ['neg', number.negative, '-a'],
  ['pos', number.positive, '+a'],
  ['abs', number.absolute, 'abs(a)'],
  ['inv', number.invert, '~a'],
  ['invert', number.invert, '~a'],
];

const BINARY: readonly (readonly [string, Binary, string])[] = [
  ['add', number.add, 'a + b'],
  ['sub', number.subtract, 'a - b'],
  ['mul', number.multiply, 'a * b'],
  ['matmul', number.matrixMultiply, 'a @ b'],
  ['floordiv', number.floorDivide, 'a // b'],
  ['truediv', number.trueDivide, 'a / b'],
  ['mod', number.remainder, 'a % b'],
  ['lshift', number.lshift, 'a << b'],
  ['rshift', number.rshift, 'a >> b'],
  ['and_', number.and, 'a & b'],
  ['xor', number.xor, 'a ^ b'],
  ['or_', number.or, 'a | b'],
  ['iadd', number.inplaceAdd, 'a += b'],
  ['isub', number.inplaceSubtract, 'a -= b'],
  ['imul', number.inplaceMultiply, 'a *= b'],
  ['imatmul', number.inplaceMatrixMultiply, 'a @= b'],
  ['ifloordiv', number.inplaceFloorDivide, 'a //= b'],
  ['itruediv', number.inplaceTrueDivide, 'a /= b'],
  ['imod', number.inplaceRemainder, 'a %= b'],
  ['ilshift', number.inplaceLshift, 'a <<= b'],
  ['irshift', number.inplaceRshift, 'a >>= b'],
  ['iand', number.inplaceAnd, 'a &= b'],
  ['ixor', number.inplaceXor, 'a ^= b'],
  ['ior', number.inplaceOr, 'a |= b'],
  ['concat', concat, 'a + b, for a and b sequences'],
  ['iconcat', inplaceConcat, 'a += b, for a and b sequences'],
  ['getitem', getItem, 'a[b]'],
  ['pow', (a, b) => number.power(a, b), 'a ** b'],
  ['ipow', number.inplacePower, 'a **= b'],
];

export const _operator = defineModule(
  '_operator',
  "The operators of Python as functions.\n\nFor example, operator.add(x, y) is x+y. The names are those of the special methods\nwithout the leading and trailing '__'.",
  [
    unary('truth', isTrue, 'Return True if a is true, False otherwise.'),
    binary('contains', contains, 'Same as b in a (note reversed operands).'),
    binary('indexOf', indexOf, 'Return the first index of b in a.'),
    binary('countOf', countOf, 'Return the number of items in a which are, or which equal, b.'),
    binary('is_', isSame, 'Same as a is b.'),
    binary('is_not', (a, b) => !isSame(a, b), 'Same as a is not b.'),
    unary('is_none', (a) => a === None, 'Same as a is None.'),
    unary('is_not_none', (a) => a !== None, 'Same as a is not None.'),
    unary('index', asIndex, 'Same as a.__index__()'),
    unary('not_', (a) => !isTrue(a), 'Same as not a.'),
    ...UNARY.map(([name, run, same]) => unary(name, run, `Same as ${same}.`)),
    ...BINARY.map(([name, run, same]) => binary(name, run, `Same as ${same}.`)),
    fn('setitem($module, a: object, b: object, c: object, /) -> None', 'Same as a[b] = c.', (_, a, b, c) =>
      setItem(a, b, c),
    ),
    fn('delitem($module, a: object, b: object, /) -> None', 'Same as del a[b].', (_, a, b) =>
      deleteItem(a, b),
    ),
    ...COMPARISONS.map(([name, op, symbol]) =>
      binary(name, (a, b) => richCompare(a, b, op), `Same as a ${symbol} b.`),
    ),
    fn(
      '_compare_digest($module, a: object, b: object, /) -> bool',
      "Return 'a == b'.\n\nThe time that it takes tells nothing about where a and b differ, which makes\nit fit for cryptography. Both must be str with ASCII characters only, or\nboth bytes-like objects.",
      (_, a, b) => compareDigest(a, b),
    ),
    fn(
      'length_hint($module, obj: object, default: ssize_t = 0, /) -> int',
      'Return an estimate of the number of items in obj.\n\nIf obj has a length, that is the result. Otherwise it is what obj estimates\nitself, or the default.',
      (_, obj, fallback) => lengthHint(obj, fallback),
    ),
    rawFn(
      'call',
      '($module, obj, /, *args, **kwargs)',
      'Same as obj(*args, **kwargs).',
      (_, args, kwnames) => {
        checkPositional(
          'call',
          args.length - (kwnames?.length ?? 0) > 0 ? 1 : 0,
          1,
          Number.POSITIVE_INFINITY,
        );
        return call(args[0]!, args.slice(1), kwnames);
      },
    ),
    ...GETTER_TYPES.map(({ type }) => constant(type.tp_qualname, type)),
  ],
);

export const OPERATOR_TYPES: readonly TypeDefinition[] = GETTER_TYPES;
