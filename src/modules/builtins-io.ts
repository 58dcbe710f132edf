/** The built-in functions that read and write: print, input, open. CPython: Python/bltinmodule.c. */
import { attrName } from '../objects/attribute-name.ts';
import { PyBaseException } from '../objects/exception.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { isStr, strLength, utf16FromStr } from '../objects/str.ts';
import { callMethod } from '../runtime/call.ts';
import { isTrue } from '../runtime/convert.ts';
import { fn, type ModuleEntry } from '../runtime/define.ts';
import { dictGetStr } from '../runtime/dict.ts';
import { eofError, runtimeError, typeError } from '../runtime/errors.ts';
import { str } from '../runtime/repr.ts';
import { current } from '../runtime/state.ts';
import { strSlice } from '../runtime/text.ts';
import { typeName } from '../runtime/type-of.ts';

const write = attrName('write');
const flush = attrName('flush');
const readline = attrName('readline');

function separator(value: PyObject, name: string): PyObject | undefined {
  if (value === None) return undefined;
  if (!isStr(value)) throw typeError(`${name} must be None or a string, not ${typeName(value)}`);
  return value;
}

/** A standard stream; absent when it is None. */
function stream(name: string): PyObject | undefined {
  const value = dictGetStr(current.thread.interp.sysdict, name);
  if (value === undefined) throw runtimeError(`lost sys.${name}`);
  return value === None ? undefined : value;
}

function print(
  args: readonly PyObject[],
  sep: PyObject,
  end: PyObject,
  file: PyObject,
  doFlush: boolean,
): void {
  const target = file === None ? stream('stdout') : file;
  if (target === undefined) return;
  const between = separator(sep, 'sep') ?? ' ';
  const last = separator(end, 'end') ?? '\n';
  for (let i = 0; i < args.length; i++) {
    if (i > 0) callMethod(target, write, between);
    callMethod(target, write, str(args[i]!));
  }
  callMethod(target, write, last);
  if (doFlush) callMethod(target, flush);
}

/** Flushes a stream that may be anything; that it cannot be flushed does not matter. */
function tryFlush(file: PyObject): void {
  try {
    callMethod(file, flush);
  } catch (thrown) {
    if (!(thrown instanceof PyBaseException)) throw thrown;
  }
}

/** `input(prompt)`: a line from stdin without its line end. */
function input(prompt: PyObject): PyObject {
  const stdin = stream('stdin');
  const stdout = stream('stdout');
  if (stdin === undefined) throw runtimeError('input(): lost sys.stdin');
  if (stdout === undefined) throw runtimeError('input(): lost sys.stdout');
  const stderr = stream('stderr');
  if (stderr !== undefined) tryFlush(stderr);
  if (prompt !== None) callMethod(stdout, write, str(prompt));
  tryFlush(stdout);
  const line = callMethod(stdin, readline);
  if (!isStr(line)) throw typeError(`object.readline() returned non-string`);
  if (line === '') throw eofError('EOF when reading a line');
  return utf16FromStr(line).endsWith('\n') ? strSlice(line, 0, strLength(line) - 1) : line;
}

export const ioFunctions: readonly ModuleEntry[] = [
  fn(
    'print($module, /, *args, sep: object = \' \', end: object = "\\n", file: object = None, flush: object = False)',
    'Print values to a stream, or to sys.stdout by default.',
    (_, args, sep, end, file, doFlush) => {
      print(args, sep, end, file, isTrue(doFlush));
      return None;
    },
    "($module, /, *args, sep=' ', end='\\n', file=None, flush=False)",
  ),
  fn(
    "input($module, prompt: object = '', /)",
    'Read a line from standard input, without its newline.',
    (_, prompt) => input(prompt),
  ),
];
