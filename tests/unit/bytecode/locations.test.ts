/** Location and exception tables, read from bytes that CPython 3.14 wrote. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  coLines,
  coPositions,
  parseExceptionTable,
  parseLocationTable,
} from '../../../src/bytecode/locations.ts';
import { PyCode } from '../../../src/objects/code.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
const NO_BYTES = new Uint8Array(0);

function codeWith(lineTable: string, units: number, firstlineno: number): PyCode {
  return new PyCode({
    co_argcount: 0,
    co_posonlyargcount: 0,
    co_kwonlyargcount: 0,
    co_stacksize: 0,
    co_flags: 0,
    co_code: new Uint8Array(2 * units),
    co_consts: [],
    co_names: [],
    co_localsplusnames: [],
    co_localspluskinds: NO_BYTES,
    co_filename: '',
    co_name: '',
    co_qualname: '',
    co_firstlineno: firstlineno,
    co_linetable: bytes(lineTable),
    co_exceptiontable: NO_BYTES,
  });
}

test('every form of a location', () => {
  // Long form over two lines; short form; one line, one further; no columns; nothing.
  const entries = parseLocationTable(bytes(['f10a010305', '8012', 'd90414', 'ec02', 'f8'].join('')), 10);
  assert.deepEqual(
    entries.map((e) => [e.start, e.end, e.lineno, e.end_lineno, e.col_offset, e.end_col_offset]),
    [
      [0, 4, 15, 16, 2, 4],
      [4, 6, 15, 15, 1, 3],
      [6, 10, 16, 16, 4, 20],
      [10, 20, 17, 17, undefined, undefined],
      [20, 22, undefined, undefined, undefined, undefined],
    ],
  );
});

test('lines go back, numbers have several bytes', () => {
  const [entry] = parseLocationTable(bytes('f0c5014101044201'), 1000);
  assert.equal(entry!.lineno, 1000 - 34);
  assert.equal(entry!.end_lineno, 1000 - 34 + 65);
  assert.equal(entry!.col_offset, 3);
  assert.equal(entry!.end_col_offset, 65);
});

test('co_lines joins neighbours, co_positions has one for each unit', () => {
  const code = codeWith('d90001d00102f8d00001', 6, 1);
  assert.deepEqual(coLines(code), [
    { start: 0, end: 6, line: 2 },
    { start: 6, end: 8, line: undefined },
    { start: 8, end: 10, line: 2 },
  ]);
  assert.deepEqual(
    coPositions(code).map((at) => at.end_col_offset),
    [1, 1, 2, undefined, 1],
  );
});

test('the exception table', () => {
  // try/except: the table of a module that reads `try: f()\nexcept E as e: pass`.
  assert.deepEqual(parseExceptionTable(bytes('81070a008a071c0397051c03')), [
    { start: 2, end: 16, target: 20, depth: 0, lasti: false },
    { start: 20, end: 34, target: 56, depth: 1, lasti: true },
    { start: 46, end: 56, target: 56, depth: 1, lasti: true },
  ]);
  assert.deepEqual(parseExceptionTable(NO_BYTES), []);
  assert.deepEqual(parseExceptionTable(bytes('8210')), []);
});
