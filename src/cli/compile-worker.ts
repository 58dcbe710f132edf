/**
 * The process in which `tython-compile` compiles, an entry point of its own: receives a {@link WorkerTask}, compiles
 * its jobs in order and sends a message for each.
 */
import { compileFile, type FileReport, type Job, type Settings } from './compile-file.ts';
import { isSystemError } from './source-file.ts';

export interface WorkerTask {
  readonly jobs: readonly Job[];
  readonly settings: Settings;
}

/** About the next job: what came of it, or the message of the operating system that ended the work. */
export type WorkerMessage = { readonly report: FileReport } | { readonly failure: string };

process.once('message', ({ jobs, settings }: WorkerTask) => {
  const send = (message: WorkerMessage): void => void process.send!(message);
  try {
    for (const job of jobs) send({ report: compileFile(job, settings) });
  } catch (error) {
    if (!isSystemError(error)) throw error;
    send({ failure: error.message });
  }
  process.disconnect();
});
