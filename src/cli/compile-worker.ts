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

/** Resolves when the message is on its way: one still waiting would be lost if the next file ended the process. */
function send(message: WorkerMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send!(message, (error: Error | null) => (error === null ? resolve() : reject(error)));
  });
}

process.once('message', async ({ jobs, settings }: WorkerTask) => {
  try {
    for (const job of jobs) await send({ report: compileFile(job, settings) });
  } catch (error) {
    if (!isSystemError(error)) throw error;
    await send({ failure: error.message });
  }
  process.disconnect();
});
