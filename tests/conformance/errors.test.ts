/**
 * Errors and warnings: type, message and positions of each case of tests/golden/errors, as CPython 3.14 gave them.
 * `npm run verify -- accept` records them again.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { formatOutcome, parseErrorFile } from '../../scripts/verify/error-cases.ts';
import { outcomeOf } from '../../scripts/verify/outcome.ts';

const FOLDER = 'tests/golden/errors';

for (const name of readdirSync(FOLDER).filter((file) => file.endsWith('.txt'))) {
  test(`errors and warnings: ${name}`, () => {
    const { cases } = parseErrorFile(readFileSync(`${FOLDER}/${name}`, 'utf8'));
    const differences: string[] = [];
    for (const { title, question, lines, expected } of cases) {
      const got = formatOutcome(question, outcomeOf(question));
      if (got.join('\n') === expected.join('\n')) continue;
      differences.push(
        [`---- ${title}`, ...lines, `CPython: ${expected.join('\n')}`, `Tython:  ${got.join('\n')}`].join(
          '\n',
        ),
      );
    }
    assert.equal(
      differences.length,
      0,
      `${differences.length} of ${cases.length} differ\n${differences.slice(0, 20).join('\n\n')}`,
    );
  });
}
