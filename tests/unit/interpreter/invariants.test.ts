/** What the debug build finds wrong before an instruction. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileSource } from '../../../src/compiler/compile.ts';
import { PyDict } from '../../../src/objects/dict.ts';
import { Frame } from '../../../src/objects/frame.ts';
import type { PyObject } from '../../../src/objects/object.ts';
import { checkInstruction } from '../../../src/vm/invariants.ts';

// RESUME at 0, LOAD_NAME x at 1, LOAD_NAME y at 2, BINARY_OP at 3 with five units of cache, POP_TOP at 9.
function frameOf(...stack: unknown[]): Frame {
  const code = compileSource('x + y', {
    filename: '<test>',
    mode: 'exec',
    flags: 0,
    optimize: 0,
    warn: () => {},
  });
  return new Frame(code, undefined, new PyDict(), new PyDict(), undefined, stack as PyObject[]);
}

test('a stack as the compiler has planned it', () => {
  checkInstruction(frameOf(), 1, 0);
  checkInstruction(frameOf(1, 'text'), 3, 2);
  checkInstruction(frameOf(2n ** 60n), 9, 1);
});

test('a stack of another depth', () => {
  assert.throws(() => checkInstruction(frameOf(1), 1, 1), /the stack is 1 deep, not 0, at 2 \(LOAD_NAME\)/);
  assert.throws(() => checkInstruction(frameOf(1), 3, 1), /the stack is 1 deep, not 2, at 6 \(BINARY_OP\)/);
});

test('an inline cache', () => {
  assert.throws(() => checkInstruction(frameOf(1, 2), 4, 2), /no path leads to/);
});

test('values in no form of a Python object', () => {
  for (const value of [null, 0.5, -0, 2 ** 53, 5n, '\u{1f600}', () => {}]) {
    assert.throws(() => checkInstruction(frameOf(value), 9, 1), /the stack holds/);
  }
});
