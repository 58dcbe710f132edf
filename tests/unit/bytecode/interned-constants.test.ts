/** Which string constants are interned; the expected ones are those with FLAG_REF and an interned type in CPython's files. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { internedConstants } from '../../../src/bytecode/interned-constants.ts';
import { compileSource } from '../../../src/compiler/compile.ts';

function internedIn(source: string): unknown[] {
  const bytes = new TextEncoder().encode(source);
  const options = { filename: 'f', mode: 'exec', flags: 0, optimize: 0, warn: () => {} } as const;
  return [...internedConstants(compileSource(bytes, options))];
}

test('qualified names of nested classes', () => {
  assert.deepEqual(internedIn('class A:\n  class B: pass\n'), ['A.B']);
});

test('an equal constant that comes first keeps its object', () => {
  assert.deepEqual(internedIn("x = 'A.B'\nclass A:\n  class B: pass\n"), []);
  assert.deepEqual(internedIn("x = +'A.B'\nclass A:\n  class B: pass\n"), []);
  assert.deepEqual(internedIn("x = 'éé'\ng(éé=1)\n"), []);
});

test('identifiers beyond ASCII: keywords, type variables, aliases', () => {
  assert.deepEqual(internedIn("g(éé=1)\nx = 'éé'\n"), ['éé']);
  assert.deepEqual(internedIn('def f[éé](): g(éé=1)\n'), ['éé']);
  assert.deepEqual(internedIn('def f[éé: int](): g(éé=1)\n'), ['éé']);
  assert.deepEqual(internedIn('type éé[T] = int\ng(éé=1)\n'), ['éé']);
});
