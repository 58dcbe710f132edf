/**
 * npm run accuracy [-- --count N --seed N --oracle DIR]: how often a function of `math`, or `**`, gives CPython's result to
 * the last bit, for arguments drawn by chance. CPython's results are those of the C library it was built with: glibc.
 *
 * Prints a line for each function and exits with 1 when one agrees in fewer than 999 of a thousand; tan, which glibc itself
 * rounds wrongly now and then (by a table whose places were drawn by chance), in fewer than 996.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { findOracle } from './verify/oracle.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '314' },
    oracle: { type: 'string' },
  },
});

const LEAST_SHARE = 0.999;
const LEAST_SHARE_OF_TAN = 0.996;

/** The results of each function. */
function samples(program: string, ...flags: string[]): Map<string, string[]> {
  const { status, stdout } = spawnSync(
    program,
    [...flags, '-I', '-S', 'scripts/accuracy/samples.py', values.count, values.seed],
    { encoding: 'utf8', maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  if (status !== 0) throw new Error(`samples.py ended with status ${status} on ${program}`);
  const results = new Map<string, string[]>();
  for (const line of stdout.trimEnd().split('\n')) {
    const [name, ...rest] = line.split(' ');
    results.set(name!, rest);
  }
  return results;
}

const expected = samples(findOracle(values.oracle).python);
const actual = samples(process.execPath, 'bin/tython');
for (const [name, results] of expected) {
  const own = actual.get(name)!;
  const different = results.flatMap((result, i) => (result === own[i] ? [] : [`${own[i]} for ${result}`]));
  const share = 1 - different.length / results.length;
  console.log(
    `${name.padEnd(18)} ${(share * 100).toFixed(3).padStart(7)} %  ${different.slice(0, 2).join(', ')}`,
  );
  if (share < (name === 'tan' ? LEAST_SHARE_OF_TAN : LEAST_SHARE)) process.exitCode = 1;
}
