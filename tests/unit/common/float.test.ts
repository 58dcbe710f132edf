/** Operations on floats, and their text; the values are CPython's. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  copySign,
  fma,
  frexp,
  ldexp,
  modf,
  nextAfter,
  nextAfterSteps,
  remainder,
  ulp,
} from '../../../src/common/double.ts';
import {
  floatAsIntegerRatio,
  floatFloorDiv,
  floatMod,
  floatRound,
  floatRoundToInt,
  hashFloat,
} from '../../../src/common/float.ts';
import {
  ADD_DOT_0,
  ALT,
  floatHex,
  floatRepr,
  formatFloat,
  NO_NEG_0,
  SIGN,
} from '../../../src/common/float-format.ts';
import { floatFromHex, floatFromText } from '../../../src/common/float-parse.ts';

function same(actual: unknown, expected: unknown): void {
  assert.ok(Object.is(actual, expected), `${String(actual)} is not ${String(expected)}`);
}

test('repr', () => {
  const cases: [number, string][] = [
    [0, '0.0'],
    [-0, '-0.0'],
    [1, '1.0'],
    [0.1, '0.1'],
    [1e15, '1000000000000000.0'],
    [1e16, '1e+16'],
    [123456789012345680, '1.2345678901234568e+17'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [5e-324, '5e-324'],
    [-1.5e300, '-1.5e+300'],
    [Number.NEGATIVE_INFINITY, '-inf'],
    [Number.NaN, 'nan'],
  ];
  for (const [x, text] of cases) assert.equal(floatRepr(x), text);
});

test('formats of any precision, ties to even', () => {
  const cases: [number, string, number, number, string][] = [
    [12345.678, 'e', 3, 0, '1.235e+04'],
    [2.5, 'f', 0, 0, '2'],
    [3.5, 'f', 0, 0, '4'],
    [0.25, 'f', 1, 0, '0.2'],
    [0.35, 'f', 1, 0, '0.3'],
    [1.005, 'f', 2, 0, '1.00'],
    [1, 'g', 3, ALT, '1.00'],
    [1e-5, 'g', 6, 0, '1e-05'],
    [1e22, 'f', 10, 0, '10000000000000000000000.0000000000'],
    [0.1, 'f', 30, 0, '0.100000000000000005551115123126'],
    [0.1, 'g', 17, 0, '0.10000000000000001'],
    [Number.NaN, 'f', 1, SIGN, '+nan'],
    [Number.POSITIVE_INFINITY, 'G', 1, SIGN, '+INF'],
    [-0.001, 'f', 1, NO_NEG_0, '0.0'],
    [12, 'r', 0, ADD_DOT_0, '12.0'],
    [12, 'r', 0, 0, '12'],
    [5e-324, 'e', 0, 0, '5e-324'],
    [2 ** -1074, 'f', 1074, 0, `0.${(5n ** 1074n).toString().padStart(1074, '0')}`],
  ];
  for (const [x, code, precision, flags, text] of cases)
    assert.equal(formatFloat(x, code, precision, flags), text);
});

test('hexadecimal', () => {
  assert.equal(floatHex(0.1), '0x1.999999999999ap-4');
  assert.equal(floatHex(-5e-324), '-0x0.0000000000001p-1022');
  assert.equal(floatHex(0), '0x0.0p+0');
  same(floatFromHex('0x1.921fb54442d18p+1'), Math.PI);
  same(floatFromHex('-.8p1'), -1);
  same(floatFromHex('0x1p-1075'), 0);
  same(floatFromHex('0x1.8p-1075'), 5e-324);
  same(floatFromHex('0x1.00000000000008p0'), 1);
  same(floatFromHex('0x1.000000000000080000000000000000000000000000001p0'), 1 + 2 ** -52);
  same(floatFromHex('-Infinity'), Number.NEGATIVE_INFINITY);
  assert.equal(floatFromHex('0x1p1024'), 'overflow');
  assert.equal(floatFromHex('0x'), 'invalid');
});

test('from text', () => {
  same(floatFromText('1_000.5e-1_0'), 1.0005e-7);
  same(floatFromText('-iNf'), Number.NEGATIVE_INFINITY);
  same(floatFromText('+nan'), Number.NaN);
  same(floatFromText('-.0'), -0);
  for (const text of ['', '.', '1__0', '_1', '1_', '1_.0', '1e', '0x1', '1 ', 'infin', '--1']) {
    assert.equal(floatFromText(text), undefined);
  }
});

test('quotient and remainder', () => {
  const cases: [number, number, number, number][] = [
    [7.5, -2, -4, -0.5],
    [-7.5, 2, -4, 0.5],
    [1e16, 3, 3333333333333333, 1],
    [-0, 2, -0, 0],
    [5, Number.POSITIVE_INFINITY, 0, 5],
    [-5, Number.POSITIVE_INFINITY, -1, Number.POSITIVE_INFINITY],
  ];
  for (const [x, y, quotient, rest] of cases) {
    same(floatFloorDiv(x, y), quotient);
    same(floatMod(x, y), rest);
  }
});

test('rounding', () => {
  same(floatRound(2.675, 2), 2.67);
  same(floatRound(1234.5, -2), 1200);
  same(floatRound(-0.4, 0), -0);
  same(floatRound(1.5, 400), 1.5);
  same(floatRound(Number.MAX_VALUE, -308), Number.POSITIVE_INFINITY);
  assert.deepEqual([0.5, 1.5, -2.5, 1e16].map(floatRoundToInt), [0, 2, -2, 10000000000000000n]);
});

test('ratios and hashes', () => {
  assert.deepEqual(floatAsIntegerRatio(0.1), [3602879701896397, 36028797018963968n]);
  assert.deepEqual(floatAsIntegerRatio(-2.5), [-5, 2]);
  assert.equal(hashFloat(0.1), 230584300921369408n);
  assert.equal(hashFloat(-1), -2);
  assert.equal(hashFloat(1e300), 1224995262755759164n);
  assert.equal(hashFloat(Number.NEGATIVE_INFINITY), -314159);
  assert.equal(hashFloat(Number.NaN), undefined);
});

test('parts of a double', () => {
  assert.deepEqual(frexp(-10), [-0.625, 4]);
  assert.deepEqual(frexp(5e-324), [0.5, -1073]);
  same(ldexp(0.75, -1073), 1e-323);
  same(ldexp(1, 1024), Number.POSITIVE_INFINITY);
  same(ldexp(-1, -1075), -0);
  assert.deepEqual(modf(-2.5), [-0.5, -2]);
  same(copySign(3, -0), -3);
  same(nextAfter(1, 2), 1.0000000000000002);
  same(nextAfter(0, -1), -5e-324);
  same(nextAfterSteps(-5e-324, 1, 3), 1e-323);
  same(ulp(1), 2 ** -52);
  same(ulp(Number.MAX_VALUE), 2 ** 971);
});

test('fused multiply-add and IEEE remainder', () => {
  same(fma(0.1, 10, -1), 5.551115123125783e-17);
  same(fma(1e308, 10, Number.NEGATIVE_INFINITY), Number.NEGATIVE_INFINITY);
  same(fma(1e-200, 1e-200, 5e-324), 5e-324);
  same(remainder(5, 2), 1);
  same(remainder(7, 2), -1);
  same(remainder(-3, 1.5), -0);
});
