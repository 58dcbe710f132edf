/** Writing to a standard stream before there is an interpreter, or without one. */
import { writeSync } from 'node:fs';
import { isSystemError } from './source-file.ts';

/**
 * Writes a text, all of it, before it returns: `process.stdout.write` may leave the rest for later, and a command that
 * ends at once has no later. A reader that has gone (`| head`) is no error.
 */
export function writeAll(fd: 1 | 2, text: string): void {
  const bytes = new TextEncoder().encode(text);
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      if (!isSystemError(error) || (error.code !== 'EAGAIN' && error.code !== 'EPIPE')) throw error;
      if (error.code === 'EPIPE') return;
      // A pipe that is full and does not block.
      Atomics.wait(pause, 0, 0, 1);
    }
  }
}
