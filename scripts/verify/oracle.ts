/**
 * The oracle: a CPython 3.14 that answers what is right. Everything that asks it goes through here: where it is,
 * and how a Python script of this folder is run on it, with its input in a file so that long inputs need no care.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Where verification keeps reference files, results and reports. Git ignores it. */
export const WORK = 'build/verify';

export interface Oracle {
  readonly python: string;
  /** `3.14.10`. */
  readonly version: string;
  /** The folder of its standard library. */
  readonly lib: string;
}

/**
 * Finds the oracle: a folder that holds `python3.14`, or that program itself. Without `option`, the environment
 * variable TYTHON_ORACLE says which, else `.oracle`, else a `python3.14` on the path.
 */
export function findOracle(option?: string): Oracle {
  const wanted = option ?? process.env['TYTHON_ORACLE'] ?? (existsSync('.oracle') ? '.oracle' : 'python3.14');
  let python = wanted;
  if (existsSync(wanted))
    python = resolve(statSync(wanted).isDirectory() ? join(wanted, 'python3.14') : wanted);
  const script = 'import sys, os; print(sys.version.split()[0]); print(os.path.dirname(os.__file__))';
  const { status, stdout } = spawnSync(python, ['-I', '-S', '-c', script], { encoding: 'utf8' });
  const [version, lib] = (stdout ?? '').split('\n');
  if (status !== 0 || version === undefined || !version.startsWith('3.14.') || lib === undefined) {
    throw new Error(`no CPython 3.14 at ${wanted}: name its folder with --oracle DIR or TYTHON_ORACLE`);
  }
  return { python, version, lib };
}

/** Writes a file and the folders that lead to it. */
export function writeFile(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/**
 * Runs a script of scripts/verify on the oracle. Its messages go to standard error; `-I -S` keeps the process bare.
 * Resolves when it has ended well.
 */
export function runPython(
  oracle: Oracle,
  flags: readonly string[],
  script: string,
  args: readonly string[],
): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(oracle.python, ['-I', '-S', ...flags, join('scripts/verify', script), ...args], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.on('error', fail);
    child.on('exit', (status, signal) => {
      if (status === 0) done();
      else fail(new Error(`${script} ended with ${signal ?? `status ${status}`}`));
    });
  });
}

/** Runs a script that reads JSON lines from one file and writes one line for each into another. */
export async function askPython<Q, A>(
  oracle: Oracle,
  script: string,
  name: string,
  questions: Iterable<Q>,
): Promise<A[]> {
  const input = join(WORK, `${name}.questions.jsonl`);
  const output = join(WORK, `${name}.answers.jsonl`);
  const lines: string[] = [];
  for (const question of questions) lines.push(JSON.stringify(question));
  writeFile(input, `${lines.join('\n')}\n`);
  await runPython(oracle, [], script, [input, output]);
  const answers = readFileSync(output, 'utf8').split('\n');
  answers.pop();
  if (answers.length !== lines.length) {
    throw new Error(`${script} gave ${answers.length} answers to ${lines.length} questions`);
  }
  return answers.map((line) => JSON.parse(line) as A);
}
