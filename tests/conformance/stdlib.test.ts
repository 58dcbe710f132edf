/**
 * The standard library of the npm package `pyodide`: the .pyc file of every source at every level, and a fifth of the
 * mutants of each, against digests recorded from CPython 3.14 (`npm run verify -- accept`). What differs is shown by
 * `npm run verify -- stdlib` and `npm run verify -- mutants`, which need CPython.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import {
  mutantDigest,
  parseDigests,
  pycDigest,
  STDLIB_DIGESTS,
  stdlibMutants,
} from '../../scripts/verify/digests.ts';
import { faultLine } from '../../scripts/verify/mutants.ts';
import { outcomeOf, outcomeText } from '../../scripts/verify/outcome.ts';
import { compilePyc } from '../../scripts/verify/pyc.ts';
import { stdlibSources } from '../../scripts/verify/sources.ts';

const SAMPLE = 5;
const SHOWN = 20;

/**
 * Its bytes depend on the process: every CPython has it loaded, frozen, so the qualified name of the class in it is
 * interned before the file is compiled, and the constant that names it is not shared with `co_qualname`.
 */
const LOADED_BEFORE = 'Lib/importlib/_bootstrap.py';

const sources = stdlibSources();
const recorded = parseDigests(readFileSync(STDLIB_DIGESTS, 'utf8'));

test('the recorded digests are those of these sources', () => {
  assert.deepEqual(
    sources.map((source) => source.name),
    [...recorded.keys()],
  );
});

for (const level of [0, 1, 2] as const) {
  test(`.pyc files at level ${level}`, () => {
    const differences: string[] = [];
    for (const source of sources) {
      if (source.name === LOADED_BEFORE) continue;
      const made = compilePyc(source, level);
      const got = made instanceof Uint8Array ? pycDigest(made) : '-';
      if (got !== recorded.get(source.name)!.pyc[level]) differences.push(source.name);
    }
    assert.deepEqual(differences.slice(0, SHOWN), [], `${differences.length} of ${sources.length} differ`);
  });
}

test('mutants', () => {
  const differences: string[] = [];
  let count = 0;
  for (const mutant of stdlibMutants(sources)) {
    if (mutant.number % SAMPLE !== 0) continue;
    count++;
    const got = outcomeText(outcomeOf({ source: mutant.text }));
    if (mutantDigest(got) === recorded.get(mutant.file)!.mutants[mutant.number]) continue;
    differences.push(
      `${mutant.file} (${mutant.number}), ${mutant.what}: ${JSON.stringify(faultLine(mutant))}: ${got}`,
    );
  }
  assert.deepEqual(differences.slice(0, SHOWN), [], `${differences.length} of ${count} differ`);
});
