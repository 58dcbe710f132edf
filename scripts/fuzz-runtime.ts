/**
 * npm run fuzz:runtime -- [--count N] [--seed N] [--kind KIND] [--limit SECONDS]: runs programs on Tython that nobody
 * would write. Each must end, in time, in a value or an exception of Python's, and the next one must run: a process that
 * dies, a hang and an internal error are findings; each is written to build/verify/fuzz-runtime as a program that shows it.
 *
 * One child process runs a batch of programs after one another and says which it is at; one that has died is replaced.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { WORK } from './verify/oracle.ts';
import { Random } from './verify/random.ts';
import { Progress } from './verify/report.ts';
import { KINDS, type RuntimeInput, realCode, runtimeInput } from './verify/runtime-inputs.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    kind: { type: 'string' },
    limit: { type: 'string', default: '20' },
  },
});

/** So many programs to a process: what garbage did to the interpreter shows in those that follow it. */
const BATCH = 100;

const IMPORTS =
  'import array, collections, contextlib, copy, datetime, functools, io, itertools, json, marshal, math, operator, ' +
  'os, pickle, random, re, struct, sys, time, types, zlib\n';

/** Reads programs from standard input, a line each, and runs them; says on standard error how each has ended. */
const DRIVER = `${IMPORTS}
def run(index, program, report=os.write, loads=json.loads, BaseException=BaseException, type=type, str=str):
    report(2, b'@ %d\\n' % index)
    try:
        exec(program, dict(scope))
        outcome = 'value'
    except BaseException as error:
        outcome = type(error).__name__
        if outcome == 'SystemError':
            outcome += ': ' + str(error).replace('\\n', ' ')
    report(2, b'= ' + outcome.encode('utf-8', 'replace') + b'\\n')

scope = {name: value for name, value in globals().items() if name != 'run'}
for index, line in enumerate(sys.stdin.read().splitlines()):
    run(index, json.loads(line))
`;

interface Finding {
  readonly at: number;
  readonly problem: string;
}

/** Runs inputs in one process, until all are done or one shows something; then `at` is that one. */
function runBatch(
  inputs: readonly RuntimeInput[],
  outcomes: Map<string, number>,
): Promise<Finding | undefined> {
  const child = spawn(process.execPath, ['bin/tython', '-c', DRIVER], { stdio: ['pipe', 'ignore', 'pipe'] });
  return new Promise((resolve) => {
    let at = -1;
    let last = '';
    let problem: string | undefined;
    let timer: NodeJS.Timeout | undefined;
    const stop = (why: string): void => {
      problem = why;
      child.kill('SIGKILL');
    };
    const count = (outcome: string): void => {
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    };
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (line.startsWith('@ ')) {
        at = Number(line.slice(2));
        clearTimeout(timer);
        timer = setTimeout(() => stop('time'), Number(values.limit) * 1000);
      } else if (line.startsWith('= ')) {
        clearTimeout(timer);
        const outcome = line.slice(2);
        count(outcome.startsWith('SystemError') ? 'SystemError' : outcome);
        if (outcome.startsWith('SystemError: internal error') && !inputs[at]!.isGarbage) stop(outcome);
      } else if (last.length < 4000) {
        last += `${line}\n`;
      }
    });
    child.stdin.on('error', () => {});
    child.stdin.end(inputs.map(({ program }) => `${JSON.stringify(program)}\n`).join(''));
    child.on('close', (status, signal) => {
      clearTimeout(timer);
      if (problem === 'time' && inputs[at]?.mayHang) count('(endless)');
      if (problem === undefined && at === inputs.length - 1 && status === 0) resolve(undefined);
      else resolve({ at, problem: problem ?? `ended with ${signal ?? status}\n${last}` });
    });
  });
}

async function main(): Promise<number> {
  if (values.kind !== undefined && !KINDS.includes(values.kind)) {
    throw new Error(`--kind is one of ${KINDS.join(', ')}`);
  }
  const total = Number(values.count);
  const seed = Number(values.seed);
  const codes = realCode();
  const folder = `${WORK}/fuzz-runtime`;
  mkdirSync(folder, { recursive: true });
  const outcomes = new Map<string, number>();
  const progress = new Progress('fuzz:runtime', total);
  let findings = 0;
  for (let first = 0; first < total; ) {
    const inputs = Array.from({ length: Math.min(BATCH, total - first) }, (_, i) =>
      runtimeInput(new Random(seed, first + i), codes, values.kind),
    );
    const finding = await runBatch(inputs, outcomes);
    const done = finding === undefined ? inputs.length : Math.max(finding.at, 0) + 1;
    for (let i = 0; i < done; i++) progress.step();
    if (finding !== undefined) {
      const input = inputs[Math.max(finding.at, 0)]!;
      if (finding.problem !== 'time' || !input.mayHang) {
        findings++;
        const file = `${folder}/seed-${seed}-input-${first + done - 1}.py`;
        writeFileSync(file, `${IMPORTS}${input.program}\n`);
        console.log(`${file} (${input.kind}): ${finding.problem.trimEnd()}`);
      }
    }
    first += done;
  }
  progress.end();
  for (const [outcome, count] of [...outcomes].sort(([, a], [, b]) => b - a))
    console.log(`${count}\t${outcome}`);
  console.log(`${total} programs, ${findings} findings`);
  return findings === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`fuzz:runtime: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
