/**
 * `npm run verify -- accept`: asks CPython what is right and writes it down, so that the tests can do without it:
 * tests/golden/errors/*.txt (cases of errors and warnings), tests/golden/compile/*.txt (see golden.py) and
 * tests/conformance/stdlib.txt (digests over the standard library of the npm package `pyodide`).
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  formatDigests,
  mutantDigest,
  pycDigest,
  STDLIB_DIGESTS,
  type StdlibDigests,
  stdlibMutants,
} from './digests.ts';
import { formatErrorFile, formatOutcome, parseErrorFile } from './error-cases.ts';
import { askPython, type Oracle, runPython } from './oracle.ts';
import { type Outcome, outcomeText, type Question } from './outcome.ts';
import { type Level, referenceTree } from './pyc.ts';
import { stdlibSources } from './sources.ts';

export const ERROR_CASES = 'tests/golden/errors';
export const COMPILE_CASES = 'tests/golden/compile';

async function acceptErrors(oracle: Oracle): Promise<void> {
  for (const name of readdirSync(ERROR_CASES).filter((file) => file.endsWith('.txt'))) {
    const path = join(ERROR_CASES, name);
    const file = parseErrorFile(readFileSync(path, 'utf8'));
    const questions = file.cases.map((c) => c.question);
    const outcomes = await askPython<Question, Outcome>(oracle, 'outcome.py', `errors-${name}`, questions);
    const expected = outcomes.map((outcome, i) => formatOutcome(questions[i]!, outcome));
    writeFileSync(path, formatErrorFile(file, expected));
    console.log(`${path}: ${file.cases.length} cases`);
  }
}

/** The digests of the oracle's .pyc files and of what it makes of the mutants, for each source of the library. */
async function acceptStdlib(oracle: Oracle): Promise<void> {
  const sources = stdlibSources();
  const rows = new Map<string, { pyc: string[]; mutants: string[] }>();
  for (const { name } of sources) rows.set(name, { pyc: [], mutants: [] });
  for (const level of [0, 1, 2] as const satisfies Level[]) {
    const folder = await referenceTree(oracle, 'stdlib', sources, level);
    for (const { name } of sources) {
      const file = join(folder, `${name}c`);
      rows.get(name)!.pyc.push(existsSync(file) ? pycDigest(readFileSync(file)) : '-');
    }
  }
  const mutants = stdlibMutants(sources);
  const outcomes = await askPython<Question, Outcome>(
    oracle,
    'outcome.py',
    'stdlib-mutants',
    mutants.map((mutant) => ({ source: mutant.text })),
  );
  for (const [i, { file }] of mutants.entries()) {
    rows.get(file)!.mutants.push(mutantDigest(outcomeText(outcomes[i]!)));
  }
  const digests: StdlibDigests = rows;
  writeFileSync(STDLIB_DIGESTS, formatDigests(digests));
  console.log(`${STDLIB_DIGESTS}: ${sources.length} sources, ${mutants.length} mutants`);
}

export async function accept(oracle: Oracle): Promise<boolean> {
  await acceptErrors(oracle);
  await runPython(oracle, [], 'golden.py', [COMPILE_CASES]);
  await acceptStdlib(oracle);
  return true;
}
