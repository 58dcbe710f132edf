/** Errors and warnings as CPython shows them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatError, formatWarning } from '../../../src/cli/report-error.ts';
import { CompileError, type ErrorDetails } from '../../../src/parser/errors.ts';

function syntaxError(details: Partial<ErrorDetails>): string {
  const place = {
    filename: 'x.py',
    lineno: 1,
    offset: 1,
    end_lineno: 1,
    end_offset: 1,
    text: 'a b\n',
    ...details,
  };
  return formatError(new CompileError('SyntaxError', 'invalid syntax', place));
}

test('carets stand under what is meant', () => {
  assert.equal(
    syntaxError({ offset: 7, end_offset: 10, text: '    a bcd e\n' }),
    '  File "x.py", line 1\n    a bcd e\n      ^^^\nSyntaxError: invalid syntax\n',
  );
});

test('an error over several lines reaches to the end of the first', () => {
  assert.equal(
    syntaxError({ offset: 5, end_lineno: 3, end_offset: 2, text: 'x = (1\n' }),
    '  File "x.py", line 1\n    x = (1\n        ^^\nSyntaxError: invalid syntax\n',
  );
});

test('tabs before the carets stay tabs, and one caret is the least', () => {
  assert.equal(
    syntaxError({ offset: 3, end_offset: 0, text: 'a\tb\n' }),
    '  File "x.py", line 1\n    a\tb\n     \t^\nSyntaxError: invalid syntax\n',
  );
});

test('without text, without a place', () => {
  assert.equal(syntaxError({ text: undefined }), '  File "x.py", line 1\nSyntaxError: invalid syntax\n');
  assert.equal(formatError(new CompileError('MemoryError', '')), 'MemoryError\n');
});

test('a warning shows its line', () => {
  const warning = {
    category: 'SyntaxWarning',
    message: '"\\d" is an invalid escape sequence',
    filename: 'x.py',
    lineno: 3,
    col_offset: 0,
    end_lineno: 3,
    end_col_offset: 4,
  } as const;
  assert.equal(
    formatWarning(warning, "  '\\d'\n"),
    `x.py:3: SyntaxWarning: "\\d" is an invalid escape sequence\n  '\\d'\n`,
  );
  assert.equal(
    formatWarning(warning, undefined),
    'x.py:3: SyntaxWarning: "\\d" is an invalid escape sequence\n',
  );
});
