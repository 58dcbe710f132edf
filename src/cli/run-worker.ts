/**
 * Compiling in a process of its own, whose heap is set up for it and which may run out of memory.
 *
 * V8 ends a process whose heap is full, and with it, mostly, the process of a worker thread that has a limit (a large
 * young generation cannot be moved into what is left). Here only the worker ends: the file it was at has failed with
 * Python's MemoryError, and another worker goes on with the next.
 */
import { fork } from 'node:child_process';
import { totalmem } from 'node:os';
import type { FileReport, Job, Settings } from './compile-file.ts';
import type { WorkerMessage, WorkerTask } from './compile-worker.ts';

/**
 * Half of the young generation, in MB. By default it is 16, which the syntax tree of one large file fills: compiling
 * all of `Lib` then takes 10 % longer, with 128 no less time than with 64.
 */
const SEMI_SPACE = 64;

/** How a process ends when V8 or the system has no memory left for it; 134 is what a shell makes of the first. */
const OUT_OF_MEMORY: readonly (string | number | null)[] = ['SIGABRT', 'SIGTRAP', 'SIGKILL', 134];

/** What the operating system refused, or how a worker failed. */
export class WorkFailure {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

/** What the heap may grow to unless the user says otherwise, in MB: a quarter of the machine is left to others. */
export function defaultMemory(): number {
  return Math.floor((totalmem() / 2 ** 20) * 0.75);
}

/** The options of the worker's engine; `memory` is in MB. */
export function engineOptions(memory: number): string[] {
  return [`--max-old-space-size=${memory}`, `--max-semi-space-size=${SEMI_SPACE}`];
}

/** Compiles the jobs in order by the program `worker`, calls `report` for each. Throws a {@link WorkFailure}. */
export async function runWorker(
  worker: URL,
  jobs: readonly Job[],
  settings: Settings,
  memory: number,
  report: (report: FileReport) => void,
): Promise<void> {
  let done = 0;
  const next = (result: FileReport): void => {
    done++;
    report(result);
  };
  while (done < jobs.length) {
    const ranOut = await runTask(worker, { jobs: jobs.slice(done), settings }, memory, next);
    if (ranOut) next(outOfMemory(jobs[done]!, settings));
  }
}

function outOfMemory(job: Job, { json }: Settings): FileReport {
  const line = { file: job.path, ok: false, type: 'MemoryError', message: '' };
  return { ok: false, text: json ? `${JSON.stringify(line)}\n` : 'MemoryError\n' };
}

/** Runs one worker to its end; true when it ran out of memory. */
function runTask(
  worker: URL,
  task: WorkerTask,
  memory: number,
  next: (report: FileReport) => void,
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = fork(worker, { execArgv: engineOptions(memory), silent: true });
    let errors = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    child.on('message', (message: WorkerMessage) => {
      if ('report' in message) next(message.report);
      else reject(new WorkFailure(message.failure));
    });
    child.on('error', (error) => reject(new WorkFailure(error.message)));
    child.on('close', (status, signal) => {
      if (status === 0) resolve(false);
      else if (OUT_OF_MEMORY.includes(signal ?? status)) resolve(true);
      else reject(new WorkFailure(`the worker ended with ${signal ?? `status ${status}`}\n${errors}`));
    });
    child.send(task);
  });
}
