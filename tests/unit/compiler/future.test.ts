import assert from 'node:assert/strict';
import { test } from 'node:test';
import { futureParse } from '../../../src/compiler/future.ts';
import { NO_LOCATION } from '../../../src/compiler/instruction-sequence.ts';
import { CO_FUTURE_ANNOTATIONS, CO_FUTURE_BARRY_AS_BDFL } from '../../../src/objects/code.ts';
import { CompileError } from '../../../src/parser/errors.ts';
import { at, constant, expression, importFrom, module, pass } from './trees.ts';

const source = { filename: 'f.py' };

test('a docstring and other future statements may come before a future statement', () => {
  const last = importFrom('__future__', 'barry_as_FLUFL');
  const tree = module(expression(constant('doc')), importFrom('__future__', 'annotations'), last);
  const future = futureParse(tree, source);
  assert.equal(future.ff_features, CO_FUTURE_ANNOTATIONS | CO_FUTURE_BARRY_AS_BDFL);
  assert.equal(future.ff_location, last);
});

test('features that are part of the language set no flags', () => {
  const names = ['nested_scopes', 'generators', 'division', 'absolute_import', 'with_statement'];
  const more = ['print_function', 'unicode_literals', 'generator_stop'];
  const tree = module(...[...names, ...more].map((name) => importFrom('__future__', name)));
  assert.equal(futureParse(tree, source).ff_features, 0);
});

test('other statements and second docstrings end the search', () => {
  const annotations = () => importFrom('__future__', 'annotations');
  for (const first of [
    [pass()],
    [expression(constant('a')), expression(constant('b'))],
    [expression(constant(1))],
  ]) {
    const future = futureParse(module(...first, annotations()), source);
    assert.equal(future.ff_features, 0);
    assert.equal(future.ff_location, NO_LOCATION);
  }
});

test('an unknown feature is an error at its name', () => {
  for (const [name, message] of [
    ['braces', 'not a chance'],
    ['xé', 'future feature xé is not defined'],
    ['*', 'future feature * is not defined'],
  ]) {
    const statement = importFrom('__future__', name);
    at(statement.names[0], 1, 23, 1, 29);
    assert.throws(
      () => futureParse(module(statement), { ...source, programText: (lineno) => `line ${lineno}\n` }),
      (error) => {
        assert.ok(error instanceof CompileError);
        assert.equal(error.type, 'SyntaxError');
        assert.equal(error.message, message);
        assert.deepEqual(error.details, {
          filename: 'f.py',
          lineno: 1,
          offset: 24,
          end_lineno: 1,
          end_offset: 30,
          text: 'line 1\n',
          args: 'message',
        });
        return true;
      },
    );
  }
});
