/** Complex arithmetic; the values are CPython's. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  complexAbs,
  complexDiv,
  complexMul,
  complexPow,
  complexPowError,
  realDivComplex,
} from '../../../src/common/complex.ts';

const c = (real: number, imag: number) => ({ real, imag });
const INF = Number.POSITIVE_INFINITY;

test('products and quotients', () => {
  assert.deepEqual(complexMul(c(1, 2), c(3, -4)), c(11, 2));
  assert.deepEqual(complexMul(c(1, 2), c(INF, 0)), c(INF, INF));
  assert.deepEqual(complexDiv(c(1, 2), c(3, -4)), c(-0.2, 0.4));
  assert.deepEqual(complexDiv(c(1, 2), c(INF, INF)), c(0, 0));
  assert.deepEqual(realDivComplex(1, c(3, -4)), c(0.12, 0.16));
});

test('powers', () => {
  assert.deepEqual(complexPow(c(1, 2), c(-3, 0)), c(-0.08800000000000001, 0.016));
  assert.deepEqual(complexPow(c(1.5, 2.5), c(0.5, -1)), c(4.066788378258928, -2.520558403478426));
  assert.deepEqual(complexPow(c(2, 3), c(0.5, 0)), c(1.6741492280355401, 0.895977476129838));
  assert.deepEqual(complexPow(c(0, 0), c(0, 0)), c(1, 0));
  assert.equal(complexPowError(complexPow(c(0, 0), c(-1, 0))), 'ZeroDivisionError');
  assert.equal(complexPowError(complexPow(c(0, 0), c(1, 1))), 'ZeroDivisionError');
  assert.equal(complexPowError(complexPow(c(1e200, 0), c(3, 0))), 'OverflowError');
  assert.equal(complexPowError(complexPow(c(2, 0), c(3, 0))), undefined);
});

test('absolute values', () => {
  assert.equal(complexAbs(c(3e200, 4e200)), 4.9999999999999995e200);
  assert.equal(complexAbs(c(Number.NaN, -INF)), INF);
});
