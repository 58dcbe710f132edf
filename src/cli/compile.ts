/**
 * `tython-compile SRC… --out DIR`: compiles files and whole folders to a tree of `.pyc` files.
 *
 * SRC/x/y.py becomes DIR/x/y.pyc, whose header has the time stamp 0 and the size of the source, so that the bytes depend
 * on the source and its name only. The name in the code objects is PREFIX/x/y.py; PREFIX is SRC unless given.
 */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { MarshalError } from '../bytecode/marshal-format.ts';
import { timestampPyc } from '../bytecode/pyc.ts';
import { compileSource } from '../compiler/compile.ts';
import { strFromUtf16, utf16FromStr } from '../objects/str.ts';
import { CompileError, type CompileWarning } from '../parser/errors.ts';
import { parseArguments, UsageError } from './arguments.ts';
import { formatError, formatWarning } from './report-error.ts';
import { isSystemError, programTextOf } from './source-file.ts';

const USAGE = `usage: tython-compile SRC... --out DIR [--prefix P] [-O | -OO] [--json]

Compile Python sources to .pyc files.

  SRC          a file, or a folder to be searched for .py files
  --out DIR    where the .pyc files go: SRC/x/y.py becomes DIR/x/y.pyc
  --prefix P   the sources are named P/x/y.py in code objects (default: SRC)
  -O           leave assert statements out, and what __debug__ guards
  -OO          leave docstrings out too
  --json       one line of JSON for each file on standard output
`;

interface Job {
  /** Where the source is. */
  readonly path: string;
  /** Its place below the source folder. */
  readonly relative: string;
  /** `co_filename`. */
  readonly name: string;
}

interface Settings {
  readonly out: string;
  readonly optimize: 0 | 1 | 2;
  readonly json: boolean;
}

/** What came of one file. */
interface Outcome {
  readonly error: CompileError | undefined;
  readonly warnings: readonly CompileWarning[];
}

/** Runs the command and returns its exit status: 1 when a file did not compile, 2 for a wrong command line. */
export function compileCommand(args: readonly string[]): number {
  try {
    const { flags, values, operands } = parseArguments(args, {
      '--help': 'flag',
      '-h': 'flag',
      '-O': 'flag',
      '-OO': 'flag',
      '--json': 'flag',
      '--out': 'value',
      '--prefix': 'value',
    });
    if (flags.has('--help') || flags.has('-h')) {
      process.stdout.write(USAGE);
      return 0;
    }
    const out = values.get('--out');
    if (operands.length === 0) throw new UsageError('no sources');
    if (out === undefined) throw new UsageError('--out is missing');
    const jobs = operands.flatMap((source) => findJobs(source, values.get('--prefix')));
    return compileAll(jobs, {
      out: withoutSlash(out),
      optimize: flags.has('-OO') ? 2 : flags.has('-O') ? 1 : 0,
      json: flags.has('--json'),
    });
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`tython-compile: ${error.message}\n${USAGE.split('\n', 1)[0]}\n`);
    } else if (isSystemError(error)) {
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

function compileAll(jobs: readonly Job[], settings: Settings): number {
  let failed = 0;
  jobs.forEach((job, index) => {
    showProgress(`${index}/${jobs.length} ${job.relative}`);
    const outcome = compileFile(job, settings);
    if (outcome.error !== undefined) failed++;
    if (settings.json) {
      process.stdout.write(`${JSON.stringify(jsonOutcome(job, outcome))}\n`);
      return;
    }
    const lines = programTextOf(strFromUtf16(job.path));
    for (const warning of outcome.warnings) {
      const line = lines(warning.lineno);
      showMessage(formatWarning(warning, line && utf16FromStr(line)));
    }
    if (outcome.error !== undefined) showMessage(formatError(outcome.error));
  });
  showProgress('');
  if (!settings.json) {
    const failures = failed > 0 ? `, ${failed} not` : '';
    process.stdout.write(`${jobs.length - failed} written${failures}\n`);
  }
  return failed > 0 ? 1 : 0;
}

function compileFile(job: Job, settings: Settings): Outcome {
  const source = new Uint8Array(readFileSync(job.path));
  const filename = strFromUtf16(job.name);
  const warnings: CompileWarning[] = [];
  try {
    const code = compileSource(source, {
      filename,
      mode: 'exec',
      flags: 0,
      optimize: settings.optimize,
      warn: (warning) => void warnings.push(warning),
      programText: programTextOf(filename),
    });
    const target = `${settings.out}/${job.relative}c`;
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, timestampPyc(code, 0, source.length));
    return { error: undefined, warnings };
  } catch (error) {
    if (error instanceof CompileError) return { error, warnings };
    // Functions can be nested too deeply for the file format.
    if (error instanceof MarshalError) return { error: new CompileError('ValueError', error.message), warnings };
    throw error;
  }
}

/** One line of `--json`. `null` is Python's `None`. */
function jsonOutcome(job: Job, { error, warnings }: Outcome): object {
  const head = { file: job.path, ok: error === undefined };
  const tail =
    warnings.length === 0
      ? {}
      : { warnings: warnings.map(({ category, message, lineno }) => ({ category, message, lineno })) };
  if (error === undefined) return { ...head, ...tail };
  const { type, details } = error;
  const message = utf16FromStr(error.message);
  if (details === undefined) return { ...head, type, message, ...tail };
  return {
    ...head,
    type,
    message,
    lineno: details.lineno,
    offset: details.offset,
    end_lineno: details.end_lineno ?? null,
    end_offset: details.end_offset ?? null,
    text: details.text === undefined ? null : utf16FromStr(details.text),
    ...tail,
  };
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
