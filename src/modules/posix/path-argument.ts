/**
 * Arguments of posix functions that name files: a str, bytes, an object with `__fspath__`, where allowed a descriptor
 * or None. CPython: `path_converter`, `dir_fd_converter` in Modules/posixmodule.c.
 */
import { PyBytes } from '../../objects/bytes.ts';
import { exceptionTypes } from '../../objects/exception.ts';
import type { PyObject } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { asIndex, strValue } from '../../runtime/convert.ts';
import { osError, overflowError, typeError, valueError } from '../../runtime/errors.ts';
import { fspathOrAbsent, hostPathOf } from '../../runtime/fs-path.ts';
import { osErrorFrom } from '../../runtime/os-error.ts';
import { current } from '../../runtime/state.ts';
import { shortTypeName, typeName, typeOf } from '../../runtime/type-of.ts';
import { warn } from '../../runtime/warn.ts';

const RuntimeWarningType = exceptionTypes.get('RuntimeWarning')!;
const INT_MAX = 2147483647;

/** A file as the caller named it. */
export interface PathArgument {
  /** For the host; `''` when a descriptor was given. */
  readonly path: string;
  /** Absent when a path was given. */
  readonly fd: number | undefined;
  /** What was given, or the str or bytes of what has `__fspath__`: the `filename` of an error. Absent for None. */
  readonly object: PyObject | undefined;
  /** Given as bytes: then names come back as bytes. */
  readonly isBytes: boolean;
}

export interface PathRules {
  /** A descriptor will do. */
  readonly fd?: boolean;
  /** None stands for the current folder. */
  readonly none?: boolean;
}

const CURRENT_FOLDER: PathArgument = { path: '.', fd: undefined, object: undefined, isBytes: false };

/** A C `int` that is a descriptor. */
function asDescriptor(value: PyObject): number {
  if (typeof value === 'boolean') warn(RuntimeWarningType, 'bool is used as a file descriptor');
  const fd = asIndex(value);
  if (fd > INT_MAX) throw overflowError('fd is greater than maximum');
  if (fd < -INT_MAX - 1) throw overflowError('fd is less than minimum');
  return Number(fd);
}

/** The path argument `name` of `functionName`. May call `__fspath__` and `__index__`. */
export function pathArgument(
  value: PyObject,
  functionName: string,
  name = 'path',
  rules: PathRules = {},
): PathArgument {
  if (value === None && rules.none) return CURRENT_FOLDER;
  if (rules.fd && strValue(value) === undefined && typeOf(value).nb_index !== undefined) {
    return { path: '', fd: asDescriptor(value), object: value, isBytes: false };
  }
  const found = fspathOrAbsent(value);
  if (found === undefined) {
    const allowed =
      rules.fd && rules.none
        ? 'string, bytes, os.PathLike, integer or None'
        : rules.fd
          ? 'string, bytes, os.PathLike or integer'
          : rules.none
            ? 'string, bytes, os.PathLike or None'
            : 'string, bytes or os.PathLike';
    throw typeError(`${functionName}: ${name} should be ${allowed}, not ${shortTypeName(value)}`);
  }
  const path = hostPathOf(found);
  if (path.includes('\0')) throw valueError(`${functionName}: embedded null character in ${name}`);
  return { path, fd: undefined, object: found, isBytes: found instanceof PyBytes };
}

/** What audit hooks are told of a path. */
export function auditedPath({ object }: PathArgument): PyObject {
  return object ?? None;
}

/** What audit hooks are told where no folder is given. */
export const NO_FOLDER = -1;

/** The descriptor of a folder that paths are relative to; absent for None. */
export function dirFdArgument(value: PyObject): number | undefined {
  if (value === None) return undefined;
  if (typeOf(value).nb_index === undefined) {
    throw typeError(`argument should be integer or None, not ${typeName(value)}`);
  }
  return asDescriptor(value);
}

/** The path of a file named by path and folder descriptor. Throws OSError when there is no such descriptor. */
export function pathAt(argument: PathArgument, dirFd: number | undefined): string {
  const { path } = argument;
  if (dirFd === undefined || path.startsWith('/')) return path;
  const folder = descriptorPath(dirFd, argument.object);
  return path === '' ? '' : `${folder}/${path}`;
}

/** A path to what a descriptor stands for. */
export function descriptorPath(fd: number, filename: PyObject | undefined): string {
  try {
    current.thread.interp.host.fs.fstat(fd);
  } catch (thrown) {
    throw osErrorFrom(thrown, filename);
  }
  return `/proc/self/fd/${fd}`;
}

/** The path to act on, where a descriptor is as good. */
export function anyPath(argument: PathArgument): string {
  return argument.fd === undefined ? argument.path : descriptorPath(givenFd(argument), argument.object);
}

/** The descriptor that was given. CPython takes −1 for "none given", and so for no path at all. */
export function givenFd(argument: PathArgument): number {
  if (argument.fd === -1) throw osError(14, 'Bad address', argument.object);
  return argument.fd!;
}

/** Calls the host with something about a file; a failure names it. */
export function onFile<T>(argument: PathArgument, action: () => T): T {
  try {
    return action();
  } catch (thrown) {
    throw osErrorFrom(thrown, argument.object);
  }
}

/** `f: can't specify dir_fd without matching path` and its like. CPython: `dir_fd_and_fd_invalid`. */
export function checkDirFd(
  functionName: string,
  argument: PathArgument,
  dirFd: number | undefined,
  followSymlinks: boolean,
): void {
  if (argument.fd === undefined) return;
  if (dirFd !== undefined) throw valueError(`${functionName}: can't specify dir_fd without matching path`);
  if (!followSymlinks) throw valueError(`${functionName}: cannot use fd and follow_symlinks together`);
}

function owner(value: PyObject, what: 'uid' | 'gid'): number {
  if (typeOf(value).nb_index === undefined) {
    throw typeError(`${what} should be integer, not ${typeName(value)}`);
  }
  const id = asIndex(value);
  if (id === -1) return -1;
  if (id > 18446744073709551615n) throw overflowError(`${what} is greater than maximum`);
  if (id < 0 || id > 0xffffffff) throw overflowError(`${what} is less than minimum`);
  return Number(id);
}

/** A user's number; −1 for "as it is". CPython: `_Py_Uid_Converter`. */
export function uidArgument(value: PyObject): number {
  return owner(value, 'uid');
}

/** A group's number; −1 for "as it is". */
export function gidArgument(value: PyObject): number {
  return owner(value, 'gid');
}
