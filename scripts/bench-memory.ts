/**
 * npm run bench:memory -- [NAME ...] [--class LIST] [--longest SECONDS] [--limit MB] [--oracle DIR]: how much memory compiled
 * code takes when much different code runs. Files of CPython's own tests run one after the other in one process, with and
 * without the just-in-time compiler; the memory of both after each is compared.
 *
 * Without names: all files of the inventory but those about the operating system that take CPython `--longest` seconds (1) at
 * most. A file that ends the process, or stops it, is left out, and the run begins again. Exit status 0 if compiled code
 * takes no more than `--limit` (150) MB in the end.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { makeHome } from './conformance/home.ts';
import { moduleOf, readInventory } from './conformance/inventory.ts';
import { findOracle } from './verify/oracle.ts';

/** Seconds that a file may take before it is broken off, and after which the process is, if that is of no avail. */
const SECONDS = 60;
const PATIENCE = 150;

/** What a process says of a file behind it, or of one that it has begun: its name alone. */
type Line = [name: string] | [name: string, methods: number, now: number, peak: number];

function linesOf(results: string): Line[] {
  if (!existsSync(results)) return [];
  const lines = readFileSync(results, 'utf8').split('\n');
  // The last line of a process that was stopped may be incomplete.
  return lines.filter((line) => line.endsWith(']')).map((line) => JSON.parse(line) as Line);
}

/** Runs the files in one process; what it says of them. */
function runTogether(command: readonly string[], names: readonly string[]): Promise<Line[]> {
  const folder = mkdtempSync(`${tmpdir()}/tython-memory-`);
  const results = `${folder}.results`;
  const script = resolve('scripts/conformance/run-together.py');
  const [program, ...options] = command;
  const child = spawn(program!, [...options, script, results, folder, `${SECONDS}`, ...names], {
    cwd: folder,
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, LANG: 'C.UTF-8', TMPDIR: folder },
  });
  let count = 0;
  let quiet = 0;
  const watch = setInterval(() => {
    const now = linesOf(results).length;
    quiet = now === count ? quiet + 1 : 0;
    count = now;
    if (quiet >= PATIENCE) child.kill('SIGKILL');
  }, 1000);
  return new Promise((done) => {
    child.on('exit', () => {
      clearInterval(watch);
      try {
        // What it has started goes with it.
        process.kill(-child.pid!, 'SIGKILL');
      } catch {
        // All of it has ended.
      }
      const lines = linesOf(results);
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
      rmSync(results, { force: true });
      done(lines);
    });
  });
}

const inMB = (kB: number): string => `${(kB / 1024).toFixed(0)} MB`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      class: { type: 'string', default: 'LANG,TYPES,STDLIB-PURE,STDLIB-C' },
      longest: { type: 'string', default: '1' },
      limit: { type: 'string', default: '150' },
      oracle: { type: 'string' },
    },
  });
  const home = makeHome(findOracle(values.oracle).lib);
  const classes = values.class.split(',');
  const chosen = readInventory().filter(({ name, class: fileClass, seconds }) =>
    positionals.length > 0
      ? positionals.includes(name)
      : classes.includes(fileClass) && seconds <= Number(values.longest),
  );
  let names = chosen.map(({ name }) => moduleOf(name));
  const ways = { 'without compiled code': [home, '-X', 'jit=0'], 'with it': [home] };
  /** The last word of each way, once it has come through the same files. */
  const ends = new Map<string, Line>();
  for (let tries = 0; ends.size < 2 && names.length > 0; ) {
    const [way, command] = Object.entries(ways)[ends.size]!;
    const lines = await runTogether(command, names);
    const last = lines.at(-1) ?? [names[0]!];
    if (last.length === 1) {
      console.log(`${last[0]} is left out: ${way} it ends or stops the process`);
      names = names.filter((name) => name !== last[0]);
      ends.clear();
      if (++tries > 20) throw new Error('too many files cannot share a process');
      continue;
    }
    ends.set(way, last);
    const methods = lines.reduce((sum, line) => sum + (line[1] ?? 0), 0);
    const [, , now, peak] = last;
    console.log(
      `${way}: ${names.length} files, ${methods} methods, ${inMB(now)} in the end, ${inMB(peak)} at most`,
    );
  }
  const [interpreted, compiled] = [...ends.values()] as [Line & { length: 4 }, Line & { length: 4 }];
  const more = compiled[2] - interpreted[2];
  console.log(`compiled code takes ${inMB(more)} in the end, ${inMB(compiled[3] - interpreted[3])} at most`);
  return more / 1024 <= Number(values.limit) ? 0 : 1;
}

process.exitCode = await main();
