/**
 * Compiling one file for `tython-compile`: from its path to the `.pyc` file and to what is said about it. Jobs and
 * reports are plain data, as they travel between processes.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { MarshalError } from '../bytecode/marshal-format.ts';
import { timestampPyc } from '../bytecode/pyc.ts';
import { compileSource } from '../compiler/compile.ts';
import { strFromUtf16, utf16FromStr } from '../objects/str.ts';
import { CompileError, type CompileWarning } from '../parser/errors.ts';
import { formatError, formatWarning } from './report-error.ts';
import { programTextOf } from './source-file.ts';

export interface Job {
  /** Where the source is. */
  readonly path: string;
  /** Its place below the source folder. */
  readonly relative: string;
  /** `co_filename`. */
  readonly name: string;
}

export interface Settings {
  readonly out: string;
  readonly optimize: 0 | 1 | 2;
  readonly json: boolean;
}

/** What came of a file. */
export interface FileReport {
  readonly ok: boolean;
  /** The line of `--json`, else the warnings and the error as they are shown. */
  readonly text: string;
}

/** Compiles a file and writes the result. What the operating system refuses is thrown. */
export function compileFile(job: Job, settings: Settings): FileReport {
  const warnings: CompileWarning[] = [];
  let error: CompileError | undefined;
  try {
    writePyc(job, settings, warnings);
  } catch (thrown) {
    if (thrown instanceof CompileError) error = thrown;
    // Functions can be nested too deeply for the file format.
    else if (thrown instanceof MarshalError) error = new CompileError('ValueError', thrown.message);
    else throw thrown;
  }
  return reportOf(job, settings, error, warnings);
}

function writePyc(job: Job, settings: Settings, warnings: CompileWarning[]): void {
  const source = new Uint8Array(readFileSync(job.path));
  const filename = strFromUtf16(job.name);
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
}

function reportOf(
  job: Job,
  settings: Settings,
  error: CompileError | undefined,
  warnings: readonly CompileWarning[],
): FileReport {
  const ok = error === undefined;
  if (settings.json) return { ok, text: `${JSON.stringify(jsonReport(job, error, warnings))}\n` };
  const lines = programTextOf(strFromUtf16(job.path));
  let text = '';
  for (const warning of warnings) {
    const line = lines(warning.lineno);
    text += formatWarning(warning, line && utf16FromStr(line));
  }
  return { ok, text: ok ? text : text + formatError(error) };
}

/** One line of `--json`. `null` is Python's `None`. */
function jsonReport(job: Job, error: CompileError | undefined, warnings: readonly CompileWarning[]): object {
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
