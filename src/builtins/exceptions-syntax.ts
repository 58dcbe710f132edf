/** SyntaxError: where it is, and how that is shown. CPython: `SyntaxError_*` in Objects/exceptions.c. */
import { PySyntaxError } from '../objects/exception.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { codePointsOf, type Str, strLength } from '../objects/str.ts';
import { strValue } from '../runtime/convert.ts';
import { defineType, member } from '../runtime/define.ts';
import { typeError } from '../runtime/errors.ts';
import { iterToArray } from '../runtime/iter.ts';
import { str } from '../runtime/repr.ts';
import { strJoin, strSlice } from '../runtime/text.ts';
import { initBaseException } from './exceptions.ts';

/** Sets the fields from `(filename, lineno, offset, text[, end_lineno, end_offset[, metadata]])`. */
function setDetails(self: PySyntaxError, details: readonly PyObject[]): void {
  self.endLineno = undefined;
  self.endOffset = undefined;
  const count = details.length;
  if (count < 4) throw typeError(`function takes at least 4 arguments (${count} given)`);
  if (count > 7) throw typeError(`function takes at most 7 arguments (${count} given)`);
  [self.filename, self.lineno, self.offset, self.text, self.endLineno, self.endOffset] = details;
  if (count === 7) self.metadata = details[6];
  if (count === 5) throw typeError('end_offset must be provided when end_lineno is provided');
}

/** What follows the last slash. */
function basename(path: Str): Str {
  const codePoints = codePointsOf(path);
  for (let i = codePoints.length - 1; i >= 0; i--) {
    if (codePoints[i] === 0x2f) return strSlice(path, i + 1, strLength(path));
  }
  return path;
}

/** The line number as a C `long` shows it: −1 for what is too large. */
function lineText(lineno: PyObject | undefined): string | undefined {
  if (typeof lineno === 'number') return String(lineno);
  if (typeof lineno !== 'bigint') return undefined;
  return BigInt.asIntN(64, lineno) === lineno ? String(lineno) : '-1';
}

function syntaxErrorStr(self: PyObject): PyObject {
  const { filename, lineno, msg } = self as PySyntaxError;
  const message = str(msg ?? None);
  const file = filename === undefined ? undefined : strValue(filename);
  const line = lineText(lineno);
  if (file !== undefined) {
    return strJoin('', [message, ' (', basename(file), line === undefined ? ')' : `, line ${line})`]);
  }
  return line === undefined ? message : strJoin('', [message, ` (line ${line})`]);
}

export const syntaxError = defineType({
  type: PySyntaxError.type,
  doc: 'The syntax is not that of Python.',
  slots: {
    tp_init: (self, args, kwnames) => {
      initBaseException(self, args, kwnames);
      const error = self as PySyntaxError;
      if (args.length >= 1) error.msg = args[0];
      if (args.length === 2) setDetails(error, iterToArray(args[1]!));
    },
    tp_str: syntaxErrorStr,
  },
  entries: [
    member<PySyntaxError>('msg', 'exception msg', 'msg', { writable: true }),
    member<PySyntaxError>('filename', 'exception filename', 'filename', { writable: true }),
    member<PySyntaxError>('lineno', 'exception lineno', 'lineno', { writable: true }),
    member<PySyntaxError>('offset', 'exception offset', 'offset', { writable: true }),
    member<PySyntaxError>('text', 'exception text', 'text', { writable: true }),
    member<PySyntaxError>('end_lineno', 'exception end lineno', 'endLineno', { writable: true }),
    member<PySyntaxError>('end_offset', 'exception end offset', 'endOffset', { writable: true }),
    member<PySyntaxError>('print_file_and_line', 'exception print_file_and_line', 'printFileAndLine', {
      writable: true,
    }),
    member<PySyntaxError>('_metadata', 'exception private metadata', 'metadata', { writable: true }),
  ],
});
