/**
 * Runs the programs of tests/python with the built command and compares what they print with what CPython printed, which
 * stands beside each in a `.out` file: `python3.14 FILE.py 2>&1 | sed "s#$PWD/##g" > FILE.out`. A program of expected-failures.txt must
 * fail; one that passes has to leave the list. Those about the language run again, compiled to JavaScript from the first
 * call and the first round of a loop.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const ROOT = 'tests/python';

/** Folders whose programs run twice. */
const LANGUAGE = new Set(['language', 'exceptions', 'functions', 'classes', 'generators', 'jit']);

/** Each line: the program, two blanks, `#` and the reason. */
const expectedFailures = new Set(
  readFileSync(`${ROOT}/expected-failures.txt`, 'utf8')
    .split('\n')
    .map((line) => line.split('  #')[0]!.trim())
    .filter((name) => name !== ''),
);

/** What a program prints; where the checkout stands is not recorded. */
function run(name: string, options: readonly string[]): string {
  const { stdout, stderr } = spawnSync('bin/tython', [...options, `${ROOT}/${name}`], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  return (stdout + stderr).replaceAll(`${process.cwd()}/`, '');
}

for (const name of readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).sort()) {
  if (!name.endsWith('.py')) continue;
  const expected = readFileSync(`${ROOT}/${name.replace(/\.py$/, '.out')}`, 'utf8');
  test(name, () => {
    const printed = run(name, []);
    if (expectedFailures.has(name)) assert.notEqual(printed, expected, 'passes: take it off the list');
    else assert.equal(printed, expected);
  });
  if (!LANGUAGE.has(name.split('/')[0]!) || expectedFailures.has(name)) continue;
  test(`${name}, compiled at once`, () => {
    assert.equal(run(name, ['-X', 'jit_threshold=1']), expected);
  });
}
