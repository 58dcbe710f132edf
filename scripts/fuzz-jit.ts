/**
 * npm run fuzz:jit -- [--count N] [--seed N] [--first N] [--batch N] [--kind KIND] [--oracle DIR]: compares
 * what random programs print under CPython and under Tython, whose just-in-time compiler is off, compiles everything at
 * once, after a random number of calls, or at once with exits to the interpreter anywhere.
 *
 * The programs of a batch run in one process for each way, so that each finds the caches and the compiled helpers that
 * those before it have left. A program that prints something else, and one at which a process ends or hangs, is a
 * finding: it is run again alone, and written to build/verify/fuzz-jit with what was printed.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { JitCallWriter } from './verify/jit-calls.ts';
import { JitListWriter } from './verify/jit-lists.ts';
import { JitLoopWriter } from './verify/jit-loops.ts';
import { JitProgramWriter } from './verify/jit-programs.ts';
import { JitSnippetWriter } from './verify/jit-snippets.ts';
import { findOracle, WORK, writeFile } from './verify/oracle.ts';
import { Random } from './verify/random.ts';

const FOLDER = join(WORK, 'fuzz-jit');
const DRIVER = 'scripts/verify/jit-programs.py';

/** Seconds that one program may take, those included that compile the batch and start the process. */
const PATIENCE = 60;

/** Of a process of many programs. */
const V8_FLAGS = [
  '--stack-size=3900',
  '--interrupt-budget=1500000',
  '--min-semi-space-size=16',
  '--max-semi-space-size=32',
];

/** Who runs programs, and how it is called. */
interface Runner {
  readonly name: string;
  readonly command: readonly string[];
}

/** When a process has ended, or was ended because it went on too long without printing what a program printed. */
function ended(child: ChildProcess, output: string): Promise<string> {
  let size = 0;
  let isHanging = false;
  let quiet = 0;
  const watch = setInterval(() => {
    const now = statSync(output).size;
    quiet = now === size ? quiet + 1 : 0;
    size = now;
    isHanging = quiet >= PATIENCE;
    if (isHanging) child.kill('SIGKILL');
  }, 1000);
  return new Promise((done) => {
    child.on('close', (status, signal) => {
      clearInterval(watch);
      done(isHanging ? `nothing for ${PATIENCE} seconds` : (signal ?? `status ${status}`));
    });
  });
}

/**
 * What each program printed. Where the process ends too early the programs behind are run by another one, and the one at
 * fault has printed how it ended.
 */
async function run(
  { name, command }: Runner,
  programs: readonly string[],
  first: number,
  seed: string,
): Promise<(string | null)[]> {
  const input = join(FOLDER, `${seed}-${name}.json`);
  const output = join(FOLDER, `${seed}-${name}.jsonl`);
  // CPython's code objects are those that Tython's compiler makes, which is verified elsewhere.
  const isAlone = name === 'alone';
  const codes = join(FOLDER, isAlone ? `${seed}-alone.codes` : `${seed}.codes`);
  writeFile(input, JSON.stringify(programs));
  if (isAlone) rmSync(codes, { force: true });
  const printed: (string | null)[] = [];
  while (printed.length < programs.length) {
    closeSync(openSync(output, 'w'));
    const [program, ...options] = command;
    const child = spawn(
      program!,
      [...options, DRIVER, input, output, `${first}`, codes, `${printed.length}`],
      // The order of sets is the same then.
      { env: { ...process.env, PYTHONHASHSEED: '0' }, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let errors = '';
    child.stderr!.on('data', (data) => {
      errors = (errors + data).slice(-2000);
    });
    const how = await ended(child, output);
    const lines = readFileSync(output, 'utf8').split('\n').slice(0, -1);
    if (lines.length === 0 && errors.includes('compiled(')) throw new Error(errors);
    for (const line of lines) printed.push(JSON.parse(line) as string | null);
    if (printed.length < programs.length) printed.push(`the process ended with ${how}\n${errors}`);
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

const WRITERS = {
  calls: JitCallWriter,
  snippets: JitSnippetWriter,
  lists: JitListWriter,
  loops: JitLoopWriter,
  programs: JitProgramWriter,
};
type WriterName = keyof typeof WRITERS;

/** One long program and one about numbers in loops take the time of many small ones. */
function writerOf(number: number, kind: string | undefined): WriterName {
  if (kind !== undefined && kind in WRITERS) return kind as WriterName;
  if (number % 200 === 0) return 'programs';
  if (number % 50 === 1) return 'loops';
  return (['calls', 'calls', 'snippets', 'lists'] as const)[number % 4]!;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: '400' },
      seed: { type: 'string', default: '1' },
      first: { type: 'string', default: '0' },
      batch: { type: 'string', default: '2000' },
      kind: { type: 'string' },
      oracle: { type: 'string' },
    },
  });
  const oracle = findOracle(values.oracle);
  const cpython = { name: 'cpython', command: [oracle.python] };
  const seed = Number(values.seed);
  const first = Number(values.first);
  const end = first + Number(values.count);
  const batch = Number(values.batch);
  // None of many programs runs for long: V8 shall optimise what all of them need, and nothing else.
  const tython = batch > 10 ? [process.execPath, ...V8_FLAGS, 'bin/tython'] : ['bin/tython'];
  const seconds = new Map<string, number>();
  let findings = 0;
  for (let start = first; start < end; ) {
    const count = Math.min(batch, end - start);
    const programs = Array.from({ length: count }, (_, i) =>
      new WRITERS[writerOf(start + i, values.kind)](new Random(seed, start + i)).program(),
    );
    const random = new Random(seed, `thresholds of ${start}`);
    const ways = {
      'tier 0': ['jit=0'],
      'from the first call': ['jit_threshold=1'],
      'from random calls': ['jit_threshold=2', `jit_thresholds=${3 + random.below(8)}`],
      'with random exits': ['jit_threshold=1', `jit_exits=${2 + random.below(60)}`],
    };
    const timed = async (way: string, runner: Runner, some = programs, from = start) => {
      const begin = performance.now();
      const printed = await run(runner, some, from, `${seed}-${first}`);
      seconds.set(way, (seconds.get(way) ?? 0) + (performance.now() - begin) / 1000);
      return printed;
    };
    rmSync(join(FOLDER, `${seed}-${first}.codes`), { force: true });
    const reference = await timed('CPython', cpython);
    // What CPython did not get to the end of in time is nothing to wait for.
    const expected = reference.map((printed) => printed ?? '');
    reference.forEach((printed, i) => {
      if (printed === null) programs[i] = '';
    });
    const isFound = new Set<number>();
    for (const [way, chosen] of Object.entries(ways)) {
      const options = chosen.flatMap((option) => ['-X', option]);
      const actual = await timed(way, { name: 'tython', command: [...tython, ...options] });
      for (const [i, printed] of actual.entries()) {
        if (printed === expected[i] || isFound.has(i)) continue;
        isFound.add(i);
        const runner = { name: 'alone', command: ['bin/tython', ...options] };
        const [alone] = await timed('again', runner, [programs[i]!], start + i);
        const isAlone = alone !== expected[i];
        const file = join(FOLDER, `${seed}-${start + i}`);
        writeFile(`${file}.py`, programs[i]!);
        writeFile(`${file}.expected`, expected[i]!);
        writeFile(`${file}.actual`, (isAlone ? alone : printed) ?? '');
        // What runs before it matters then.
        if (!isAlone) writeFile(`${file}.json`, JSON.stringify(programs.slice(0, i + 1)));
        const how = isAlone ? 'alone' : `not alone, but behind ${i} others`;
        console.log(`${file}.py ${options.join(' ')}, ${how}: ${difference(expected[i]!, printed ?? '')}`);
      }
    }
    findings += isFound.size;
    start += count;
    console.log(`${start - first} programs, ${findings} differences`);
  }
  const times = [...seconds].map(([way, time]) => `${way} ${time.toFixed(1)} s`);
  console.log(`seed ${seed}, programs ${first} to ${end - 1}: ${findings} differences; ${times.join(', ')}`);
  return findings === 0 ? 0 : 1;
}

process.exitCode = await main();
