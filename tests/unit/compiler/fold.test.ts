/** Constant folding; expected values are CPython's. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  NB_ADD,
  NB_AND,
  NB_FLOOR_DIVIDE,
  NB_LSHIFT,
  NB_MATRIX_MULTIPLY,
  NB_MULTIPLY,
  NB_OR,
  NB_POWER,
  NB_REMAINDER,
  NB_RSHIFT,
  NB_SUBSCR,
  NB_SUBTRACT,
  NB_TRUE_DIVIDE,
  NB_XOR,
} from '../../../src/bytecode/opargs.ts';
import {
  CALL_INTRINSIC_1,
  UNARY_INVERT,
  UNARY_NEGATIVE,
  UNARY_NOT,
} from '../../../src/bytecode/opcodes.gen.ts';
import { foldBinaryOp, foldUnaryOp, isTrueConstant } from '../../../src/compiler/fold.ts';
import { PyBytes } from '../../../src/objects/bytes.ts';
import { PyComplex } from '../../../src/objects/complex.ts';
import { PyFloat } from '../../../src/objects/float.ts';
import type { PyObject } from '../../../src/objects/object.ts';
import { Ellipsis, None } from '../../../src/objects/singletons.ts';
import { PySlice } from '../../../src/objects/slice.ts';
import { strFromCodePoints } from '../../../src/objects/str.ts';
import { PyTuple } from '../../../src/objects/tuple.ts';

const float = (value: number) => new PyFloat(value);
const tuple = (...items: PyObject[]) => new PyTuple(items);
const bytes = (text: string) => new PyBytes(Uint8Array.from(text, (c) => c.charCodeAt(0)));

function check(cases: readonly (readonly [PyObject, number, PyObject, PyObject | undefined])[]): void {
  for (const [left, op, right, expected] of cases) {
    assert.deepEqual(foldBinaryOp(left, op, right), expected);
  }
}

test('integers', () => {
  check([
    [7, NB_FLOOR_DIVIDE, -2, -4],
    [-7, NB_REMAINDER, 3, 2],
    [1, NB_TRUE_DIVIDE, 4, float(0.25)],
    [0, NB_TRUE_DIVIDE, -4, float(-0)],
    [true, NB_ADD, true, 2],
    [true, NB_AND, false, false],
    [true, NB_XOR, 2, 3],
    [5, NB_RSHIFT, 1, 2],
    [2, NB_POWER, -2, float(0.25)],
    [9007199254740991, NB_ADD, 1, 9007199254740992n],
    [1, NB_FLOOR_DIVIDE, 0, undefined],
    [1, NB_LSHIFT, -1, undefined],
    [1, NB_MATRIX_MULTIPLY, 1, undefined],
  ]);
});

test('integers of more than 128 bits are not made', () => {
  check([
    [2, NB_POWER, 63, 2n ** 63n],
    [2, NB_POWER, 64, 2n ** 64n],
    [2, NB_POWER, 65, undefined],
    [1, NB_LSHIFT, 127, 2n ** 127n],
    [1, NB_LSHIFT, 128, undefined],
    [2n ** 64n, NB_MULTIPLY, 2n ** 62n, 2n ** 126n],
    [2n ** 64n, NB_MULTIPLY, 2n ** 63n, undefined],
    [0, NB_LSHIFT, 10n ** 30n, 0],
  ]);
});

test('floats', () => {
  check([
    [float(1), NB_SUBTRACT, float(1), float(0)],
    [float(7.5), NB_FLOOR_DIVIDE, -2, float(-4)],
    [float(-7.5), NB_REMAINDER, 2, float(0.5)],
    [2, NB_POWER, float(0.5), float(Math.SQRT2)],
    [-8, NB_POWER, float(1 / 3), new PyComplex(1.0000000000000002, 1.7320508075688772)],
    [float(1e308), NB_MULTIPLY, 10, float(Number.POSITIVE_INFINITY)],
    [float(10), NB_POWER, 400, undefined],
    [float(0), NB_POWER, -1, undefined],
    [float(1), NB_TRUE_DIVIDE, 0, undefined],
    [10n ** 400n, NB_ADD, float(1), undefined],
    [float(1), NB_AND, 1, undefined],
  ]);
});

test('complex numbers: a real operand has no imaginary part', () => {
  check([
    [1, NB_ADD, new PyComplex(0, 2), new PyComplex(1, 2)],
    [float(-0), NB_SUBTRACT, new PyComplex(0, 0), new PyComplex(-0, -0)],
    [5, NB_TRUE_DIVIDE, new PyComplex(1, 2), new PyComplex(1, -2)],
    [new PyComplex(1, 2), NB_TRUE_DIVIDE, 4, new PyComplex(0.25, 0.5)],
    [new PyComplex(1, 2), NB_MULTIPLY, new PyComplex(3, 4), new PyComplex(-5, 10)],
    [new PyComplex(1, 2), NB_TRUE_DIVIDE, new PyComplex(0, 0), undefined],
    [new PyComplex(1, 2), NB_REMAINDER, 2, undefined],
  ]);
});

test('sequences are joined, repeated up to the limits, and indexed', () => {
  check([
    ['ab', NB_ADD, 'c', 'abc'],
    ['ab', NB_ADD, strFromCodePoints([0x1f600]), strFromCodePoints([97, 98, 0x1f600])],
    [tuple(1), NB_ADD, tuple('x'), tuple(1, 'x')],
    [bytes('ab'), NB_ADD, bytes('c'), bytes('abc')],
    ['ab', NB_ADD, bytes('c'), undefined],
    ['ab', NB_MULTIPLY, 2, 'abab'],
    [true, NB_MULTIPLY, 'ab', 'ab'],
    ['ab', NB_MULTIPLY, -1, undefined],
    ['', NB_MULTIPLY, -1, ''],
    ['', NB_MULTIPLY, 2n ** 63n, undefined],
    ['a', NB_MULTIPLY, 4096, 'a'.repeat(4096)],
    ['a', NB_MULTIPLY, 4097, undefined],
    [tuple(1, 2), NB_MULTIPLY, 2, tuple(1, 2, 1, 2)],
    [tuple(1), NB_MULTIPLY, 257, undefined],
    [tuple(tuple(1, 2, 3, 4)), NB_MULTIPLY, 205, undefined],
    ['abc', NB_SUBSCR, -1, 'c'],
    ['abc', NB_SUBSCR, 3, undefined],
    [bytes('abc'), NB_SUBSCR, true, 98],
    [tuple(1, 2, 3), NB_SUBSCR, new PySlice(None, None, -1), tuple(3, 2, 1)],
    [strFromCodePoints([97, 0x1f600]), NB_SUBSCR, new PySlice(0, 1, None), 'a'],
    ['abc', NB_SUBSCR, new PySlice(None, None, 0), undefined],
    ['abc', NB_SUBSCR, 'a', undefined],
    ['%d', NB_REMAINDER, 1, undefined],
    [None, NB_OR, 1, undefined],
  ]);
});

test('unary operators', () => {
  assert.equal(foldUnaryOp(UNARY_NEGATIVE, true), -1);
  assert.equal(foldUnaryOp(UNARY_NEGATIVE, 0), 0);
  assert.deepEqual(foldUnaryOp(UNARY_NEGATIVE, float(0)), float(-0));
  assert.deepEqual(foldUnaryOp(UNARY_NEGATIVE, new PyComplex(0, 1)), new PyComplex(-0, -1));
  assert.equal(foldUnaryOp(UNARY_NEGATIVE, 'a'), undefined);
  assert.equal(foldUnaryOp(UNARY_INVERT, 5), -6);
  assert.equal(foldUnaryOp(UNARY_INVERT, true), undefined);
  assert.equal(foldUnaryOp(UNARY_NOT, ''), true);
  assert.equal(foldUnaryOp(CALL_INTRINSIC_1, true), 1);
  assert.equal(foldUnaryOp(CALL_INTRINSIC_1, 'a'), undefined);
});

test('the truth of constants', () => {
  for (const value of [None, false, 0, '', float(-0), new PyComplex(0, -0), bytes(''), tuple()]) {
    assert.equal(isTrueConstant(value), false);
  }
  for (const value of [
    Ellipsis,
    true,
    -1,
    'a',
    float(Number.NaN),
    new PyComplex(0, 1),
    bytes('0'),
    tuple(None),
  ]) {
    assert.equal(isTrueConstant(value), true);
  }
});
