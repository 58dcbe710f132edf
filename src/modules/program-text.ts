/** The lines of the file that is being compiled, for errors. CPython: `_PyErr_ProgramDecodedTextObject` in Python/errors.c. */
import { type Str, strFromUtf16, utf16FromStr } from '../objects/str.ts';
import { CompileError } from '../parser/errors.ts';
import { decodeSource } from '../parser/source.ts';
import { readSourceFile } from '../runtime/source-file.ts';
import { current } from '../runtime/state.ts';

/** What CPython's buffer holds of a line, in bytes. */
const LINE_LIMIT = 999;

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/**
 * A function that gives line `lineno` of the file with its line end. The file is read when the first line is wanted;
 * no line is known of a file that is not there, or is no text.
 */
export function programTextOf(filename: Str): (lineno: number) => Str | undefined {
  let lines: readonly string[] | undefined;
  return (lineno) => {
    lines ??= readLines(filename);
    const line = lines[lineno - 1];
    return line === undefined ? undefined : strFromUtf16(cutLine(line));
  };
}

function readLines(filename: Str): readonly string[] {
  const content = readSourceFile(current.thread.interp, utf16FromStr(filename));
  if (content === undefined) return [];
  try {
    const text = decodeSource(content, filename, 'exec');
    // Decoding has ended the last line.
    const isOpen = content.at(-1) !== NEWLINE && content.at(-1) !== RETURN;
    return (isOpen ? text.slice(0, -1) : text).match(/[^\n]*\n|[^\n]+$/g) ?? [];
  } catch (error) {
    if (error instanceof CompileError) return [];
    throw error;
  }
}

/** As much of a line as the buffer holds. */
function cutLine(line: string): string {
  if (line.length * 3 <= LINE_LIMIT) return line;
  const bytes = new TextEncoder().encode(line);
  return bytes.length <= LINE_LIMIT ? line : new TextDecoder().decode(bytes.subarray(0, LINE_LIMIT));
}
