/**
 * How the commands show what went wrong: an exception as CPython prints it when nothing catches it, a warning as its
 * default filter shows it. CPython: `_format_syntax_error` in Lib/traceback.py, `_formatwarnmsg_impl` in
 * Lib/_py_warnings.py.
 */
import { utf16FromStr } from '../objects/str.ts';
import type { CompileError, CompileWarning, ErrorDetails } from '../parser/errors.ts';

/** The lines of an exception, each with its line end. */
export function formatError(error: CompileError): string {
  const head = error.details === undefined ? '' : formatPlace(error.details);
  const message = utf16FromStr(error.message);
  return `${head}${error.type}${message === '' ? '' : `: ${message}`}\n`;
}

/** File, line, and the text of the line with carets under what is meant. */
function formatPlace(details: ErrorDetails): string {
  let lines = `  File "${utf16FromStr(details.filename)}", line ${details.lineno}\n`;
  if (details.text === undefined) return lines;
  const text = Array.from(utf16FromStr(details.text).replace(/\n+$/, ''));
  const indent = text.findIndex((c) => !' \n\f'.includes(c));
  const spaces = indent < 0 ? text.length : indent;
  const shown = text.slice(spaces);
  lines += `    ${shown.join('')}\n`;
  const isOneLine = details.lineno === details.end_lineno;
  const start = Math.min(details.offset, text.length + 1);
  let end = Math.min(isOneLine ? details.end_offset || details.offset : text.length + 1, text.length + 1);
  if (start >= end || end < 0) end = start + 1;
  const column = start - 1 - spaces;
  if (column < 0) return lines;
  const gap = shown.slice(0, column).map((c) => (/\s/.test(c) ? c : ' '));
  return `${lines}    ${gap.join('')}${'^'.repeat(end - start)}\n`;
}

/** A warning and the line that it is about. */
export function formatWarning(warning: CompileWarning, line: string | undefined): string {
  const place = `${utf16FromStr(warning.filename)}:${warning.lineno}`;
  const source = line?.trim() ? `  ${line.trim()}\n` : '';
  return `${place}: ${warning.category}: ${warning.message}\n${source}`;
}
