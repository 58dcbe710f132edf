/** Times of commands, for the benchmarks of the command line. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Milliseconds of the clock, and those for which the processes had a processor. */
export interface Times {
  readonly wall: number[];
  readonly processor: number[];
}

/** The seconds that ended children have had a processor for, in hundredths. Linux only. */
function childrenTime(): number {
  const fields = readFileSync('/proc/self/stat', 'latin1')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

/** Runs a command and notes its times. */
export function time([program, ...args]: readonly string[], times: Times): void {
  const before = childrenTime();
  const start = performance.now();
  const { error } = spawnSync(program!, args, { stdio: 'ignore' });
  if (error !== undefined) throw error;
  times.wall.push(performance.now() - start);
  times.processor.push((childrenTime() - before) * 1000);
}

export function median(values: readonly number[]): number {
  return values.slice().sort((a, b) => a - b)[values.length >> 1]!;
}

/** The median of hundredths says little: their mean does. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
