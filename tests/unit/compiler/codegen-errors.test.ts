/** The errors and warnings of code generation, as CPython 3.14 gives them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileSource } from '../../../src/compiler/compile.ts';
import { CompileError } from '../../../src/parser/errors.ts';

function compile(source: string, warnings: string[] = []): void {
  compileSource(source, {
    filename: '<test>',
    mode: 'exec',
    flags: 0,
    optimize: 0,
    warn: (warning) => warnings.push(warning.message),
  });
}

function errorOf(source: string): CompileError {
  try {
    compile(source);
  } catch (error) {
    if (error instanceof CompileError) return error;
    throw error;
  }
  assert.fail('no error');
}

// Offsets count bytes from 1.
const ERRORS: [
  source: string,
  message: string,
  lineno: number,
  offset: number,
  end_lineno: number,
  end_offset: number,
][] = [
  ['return', "'return' outside function", 1, 1, 1, 7],
  ['class A: yield', "'yield' outside function", 1, 10, 1, 15],
  ['async def f(): yield from x', "'yield from' inside async function", 1, 16, 1, 28],
  ['async def f():\n  yield\n  return 1', "'return' with value in async generator", 3, 3, 3, 11],
  ['break', "'break' outside loop", 1, 1, 1, 6],
  ['for x in y:\n  def f(): continue', "'continue' not properly in loop", 2, 12, 2, 20],
  [
    'try: pass\nexcept* a: break',
    "'break', 'continue' and 'return' cannot appear in an except* block",
    2,
    12,
    2,
    17,
  ],
  ['try: pass\nexcept: pass\nexcept a: pass', "default 'except:' must be last", 2, 1, 2, 13],
  ['*a = b', 'starred assignment target must be in a list or tuple', 1, 1, 1, 3],
  ['*a, *b = c', 'multiple starred expressions in assignment', 1, 1, 1, 7],
  ['x = *a', "can't use starred expression here", 1, 5, 1, 7],
  ['f(b=1, a=2, a=3, b=4)', 'keyword argument repeated: b', 1, 18, 1, 21],
  ['def f[T=int, U](): pass', "non-default type parameter 'U' follows default type parameter", 1, 14, 1, 15],
  [
    'match a:\n case b: pass\n case c: pass',
    "name capture 'b' makes remaining patterns unreachable",
    2,
    7,
    2,
    8,
  ],
  ['match a:\n case _: pass\n case c: pass', 'wildcard makes remaining patterns unreachable', 2, 7, 2, 8],
  ['match a:\n case [b, b]: pass', "multiple assignments to name 'b' in pattern", 2, 11, 2, 12],
  ['match a:\n case (1 as b) | 2: pass', 'alternative patterns bind different names', 2, 7, 2, 19],
  ['match a:\n case {1: x, 1.0: y}: pass', 'mapping pattern checks duplicate key (1.0)', 2, 7, 2, 21],
  ['match a:\n case [*a, *b]: pass', 'multiple starred names in sequence pattern', 2, 7, 2, 15],
  ['match a:\n case A(b=1, b=2): pass', 'attribute name repeated in class pattern: b', 2, 16, 2, 17],
  ["x = 'é'; *a = b", 'starred assignment target must be in a list or tuple', 1, 11, 1, 13],
];

for (const [source, message, lineno, offset, end_lineno, end_offset] of ERRORS) {
  test(`${JSON.stringify(source)}: ${message}`, () => {
    const error = errorOf(source);
    assert.equal(error.type, 'SyntaxError');
    assert.equal(error.message, message);
    const filename = '<test>';
    assert.deepEqual(error.details, { filename, lineno, offset, end_lineno, end_offset, text: undefined });
  });
}

test('at most 21 blocks may be nested', () => {
  const nested = (depth: number) =>
    Array.from({ length: depth }, (_, i) => `${' '.repeat(i)}while a:`).join('\n') +
    `\n${' '.repeat(depth)}pass`;
  compile(nested(21));
  const error = errorOf(nested(22));
  assert.equal(error.message, 'too many statically nested blocks');
  assert.equal(error.details?.lineno, 22);
});

test('a docstring with a surrogate cannot be cleaned', () => {
  const error = errorOf('def f():\n "\\ud800"');
  assert.equal(error.type, 'UnicodeEncodeError');
  assert.equal(
    error.message,
    "'utf-8' codec can't encode character '\\ud800' in position 0: surrogates not allowed",
  );
});

const WARNINGS: [source: string, messages: string[]][] = [
  ['a is 1', ['"is" with \'int\' literal. Did you mean "=="?']],
  ["a is not 'x' is b", ['"is not" with \'str\' literal. Did you mean "!="?']],
  ['a is (1, 2)', ['"is" with \'tuple\' literal. Did you mean "=="?']],
  ['a is (1, b)', []],
  ["'a' 'b'(1)", ["'str' object is not callable; perhaps you missed a comma?"]],
  ['[1] (2)', ["'list' object is not callable; perhaps you missed a comma?"]],
  ["t'x'()", ["'string.templatelib.Template' object is not callable; perhaps you missed a comma?"]],
  ["f'x'['y']", ['str indices must be integers or slices, not str; perhaps you missed a comma?']],
  ["[1]['k']", ['list indices must be integers or slices, not str; perhaps you missed a comma?']],
  ['(1, 2)[None]', ['tuple indices must be integers or slices, not NoneType; perhaps you missed a comma?']],
  ['{1}[0]', ["'set' object is not subscriptable; perhaps you missed a comma?"]],
  ['(lambda: 1)[0]', ["'function' object is not subscriptable; perhaps you missed a comma?"]],
  ['1[0]', ["'int' object is not subscriptable; perhaps you missed a comma?"]],
  ['[1][True]', []],
  ["assert (a, 'b')", ['assertion is always true, perhaps remove parentheses?']],
  ['assert ()', []],
  ['try: pass\nfinally: 1()', ["'int' object is not callable; perhaps you missed a comma?"]],
];

for (const [source, messages] of WARNINGS) {
  test(`${JSON.stringify(source)}: ${messages[0] ?? 'no warning'}`, () => {
    const warnings: string[] = [];
    compile(source, warnings);
    assert.deepEqual(warnings, messages);
  });
}

test('50,000 operators in a row need no stack', () => {
  compile(Array(50_000).fill('a').join('+'));
  compile(`a${'.b'.repeat(50_000)}`);
});
