import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PreprocessOptions, preprocess } from '../../../src/compiler/preprocess.ts';
import { CO_FUTURE_ANNOTATIONS } from '../../../src/objects/code.ts';
import { PyComplex } from '../../../src/objects/complex.ts';
import type { PyObject } from '../../../src/objects/object.ts';
import { strFromUtf16 } from '../../../src/objects/str.ts';
import {
  Constant,
  type Expr,
  type expr,
  FormattedValue,
  JoinedStr,
  type stmt,
} from '../../../src/parser/ast.gen.ts';
import type { CompileWarning } from '../../../src/parser/errors.ts';
import {
  annotate,
  at,
  binOp,
  breaks,
  call,
  classDef,
  constant,
  continues,
  def,
  expression,
  load,
  match,
  matchValue,
  module,
  negative,
  pass,
  returns,
  store,
  tryFinally,
  tuple,
  whiles,
} from './trees.ts';

/** Preprocesses statements in place; returns the warnings. */
function run(body: stmt[], options: Partial<PreprocessOptions> = {}): CompileWarning[] {
  const warnings: CompileWarning[] = [];
  preprocess(module(...body), {
    filename: 'f.py',
    optimize: 0,
    ffFeatures: 0,
    syntaxCheckOnly: false,
    enableWarnings: true,
    warn: (warning) => warnings.push(warning),
    ...options,
  });
  return warnings;
}

/** What stands in the place of an expression afterwards. */
function folded(value: expr, options: Partial<PreprocessOptions> = {}): expr {
  const statement = expression(value);
  run([statement], options);
  return statement.value;
}

test('__debug__ is a constant, unless it is bound or the tree is only checked', () => {
  const debugValue = (optimize: 0 | 1 | 2) => (folded(load('__debug__'), { optimize }) as Constant).value;
  assert.deepEqual([debugValue(0), debugValue(1), debugValue(2)], [true, false, false]);
  const target = store('__debug__');
  assert.equal(folded(target), target);
  assert.equal(folded(load('__debug__'), { syntaxCheckOnly: true }).nodeType, 'Name');
});

test('a __debug__ inside a chain is found', () => {
  const chain = binOp(call(load('f'), load('__debug__')), 'Add', load('a'));
  folded(chain);
  assert.deepEqual((chain.left as ReturnType<typeof call>).args[0], constant(true));
});

test('docstrings go without -O twice only', () => {
  const doc = () => at(expression(constant('doc')), 2, 4, 5, 7);
  const f = def('f', [], [doc()]);
  const a = classDef('A', [doc(), pass()]);
  run([f, a], { optimize: 1 });
  assert.equal(f.body[0].nodeType, 'Expr');
  run([f, a], { optimize: 2 });
  assert.deepEqual(f.body, [at(pass(), 2, 4, 2, 8)]);
  assert.deepEqual(a.body, [pass()]);
});

test('a string behind a removed docstring does not become one', () => {
  const f = def('f', [], [expression(constant('doc')), expression(constant('other'))]);
  run([f], { optimize: 2 });
  assert.deepEqual(
    f.body.map((s) => (s as Expr).value),
    [new JoinedStr([constant('other')], 1, 0, 1, 1)],
  );
});

/** The f-string of a format: its literals, and `[conversion, spec]` for its values; undefined if it stayed. */
function formatted(format: string, ...items: expr[]): (PyObject | [string, PyObject?])[] | undefined {
  const result = folded(binOp(constant(strFromUtf16(format)), 'Mod', tuple(...items)));
  if (result.nodeType !== 'JoinedStr') return undefined;
  return result.values.map((value) => {
    if (value instanceof Constant) return value.value;
    assert.ok(value instanceof FormattedValue);
    const conversion = String.fromCharCode(value.conversion);
    return value.format_spec === undefined
      ? [conversion]
      : [conversion, (value.format_spec as Constant).value];
  });
}

test('a simple percent format becomes an f-string', () => {
  const a = load('a');
  assert.deepEqual(formatted('%s%r%a', a, a, a), [['s'], ['r'], ['a']]);
  assert.deepEqual(formatted('%%%s%%', a), ['%', ['s'], '%']);
  assert.deepEqual(formatted('a%%b'), ['a%b']);
  assert.deepEqual(formatted(''), []);
  assert.deepEqual(formatted('%-5s|%5.3r|%.a|%05s|%0s', a, a, a, a, a), [
    ['s', '5'],
    '|',
    ['r', '>5.3'],
    '|',
    ['a', '.0'],
    '|',
    ['s', '>5'],
    '|',
    ['s'],
  ]);
  assert.deepEqual(formatted('%99.99s', a), [['s', '>99.99']]);
  assert.deepEqual(formatted('😀%s', a), [strFromUtf16('😀'), ['s']]);
});

test('other percent formats stay', () => {
  const a = load('a');
  for (const format of ['%d', '%', '%s %', '%(x)s', '%100s', '%.100s', '%s%s', '', '%*s']) {
    assert.equal(formatted(format, a), undefined, format);
  }
  assert.equal(folded(binOp(constant('%s'), 'Mod', a)).nodeType, 'BinOp');
  const checked = folded(binOp(constant('%s'), 'Mod', tuple(a)), { syntaxCheckOnly: true });
  assert.equal(checked.nodeType, 'BinOp');
});

test('negative and complex numbers of patterns are constants', () => {
  const patternValue = (value: expr) => {
    const pattern = matchValue(value);
    run([match(pattern)]);
    return pattern.value instanceof Constant ? pattern.value.value : pattern.value.nodeType;
  };
  assert.equal(patternValue(negative(constant(1))), -1);
  assert.ok(Object.is(patternValue(negative(constant(0))), 0));
  const imaginary = () => constant(new PyComplex(0, 2));
  assert.deepEqual(patternValue(binOp(negative(constant(1)), 'Add', imaginary())), new PyComplex(-1, 2));
  assert.deepEqual(patternValue(binOp(constant(1), 'Sub', imaginary())), new PyComplex(1, -2));
  assert.equal(patternValue(load('x')), 'Name');
});

test('future annotations are left as they are written', () => {
  const statement = () => annotate('x', load('__debug__'));
  const plain = statement();
  const future = statement();
  run([plain]);
  run([future], { ffFeatures: CO_FUTURE_ANNOTATIONS });
  assert.equal(plain.annotation.nodeType, 'Constant');
  assert.equal(future.annotation.nodeType, 'Name');
});

test('leaving a finally block is warned of', () => {
  const statement = at(returns(), 4, 2, 4, 8);
  assert.deepEqual(run([def('f', [], [tryFinally([statement])])]), [
    {
      category: 'SyntaxWarning',
      message: "'return' in a 'finally' block",
      filename: 'f.py',
      lineno: 4,
      col_offset: 2,
      end_lineno: 4,
      end_col_offset: 8,
    },
  ]);
  const messages = (...body: stmt[]) => run(body).map((warning) => warning.message);
  assert.deepEqual(messages(whiles([tryFinally([breaks(), continues()])])), [
    "'break' in a 'finally' block",
    "'continue' in a 'finally' block",
  ]);
  assert.deepEqual(messages(tryFinally([whiles([breaks()]), def('f', [], [returns()])])), []);
  assert.deepEqual(run([tryFinally([returns()])], { enableWarnings: false }), []);
});
