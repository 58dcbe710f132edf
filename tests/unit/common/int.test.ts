/** Arithmetic of ints in both forms; the values are CPython's. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  bitCount,
  bitLength,
  hashInt,
  type Int,
  intAdd,
  intAnd,
  intDivmod,
  intFloorDiv,
  intFromBytes,
  intFromDouble,
  intFromText,
  intGcd,
  intInvert,
  intIsqrt,
  intLshift,
  intMod,
  intMul,
  intNeg,
  intOr,
  intPow,
  intPowMod,
  intRshift,
  intSub,
  intToBytes,
  intToText,
  intTrueDiv,
  intXor,
} from '../../../src/common/int.ts';

const MAX = Number.MAX_SAFE_INTEGER;

test('results are numbers exactly when they are safe integers', () => {
  assert.equal(intAdd(MAX, 1), 9007199254740992n);
  assert.equal(intSub(9007199254740992n, 1), MAX);
  assert.equal(intSub(-MAX, 1), -9007199254740992n);
  assert.equal(intMul(94906267, 94906267), 9007199515875289n);
  assert.equal(intMul(18014398509481984n, 0), 0);
  assert.equal(intInvert(MAX), -9007199254740992n);
  assert.equal(intNeg(-9007199254740992n), 9007199254740992n);
  assert.equal(intXor(-MAX, MAX), -2);
  // The one pair of halves that leaves the safe range.
  assert.equal(intAnd(-MAX, -MAX + 1), -9007199254740992n);
});

test('zero has no sign', () => {
  for (const zero of [
    intMul(0, -5),
    intNeg(0),
    intFloorDiv(0, -5),
    intMod(-6, 3),
    intMod(6, -3),
    intFromDouble(-0.5),
  ]) {
    assert.ok(Object.is(zero, 0));
  }
});

test('division rounds down, remainders have the sign of the divisor', () => {
  const cases: [Int, Int, Int, Int][] = [
    [7, 2, 3, 1],
    [-7, 2, -4, 1],
    [7, -2, -4, -1],
    [-7, -2, 3, -1],
    [MAX, 9007199254740990, 1, 1],
    [-MAX, 2, -4503599627370496, 1],
    [18446744073709551616n, -3, -6148914691236517206n, -2],
    [5, 18446744073709551616n, 0, 5],
    [-5, 18446744073709551616n, -1, 18446744073709551611n],
  ];
  for (const [a, b, quotient, remainder] of cases) {
    assert.equal(intFloorDiv(a, b), quotient);
    assert.equal(intMod(a, b), remainder);
    assert.deepEqual(intDivmod(a, b), [quotient, remainder]);
  }
});

test('true division is correctly rounded', () => {
  assert.equal(intTrueDiv(1000000000000000000000000000001n, 3), 3.333333333333333e29);
  assert.equal(intTrueDiv(1, 10), 0.1);
  assert.ok(Object.is(intTrueDiv(0, -7), -0));
  // Half way between two subnormals: to the even one.
  assert.equal(intTrueDiv(3, 1n << 1075n), 1e-323);
  assert.equal(intTrueDiv(1, 1n << 1075n), 0);
  assert.equal(intTrueDiv(1n << 2000n, (1n << 1000n) + 1n), 1.0715086071862673e301);
  assert.equal(intTrueDiv(-(1n << 1024n), 1), Number.NEGATIVE_INFINITY);
});

test('powers', () => {
  assert.equal(intPow(3, 33), 5559060566555523);
  assert.equal(intPow(3, 34), 16677181699666569n);
  assert.equal(intPow(-2, 53), -9007199254740992n);
  assert.equal(intPow(0, 0), 1);
  assert.equal(intPow(-1, 100000000000000000001n), -1);
  assert.equal(intPowMod(123456789, 987654321, 1000000007), 652541198);
  assert.equal(intPowMod(3, -1, 7), 5);
  assert.equal(intPowMod(2, -1, 4), undefined);
  assert.equal(intPowMod(3, 200, -1000000000000000000000n), -697817005615300955999n);
  assert.equal(intPowMod(5, 0, 1), 0);
});

test('bits', () => {
  assert.equal(intAnd(5n - 18446744073709551616n, 1152921504606846983n), 5);
  assert.equal(intOr(-4294967296, 1), -4294967295);
  assert.equal(intLshift(1, 52), 4503599627370496);
  assert.equal(intLshift(1, 53), 9007199254740992n);
  assert.equal(intLshift(0, 1n << 80n), 0);
  assert.equal(intRshift(-1, 5000), -1);
  assert.equal(intRshift(-5, 1), -3);
  assert.equal(intRshift(-(1n << 90n), 1n << 80n), -1);
  assert.equal(bitLength(-256), 9);
  assert.equal(bitLength(1180591620717411303424n), 71);
  assert.equal(bitCount(-18446744073709551615n), 64);
});

test('gcd and integer square root', () => {
  assert.equal(intGcd(-12, 18), 6);
  assert.equal(intGcd(1n << 100n, 96), 32);
  assert.equal(intIsqrt(MAX), 94906265);
  assert.equal(intIsqrt(10000000000000000000000000000000000000005n), 100000000000000000000n);
  assert.equal(intIsqrt((1n << 4000n) - 1n), (1n << 2000n) - 1n);
});

test('text in all bases', () => {
  for (let base = 2; base <= 36; base++) {
    const value = 123456789012345678901234567890123456789012345678901234567890n;
    assert.equal(intFromText(intToText(value, base), base), value);
    assert.equal(intFromText(intToText(MAX, base), base), MAX);
  }
  assert.equal(intFromText('00000000000000000000000000000007', 10), 7);
  assert.equal(intFromText('zz'.repeat(500).toUpperCase(), 36), 36n ** 1000n - 1n);
});

test('bytes', () => {
  assert.deepEqual(intToBytes(-2, 3, false, true), Uint8Array.of(255, 255, 254));
  assert.deepEqual(intToBytes(1n << 64n, 9, true, false), Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1));
  assert.equal(intToBytes(128, 1, true, true), undefined);
  assert.equal(intToBytes(-1, 1, true, false), undefined);
  assert.deepEqual(intToBytes(0, 0, true, false), new Uint8Array(0));
  assert.equal(intFromBytes(Uint8Array.of(255, 255, 254), false, true), -2);
  assert.equal(
    intFromBytes(Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255), true, false),
    18446744073709551615n,
  );
});

test('hashes', () => {
  assert.equal(hashInt(-1), -2);
  assert.equal(hashInt(1n << 200n), 131072);
  assert.equal(hashInt(-(1n << 61n)), -2);
  assert.equal(hashInt((1n << 61n) - 1n), 0);
});
