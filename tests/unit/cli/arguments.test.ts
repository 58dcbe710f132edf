/** Command lines: how options are split, and what is refused. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseArguments, UsageError } from '../../../src/cli/arguments.ts';

const OPTIONS = { '-O': 'flag', '--json': 'flag', '--out': 'value' } as const;

test('options stand anywhere, values follow or are joined', () => {
  const { flags, values, operands } = parseArguments(
    ['a', '--out', 'x', '-O', 'b', '--out=y=z', '--', '--json'],
    OPTIONS,
  );
  assert.deepEqual([...flags], ['-O']);
  assert.deepEqual([...values], [['--out', 'y=z']]);
  assert.deepEqual(operands, ['a', 'b', '--json']);
});

test('a lone dash is no option', () => {
  assert.deepEqual(parseArguments(['-'], OPTIONS).operands, ['-']);
});

test('what is refused', () => {
  const message = (args: readonly string[]) => {
    try {
      parseArguments(args, OPTIONS);
    } catch (error) {
      if (error instanceof UsageError) return error.message;
      throw error;
    }
    return undefined;
  };
  assert.equal(message(['--nope']), 'unknown option --nope');
  assert.equal(message(['--toString']), 'unknown option --toString');
  assert.equal(message(['--out']), 'option --out wants a value');
  assert.equal(message(['--json=1']), 'option --json takes no value');
});
