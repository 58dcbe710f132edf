/**
 * The thread in which `tython-compile` compiles, an entry point of its own: compiles the jobs of {@link WorkerTask} in
 * order and posts a message for each.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { compileFile, type FileReport, type Job, type Settings } from './compile-file.ts';
import { isSystemError } from './source-file.ts';

export interface WorkerTask {
  readonly jobs: readonly Job[];
  readonly settings: Settings;
}

/** About the next job: what came of it, or the message of the operating system that ended the work. */
export type WorkerMessage = { readonly report: FileReport } | { readonly failure: string };

const { jobs, settings } = workerData as WorkerTask;
const post = (message: WorkerMessage): void => parentPort!.postMessage(message);
try {
  for (const job of jobs) post({ report: compileFile(job, settings) });
} catch (error) {
  if (!isSystemError(error)) throw error;
  post({ failure: error.message });
}
