/**
 * npm run exchange -- [--oracle DIR] [TEXT ...]: .pyc files go both ways. Each program of tests/python (or those whose path
 * contains a TEXT) is compiled by CPython and by Tython, and each runs what the other has compiled: what is printed must
 * be what CPython prints that runs its own file. Prints what differs and one line of figures; exit status 1 if anything does.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { timestampPyc } from '../src/bytecode/pyc.ts';
import { compileSource } from '../src/compiler/compile.ts';
import { findOracle, runPython, WORK, writeFile } from './verify/oracle.ts';
import { Progress } from './verify/report.ts';

const PROGRAMS = 'tests/python';
const LIMIT = 60_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { oracle: { type: 'string' } },
});
const oracle = findOracle(values.oracle);
const programs = readdirSync(PROGRAMS, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.py'))
  .filter((name) => positionals.length === 0 || positionals.some((text) => name.includes(text)))
  .map((name) => join(PROGRAMS, name))
  .sort();

/** Where the file of a program is that `compiler` has made. */
const pycOf = (program: string, compiler: string): string => join(WORK, 'exchange', compiler, `${program}c`);

/** What a program prints; addresses and the name of the file that runs are not its own. */
function run(command: string, pyc: string): string {
  const { stdout, stderr } = spawnSync(command, [pyc], { encoding: 'utf8', timeout: LIMIT });
  return (stdout + stderr).replaceAll(pyc, '<file>').replaceAll(/0x[0-9a-f]{8,}/g, '0x…');
}

for (const program of programs) {
  const source = new Uint8Array(readFileSync(program));
  const code = compileSource(source, {
    filename: program,
    mode: 'exec',
    flags: 0,
    optimize: 0,
    warn: () => {},
  });
  writeFile(pycOf(program, 'tython'), timestampPyc(code, 0, source.length));
  writeFile(pycOf(program, 'cpython'), '');
}
await runPython(
  oracle,
  [],
  'compile-programs.py',
  programs.map((program) => `${program}:${pycOf(program, 'cpython')}`),
);

const progress = new Progress('exchange', programs.length);
let onCPython = 0;
let onTython = 0;
for (const program of programs) {
  const expected = run(oracle.python, pycOf(program, 'cpython'));
  if (run(oracle.python, pycOf(program, 'tython')) === expected) onCPython++;
  else console.log(`${program}: compiled by Tython, CPython prints something else`);
  if (run('bin/tython', pycOf(program, 'cpython')) === expected) onTython++;
  else console.log(`${program}: compiled by CPython, Tython prints something else`);
  progress.step();
}
const seconds = progress.end();
console.log(
  `exchange: ${programs.length} programs; compiled by Tython and run by CPython ${onCPython} alike, compiled by CPython ` +
    `and run by Tython ${onTython} alike; ${seconds.toFixed(1)} s`,
);
if (onCPython + onTython < 2 * programs.length) process.exitCode = 1;
