/**
 * Every construct of Python 3.14, stage by stage: the tokens, tree, symbol table and code objects of each source of
 * tests/golden/compile, as CPython 3.14 makes them. `npm run verify -- accept` records them again.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { goldenText } from '../../scripts/verify/golden.ts';

const FOLDER = 'tests/golden/compile';

for (const name of readdirSync(FOLDER).filter((file) => file.endsWith('.py'))) {
  test(`tokens, tree, symbols and code of ${name}`, () => {
    const expected = readFileSync(`${FOLDER}/${name.replace(/\.py$/, '.txt')}`, 'utf8').split('\n');
    const got = goldenText(name, readFileSync(`${FOLDER}/${name}`)).split('\n');
    for (let i = 0; i < Math.max(expected.length, got.length); i++) {
      if (expected[i] === got[i]) continue;
      const title = expected.slice(0, i).findLast((line) => /^(==|code) /.test(line));
      assert.equal(
        got[i],
        expected[i],
        `line ${i + 1}, ${title}\n  CPython: ${expected[i]}\n  Tython:  ${got[i]}`,
      );
    }
  });
}
