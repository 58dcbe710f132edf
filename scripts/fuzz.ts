/**
 * npm run fuzz -- [--count N] [--seed N] [--limit SECONDS] [--deep] [--oracle DIR]: throws inputs at the compiler that
 * nobody would write. Each must end in a code object or a `CompileError`, in time: a JavaScript error, a hang or a
 * crash of the process is a finding and is written to build/verify/fuzz.
 *
 * A worker compiles; this process makes the same inputs again when it must show one, and watches the clock. With
 * `--oracle`, small inputs are put to CPython as well, and a different verdict is a finding too.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { compileSource } from '../src/compiler/compile.ts';
import { runCampaign } from './verify/campaign.ts';
import { deepInputs, type FuzzInput, randomInput } from './verify/fuzz-inputs.ts';
import { findOracle, WORK } from './verify/oracle.ts';
import { errorFields } from './verify/outcome.ts';
import { Random } from './verify/random.ts';
import { Progress } from './verify/report.ts';
import { stdlibSources, utf8Text } from './verify/sources.ts';

interface Job {
  readonly deep: boolean;
  readonly seed: number;
  readonly first: number;
  readonly count: number;
  /** The worker writes here which input it is at, and counts the outcomes behind that: they survive it. */
  readonly shared: SharedArrayBuffer;
}

/** What may come out, counted; anything else is a finding. */
const OUTCOMES = [
  'compiles',
  ...['SyntaxError', 'IndentationError', 'TabError', 'ValueError', 'UnicodeEncodeError', 'OverflowError'],
  ...['MemoryError', 'RecursionError'],
] as const;

interface Finding {
  readonly index: number;
  readonly problem: string;
}

/** From the worker: a finding, or that it has ended. */
type Report = Finding | 'done';

/** What the worker's stack is limited to, in MB: about what a main thread has. */
const STACK = 1;
const HEAP = 4096;

function inputAt(
  job: Pick<Job, 'deep' | 'seed'>,
  texts: readonly string[],
  deep: readonly FuzzInput[],
  index: number,
): FuzzInput {
  if (job.deep) return deep[index]!;
  return {
    name: `seed ${job.seed}, input ${index}`,
    source: randomInput(new Random(job.seed, index), texts),
  };
}

function realTexts(): string[] {
  return stdlibSources()
    .map((source) => utf8Text(source.bytes))
    .filter((text) => text !== undefined && text.length > 500 && text.length < 40_000) as string[];
}

/** The worker: compiles inputs, reports what must not be, counts the rest. */
function work(job: Job): void {
  const shared = new Int32Array(job.shared);
  const texts = job.deep ? [] : realTexts();
  const deep = job.deep ? deepInputs() : [];
  for (let index = job.first; index < job.count; index++) {
    const { source } = inputAt(job, texts, deep, index);
    Atomics.store(shared, 0, index);
    let outcome = 'compiles';
    try {
      compileSource(source, { filename: '<fuzz>', mode: 'exec', flags: 0, optimize: 0, warn: () => {} });
    } catch (thrown) {
      const [type, message, ...rest] = errorFields(thrown);
      outcome = type;
      if (!(OUTCOMES as readonly string[]).includes(type)) {
        parentPort!.postMessage({
          index,
          problem: `${type}: ${message}\n${rest.at(-1) ?? ''}`,
        } satisfies Report);
      }
    }
    shared[1 + (OUTCOMES as readonly string[]).indexOf(outcome)]!++;
  }
  parentPort!.postMessage('done' satisfies Report);
}

/** Runs one worker until it ends, hangs or dies. Resolves to the index to go on with, or `undefined` at the end. */
function runWorker(
  job: Job,
  limit: number,
  findings: Finding[],
  progress: Progress,
): Promise<number | undefined> {
  const shared = new Int32Array(job.shared);
  return new Promise((resolve) => {
    const worker = new Worker(fileURLToPath(import.meta.url), {
      workerData: job,
      resourceLimits: { stackSizeMb: STACK, maxOldGenerationSizeMb: HEAP },
    });
    let last = -1;
    let since = performance.now();
    let finished = false;
    const stop = (next: number | undefined): void => {
      clearInterval(watch);
      finished = true;
      resolve(next);
    };
    const watch = setInterval(() => {
      const now = Atomics.load(shared, 0);
      for (let n = Math.max(last, job.first); n < now; n++) progress.step();
      if (now !== last) {
        last = now;
        since = performance.now();
      } else if (last >= 0 && performance.now() - since > limit * 1000) {
        findings.push({ index: now, problem: `no end after ${limit} s` });
        stop(now + 1);
        void worker.terminate();
      }
    }, 100);
    worker.on('message', (report: Report) => {
      if (report === 'done') stop(undefined);
      else findings.push(report);
    });
    const died = (reason: string): void => {
      if (finished) return;
      const index = Math.max(Atomics.load(shared, 0), job.first);
      findings.push({ index, problem: reason });
      stop(index + 1);
    };
    worker.on('error', (error) => died(`the worker died: ${error.message}`));
    worker.on('exit', (status) => died(`the worker ended with status ${status}`));
  });
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: '20000' },
      seed: { type: 'string', default: '1' },
      limit: { type: 'string', default: '10' },
      deep: { type: 'boolean', default: false },
      oracle: { type: 'string' },
    },
  });
  const deep = values.deep ? deepInputs() : [];
  const seed = Number(values.seed);
  const limit = values.deep ? 60 : Number(values.limit);
  const count = values.deep ? deep.length : Number(values.count);
  const title = values.deep ? 'fuzz, deep' : `fuzz, seed ${seed}`;
  const findings: Finding[] = [];
  const shared = new SharedArrayBuffer(4 * (1 + OUTCOMES.length));
  const progress = new Progress(title, count);
  let first: number | undefined = 0;
  while (first !== undefined && first < count) {
    new Int32Array(shared)[0] = -1;
    first = await runWorker({ deep: values.deep, seed, first, count, shared }, limit, findings, progress);
  }
  const time = progress.end();

  const texts = values.deep ? [] : realTexts();
  const folder = join(WORK, 'fuzz');
  mkdirSync(folder, { recursive: true });
  for (const { index, problem } of findings) {
    const { name, source } = inputAt({ deep: values.deep, seed }, texts, deep, index);
    const file = join(folder, `${values.deep ? 'deep' : seed}-${index}.py`);
    writeFileSync(file, source);
    console.log(`${name}: ${problem.split('\n').slice(0, 4).join('\n    ')}\n    ${file}`);
  }
  const counts = new Int32Array(shared);
  const counted = OUTCOMES.map((name, i) => `${counts[1 + i]} ${name}`).join(', ');
  console.log(`${title}: ${count} inputs, ${findings.length} findings; ${time.toFixed(1)} s; ${counted}`);
  if (values.oracle !== undefined && !values.deep) {
    const hanging = new Set(findings.map((finding) => finding.index));
    const indices = Array.from({ length: count }, (_, index) => index).filter((index) => !hanging.has(index));
    const cases = indices.map((index) => {
      const { name, source } = inputAt({ deep: false, seed }, texts, deep, index);
      return {
        question: { hex: Buffer.from(source).toString('hex') },
        label: name,
        line: Buffer.from(source).toString().slice(0, 120),
      };
    });
    const result = await runCampaign(findOracle(values.oracle), 'fuzz', cases, 20);
    if (result.verdicts < result.total) return 1;
  }
  return findings.length === 0 ? 0 : 1;
}

if (isMainThread) process.exitCode = await main();
else work(workerData as Job);
