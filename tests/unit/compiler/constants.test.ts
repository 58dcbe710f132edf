/** When two constants are one. CPython: `_PyCode_ConstantKey`. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileTree } from '../../../src/compiler/compile.ts';
import { ConstantList, ConstCache, sameConstant } from '../../../src/compiler/constants.ts';
import { PyBytes } from '../../../src/objects/bytes.ts';
import { PyCode } from '../../../src/objects/code.ts';
import { PyComplex } from '../../../src/objects/complex.ts';
import { PyFloat } from '../../../src/objects/float.ts';
import type { PyObject } from '../../../src/objects/object.ts';
import { PyFrozenSet } from '../../../src/objects/set.ts';
import { None } from '../../../src/objects/singletons.ts';
import { PySlice } from '../../../src/objects/slice.ts';
import { strFromCodePoints } from '../../../src/objects/str.ts';
import { PyTuple } from '../../../src/objects/tuple.ts';
import * as ast from '../../../src/parser/ast.gen.ts';
import { constant, lambda, tuple } from './trees.ts';

test('the type of a constant counts, at every depth', () => {
  const values: PyObject[] = [
    1,
    true,
    new PyFloat(1),
    new PyComplex(1, 0),
    '1',
    new PyBytes(Uint8Array.of(49)),
  ];
  for (const [i, a] of values.entries()) {
    for (const [j, b] of values.entries()) {
      assert.equal(sameConstant(a, b), i === j);
      assert.equal(sameConstant(new PyTuple([a]), new PyTuple([b])), i === j);
    }
  }
});

test('zeros differ by their signs, and a NaN is only itself', () => {
  assert.ok(!sameConstant(new PyFloat(0), new PyFloat(-0)));
  assert.ok(!sameConstant(new PyComplex(0, 0), new PyComplex(0, -0)));
  assert.ok(sameConstant(new PyComplex(-0, 2), new PyComplex(-0, 2)));
  const nan = new PyFloat(Number.NaN);
  assert.ok(sameConstant(nan, nan));
  assert.ok(!sameConstant(nan, new PyFloat(Number.NaN)));
  assert.ok(sameConstant(new PyTuple([nan]), new PyTuple([nan])));
});

test('a cache keeps the first of the same constants, and merges the items of tuples', () => {
  const cache = new ConstCache();
  const float = cache.merge(new PyFloat(1.5));
  assert.equal(cache.merge(new PyFloat(1.5)), float);
  const tuple = cache.merge(new PyTuple([new PyFloat(1.5), 'a']));
  assert.ok(tuple instanceof PyTuple);
  assert.equal(tuple.items[0], float);
  assert.equal(cache.merge(new PyTuple([new PyFloat(1.5), 'a'])), tuple);
  const astral = cache.merge(strFromCodePoints([0x1f600]));
  assert.equal(cache.merge(strFromCodePoints([0x1f600])), astral);
  const slice = cache.merge(new PySlice(1, None, None));
  assert.equal(cache.merge(new PySlice(1, None, None)), slice);
  assert.notEqual(cache.merge(new PySlice(true, None, None)), slice);
});

test('frozensets are the same in any order', () => {
  const cache = new ConstCache();
  const set = cache.merge(new PyFrozenSet([1, 'a', 2n ** 70n]));
  assert.equal(cache.merge(new PyFrozenSet([2n ** 70n, 1, 'a'])), set);
  assert.notEqual(cache.merge(new PyFrozenSet([2n ** 70n, true, 'a'])), set);
});

test('functions at one place are one when their constants are', () => {
  const nested = (value: PyObject) => lambda([], lambda([], constant(value)));
  const tree = new ast.Expression(tuple(nested(1000), nested(1000), nested(2000)));
  const code = compileTree(tree, { filename: 't', flags: 0, optimize: 0, warn: () => {} });
  const [first, second, ...others] = code.co_consts.filter((value) => value instanceof PyCode);
  assert.equal(others.length, 0);
  assert.notEqual(first!.co_consts[0], second!.co_consts[0]);
});

test('a list holds each constant once, however long it grows', () => {
  const cache = new ConstCache();
  const list = new ConstantList();
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 40; i++) {
      assert.equal(list.add(i % 2 === 0 ? i : new PyFloat(i), cache), i);
    }
  }
  assert.equal(list.add(true, cache), 40);
  assert.equal(list.add(2n ** 64n, cache), 41);
  assert.equal(list.add(2n ** 64n, cache), 41);
  assert.equal(list.items.length, 42);
});
