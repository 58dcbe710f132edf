/**
 * Compiling in a thread with a heap of its own. It is faster than in the main thread, whose heap begins small and keeps
 * 16 MB for young objects (the syntax tree of one large file): compiling all of `Lib` takes 10 % less time with 64 MB.
 * And it survives a source for which there is not enough memory: where the heap of the main thread is full V8 ends the
 * process, here only the thread ends. Its file has failed with Python's MemoryError then, and another thread goes on.
 */
import { totalmem } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type FileReport, type Job, outOfMemoryReport, type Settings } from './compile-file.ts';
import type { WorkerMessage, WorkerTask } from './compile-worker.ts';

/** The young generation is three half spaces, of 64 MB each here. */
const YOUNG_GENERATION_MB = 192;
/** As much as the main thread has. */
const STACK_MB = 1;

/** What the heap may grow to unless the user says otherwise: leave a quarter of the machine to others. */
export function defaultMemory(): number {
  return Math.floor((totalmem() / 2 ** 20) * 0.75);
}

/** What the operating system refused. */
export class WorkFailure {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

export function resourceLimits(memory: number) {
  return {
    maxOldGenerationSizeMb: memory,
    maxYoungGenerationSizeMb: YOUNG_GENERATION_MB,
    stackSizeMb: STACK_MB,
  };
}

/** Compiles the jobs in order, calls `report` for each; throws a {@link WorkFailure}. `memory` is in MB. */
export async function runInWorker(
  worker: URL,
  jobs: readonly Job[],
  settings: Settings,
  memory: number,
  report: (job: Job, report: FileReport) => void,
): Promise<void> {
  let done = 0;
  const next = (result: FileReport): void => report(jobs[done++]!, result);
  while (done < jobs.length) {
    const task: WorkerTask = { jobs: jobs.slice(done), settings };
    const ranOut = await runTask(
      new Worker(worker, { workerData: task, resourceLimits: resourceLimits(memory) }),
      next,
    );
    if (ranOut) next(outOfMemoryReport(jobs[done]!, settings));
  }
}

/** Waits for the end of a worker; true when it ran out of memory. */
function runTask(worker: Worker, next: (report: FileReport) => void): Promise<boolean> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: WorkerMessage) => {
      if ('report' in message) next(message.report);
      else reject(new WorkFailure(message.failure));
    });
    worker.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve(true);
      else reject(error);
    });
    worker.on('exit', () => resolve(false));
  });
}
