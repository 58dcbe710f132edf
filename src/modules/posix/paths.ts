/** Paths as text: no file is touched. CPython: `_Py_normpath`, `_Py_skiproot` in Python/fileutils.c. */
import { PyBytes } from '../../objects/bytes.ts';
import type { PyObject } from '../../objects/object.ts';
import { type Str, strLength } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { strValue } from '../../runtime/convert.ts';
import { fn, type ModuleEntry } from '../../runtime/define.ts';
import { typeError } from '../../runtime/errors.ts';
import { fsDecode, fsEncode, fspath, fspathOrAbsent } from '../../runtime/fs-path.ts';
import { codeAt, strIndexOf, strJoin, strSlice } from '../../runtime/text.ts';
import { shortTypeName } from '../../runtime/type-of.ts';

/** A path as text, and how to give it back. */
interface PathText {
  readonly text: Str;
  readonly isBytes: boolean;
}

function pathText(value: PyObject, functionName: string, name: string): PathText {
  const path = fspathOrAbsent(value);
  if (path === undefined) {
    throw typeError(
      `${functionName}: ${name} should be string, bytes or os.PathLike, not ${shortTypeName(value)}`,
    );
  }
  if (path instanceof PyBytes) return { text: fsDecode(path.value), isBytes: true };
  return { text: strValue(path)!, isBytes: false };
}

function given(path: PathText, text: Str): PyObject {
  return path.isBytes ? new PyBytes(fsEncode(text)) : text;
}

const SLASH = 47;

/** How many slashes make the root: one, or exactly two, which POSIX leaves to the system. */
function rootLength(text: Str): number {
  const isSlash = (index: number): boolean => index < strLength(text) && codeAt(text, index) === SLASH;
  if (!isSlash(0)) return 0;
  return isSlash(1) && !isSlash(2) ? 2 : 1;
}

/** The parts between slashes. */
function partsOf(text: Str): Str[] {
  if (typeof text === 'string') return text.split('/');
  const parts: Str[] = [];
  const end = strLength(text);
  let start = 0;
  for (;;) {
    const slash = strIndexOf(text, '/', start, end);
    parts.push(strSlice(text, start, slash < 0 ? end : slash));
    if (slash < 0) return parts;
    start = slash + 1;
  }
}

/** `posixpath.normpath`: without empty parts, `.`, and what `..` takes back. */
function normpath(text: Str): Str {
  if (text === '') return '.';
  const root = rootLength(text);
  const kept: Str[] = [];
  for (const part of partsOf(text)) {
    if (part === '' || part === '.') continue;
    if (part !== '..' || (root === 0 && (kept.length === 0 || kept.at(-1) === '..'))) kept.push(part);
    else kept.pop();
  }
  const tail = strJoin('/', kept);
  if (root > 0) return strJoin('', ['/'.repeat(root), tail]);
  return tail === '' ? '.' : tail;
}

export const pathFunctions: readonly ModuleEntry[] = [
  fn(
    'fspath($module, /, path: object)',
    'Return the str or bytes that a path object stands for.',
    (_, path) => fspath(path),
  ),
  fn(
    '_path_normpath($module, /, path: object)',
    'Normalize a path: no empty parts, no ".", no "..".',
    (_, path) => {
      const argument = pathText(path, '_path_normpath', 'path');
      return given(argument, normpath(argument.text));
    },
  ),
  fn('_path_splitroot_ex($module, /, p: object)', 'Split a path in drive, root and tail.', (_, path) => {
    const argument = pathText(path, '_path_splitroot_ex', 'path');
    const { text } = argument;
    const root = rootLength(text);
    return new PyTuple([
      given(argument, ''),
      given(argument, strSlice(text, 0, root)),
      given(argument, strSlice(text, root, strLength(text))),
    ]);
  }),
];
