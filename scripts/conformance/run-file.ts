/** Runs one file of CPython's test suite in a process of its own and reads what became of each method. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { moduleOf, type TestFile } from './inventory.ts';

export interface FileOutcome {
  readonly file: TestFile;
  /** Ids within the file of counted methods that passed; one that runs twice stands here twice. */
  readonly passed: readonly string[];
  /** Counted methods that failed, were skipped or whose fixture failed: id within the file → why. */
  readonly failed: ReadonlyMap<string, string>;
  /** Why the file did not load or did not end: an exception's text, a time limit, an exit status. */
  readonly problem: string | undefined;
  readonly seconds: number;
  /** The most memory that the process had, in MB; 0 when it did not come to its end. */
  readonly peak: number;
}

/** Seconds that a file may take: a minute and ten times what CPython needs. */
const limitOf = (file: TestFile): number => 60 + 10 * file.seconds;

type Line = [id: string, outcome: string, text: string | number];

function readLines(path: string): Line[] {
  if (!existsSync(path)) return [];
  const lines: Line[] = [];
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    // The last line of a process that was stopped may be incomplete.
    if (line.endsWith(']')) lines.push(JSON.parse(line) as Line);
  }
  return lines;
}

const last = (text: string): string => text.trimEnd().split('\n').at(-1) ?? '';

export interface RunOptions {
  /** Whole tracebacks, in place of their last lines. */
  readonly details: boolean;
  /** So many times the usual limit of time. */
  readonly patience: number;
}

export async function runFile(
  command: readonly string[],
  file: TestFile,
  notCounted: ReadonlySet<string>,
  patterns: readonly string[],
  { details, patience }: RunOptions,
): Promise<FileOutcome> {
  const folder = mkdtempSync(join(tmpdir(), 'tython-test-'));
  const work = `${folder}/work`;
  mkdirSync(work);
  const results = `${folder}/results`;
  const start = performance.now();
  const script = resolve('scripts/conformance/run-tests.py');
  const args = [...command.slice(1), script, file.name, results, work, ...patterns];
  const ending = await runProcess(command[0]!, args, work, patience * limitOf(file));
  const lines = readLines(results);
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  const prefix = `${moduleOf(file.name)}.`;
  const passed: string[] = [];
  const failed = new Map<string, string>();
  let problem: string | undefined;
  let hasFinished = false;
  let peak = 0;
  for (const [id, outcome, text] of lines) {
    if (id === '') {
      if (outcome === 'unloaded') problem = details ? String(text) : last(String(text));
      hasFinished ||= outcome === 'finished';
      if (outcome === 'peak') peak = Number(text) / 1024;
    } else if (!notCounted.has(id) && outcome !== 'fixture') {
      const short = id.startsWith(prefix) ? id.slice(prefix.length) : id;
      if (outcome === 'pass') passed.push(short);
      else failed.set(short, details ? String(text) : `${outcome}: ${last(String(text))}`);
    } else if (outcome === 'fixture') {
      failed.set(id, details ? String(text) : `fixture: ${last(String(text))}`);
    }
  }
  if (!hasFinished) problem ??= ending;
  return {
    file,
    passed: passed.filter((id) => !failed.has(id)),
    failed,
    problem,
    seconds: (performance.now() - start) / 1000,
    peak,
  };
}

/** Runs a process to its end or its limit, with all that it started; says how it ended. */
function runProcess(
  program: string,
  args: readonly string[],
  folder: string,
  seconds: number,
): Promise<string> {
  return new Promise((done) => {
    // A group of its own: what it leaves running is stopped with it.
    const child = spawn(program, args, {
      cwd: folder,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...environment(), TMPDIR: folder },
    });
    let tail = '';
    const keep = (chunk: Buffer): void => void (tail = (tail + chunk.toString('utf8')).slice(-2000));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    let late = false;
    const stop = (): void => {
      try {
        process.kill(-child.pid!, 'SIGKILL');
      } catch {
        // All of it has ended.
      }
    };
    const watch = endWithRunner(child.pid);
    const timer = setTimeout(() => {
      late = true;
      stop();
    }, seconds * 1000);
    child.on('error', (error) => done(`cannot be run: ${error.message}`));
    child.on('exit', (status, signal) => {
      clearTimeout(timer);
      watch?.kill('SIGKILL');
      stop();
      const how = signal === null ? `ended with status ${status}` : `ended by ${signal}`;
      done(late ? `not done after ${seconds.toFixed(0)} s` : `${how}: ${last(tail)}`);
    });
  });
}

/**
 * A process that stops the group of another one when this process ends, by whatever signal: its input ends then.
 */
function endWithRunner(group: number | undefined): ChildProcess | undefined {
  if (group === undefined) return undefined;
  const script = 'read -r line; kill -9 -"$1"';
  return spawn('sh', ['-c', script, 'sh', String(group)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
}

/** The environment of a run: what the machine's user has set for Python stays out. */
function environment(): Record<string, string | undefined> {
  const entries = Object.entries(process.env).filter(([name]) => !name.startsWith('PYTHON'));
  return { ...Object.fromEntries(entries), LANG: 'C.UTF-8' };
}
