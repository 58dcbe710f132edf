/**
 * Runs the programs of tests/python with the built command and compares what they print with what CPython printed, which
 * stands beside each in a `.out` file: `python3.14 FILE.py 2>&1 | sed "s#$PWD/##g" > FILE.out`. A program of expected-failures.txt must
 * fail; one that passes has to leave the list.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const ROOT = 'tests/python';

/** Each line: the program, two blanks, `#` and the reason. */
const expectedFailures = new Set(
  readFileSync(`${ROOT}/expected-failures.txt`, 'utf8')
    .split('\n')
    .map((line) => line.split('  #')[0]!.trim())
    .filter((name) => name !== ''),
);

for (const name of readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).sort()) {
  if (!name.endsWith('.py')) continue;
  test(name, () => {
    const expected = readFileSync(`${ROOT}/${name.replace(/\.py$/, '.out')}`, 'utf8');
    const { stdout, stderr } = spawnSync('bin/tython', [`${ROOT}/${name}`], {
      encoding: 'utf8',
      timeout: 60_000,
    });
    // Where the checkout stands is not recorded.
    const printed = (stdout + stderr).replaceAll(`${process.cwd()}/`, '');
    if (expectedFailures.has(name)) assert.notEqual(printed, expected, 'passes: take it off the list');
    else assert.equal(printed, expected);
  });
}
