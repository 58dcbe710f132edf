/**
 * npm run bench:short -- [--rounds N] [--oracle PYTHON]: programs that end after a tenth of a second (scripts/short-programs), with
 * and without the just-in-time compiler, and in CPython where there is one.
 *
 * What counts is the time for which a process had a processor, since V8 compiles in other threads. The commands run in turn,
 * so that all see the same machine. The last line is the geometric mean of the ratios.
 */
import { readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { mean, type Times, time } from './bench-times.ts';

const FOLDER = 'scripts/short-programs';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '15' }, oracle: { type: 'string' } },
});
const ways: (readonly string[])[] = [['bin/tython', '-X', 'jit=0'], ['bin/tython']];
if (values.oracle !== undefined) ways.push([values.oracle]);

const programs = readdirSync(FOLDER).sort();
const figures = programs.map(() => ways.map((): Times => ({ wall: [], processor: [] })));
for (let round = 0; round < Number(values.rounds); round++) {
  programs.forEach((program, i) => {
    ways.forEach((way, j) => {
      time([...way, `${FOLDER}/${program}`], figures[i]![j]!);
    });
  });
}

console.log('program             without     with  ratio  CPython');
const ratios = programs.map((program, i) => {
  const [without, compiled, cpython] = figures[i]!.map(({ processor }) => mean(processor));
  const ratio = compiled! / without!;
  const others = cpython === undefined ? '' : `${cpython.toFixed(0)} ms`.padStart(9);
  console.log(
    program.padEnd(18),
    `${without!.toFixed(0)} ms`.padStart(8),
    `${compiled!.toFixed(0)} ms`.padStart(8),
    ratio.toFixed(2).padStart(6) + others,
  );
  return ratio;
});
console.log(
  'geometric mean'.padEnd(36),
  Math.exp(mean(ratios.map(Math.log)))
    .toFixed(2)
    .padStart(6),
);
