/**
 * `tython-compile SRC… --out DIR`: compiles files and whole folders to a tree of `.pyc` files.
 *
 * SRC/x/y.py becomes DIR/x/y.pyc, whose header has the time stamp 0 and the size of the source, so that the bytes depend
 * on the source and its name only. The name in the code objects is PREFIX/x/y.py; PREFIX is SRC unless given.
 */
import { readdirSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArguments, UsageError } from './arguments.ts';
import type { Job, Settings } from './compile-file.ts';
import { defaultMemory, runWorker, WorkFailure } from './run-worker.ts';
import { isSystemError } from './source-file.ts';

const USAGE = `usage: tython-compile SRC... --out DIR [--prefix P] [-O | -OO] [--json] [--memory MB]

Compile Python sources to .pyc files.

  SRC          a file, or a folder to be searched for .py files
  --out DIR    where the .pyc files go: SRC/x/y.py becomes DIR/x/y.pyc
  --prefix P   the sources are named P/x/y.py in code objects (default: SRC)
  -O           leave assert statements out, and what __debug__ guards
  -OO          leave docstrings out too
  --json       one line of JSON for each file on standard output
  --memory MB  what compiling one file may take; more is a MemoryError (default: three quarters of the machine's)
`;

/**
 * Runs the command; its exit status is 1 when a file did not compile, 2 for a wrong command line. `worker` is the
 * program of ./compile-worker.ts.
 */
export async function compileCommand(args: readonly string[], worker: URL): Promise<number> {
  try {
    const { flags, values, operands } = parseArguments(args, {
      '--help': 'flag',
      '-h': 'flag',
      '-O': 'flag',
      '-OO': 'flag',
      '--json': 'flag',
      '--out': 'value',
      '--prefix': 'value',
      '--memory': 'value',
    });
    if (flags.has('--help') || flags.has('-h')) {
      process.stdout.write(USAGE);
      return 0;
    }
    const out = values.get('--out');
    if (operands.length === 0) throw new UsageError('no sources');
    if (out === undefined) throw new UsageError('--out is missing');
    const jobs = operands.flatMap((source) => findJobs(source, values.get('--prefix')));
    const memory = values.get('--memory') ?? `${defaultMemory()}`;
    if (!/^[1-9]\d{0,8}$/.test(memory)) throw new UsageError(`--memory: no number of MB: ${memory}`);
    const settings: Settings = {
      out: withoutSlash(out),
      optimize: flags.has('-OO') ? 2 : flags.has('-O') ? 1 : 0,
      json: flags.has('--json'),
    };
    return await compileAll(jobs, settings, Number(memory), worker);
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`tython-compile: ${error.message}\n${USAGE.split('\n', 1)[0]}\n`);
    } else if (isSystemError(error) || error instanceof WorkFailure) {
      process.stderr.write(`tython-compile: ${error.message}\n`);
    } else {
      throw error;
    }
    return 2;
  }
}

function withoutSlash(path: string): string {
  return path.replace(/\/+$/, '');
}

function findJobs(operand: string, givenPrefix: string | undefined): Job[] {
  const source = withoutSlash(operand);
  const prefix = givenPrefix === undefined ? undefined : withoutSlash(givenPrefix);
  if (!statSync(operand).isDirectory()) {
    const relative = basename(source);
    return [{ path: source, relative, name: prefix === undefined ? source : `${prefix}/${relative}` }];
  }
  return walk(source, '').map((relative) => ({
    path: `${source}/${relative}`,
    relative,
    name: `${prefix ?? source}/${relative}`,
  }));
}

/** The sources below a folder in order, as paths relative to it. Links to folders are not followed. */
function walk(root: string, folder: string): string[] {
  const found: string[] = [];
  const entries = readdirSync(`${root}/${folder}`, { withFileTypes: true });
  entries.sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  for (const entry of entries) {
    const relative = folder + entry.name;
    if (entry.isDirectory()) {
      if (entry.name !== '__pycache__') found.push(...walk(root, `${relative}/`));
    } else if (entry.name.endsWith('.py') && isFile(`${root}/${relative}`)) {
      found.push(relative);
    }
  }
  return found;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

async function compileAll(
  jobs: readonly Job[],
  settings: Settings,
  memory: number,
  worker: URL,
): Promise<number> {
  let count = 0;
  let failed = 0;
  const progress = (): void => {
    if (count < jobs.length) showProgress(`${count}/${jobs.length} ${jobs[count]!.relative}`);
  };
  progress();
  await runWorker(worker, jobs, settings, memory, ({ ok, text }) => {
    count++;
    if (!ok) failed++;
    if (settings.json) process.stdout.write(text);
    else if (text !== '') showMessage(text);
    progress();
  });
  showProgress('');
  if (!settings.json) {
    const failures = failed > 0 ? `, ${failed} not` : '';
    process.stdout.write(`${jobs.length - failed} written${failures}\n`);
  }
  return failed > 0 ? 1 : 0;
}

/** Shows a text in place of the last one, if there is a terminal to show it on. */
function showProgress(text: string): void {
  if (process.stderr.isTTY)
    process.stderr.write(`\r\x1b[K${text.slice(0, (process.stderr.columns ?? 80) - 1)}`);
}

function showMessage(text: string): void {
  showProgress('');
  process.stderr.write(text);
}
