/** The lines of the file that is being compiled, for errors. CPython: `_PyErr_ProgramDecodedTextObject` in Python/errors.c. */
import { type Str, strFromUtf16, utf16FromStr } from '../objects/str.ts';
import { CompileError } from '../parser/errors.ts';
import { decodeSource } from '../parser/source.ts';
import { readSourceFile } from '../runtime/source-file.ts';
import { current } from '../runtime/state.ts';

/**
 * A function that gives line `lineno` of the file with its line end. The file is read when the first line is wanted;
 * no line is known of a file that is not there, or is no text.
 */
export function programTextOf(filename: Str): (lineno: number) => Str | undefined {
  let lines: readonly string[] | undefined;
  return (lineno) => {
    lines ??= readLines(filename);
    const line = lines[lineno - 1];
    return line === undefined ? undefined : strFromUtf16(line);
  };
}

function readLines(filename: Str): readonly string[] {
  const content = readSourceFile(current.thread.interp, utf16FromStr(filename));
  if (content === undefined) return [];
  try {
    return decodeSource(content, filename, 'exec').match(/[^\n]*\n|[^\n]+$/g) ?? [];
  } catch (error) {
    if (error instanceof CompileError) return [];
    throw error;
  }
}
