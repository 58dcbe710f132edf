/** Source files as the commands read them. */
import { readFileSync } from 'node:fs';
import { type Str, strFromUtf16, utf16FromStr } from '../objects/str.ts';
import { CompileError } from '../parser/errors.ts';
import { decodeSource } from '../parser/source.ts';

/**
 * The lines of the file that a code object names as its own, for errors that the compiler finds. The file is read when
 * the first line is wanted; when it is not there, or not readable as text, no line is known.
 */
export function programTextOf(filename: Str): (lineno: number) => Str | undefined {
  let lines: string[] | undefined;
  return (lineno) => {
    lines ??= readLines(filename);
    const line = lines[lineno - 1];
    return line === undefined ? undefined : strFromUtf16(line);
  };
}

function readLines(filename: Str): string[] {
  try {
    return splitLines(decodeSource(new Uint8Array(readFileSync(utf16FromStr(filename))), filename, 'exec'));
  } catch (error) {
    if (error instanceof CompileError || isSystemError(error)) return [];
    throw error;
  }
}

/** The lines of a text, with their line ends. */
function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Does this come from the operating system (no such file, no permission, …)? */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}
