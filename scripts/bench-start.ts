/**
 * npm run bench:start -- [--rounds N]: how long starts take, next to Node's own (`node -e 0`).
 *
 * The commands run in turn, so that all see the same machine; medians count. Seconds are those of the clock and those for
 * which the processes had a processor, which say more on a busy machine. The peak of memory needs GNU time.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { mean, median, type Times, time } from './bench-times.ts';

const COMMANDS: readonly (readonly [title: string, command: readonly string[]])[] = [
  ['node -e 0', ['node', '-e', '0']],
  ...[
    'pass',
    'import json, re, dataclasses',
    'import traceback',
    '1/0',
    'import argparse',
    'import unittest',
  ].map((source) => [`tython -c '${source}'`, ['bin/tython', '-c', source]] as const),
];

/** Megabytes; not a number without GNU time. */
function peakMemory(command: readonly string[]): number {
  const { stderr } = spawnSync('/usr/bin/time', ['-f', '%M', ...command], { encoding: 'utf8' });
  return Number(stderr?.trim().split('\n').at(-1)) / 1024;
}

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '15' } } });
const figures = COMMANDS.map((): Times => ({ wall: [], processor: [] }));
for (let round = 0; round < Number(values.rounds); round++) {
  COMMANDS.forEach(([, command], i) => {
    time(command, figures[i]!);
  });
}
const [node] = figures;
console.log('command                                        clock  ratio  processor  ratio     peak');
COMMANDS.forEach(([title, command], i) => {
  const { wall, processor } = figures[i]!;
  const memory = peakMemory(command);
  console.log(
    title.padEnd(42),
    `${median(wall).toFixed(0)} ms`.padStart(9),
    (median(wall) / median(node!.wall)).toFixed(2).padStart(6),
    `${mean(processor).toFixed(0)} ms`.padStart(10),
    (mean(processor) / mean(node!.processor)).toFixed(2).padStart(6),
    (Number.isNaN(memory) ? '?' : `${memory.toFixed(0)} MB`).padStart(8),
  );
});
