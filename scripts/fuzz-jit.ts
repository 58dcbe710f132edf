/**
 * npm run fuzz:jit -- [--count N] [--seed N] [--batch N] [--first N] [--oracle DIR]: compares what random programs print
 * under CPython and under Tython, whose just-in-time compiler is off, as usual, compiles everything at once, or does so
 * with exits to the interpreter anywhere.
 *
 * The programs of a batch run in one process for each way. A program that prints something else, and one at which a
 * process ends or hangs, is a finding; it is written to build/verify/fuzz-jit with what was printed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { JitLoopWriter } from './verify/jit-loops.ts';
import { JitProgramWriter } from './verify/jit-programs.ts';
import { JitSnippetWriter } from './verify/jit-snippets.ts';
import { findOracle, WORK, writeFile } from './verify/oracle.ts';
import { Random } from './verify/random.ts';

const FOLDER = join(WORK, 'fuzz-jit');
const DRIVER = 'scripts/verify/jit-programs.py';

/** Seconds for each program of a batch, on the average, before its process counts as hanging. */
const PATIENCE = 6;

/**
 * What each program printed. Where the process ends too early the programs behind are run by another one, and the one at
 * fault has printed how it ended.
 */
function run(command: readonly string[], programs: readonly string[], name: string): string[] {
  const printed: string[] = [];
  while (printed.length < programs.length) {
    const input = join(FOLDER, `${name}.json`);
    const output = join(FOLDER, `${name}.jsonl`);
    const rest = programs.slice(printed.length);
    writeFile(input, JSON.stringify(rest));
    rmSync(output, { force: true });
    const [program, ...options] = command;
    const { status, signal, stderr } = spawnSync(
      program!,
      [...options, DRIVER, input, output, `${printed.length}`],
      {
        encoding: 'utf8',
        // The order of sets is the same then.
        env: { ...process.env, PYTHONHASHSEED: '0' },
        timeout: (20 + PATIENCE * rest.length) * 1000,
      },
    );
    const lines = existsSync(output) ? readFileSync(output, 'utf8').split('\n').slice(0, -1) : [];
    for (const line of lines) printed.push(JSON.parse(line) as string);
    if (printed.length < programs.length) {
      printed.push(`the process ended with ${signal ?? `status ${status}`}\n${stderr.slice(-2000)}`);
    }
  }
  return printed;
}

/** Two texts from where they begin to differ. */
function difference(expected: string, actual: string): string {
  const right = expected.split('\n');
  const wrong = actual.split('\n');
  let line = 0;
  while (right[line] === wrong[line]) line++;
  return [
    `line ${line + 1}`,
    ...right.slice(line, line + 3).map((text) => `  CPython ${text}`),
    ...wrong.slice(line, line + 3).map((text) => `  Tython  ${text}`),
  ].join('\n');
}

const WRITERS = { snippets: JitSnippetWriter, loops: JitLoopWriter, programs: JitProgramWriter };
type WriterName = keyof typeof WRITERS;

/** One long program and one about numbers in loops take the time of many small ones. */
function writerOf(number: number, kind: string | undefined): WriterName {
  if (kind !== undefined && kind in WRITERS) return kind as WriterName;
  if (number % 100 === 0) return 'programs';
  return number % 20 === 0 ? 'loops' : 'snippets';
}

function main(): number {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: '400' },
      seed: { type: 'string', default: '1' },
      first: { type: 'string', default: '0' },
      batch: { type: 'string', default: '200' },
      kind: { type: 'string' },
      oracle: { type: 'string' },
    },
  });
  const oracle = findOracle(values.oracle);
  const seed = Number(values.seed);
  const first = Number(values.first);
  const end = first + Number(values.count);
  let findings = 0;
  for (let start = first; start < end; ) {
    const count = Math.min(Number(values.batch), end - start);
    const programs = Array.from({ length: count }, (_, i) =>
      new WRITERS[writerOf(start + i, values.kind)](new Random(seed, start + i)).program(),
    );
    const random = new Random(seed, `thresholds of ${start}`);
    const ways = [
      ['jit=0'],
      [],
      ['jit_threshold=1'],
      ['jit_threshold=2'],
      [`jit_threshold=${3 + random.below(40)}`],
      ['jit_threshold=1', `jit_exits=${2 + random.below(60)}`],
    ];
    const expected = run([oracle.python], programs, `${seed}-cpython`);
    const isFound = new Set<number>();
    for (const way of ways) {
      const options = way.flatMap((option) => ['-X', option]);
      const actual = run([process.execPath, 'bin/tython', ...options], programs, `${seed}-tython`);
      actual.forEach((printed, i) => {
        if (printed === expected[i] || isFound.has(i)) return;
        isFound.add(i);
        const file = join(FOLDER, `${seed}-${start + i}`);
        writeFile(`${file}.py`, programs[i]!);
        writeFile(`${file}.expected`, expected[i]!);
        writeFile(`${file}.actual`, printed);
        console.log(`${file}.py ${options.join(' ')}: ${difference(expected[i]!, printed)}`);
      });
    }
    findings += isFound.size;
    start += count;
    console.log(`${start - first} programs, ${findings} differences`);
  }
  return findings === 0 ? 0 : 1;
}

process.exitCode = main();
