/** `repr()` of constants, as CPython 3.14 shows them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PyBytes } from '../../../src/objects/bytes.ts';
import { PyComplex } from '../../../src/objects/complex.ts';
import { PyFloat } from '../../../src/objects/float.ts';
import type { PyObject } from '../../../src/objects/object.ts';
import { reprConstant, reprText } from '../../../src/objects/repr.ts';
import { PyFrozenSet } from '../../../src/objects/set.ts';
import { Ellipsis, None } from '../../../src/objects/singletons.ts';
import { PySlice } from '../../../src/objects/slice.ts';
import { PyStr, strFromCodePoints } from '../../../src/objects/str.ts';
import { PyTuple } from '../../../src/objects/tuple.ts';

const CASES: readonly (readonly [PyObject, string])[] = [
  [None, 'None'],
  [Ellipsis, 'Ellipsis'],
  [true, 'True'],
  [-7, '-7'],
  [2n ** 70n, '1180591620717411303424'],
  ['it', "'it'"],
  ["it's", `"it's"`],
  [`'"`, `'\\'"'`],
  ['\\\t\n\r\0\x7f', "'\\\\\\t\\n\\r\\x00\\x7f'"],
  ['é\xa0\xad', "'é\\xa0\\xad'"],
  ['€\u2028\ud800', "'€\\u2028\\ud800'"],
  [strFromCodePoints([0x1f600, 0xe0001]), "'😀\\U000e0001'"],
  [new PyBytes(Uint8Array.of(0x61, 0x27, 0x5c, 0x0a, 0xff)), `b"a'\\\\\\n\\xff"`],
  [new PyFloat(1), '1.0'],
  [new PyFloat(-0), '-0.0'],
  [new PyFloat(1e16), '1e+16'],
  [new PyFloat(123456789012345680), '1.2345678901234568e+17'],
  [new PyFloat(0.0001), '0.0001'],
  [new PyFloat(0.00001), '1e-05'],
  [new PyFloat(Number.NaN), 'nan'],
  [new PyFloat(Number.NEGATIVE_INFINITY), '-inf'],
  [new PyComplex(0, 1), '1j'],
  [new PyComplex(-0, 1.5), '(-0+1.5j)'],
  [new PyComplex(1, -2), '(1-2j)'],
  [new PyComplex(1e16, Number.NaN), '(1e+16+nanj)'],
  [new PyTuple([]), '()'],
  [new PyTuple([1]), '(1,)'],
  [new PyTuple([1, new PyTuple(['a', None])]), "(1, ('a', None))"],
  [new PyFrozenSet([]), 'frozenset()'],
  [new PyFrozenSet([1, 'a']), "frozenset({1, 'a'})"],
  [new PySlice(1, None, new PyTuple([2])), 'slice(1, None, (2,))'],
];

test('constants', () => {
  for (const [value, expected] of CASES) assert.equal(reprText(value), expected);
});

test('the repr is a str in its canonical form', () => {
  assert.equal(reprConstant('a'), "'a'");
  const wide = reprConstant(strFromCodePoints([0x1f600]));
  assert.ok(wide instanceof PyStr);
  assert.deepEqual(Array.from(wide.codePoints), [0x27, 0x1f600, 0x27]);
});

test('nesting needs no JavaScript stack', () => {
  let value: PyObject = None;
  for (let i = 0; i < 100_000; i++) value = new PyTuple([value]);
  assert.equal(reprText(value).length, 300_004);
});
