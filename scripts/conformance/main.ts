/**
 * npm run conformance -- [NAME ...]: runs CPython's own tests, unmodified, on Tython; see docs/verifying.md.
 *
 *   NAME           files as tests/cpython/inventory.tsv names them; default: all of it
 *   --list FILE    take the names from a file, one a line
 *   --class LIST   only files of these classes: LANG,TYPES,STDLIB-PURE,STDLIB-C,OS
 *   -k TEXT        only methods whose id contains TEXT; may be repeated
 *   --details      whole tracebacks of what failed
 *   --update       write the lists of expected failures and results.tsv anew from this run
 *   --oracle DIR   where CPython 3.14 is (default: TYTHON_ORACLE, .oracle, the path): its library is what runs
 *   --memory       run each file once more without the just-in-time compiler and compare the peaks of memory
 *   --patience N   so many times the usual limits of time: for options that make it slower, and busy machines
 *   --jobs N       files at a time, default: one for each processor
 *   -X OPTION      an option of the interpreter, as `-X jit=0`; may be repeated
 *
 * Exit status 0 if exactly the listed methods failed, 1 otherwise.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { findOracle } from '../verify/oracle.ts';
import { indentLines, Progress, share } from '../verify/report.ts';
import { type Expectations, readExpectations, writeExpectations } from './expectations.ts';
import { makeHome } from './home.ts';
import { FOLDER, readInventory, readNotCounted, type TestFile } from './inventory.ts';
import { type FileOutcome, runFile } from './run-file.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    list: { type: 'string' },
    class: { type: 'string' },
    k: { type: 'string', short: 'k', multiple: true, default: [] },
    details: { type: 'boolean', default: false },
    update: { type: 'boolean', default: false },
    oracle: { type: 'string' },
    memory: { type: 'boolean', default: false },
    patience: { type: 'string', default: '1' },
    jobs: { type: 'string', default: String(availableParallelism()) },
    X: { type: 'string', short: 'X', multiple: true, default: [] },
  },
});

const RESULTS = `${FOLDER}/results.tsv`;
const RESULTS_HEADER = "# Counted methods of CPython's test files that pass: file, passed, counted\n";

function chooseFiles(): TestFile[] {
  const names = new Set(positionals);
  if (values.list !== undefined) {
    for (const line of readFileSync(values.list, 'utf8').split('\n')) {
      if (line.trim() !== '' && !line.startsWith('#')) names.add(line.trim());
    }
  }
  const classes = values.class?.split(',');
  const inventory = readInventory();
  const chosen = inventory.filter(
    (file) =>
      (names.size === 0 || names.has(file.name)) && (classes === undefined || classes.includes(file.class)),
  );
  const known = new Set(inventory.map((file) => file.name));
  // A file that is not in the inventory can be run all the same; all of its methods count.
  if (classes === undefined) {
    for (const name of names) {
      if (!known.has(name)) chosen.push({ name, class: 'LANG', counted: 0, seconds: 30 });
    }
  }
  return chosen;
}

/** Counted methods that passed: never more than the inventory counts. */
function passedOf(outcome: FileOutcome): number {
  const { counted } = outcome.file;
  return counted === 0 ? outcome.passed.length : Math.min(outcome.passed.length, counted);
}

/** What failed: the ids with their reasons; `*` for a file that did not load or end. */
function failuresOf(outcome: FileOutcome): Expectations {
  const failures: Expectations = new Map(outcome.failed);
  if (outcome.problem !== undefined) failures.set('*', outcome.problem);
  return failures;
}

/** Compares with the list of expected failures; the lines that say what is different. */
function surprises(outcome: FileOutcome): string[] {
  const expected = readExpectations(outcome.file.name);
  const failures = failuresOf(outcome);
  const lines: string[] = [];
  for (const [id, why] of failures) if (!expected.has(id)) lines.push(`fails: ${id}\n${indentLines(why)}`);
  for (const id of expected.keys()) {
    const passes = id === '*' ? outcome.problem === undefined : outcome.passed.includes(id);
    if (passes) lines.push(`passes, take it off the list: ${id}`);
  }
  return lines;
}

function updateLists(outcomes: readonly FileOutcome[]): void {
  const results = new Map<string, string>();
  try {
    for (const line of readFileSync(RESULTS, 'utf8').split('\n')) {
      if (line !== '' && !line.startsWith('#')) results.set(line.split('\t')[0]!, line);
    }
  } catch {
    // The first run makes the file.
  }
  for (const outcome of outcomes) {
    const { name, counted } = outcome.file;
    results.set(name, [name, passedOf(outcome), counted].join('\t'));
    const old = readExpectations(name);
    const failures: Expectations = new Map();
    // A reason that somebody wrote stays.
    for (const [id, why] of failuresOf(outcome)) failures.set(id, old.get(id) ?? why.slice(0, 160));
    writeExpectations(name, failures);
  }
  const lines = [...results].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => `${line}\n`);
  writeFileSync(RESULTS, RESULTS_HEADER + lines.join(''));
}

async function main(): Promise<number> {
  const oracle = findOracle(values.oracle);
  const files = chooseFiles();
  const notCounted = readNotCounted();
  const command = [makeHome(oracle.lib), ...values.X.flatMap((option) => ['-X', option])];
  const progress = new Progress('conformance', files.length);
  const outcomes: FileOutcome[] = [];
  const waiting = [...files].sort((a, b) => b.seconds - a.seconds);
  const peaks: Peaks[] = [];
  let good = true;
  const worker = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const options = { details: values.details, patience: Number(values.patience) };
      const outcome = await runFile(command, file, notCounted, values.k, options);
      outcomes.push(outcome);
      progress.step();
      const lines = surprises(outcome);
      if (lines.length > 0) good = false;
      const total = file.counted === 0 ? outcome.passed.length + outcome.failed.size : file.counted;
      console.log(`${file.name}: ${passedOf(outcome)} of ${total}, ${outcome.seconds.toFixed(1)} s`);
      if (!values.update) for (const line of lines) console.log(`  ${line}`);
      if (values.memory) {
        const interpreted = [...command, '-X', 'jit=0'];
        const other = await runFile(interpreted, file, notCounted, values.k, options);
        peaks.push({ name: file.name, compiled: outcome.peak, interpreted: other.peak });
        console.log(`  ${outcome.peak.toFixed(0)} MB, without compiled code ${other.peak.toFixed(0)} MB`);
      }
    }
  };
  await Promise.all(Array.from({ length: Number(values.jobs) }, worker));
  progress.end();
  if (values.update) updateLists(outcomes);
  report(outcomes);
  if (values.memory) reportMemory(peaks);
  return good || values.update ? 0 : 1;
}

function report(outcomes: readonly FileOutcome[]): void {
  let passed = 0;
  let counted = 0;
  for (const fileClass of ['LANG', 'TYPES', 'STDLIB-PURE', 'STDLIB-C', 'OS']) {
    const those = outcomes.filter((outcome) => outcome.file.class === fileClass);
    if (those.length === 0) continue;
    const classPassed = those.reduce((sum, outcome) => sum + passedOf(outcome), 0);
    const classCounted = those.reduce((sum, outcome) => sum + outcome.file.counted, 0);
    const mean = those.reduce((sum, outcome) => sum + passedOf(outcome) / outcome.file.counted, 0);
    const figures = `${classPassed} of ${classCounted} (${share(classPassed, classCounted)})`;
    console.log(`${fileClass}: ${figures}, mean over ${those.length} files ${share(mean, those.length)}`);
    passed += classPassed;
    counted += classCounted;
  }
  console.log(`${passed} of ${counted} test methods passed`);
}

interface Peaks {
  readonly name: string;
  readonly compiled: number;
  readonly interpreted: number;
}

function reportMemory(peaks: readonly Peaks[]): void {
  const ended = peaks.filter(({ compiled, interpreted }) => compiled > 0 && interpreted > 0);
  const more = ({ compiled, interpreted }: Peaks): number => compiled - interpreted;
  const [most] = [...ended].sort((a, b) => more(b) - more(a));
  if (most === undefined) return;
  const mean = ended.reduce((sum, peak) => sum + more(peak), 0) / ended.length;
  const text = `${mean.toFixed(0)} MB on the average of ${ended.length} files, ${more(most).toFixed(0)} MB at most (${most.name})`;
  console.log(`compiled code takes ${text}`);
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`conformance: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
