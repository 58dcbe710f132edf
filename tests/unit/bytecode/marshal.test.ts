/** marshal: bytes that CPython 3.14 wrote, read and written again; damaged bytes and their exceptions. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dumps, loads } from '../../../src/bytecode/marshal.ts';
import { MarshalError } from '../../../src/bytecode/marshal-format.ts';
import { PyBytes } from '../../../src/objects/bytes.ts';
import { PyCode } from '../../../src/objects/code.ts';
import { PyComplex } from '../../../src/objects/complex.ts';
import { PyFloat } from '../../../src/objects/float.ts';
import type { PyObject } from '../../../src/objects/object.ts';
import { reprText } from '../../../src/objects/repr.ts';
import { PyFrozenSet } from '../../../src/objects/set.ts';
import { Ellipsis, None, NotImplemented } from '../../../src/objects/singletons.ts';
import { PySlice } from '../../../src/objects/slice.ts';
import { strFromUtf16 } from '../../../src/objects/str.ts';
import { PyTuple } from '../../../src/objects/tuple.ts';

const fromHex = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Values and what `marshal.dumps` makes of them in versions 0, 2 and 5. */
const VALUES: readonly (readonly [PyObject, string, string, string])[] = [
  [None, '4e', '4e', '4e'],
  [true, '54', '54', '54'],
  [Ellipsis, '2e', '2e', '2e'],
  [0, '6900000000', '6900000000', 'e900000000'],
  [256, '6900010000', '6900010000', 'e900010000'],
  [-6, '69faffffff', '69faffffff', 'e9faffffff'],
  [2147483647, '69ffffff7f', '69ffffff7f', 'e9ffffff7f'],
  [-2147483648, '6900000080', '6900000080', 'e900000080'],
  [2147483648, '6c03000000000000000200', '6c03000000000000000200', 'ec03000000000000000200'],
  [-2147483649, '6cfdffffff010000000200', '6cfdffffff010000000200', 'ecfdffffff010000000200'],
  [
    10n ** 20n,
    '6c0500000000002046b5783a5e5600',
    '6c0500000000002046b5783a5e5600',
    'ec0500000000002046b5783a5e5600',
  ],
  [new PyFloat(1.5), '6603312e35', '67000000000000f83f', 'e7000000000000f83f'],
  [new PyFloat(-0), '66022d30', '670000000000000080', 'e70000000000000080'],
  [new PyFloat(1e100), '660631652b313030', '677dc39425ad49b254', 'e77dc39425ad49b254'],
  [
    new PyComplex(1, -2),
    '780131022d32',
    '79000000000000f03f00000000000000c0',
    'f9000000000000f03f00000000000000c0',
  ],
  ['', '7500000000', '7500000000', 'da00'],
  ['a b', '7503000000612062', '7503000000612062', 'fa03612062'],
  ['name', '75040000006e616d65', '75040000006e616d65', 'da046e616d65'],
  ['é', '7502000000c3a9', '7502000000c3a9', 'f402000000c3a9'],
  ['€ä', '7505000000e282acc3a4', '7505000000e282acc3a4', 'f505000000e282acc3a4'],
  // Two lone surrogates, not one character.
  ['\ud83d\ude00', '7506000000eda0bdedb880', '7506000000eda0bdedb880', 'f506000000eda0bdedb880'],
  [strFromUtf16('😀'), '7504000000f09f9880', '7504000000f09f9880', 'f504000000f09f9880'],
  [new PyBytes(new Uint8Array(0)), '7300000000', '7300000000', 'f300000000'],
  [new PyBytes(Uint8Array.of(97, 98)), '73020000006162', '73020000006162', 'f3020000006162'],
  [new PyTuple([]), '2800000000', '2800000000', 'a900'],
  [
    new PyTuple([1, 'a b', new PyTuple([new PyFloat(2.5)])]),
    '28030000006901000000750300000061206228010000006603322e35',
    '2803000000690100000075030000006120622801000000670000000000000440',
    'a903e9010000007a036120622901670000000000000440',
  ],
  [new PyFrozenSet([]), '3e00000000', '3e00000000', 'be00000000'],
  [
    new PyFrozenSet([3, 1, 'b a']),
    '3e03000000690100000069030000007503000000622061',
    '3e03000000690100000069030000007503000000622061',
    'be03000000e901000000e903000000fa03622061',
  ],
];

test('values are written as CPython writes them', () => {
  for (const [value, ...expected] of VALUES) {
    assert.deepEqual(
      [0, 2, 5].map((version) => toHex(dumps(value, version))),
      expected,
      reprText(value),
    );
  }
  assert.equal(toHex(dumps(new PySlice(1, None, 2))), 'bae9010000004ee902000000');
});

test('values come back from every version', () => {
  for (const [value] of VALUES) {
    for (let version = 0; version <= 5; version++) {
      const back = loads(dumps(value, version));
      assert.equal(toHex(dumps(back)), toHex(dumps(value)), `${reprText(value)} in version ${version}`);
    }
  }
});

test('long strings and tuples have sizes of four bytes', () => {
  const text = 'x'.repeat(256);
  assert.equal(toHex(dumps(text)).slice(0, 14), 'c1000100007878');
  const items = new PyTuple(new Array<PyObject>(256).fill(None));
  assert.equal(toHex(dumps(items)).slice(0, 12), 'a8000100004e');
  assert.equal(reprText(loads(dumps(items))), reprText(items));
});

/**
 * A module compiled by a fresh CPython: a nested class that has its qualified name as a constant, equal constants in
 * several functions, a constant slice, a frozenset with a name of the file in it.
 *
 *     class Outer:
 *         class Inner:
 *             x = 'Outer.Inner', 1000, 'a b', 1.5, b'ab'
 *         def f(self, x=1000): return x in {'f', 2000, 'a b'} and {}[1000:'a b']
 *     def f(x): return 'a b', 1000, 1.5, b'ab', x
 */
const MODULE =
  'e30000000000000000000000000400000000000000f32000000080001500210052001700520134020000000000007400520217007401520323002904630000000000000000000000000400000000000000f33e000000610080005d007401520074025e02740316006f0015002100520117005202340200000000000074045206520317006c0174055204740656007407520523002907da054f75746572630000000000000000000000000100000000000000f31a00000080005d007401520074025e0374035203740452017405520223002904da0b4f757465722e496e6e6572a9004e29057205000000e9e8030000fa03612062e7000000000000f83ff30200000061622906da085f5f6e616d655f5fda0a5f5f6d6f64756c655f5fda0c5f5f7175616c6e616d655f5fda0f5f5f66697273746c696e656e6f5f5fda0178da155f5f7374617469635f617474726962757465735f5f7206000000f300000000da04662e7079da05496e6e657272050000000300000073070000008600d80c328c0172110000007213000000630200000000000000000000000200000003000008f32e000000800056015202390000003b012700000000000000640a00001c001f002f0052012c1a0000000000000000000023002903da01663a69e80300007a036120624e3e030000007215000000e9d0070000720800000072060000002902da0473656c66720f0000007302000000262672120000007215000000da074f757465722e660500000073190000008000a001d02537d12037d7204ad0204ab842b87abd4ed0194a721100000072060000004e290172070000002908720b000000720c000000720d000000720e000000721300000072150000007210000000da115f5f636c6173736469637463656c6c5f5f2901da0d5f5f636c617373646963745f5f730100000040721200000072030000007203000000020000007315000000f887008000f702010533f100010533e7044ad2044a72110000007203000000630100000000000000000000000500000003000000f310000000800052005201520252035600330523002904720800000072070000007209000000720a00000072060000002901720f0000007301000000267212000000721500000072150000000600000073120000008000901598049863a035a821d0112bd00a2b72110000004e290272030000007215000000720600000072110000007212000000da083c6d6f64756c653e721c000000010000007316000000f003010101f70403014b01f10003014b01f40800012c7211000000';

test('a module keeps every flag and reference', () => {
  const code = loads(fromHex(MODULE));
  assert.ok(code instanceof PyCode);
  assert.equal(code.co_filename, 'f.py');
  assert.deepEqual(code.co_names, ['Outer', 'f']);
  assert.equal(toHex(dumps(code)), MODULE);
});

test('equal constants that are objects of their own are one object in a file', () => {
  const floats = new PyTuple([new PyFloat(1.5), new PyFloat(1.5), new PyFloat(-0), new PyFloat(0)]);
  assert.equal(toHex(dumps(floats)), 'a904e7000000000000f83f7201000000670000000000000080670000000000000000');
  const ints = new PyTuple([1000, 1000, 10n ** 20n, 10n ** 20n]);
  assert.equal(toHex(dumps(ints)), 'a904e9e80300007201000000ec0500000000002046b5783a5e56007202000000');
});

test('what the format does not know is refused', () => {
  const message = (run: () => unknown) => {
    try {
      run();
    } catch (error) {
      assert.ok(error instanceof MarshalError);
      return `${error.type}: ${error.message}`;
    }
    return 'no error';
  };
  assert.equal(
    message(() => dumps(NotImplemented)),
    'ValueError: unmarshallable object',
  );
  assert.equal(
    message(() => dumps(new PySlice(1, 2, 3), 4)),
    'ValueError: unmarshallable object',
  );
  let deep: PyObject = None;
  for (let i = 0; i < 1999; i++) deep = new PyTuple([deep]);
  assert.equal(reprText(loads(dumps(deep))), reprText(deep));
  deep = new PyTuple([deep]);
  assert.equal(
    message(() => dumps(deep)),
    'ValueError: object too deeply nested to marshal',
  );
});

/** Damaged data and the exceptions of CPython's `marshal.loads`. */
const DAMAGED: readonly (readonly [string, string])[] = [
  ['', 'EOFError: EOF read where object expected'],
  ['30', 'TypeError: NULL object in marshal data for object'],
  ['290130', 'TypeError: NULL object in marshal data for tuple'],
  ['3e0100000030', 'TypeError: NULL object in marshal data for set'],
  ['3a4e304e', 'TypeError: NULL object in marshal data for object'],
  ['29013a4e30', 'TypeError: NULL object in marshal data for tuple'],
  ['690102', 'EOFError: marshal data too short'],
  ['73ffffff7f', 'EOFError: marshal data too short'],
  ['28ffffff7f4e', 'EOFError: EOF read where object expected'],
  ['7a', 'EOFError: EOF read where not expected'],
  ['28ffffffff', 'ValueError: bad marshal data (tuple size out of range)'],
  ['73ffffffff', 'ValueError: bad marshal data (bytes object size out of range)'],
  ['61ffffffff', 'ValueError: bad marshal data (string size out of range)'],
  ['3effffffff', 'ValueError: bad marshal data (set size out of range)'],
  ['6c00000080', 'ValueError: bad marshal data (long size out of range)'],
  ['6c010000000080', 'ValueError: bad marshal data (digit out of range in long)'],
  ['6c010000000000', 'ValueError: bad marshal data (unnormalized long data)'],
  ['7200000000', 'ValueError: bad marshal data (invalid reference)'],
  ['be010000007200000000', 'ValueError: bad marshal data (invalid reference)'],
  ['3f', 'ValueError: bad marshal data (unknown type code)'],
  ['660461626364', "ValueError: could not convert string to float: 'abcd'"],
  [
    '7501000000ff',
    "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte",
  ],
  [
    '7502000000eda0',
    "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xed in position 0: invalid continuation byte",
  ],
  [`${'2901'.repeat(2000)}4e`, 'ValueError: recursion limit exceeded'],
  [`63${'00'.repeat(20)}4e4e4e4e4e4e4e30`, 'TypeError: NULL object in marshal data for code object'],
  [
    `63${'00'.repeat(20)}4e4e4e4e4e4e4e4e000000004e4e`,
    'SystemError: ../Objects/codeobject.c:465: bad argument to internal function',
  ],
  [
    `6301${'00'.repeat(19)}7302000000787829002900290073000000007a007a007a000000000073000000007300000000`,
    'ValueError: code: co_varnames is too small',
  ],
  [
    `63${'00'.repeat(20)}73010000007829002900290073000000007a007a007a000000000073000000007300000000`,
    'ValueError: code: co_code is malformed',
  ],
];

test('damaged data raise what CPython raises', () => {
  for (const [hex, expected] of DAMAGED) {
    assert.throws(
      () => loads(fromHex(hex)),
      (error) => error instanceof MarshalError && `${error.type}: ${error.message}` === expected,
      `${hex.slice(0, 40)}: ${expected}`,
    );
  }
});

test('a tuple may hold itself, a frozenset keeps one of equal items', () => {
  const tuple = loads(fromHex('a9017200000000'));
  assert.equal(reprText(tuple), '((...),)');
  assert.equal(toHex(dumps(tuple)), 'a9017200000000');
  const set = loads(fromHex(`3e04000000690100000054${toHex(dumps(new PyFloat(1), 2))}6902000000`));
  assert.equal(reprText(set), 'frozenset({1, 2})');
});
